"""Packages and records without data: what is made of these stays where other data change."""

from __future__ import annotations

from msgspec.structs import replace

from performance.model.package import Package, Resource
from performance.model.record import Record
from performance.model.table import altered


def described(record: Record) -> Record:
    """Return a record of its package's description alone: of the package's data it has nothing but
    what was computed of them."""
    return altered(record, package=description(record.package))


def defined(record: Record) -> Record:
    """Return a record that has nothing but its metric and whose it is.

    To read what every other record has of its data is an error.
    """
    made = object.__new__(Record)
    vars(made).update(metric=record.metric, department=record.department, priority=record.priority)
    return made


def description(package: Package) -> Package:
    """Return a package without its data."""
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
    return replace(package, resources=resources, history=history, budget=None)
