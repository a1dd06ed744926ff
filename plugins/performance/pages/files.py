"""The files of a package that can be downloaded, as the build published them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote

from performance import urls
from performance.model import Package, Resource
from performance.pages import parts
from performance.pages.snippets import Source

LATEST = "latest"
SUMS = "SHA256SUMS"

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


@dataclass(frozen=True, slots=True)
class File:
    """A file to download.

    `title` says what it is, `name` what it is called in its folder, `size` its size in words.
    `sha256` is its checksum, empty where the file is made by the build: SHA256SUMS has it.
    """

    title: str
    name: str
    address: str
    size: str
    sha256: str


def files(package: Package, edition: str, downloads: Mapping[str, int]) -> tuple[File, ...]:
    """Return the files of an edition ("latest" or "v<version>"), the whole package first.

    `downloads` are the published files by address, with their sizes in bytes: a file that was not
    published is not listed.
    """
    folder = urls.package_file(package.name, edition, "")
    names = [a.removeprefix(folder) for a in downloads if a.startswith(folder)]
    found = [
        File(
            _title(package, name),
            name,
            quote(folder + name),
            parts.size(downloads[folder + name]),
            _sha256(package, name),
        )
        for name in names
    ]
    return tuple(sorted(found, key=lambda file: _place(package, file.name)))


def formats(package: Package, downloads: Mapping[str, int]) -> tuple[str, ...]:
    """Return the formats that a package's resources are published in, in words."""
    names = (file.name for file in files(package, LATEST, downloads))
    suffixes = [PurePosixPath(name).suffix.lower() for name in names if _of(package, name)]
    words = (FORMATS.get(suffix, suffix.removeprefix(".").upper()) for suffix in suffixes)
    return tuple(dict.fromkeys(word for word in words if word))


def sources(package: Package, downloads: Mapping[str, int], site_url: str) -> Iterator[Source]:
    """Yield the tables of a package as code loads them.

    Code cannot use the relative addresses of a page: with a `site_url` the addresses are whole,
    without one they are the names that the files have once they are downloaded.
    """
    published = files(package, LATEST, downloads)
    for resource in package.resources:
        if resource.text is None:
            continue
        named = {_suffix(f): f for f in published if _of(package, f.name) is resource}
        csv, parquet = (_where(named.get(s), site_url) for s in (".csv", ".parquet"))
        if csv or parquet:
            yield Source(resource.name, csv, parquet, _delimiter(resource))


def _sha256(package: Package, name: str) -> str:
    """Return the checksum of a resource's own file; "" for what the build makes."""
    resource = _of(package, name)
    made = resource is not None and resource.text is not None and name == f"{resource.name}.parquet"
    return resource.sha256 if resource and not made else ""


def _where(file: File | None, site_url: str) -> str:
    if file is None:
        return ""
    return f"{site_url.rstrip('/')}/{file.address}" if site_url else PurePosixPath(file.name).name


def _suffix(file: File) -> str:
    return PurePosixPath(file.name).suffix.lower()


def _delimiter(resource: Resource) -> str:
    dialect = resource.raw.get("dialect")
    return str(dialect.get("delimiter", ",")) if isinstance(dialect, Mapping) else ","


def _of(package: Package, name: str) -> Resource | None:
    """Return the resource that a published file holds; none for what describes or packs them."""
    made = {f"{r.name}.parquet": r for r in package.resources if r.text is not None}
    moved = {f"files/{r.name}{PurePosixPath(r.path).suffix}": r for r in package.resources}
    own = {PurePosixPath(r.path).as_posix(): r for r in package.resources}
    # A file that the build makes keeps its name; a resource's own of that name is moved aside.
    return made.get(name) or moved.get(name) or own.get(name)


def _title(package: Package, name: str) -> str:
    resource = _of(package, name)
    if resource:
        suffix = PurePosixPath(name).suffix
        words = FORMATS.get(suffix.lower(), suffix.removeprefix(".").upper())
        title = resource.title or resource.name
        return f"{title} ({words})" if words else title
    beside = {
        f"{package.name}.zip": "Everything in one file",
        "datapackage.json": "Description of the package",
        SUMS: "Checksums of all files",
        "revisions.csv": "Every cell that was changed after it had been published (CSV)",
    }
    return beside.get(name, name)


def _place(package: Package, name: str) -> tuple[int, int, str]:
    resource = _of(package, name)
    if resource:
        return (1, package.resources.index(resource), name)
    return (0 if name == f"{package.name}.zip" else 2, 0, name)
