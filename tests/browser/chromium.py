"""Find a Chromium for the browser tests; install it where that can be done; else say what to do."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
BUNDLES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find() -> str | None:
    """Return the path of a Chromium on this machine: CHROMIUM, one on the PATH, a macOS bundle."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    on_path = next((path for name in NAMES if (path := shutil.which(name))), None)
    return on_path or next((path for path in BUNDLES if Path(path).exists()), None)


def install() -> None:
    """Install Debian's package where apt is there, with sudo where that is needed."""
    if shutil.which("apt-get") is None:
        return
    sudo = [] if os.geteuid() == 0 else ["sudo"]
    if sudo and shutil.which("sudo") is None:
        return
    for words in (["update", "-q"], ["install", "-y", "-q", "chromium"]):
        subprocess.run([*sudo, "apt-get", *words], check=False, stdout=subprocess.DEVNULL)


def main() -> None:
    """Make sure that there is a Chromium, or stop with a sentence that says what to install."""
    if find() is None:
        print("Installing Chromium for the browser tests …", flush=True)
        install()
    if find() is None:
        sys.exit(
            "The browser tests need Chromium or Google Chrome. Install it (Debian: sudo apt-get "
            "install chromium; macOS: brew install --cask chromium), or set CHROMIUM to its path."
        )


if __name__ == "__main__":
    main()
