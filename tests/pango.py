"""Find Pango and the PDF tools that the tests of reports need; install them where apt is there."""

import os
import shutil
import subprocess
import sys

from performance import paper

TOOLS = ("pdftotext", "pdfinfo")
PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "poppler-utils")


def missing() -> list[str]:
    """Return what is not on this machine, in words."""
    lacking = [tool for tool in TOOLS if shutil.which(tool) is None]
    return lacking + (["Pango"] if paper.why_not() else [])


def install() -> None:
    """Install Debian's packages where apt is there, with sudo where that is needed."""
    if shutil.which("apt-get") is None:
        return
    sudo = [] if os.geteuid() == 0 else ["sudo"]
    if sudo and shutil.which("sudo") is None:
        return
    for words in (["update", "-q"], ["install", "-y", "-q", *PACKAGES]):
        subprocess.run([*sudo, "apt-get", *words], check=False, stdout=subprocess.DEVNULL)


def main() -> None:
    """Make sure that all is there, or stop with a sentence that says what to install."""
    if missing():
        print("Installing Pango and poppler for the tests of the annual report …", flush=True)
        install()
        # What was looked for in vain is looked for again.
        paper.version.cache_clear()
    if missing():
        sys.exit(
            f"The tests of the annual report need {', '.join(missing())}. Install them (Debian: "
            f"sudo apt-get install {' '.join(PACKAGES)}; macOS: brew install pango poppler)."
        )


if __name__ == "__main__":
    main()
