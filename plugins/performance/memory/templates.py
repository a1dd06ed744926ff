"""Compiled templates, kept by the template's own text."""

from __future__ import annotations

from functools import partial
from types import CodeType

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from performance.memory.digest import digest, program
from performance.memory.store import Store


class Templates(BytecodeCache):
    """Jinja's store of compiled templates, in ours.

    `belongs` is the digest of what they are compiled by beside their texts: Jinja works out at once
    what a filter makes of a constant.
    """

    def __init__(self, store: Store, belongs: str) -> None:
        self._store = store
        self._belongs = belongs

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give Jinja what is kept of a template; it compares the template's text itself."""
        key = self._key(bucket)
        kept = self._store.get(key)
        if kept is not None:
            bucket.code = self._store.hold(f"{key}/code", partial(_code, bucket, kept))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template that Jinja has compiled."""
        self._store.put(self._key(bucket), bucket.bytecode_to_string())

    def _key(self, bucket: Bucket) -> str:
        return digest("template", program(), self._belongs, bucket.key, bucket.checksum)


def _code(bucket: Bucket, kept: bytes) -> CodeType | None:
    bucket.bytecode_from_string(kept)
    return bucket.code
