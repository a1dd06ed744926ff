"""The first gate, for files: what may be opened, and what bytes may be read as text."""

from __future__ import annotations

import difflib
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from msgspec import Struct

BOM = b"\xef\xbb\xbf"
# The last two stretches turn words around, also those that follow: a reader sees another text than
# a program (Unicode's explicit directional formatting). It stands between the brackets of patterns.
UNSEEN = "\x7f-\x9f\ufeff\ufffe\uffff\u202a-\u202e\u2066-\u2069"
CONTROL = re.compile(f"[\x01-\x08\x0b\x0c\x0e-\x1f{UNSEEN}]")
# What no XML document (a workbook, a picture) can hold. The others are the traces of a wrong
# encoding, which data published as they were found may have.
NEVER = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff]")
# Those of both among the signs of ASCII, which bytes are searched for ten times sooner.
ASCII_CONTROL = bytes([*range(1, 9), 11, 12, *range(14, 32), 127])
MEGABYTE = 1024 * 1024
MOST = 20
SIGNATURES = (
    (b"PK\x03\x04", "an Excel workbook or a zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook or Word document"),
    (b"\x1f\x8b", "a compressed file"),
    (b"%PDF", "a PDF document"),
    (b"PAR1", "a Parquet file"),
)
AS_UTF8 = (
    "Open it in Notepad, choose Save as with the encoding UTF-8 (not UTF-8 with BOM), or let "
    "portal add convert it: portal add PACKAGE FILE, where FILE may be this very file."
)


class Unsafe(Struct, frozen=True):
    """A reason not to open or read a file; `row` is the line where there is one."""

    code: str
    message: str
    remedy: str
    row: int | None = None
    value: str | None = None


class Read(Struct, frozen=True):
    """What bytes say: their text, none where they are not text, and what is wrong with them."""

    text: str | None
    unsafe: tuple[Unsafe, ...] = ()


def file(folder: Path, path: str, limit: int) -> Unsafe | None:
    """Return why the file at a safe path below a folder must not be opened, none where it may.

    Looks at every step of the path itself, never at what a link points to. `limit` is in bytes.
    """
    here = folder
    steps = PurePosixPath(path).parts
    for step in steps:
        try:
            facts = (here / step).lstat()
        except PermissionError:
            return Unsafe(
                "unreadable",
                "it cannot be opened: permission denied",
                "Give the person or machine that runs this check the right to read it.",
            )
        except (OSError, ValueError):
            return _missing(here, step)
        here = here / step
        if stat.S_ISLNK(facts.st_mode):
            return Unsafe(
                "symlink",
                "this is a link to another place, and links are not followed",
                "Replace the link by the file itself.",
            )
    if not stat.S_ISREG(facts.st_mode):
        return Unsafe(
            "special-file",
            "this is not a regular file",
            "Put the file itself in its place, or correct the path in the descriptor.",
        )
    return _size(facts.st_size, limit)


def read(data: bytes, *, whole: bool = True, own: bool = True) -> Read:
    """Return the text of a file's bytes, as far as it can be told.

    A file in Windows-1252 is read as such, so that its other problems are found in the same run.
    `whole` says that control characters count: a document's text may hold any.
    `own` is whether the package holds metrics of this site.
    """
    unsafe: list[Unsafe] = []
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Read(None, (_encoding("UTF-16", 1),))
    if data.startswith(BOM):
        unsafe.append(
            Unsafe(
                "byte-order-mark",
                "the file begins with an invisible mark (a BOM, as Excel's CSV UTF-8 writes it), "
                "which hides the first column's name from programs",
                AS_UTF8,
                1,
            )
        )
        data = data.removeprefix(BOM)
    if b"\0" in data:
        return Read(None, (*unsafe, _binary(data)))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        known = next((name for start, name in SIGNATURES if data.startswith(start)), None)
        if known:
            return Read(None, (*unsafe, _not_text(known)))
        row = data.count(b"\n", 0, error.start) + 1
        text_or_none = _windows(data)
        name = "Windows-1252, the encoding of older Windows programs" if text_or_none else ""
        return Read(text_or_none, (*unsafe, _encoding(name, row)))
    is_clean = data.isascii() and len(data.translate(None, ASCII_CONTROL)) == len(data)
    found = _controls(text, CONTROL if own else NEVER) if whole and not is_clean else ()
    return Read(text, (*unsafe, *found))


def too_large(size: int, limit: int) -> Unsafe | None:
    """Return the problem of a file that is larger than a limit in bytes, none where it is not."""
    return _size(size, limit)


def _missing(folder: Path, name: str) -> Unsafe:
    try:
        # Elsewhere PERMITS.CSV may be permits.csv; where the site is built it is another file.
        there = {each.casefold(): each for each in sorted(os.listdir(folder))}  # noqa: PTH208
    except OSError:
        there = {}
    near = [there[each] for each in difflib.get_close_matches(name.casefold(), list(there), n=1)]
    return Unsafe(
        "file-missing",
        "there is no such file in the package's folder",
        f"Did you mean {near[0]}?" if near else "Add the file, or correct its path.",
        value=name,
    )


def _size(size: int, limit: int) -> Unsafe | None:
    if size <= limit:
        return None
    return Unsafe(
        "file-size",
        f"the file has {size / MEGABYTE:.1f} MB; at most {limit / MEGABYTE:g} MB are allowed",
        "Split the file by year, or ask the data desk to raise the limit.",
    )


def _binary(data: bytes) -> Unsafe:
    for start, name in SIGNATURES:
        if data.startswith(start):
            return _not_text(name)
    if len(data) >= 2 and data[1::2].count(0) * 4 >= len(data):
        return _encoding("UTF-16", 1)
    return _not_text("")


def _not_text(name: str) -> Unsafe:
    what = f"; it is {name}" if name else "; it holds NUL bytes, which no text has"
    return Unsafe(
        "not-text",
        f"the file is not text{what}",
        "Open it in its program, choose Save as, then CSV UTF-8, and use that file.",
    )


def _encoding(name: str, row: int) -> Unsafe:
    looks = f"; it looks like {name}" if name else ""
    return Unsafe("encoding", f"the file is not in UTF-8{looks}", AS_UTF8, row)


def _windows(data: bytes) -> str | None:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return None


def _controls(text: str, refused: re.Pattern[str]) -> Iterator[Unsafe]:
    for count, found in enumerate(refused.finditer(text)):
        if count == MOST:
            return
        yield Unsafe(
            "control-character",
            "an invisible control character stands in the text",
            "Delete it: type the text on this line again.",
            text.count("\n", 0, found.start()) + 1,
            f"U+{ord(found.group()):04X}",
        )
