"""The second gate: whether a file is the one whose size and checksum the descriptor gives."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from performance.validate.descriptor import HASH, HASH_LENGTHS
from performance.validate.fault import Fault, Path

REMEDY = "If the file is right, correct or remove this property; else restore the file."


def faults(resource: Mapping[str, Any], data: bytes, path: Path) -> Iterator[Fault]:
    """Yield where a file's bytes are not those that its resource, at `path`, describes."""
    size = resource.get("bytes")
    if isinstance(size, int) and not isinstance(size, bool) and size >= 0 and size != len(data):
        message = f"the file has {len(data)} bytes"
        yield Fault("file-changed", (*path, "bytes"), message, REMEDY, str(size))
    value = resource.get("hash")
    found = HASH.fullmatch(value) if isinstance(value, str) else None
    if not found:
        return
    algorithm = found.group(1) or "md5"
    if len(found.group(2)) != HASH_LENGTHS[algorithm]:
        return
    # The standard's checksums tell damage from the original; they protect nothing.
    actual = hashlib.new(algorithm, data, usedforsecurity=False).hexdigest()
    if actual != found.group(2).lower():
        message = f"the file's checksum ({algorithm}) is {actual}"
        yield Fault("file-changed", (*path, "hash"), message, REMEDY, value)


def current(resource: Mapping[str, Any], data: bytes, name: str) -> str:
    """Return what a resource's property `bytes` or `hash` must say of a file's bytes."""
    if name == "bytes":
        return str(len(data))
    found = HASH.fullmatch(str(resource.get("hash")))
    algorithm = found.group(1) if found and found.group(1) else None
    digest = hashlib.new(algorithm or "md5", data, usedforsecurity=False).hexdigest()
    return f"{algorithm}:{digest}" if algorithm else digest
