"""What took long to make, kept from build to build by the content that it was made from."""

import hashlib
from pathlib import Path

from performance.problem import BuildError
from performance.write.single import write_file

DIGEST = 32


class Cache:
    """Files in a folder, each by the key of its inputs and with the checksum of its own bytes.

    A file that was damaged, and a folder that cannot be read or written, is as good as none: what
    is lacking is made again.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, key: str) -> bytes | None:
        """Return what is kept under a key; none where there is nothing sound."""
        try:
            kept = (self._folder / key).read_bytes()
        except OSError:
            return None
        digest, data = kept[:DIGEST], kept[DIGEST:]
        return data if hashlib.sha256(data).digest() == digest else None

    def put(self, key: str, data: bytes) -> None:
        """Keep bytes under a key, which is a plain file name."""
        try:
            write_file(self._folder / key, hashlib.sha256(data).digest() + data)
        except BuildError:
            return  # A build does not fail for what only makes the next one faster.
