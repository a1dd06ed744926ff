"""The published files of a package and of a metric: what each is, in words and by its type."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from posixpath import splitext
from urllib.parse import quote

from msgspec import Struct

from performance import urls
from performance.catalogue.inventory import Inventory
from performance.model import Package, Resource

LATEST = "latest"
SUMS = "SHA256SUMS"
CSVW_ENDING = "-metadata.json"
CROISSANT = "croissant.json"

FORMATS = {
    ".csv": "CSV",
    ".tsv": "TSV",
    ".parquet": "Parquet",
    ".json": "JSON",
    ".geojson": "GeoJSON",
    ".xlsx": "Excel",
    ".pdf": "PDF",
    ".zip": "ZIP",
}
MEDIA_TYPES = {
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".parquet": "application/vnd.apache.parquet",
    ".json": "application/json",
    ".geojson": "application/geo+json",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pdf": "application/pdf",
    ".zip": "application/zip",
}
UNKNOWN = "application/octet-stream"

# The data of a metric, in the order that readers want them.
METRIC_FILES = {
    "data.csv": "All values (CSV)",
    "data.xlsx": "All values (Excel)",
    "data.json": "All values (JSON)",
    "data.parquet": "All values (Parquet)",
}


class File(Struct, frozen=True):
    """A published file.

    `title` says what it is, `name` what it is called in its folder. `address` is percent-encoded;
    `bytes` its size; `sha256` is empty where it is not known. `resource` is the part of the package
    that it holds, none for what describes or packs them. `table` is whether it holds a table.
    """

    title: str
    name: str
    address: str
    bytes: int
    sha256: str
    resource: Resource | None = None
    table: bool = False

    @property
    def suffix(self) -> str:
        """The ending of its name, in small letters."""
        return splitext(self.name)[1].lower()

    @property
    def format(self) -> str:
        """The name of its format; "" where it has no ending."""
        return FORMATS.get(self.suffix, self.suffix.removeprefix(".").upper())

    @property
    def mediatype(self) -> str:
        """Its media type."""
        return MEDIA_TYPES.get(self.suffix, UNKNOWN)


def of_package(package: Package, edition: str, published: Inventory) -> tuple[File, ...]:
    """Return the files of an edition ("latest" or "v<version>"), the whole package first.

    A file that was not published is not listed.
    """
    folder = urls.package_file(package.name, edition, "")
    resources = _resources(package)
    found = []
    for address in published.below(folder):
        name = address.removeprefix(folder)
        resource = resources.get(name)
        title = _of_resource(resource, name) if resource else _beside(package, name)
        sums = published.sums.get(address) or _own_sum(resource, name)
        size, table = published.sizes[address], resource is not None and resource.is_table
        found.append(File(title, name, quote(address), size, sums, resource, table))
    return tuple(sorted(found, key=lambda file: _place(package, file)))


def of_metric(name: str, published: Inventory) -> tuple[File, ...]:
    """Return the files with a metric's data, as they were published."""
    return tuple(_data_files(name, published))


def _data_files(name: str, published: Inventory) -> Iterator[File]:
    for file, title in METRIC_FILES.items():
        address = urls.metric(name, file)
        if address in published.sizes:
            size, sums = published.sizes[address], published.sums.get(address, "")
            yield File(title, file, address, size, sums, table=True)


def _resources(package: Package) -> dict[str, Resource]:
    """Return which resource each published file holds, by the file's name."""
    own = {PurePosixPath(r.path).as_posix(): r for r in package.resources}
    moved = {f"files/{r.name}{PurePosixPath(r.path).suffix}": r for r in package.resources}
    made = {f"{r.name}.parquet": r for r in package.resources if r.is_table}
    # A file that the build makes keeps its name; a resource's own of that name is moved aside.
    found = own | moved | made
    for name in (f"{package.name}.zip", "datapackage.json", SUMS, CROISSANT):
        found.pop(name, None)
    return found


def _own_sum(resource: Resource | None, name: str) -> str:
    """Return the checksum of a resource's own file; "" for what the build makes."""
    if resource is None or (resource.is_table and name == f"{resource.name}.parquet"):
        return ""
    return resource.sha256


def _of_resource(resource: Resource, name: str) -> str:
    suffix = PurePosixPath(name).suffix
    words = FORMATS.get(suffix.lower(), suffix.removeprefix(".").upper())
    title = resource.title or resource.name
    return f"{title} ({words})" if words else title


def _beside(package: Package, name: str) -> str:
    """Return what a file is that describes or packs the others."""
    if name.endswith(CSVW_ENDING):
        described = name.removesuffix(CSVW_ENDING)
        return f"Columns of {described} (CSVW)"
    beside = {
        f"{package.name}.zip": "Everything in one file",
        "datapackage.json": "Description of the package",
        CROISSANT: "Description for machine learning (Croissant)",
        SUMS: "Checksums of all files",
        "revisions.csv": "Every cell that was changed after it had been published (CSV)",
    }
    return beside.get(name, name)


def _place(package: Package, file: File) -> tuple[int, int, str]:
    """Return what a file is sorted by: the archive, the data, then what describes and checks it."""
    if file.resource:
        # By name: to compare resources would be to make their tables.
        names = [resource.name for resource in package.resources]
        return (1, names.index(file.resource.name), file.name)
    first = {f"{package.name}.zip": 0, "datapackage.json": 2, CROISSANT: 4, SUMS: 5}
    return (first.get(file.name, 3), 0, file.name)
