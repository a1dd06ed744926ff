"""Entries of archives that are put together of compressed pieces: any reader finds all bytes."""

import io
import random
import struct
import zipfile
import zlib

import pytest

from performance.downloads.pieces import Piece, add, piece


def archive_of(*pieces: Piece) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        add(archive, out, "made.csv", pieces)
        archive.writestr("beside.txt", "beside")
    return out.getvalue()


def read(data: bytes) -> bytes:
    """Return what the standard library finds, which checks the CRC-32."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert archive.read("beside.txt") == b"beside"
        info = archive.getinfo("made.csv")
        found = archive.read("made.csv")
    assert (info.file_size, info.CRC) == (len(found), zlib.crc32(found))
    return found


@pytest.mark.parametrize("sizes", [(), (0,), (1,), (0, 3, 0), (5, 70_000, 1), (200_000, 200_000)])
def test_pieces_are_one_text(sizes: tuple[int, ...]) -> None:
    """None, empty ones, single bytes, and more than the window of a compressor."""
    chance = random.Random(7)
    texts = [bytes(chance.choices(b"0123456789,\n", k=size)) for size in sizes]
    assert read(archive_of(*map(piece, texts))) == b"".join(texts)


def test_a_piece_may_stand_anywhere() -> None:
    """It says nothing of what is before it: it may be kept and used again beside others."""
    one, other = piece(b"month,value\n"), piece(b"2026-09,1\n" * 1_000)
    assert read(archive_of(other, one, other)) == b"2026-09,1\n" * 1_000 + b"month,value\n" + (
        b"2026-09,1\n" * 1_000
    )


def test_what_stands_before_an_entry_tells_the_same() -> None:
    """Some programs read an archive as it arrives, before the list at its end (APPNOTE, 4.3.7)."""
    data = archive_of(piece(b"a" * 100_000), piece(b"b"))
    head = struct.unpack("<4sHHHHHIIIHH", data[:30])
    signature, method, crc, name, extra = head[0], head[3], head[6], head[9], head[10]
    assert (signature, method) == (b"PK\3\4", 8)
    assert crc == zlib.crc32(b"a" * 100_000 + b"b")
    # Sizes that may be beyond 4 GB stand in the first extra field.
    kind, _, size, packed = struct.unpack("<HHQQ", data[30 + name : 50 + name])
    assert (head[7], head[8], kind, size) == (0xFFFFFFFF, 0xFFFFFFFF, 1, 100_001)
    begin = 30 + name + extra
    text = zlib.decompress(data[begin : begin + packed], wbits=-zlib.MAX_WBITS)
    assert text == b"a" * 100_000 + b"b"
