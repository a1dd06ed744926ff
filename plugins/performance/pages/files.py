"""The files of a package that can be downloaded, as the build published them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from urllib.parse import quote

from msgspec import Struct

from performance.catalogue import files as published
from performance.catalogue.files import LATEST
from performance.catalogue.inventory import Inventory
from performance.model import Package, Resource
from performance.pages import parts
from performance.pages.snippets import Source


class File(Struct, frozen=True):
    """A file to download.

    `title` says what it is, `name` what it is called in its folder, `size` its size in words.
    `sha256` is its checksum, empty where it is not known: SHA256SUMS has it.
    """

    title: str
    name: str
    address: str
    size: str
    sha256: str


def files(package: Package, edition: str, inventory: Inventory) -> tuple[File, ...]:
    """Return the files of an edition ("latest" or "v<version>"), the whole package first.

    A file that was not published is not listed.
    """
    found = published.of_package(package, edition, inventory)
    return tuple(File(f.title, f.name, f.address, parts.size(f.bytes), f.sha256) for f in found)


def single(title: str, address: str, inventory: Inventory) -> File:
    """Return one file; KeyError where the build made none at that address."""
    name = PurePosixPath(address).name
    size = parts.size(inventory.sizes[address])
    return File(title, name, quote(address), size, inventory.sums.get(address, ""))


def formats(package: Package, inventory: Inventory) -> tuple[str, ...]:
    """Return the formats that a package's resources are published in, in words."""
    found = published.of_package(package, LATEST, inventory)
    return tuple(dict.fromkeys(f.format for f in found if f.resource and f.format))


def sources(package: Package, inventory: Inventory, site_url: str) -> Iterator[Source]:
    """Yield the tables of a package as code loads them.

    Code cannot use the relative addresses of a page: with a `site_url` the addresses are whole,
    without one they are the names that the files have once they are downloaded.
    """
    found = published.of_package(package, LATEST, inventory)
    for resource in package.resources:
        if not resource.is_table:
            continue
        named = {f.suffix: f for f in found if f.resource is resource}
        csv, parquet = (_where(named.get(s), site_url) for s in (".csv", ".parquet"))
        if csv or parquet:
            yield Source(resource.name, csv, parquet, _delimiter(resource))


def _where(file: published.File | None, site_url: str) -> str:
    if file is None:
        return ""
    return f"{site_url.rstrip('/')}/{file.address}" if site_url else PurePosixPath(file.name).name


def _delimiter(resource: Resource) -> str:
    dialect = resource.raw.get("dialect")
    return str(dialect.get("delimiter", ",")) if isinstance(dialect, Mapping) else ","
