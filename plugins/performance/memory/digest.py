"""Digests of values: equal for equal content, whatever object holds it."""

import hashlib
import marshal
import os
import sys
from collections.abc import Iterator, Mapping, Set
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import lru_cache
from pathlib import Path
from types import FunctionType
from typing import Any

SIZE = 20
PROGRAM = Path(__file__).parents[1]


def digest(*parts: object) -> str:
    """Return the digest of values: texts, numbers, bytes, dates, paths, enumerations, containers
    and dataclasses of these.

    Mappings count in their order, sets sorted. Raises TypeError for anything else: what has no
    content that can be told, such as an open file, cannot be part of a key.
    """
    found = hashlib.blake2b(digest_size=SIZE)
    for piece in _pieces(parts):
        # With its length each piece ends where it ends: ("ab", "c") is not ("a", "bc").
        found.update(b"%d:" % len(piece))
        found.update(piece)
    return found.hexdigest()


def folder(path: Path) -> str:
    """Return the digest of the files below a folder, or of a file: their paths and bytes.

    Raises OSError where one cannot be read, and for a link to a folder, which may lead anywhere.
    """
    if path.is_file():
        return digest(path.read_bytes())
    return digest(*((name, file.read_bytes()) for name, file in files(path)))


def files(path: Path) -> Iterator[tuple[str, Path]]:
    """Yield the files below a folder by their path from it, in order; OSError as for `folder`."""
    for above, below, names in os.walk(path, onerror=_raised):
        below[:] = sorted(name for name in below if name != "__pycache__")
        if any(Path(above, name).is_symlink() for name in below):
            raise OSError(f"{above} holds a link to a folder")
        for name in sorted(names):
            file = Path(above, name)
            if not name.endswith(".pyc"):
                yield file.relative_to(path).as_posix(), file


def _raised(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError):
        raise error


@lru_cache(maxsize=1)
def program() -> str:
    """Return the digest of this program, of Python and of the libraries that are installed."""
    installed = {
        name
        for place in map(Path, filter(None, sys.path))
        if place.is_dir()  # It may be a ZIP file, or lead nowhere.
        for name in os.listdir(place)  # noqa: PTH208  # Names alone, of thousands.
        if name.endswith((".dist-info", ".egg-info"))
    }
    return digest(folder(PROGRAM), sys.version, sys.platform, installed)


def _pieces(value: Any) -> Iterator[bytes]:  # noqa: C901  # One for each kind of value.
    yield type(value).__name__.encode()
    if isinstance(value, Enum):
        yield str(value.value).encode()
    elif isinstance(value, str):
        yield value.encode("utf-8", "surrogatepass")
    elif isinstance(value, bytes):
        yield value
    elif value is None or isinstance(value, bool | int | float | complex | date):
        yield repr(value).encode()
    elif isinstance(value, Path):
        yield os.fsencode(value)
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from _pieces(key)
            yield from _pieces(each)
        yield b"}"
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _pieces(each)
        yield b"]"
    elif isinstance(value, Set):
        yield from _pieces(sorted(digest(each) for each in value))
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield field.name.encode()
            yield from _pieces(getattr(value, field.name))
        yield b")"
    elif isinstance(value, FunctionType):
        yield marshal.dumps(value.__code__)
    elif isinstance(value, type):
        yield f"{value.__module__}.{value.__qualname__}".encode()
    else:
        raise TypeError(f"a {type(value).__name__} has no digest")
