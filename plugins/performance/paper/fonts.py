"""The fonts of the PDF: Noto Sans from a package, and none of the system.

The fonts of a machine differ from those of the next, and some break lines wrongly.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib import resources
from pathlib import Path

# Files of the package by style; both are variable in weight and width.
FILES = {"normal": "NotoSans[wdth,wght].ttf", "italic": "NotoSans-Italic[wdth,wght].ttf"}
WEIGHTS = (400, 600, 700)
EPOCH = "315532800"  # January 1, 1980
CONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><cachedir>{folder}</cachedir></fontconfig>
"""


def files() -> dict[str, Path]:
    """Return the font files by style."""
    folder = resources.files("fontpkg_noto_sans") / "files"
    return {style: Path(str(folder / name)) for style, name in FILES.items()}


def css() -> str:
    """Return the font faces as CSS."""
    return "\n".join(
        f'@font-face {{ font-family: "Noto Sans"; font-style: {style}; font-weight: {weight}; '
        f'src: url("{file.as_uri()}"); }}'
        for style, file in files().items()
        for weight in WEIGHTS
        if style == "normal" or weight == WEIGHTS[0]
    )


@lru_cache(maxsize=1)
def digest() -> str:
    """Return a checksum of the font files."""
    whole = hashlib.sha256()
    for file in files().values():
        whole.update(file.read_bytes())
    return whole.hexdigest()


@contextmanager
def alone() -> Iterator[dict[str, str]]:
    """Give an environment in which fontconfig knows no font of the system."""
    with tempfile.TemporaryDirectory(prefix="portal-fonts-") as folder:
        config = Path(folder) / "fonts.conf"
        config.write_text(CONFIG.format(folder=folder), encoding="utf-8")
        yield {
            **os.environ,
            "FONTCONFIG_FILE": str(config),
            # The parts of a font that are embedded would say when that was.
            "SOURCE_DATE_EPOCH": EPOCH,
            # Sorting by hash would make one file another each time.
            "PYTHONHASHSEED": "0",
            "TZ": "UTC",
        }
