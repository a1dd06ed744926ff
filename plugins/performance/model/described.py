"""Records of packages without data: what is made of these stays where other data change."""

from __future__ import annotations

from copy import copy

from msgspec.structs import replace

from performance.model.package import Resource
from performance.model.record import Record


def described(record: Record) -> Record:
    """Return a record of its package's description alone: of the package's data it has nothing but
    what was computed of them."""
    package = record.package
    resources = tuple(
        Resource(
            *(r.name, r.path, b"", ""),
            title=r.title,
            description=r.description,
            mediatype=r.mediatype,
            fields=r.fields,
            primary_key=r.primary_key,
            raw=r.raw,
        )
        for r in package.resources
    )
    history = package.history
    if history is not None:
        history = replace(history, newest=replace(history.newest, files={}))
    of = replace(package, resources=resources, history=history, budget=None)
    made = copy(record)
    # Not by `replace`, which would load the tables.
    vars(made).update(package=of)
    return made
