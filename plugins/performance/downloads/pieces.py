"""Entries of ZIP files made of pieces that were compressed by themselves, at any time before.

Where one of many pieces is new, it alone is compressed anew. A piece is a run of blocks of DEFLATE
(RFC 1951) that ends with a whole byte and refers to nothing before it, so that one may follow
another.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from functools import reduce
from typing import IO, NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from performance.downloads.archive import entry

# The last block of an entry, which is empty.
END = zlib.compressobj(wbits=-zlib.MAX_WBITS).flush()
# The polynomial of the CRC-32 of ZIP files, with its lowest power as the highest bit; 1 is ONE.
POLYNOMIAL = 0xEDB88320
ONE = 1 << 31


class Piece(NamedTuple):
    """Compressed bytes, with the number and the CRC-32 of those that they stand for.

    `shift` is what the CRC-32 of bytes is multiplied by where these follow them: x⁸ for each.
    """

    data: bytes
    size: int
    crc: int
    shift: int


def piece(data: bytes) -> Piece:
    """Return bytes compressed as a piece."""
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    packed = packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH)
    return Piece(packed, len(data), zlib.crc32(data), _power(8 * len(data)))


def add(archive: ZipFile, out: IO[bytes], path: str, pieces: Iterable[Piece]) -> None:
    """Write an entry of the archive in `out` that is made of pieces; it may be beyond 4 GB."""
    told = entry(path)
    told.compress_type = ZIP_STORED
    size, crc = 0, 0
    with archive.open(told, "w", force_zip64=True) as file:
        for each in pieces:
            file.write(each.data)
            size, crc = size + each.size, _product(crc, each.shift) ^ each.crc
        file.write(END)
    # It was taken for bytes as they are: what it stands for is said now, here and in the list of
    # entries at the archive's end, which is written of the same object.
    told.compress_type, told.file_size, told.CRC = ZIP_DEFLATED, size, crc
    end = out.tell()
    out.seek(told.header_offset)
    out.write(told.FileHeader(zip64=True))
    out.seek(end)


def _power(exponent: int) -> int:
    """Return xⁿ modulo the polynomial, squared once for each digit of n in base two."""
    x = ONE >> 1
    return reduce(
        lambda found, digit: _product(_product(found, found), x if digit == "1" else ONE),
        f"{exponent:b}",
        ONE,
    )


def _product(one: int, other: int) -> int:
    """Return the product of two polynomials over the field of two elements, modulo that one."""
    found = 0
    while one:
        if one & ONE:
            found ^= other
        one = one << 1 & 0xFFFFFFFF
        other = other >> 1 ^ POLYNOMIAL * (other & 1)
    return found
