"""The files of a package: its description, its resources as they are and as Parquet, all in a ZIP.

An edition is a folder. "latest" has everything; "v<version>", for a package that has a version,
has what can stay the same for good: the files as they were committed. In both, `sha256sum -c
SHA256SUMS` checks every file, and `datapackage.json` describes what lies beside it.
"""

import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from performance import urls
from performance.downloads import words
from performance.downloads.conversion import resource_parquet
from performance.downloads.releases import (
    DESCRIPTOR,
    REVISIONS,
    SUMS,
    described,
    frozen,
    rows_csv,
)
from performance.downloads.tables import iso
from performance.model import VERSION, Link, Package, Resource, Revision
from performance.settings import Settings

LATEST = "latest"
README = "README.md"

# The earliest date that a ZIP file can hold: archives of the same files are the same bytes.
NO_DATE = (1980, 1, 1, 0, 0, 0)
UNIX = 3
READABLE = 0o100644 << 16


def package_files(
    package: Package, settings: Settings, revisions: Sequence[Revision] = ()
) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the newest editions of a package, each with its address.

    `revisions` are what its releases changed. A package without a version, or with one that cannot
    be part of an address, has "latest" alone.
    """
    for path, data in edition(package, settings, revisions).items():
        yield urls.package_file(package.name, LATEST, path), data
    if VERSION.fullmatch(package.version):
        for path, data in frozen(_committed(package)).items():
            yield urls.package_file(package.name, f"v{package.version}", path), data


def edition(
    package: Package, settings: Settings, revisions: Sequence[Revision] = ()
) -> dict[str, bytes]:
    """Return the files of the edition "latest" by their path within it."""
    placed = places(package)
    originals = {placed[r.name]: r.data for r in package.resources}
    packed = {DESCRIPTOR: _json(published(package, placed)), **originals}
    readme = _readme(package, placed, settings).encode()
    files = {
        **packed,
        **{f"{r.name}.parquet": resource_parquet(r) for r in package.resources if _is_table(r)},
        f"{package.name}.zip": _zip({**packed, README: readme}),
        **({REVISIONS: rows_csv(revisions)} if revisions else {}),
    }
    sums = [f"{hashlib.sha256(files[path]).hexdigest()}  {path}\n" for path in sorted(files)]
    return {**files, SUMS: "".join(sums).encode()}


def _committed(package: Package) -> dict[str, bytes]:
    """Return the files of a package as they are kept: the descriptor and what it names.

    A description in YAML has one in JSON beside it, for programs that know no other.
    """
    files = {PurePosixPath(r.path).as_posix(): r.data for r in package.resources}
    written = {Path(package.file).name: package.written} if package.written else {}
    return described({**written, **files}, package.descriptor)


def places(package: Package) -> dict[str, str]:
    """Return where each resource's own file is published, by the resource's name.

    That is its path in the package, unless it is hidden or the name of a file made here.
    """
    made = {DESCRIPTOR, README, SUMS, REVISIONS, f"{package.name}.zip"}
    made |= {f"{r.name}.parquet" for r in package.resources if _is_table(r)}
    taken = {name.casefold() for name in made}
    placed = {}
    for resource in package.resources:
        path = PurePosixPath(resource.path)
        hidden = any(part.startswith(".") for part in path.parts)
        if hidden or path.parts[0].casefold() in taken:
            placed[resource.name] = f"files/{resource.name}{path.suffix}"
        else:
            placed[resource.name] = path.as_posix()
    return placed


def published(package: Package, placed: Mapping[str, str]) -> dict[str, Any]:
    """Return a package's descriptor as it is published: with each file's size and SHA-256."""
    resources = [_published(r, placed[r.name]) for r in package.resources]
    return {**package.descriptor, "resources": resources}


def _published(resource: Resource, path: str) -> dict[str, Any]:
    facts = {
        **resource.raw,
        "path": path,
        "bytes": len(resource.data),
        "hash": f"sha256:{resource.sha256}",
    }
    schema = facts.get("schema")
    if isinstance(schema, Mapping) and isinstance(schema.get("fieldsMatch"), list):
        # Data Package v2 has a list here, which frictionless 5 takes for a broken schema.
        facts["schema"] = {key: value for key, value in schema.items() if key != "fieldsMatch"}
    return facts


def _is_table(resource: Resource) -> bool:
    return resource.table is not None


def _json(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False, default=iso)
    return text.encode() + b"\n"


def _zip(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        for path in sorted(files):
            entry = ZipInfo(path, NO_DATE)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = UNIX
            entry.external_attr = READABLE
            archive.writestr(entry, files[path], compresslevel=6)
    return out.getvalue()


def _readme(package: Package, placed: Mapping[str, str], settings: Settings) -> str:
    """Return what a reader of the archive has to know, in Markdown.

    It names no day: an edition stays the same from build to build.
    """
    title = package.title or package.name
    publisher = words.publisher(package, settings)
    site = settings.site_url.rstrip("/")
    version = f", version {package.version}" if package.version else ""
    where = f" {site}/{urls.package(package.name)}" if site else ""
    facts = [
        ("Version", package.version),
        ("Created", package.created),
        ("Publisher", publisher),
        ("Sources", "; ".join(map(_named, package.sources))),
        ("Licence", "; ".join(map(_named, package.licenses)) or "None stated"),
        ("How to cite", f"{publisher}: {title}{version}.{where}"),
    ]
    parts = [f"# {title}", package.description, _list(f"{k}: {v}" for k, v in facts if v)]
    named = (f"{placed[r.name]}: {r.title or r.name}" for r in package.resources)
    parts += ["## Files", _list([*named, f"{DESCRIPTOR}: what the files hold, for programs"])]
    return "\n\n".join(part.strip() for part in parts if part.strip()) + "\n"


def _list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _named(link: Link) -> str:
    return " ".join(part for part in (link.title or link.name, link.path) if part)
