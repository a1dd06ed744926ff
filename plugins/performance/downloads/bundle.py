"""The files of a package: its description, its resources as they are and as Parquet, all in a ZIP.

An edition is a folder. "latest" has everything; "v<version>", for a package that has a version,
has what can stay the same for good: the files as they were committed. In both, `sha256sum -c
SHA256SUMS` checks every file, and `datapackage.json` describes what lies beside it. In "latest"
each CSV file has its description in CSV on the Web beside it, and `croissant.json` describes all
tables for machine learning.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import ZipFile

from performance import urls
from performance.catalogue import croissant, csvw
from performance.catalogue.citation import edition_citation, publisher
from performance.catalogue.files import CROISSANT, CSVW_ENDING, LATEST, SUMS
from performance.downloads.archive import entry
from performance.downloads.conversion import resource_parquet
from performance.downloads.releases import (
    DESCRIPTOR,
    REVISIONS,
    described,
    frozen,
    rows_csv,
)
from performance.downloads.tables import as_lines
from performance.model import VERSION, Link, Package, Resource, Revision
from performance.settings import Settings

README = "README.md"


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
    packed = {DESCRIPTOR: as_lines(published(package, placed)), **originals}
    readme = _readme(package, placed, settings).encode()
    files = {
        **packed,
        **{f"{r.name}.parquet": resource_parquet(r) for r in package.resources if _is_table(r)},
        f"{package.name}.zip": zipped({**packed, README: readme}),
        **({REVISIONS: rows_csv(revisions)} if revisions else {}),
    }
    files |= _described(package, placed, files, settings)
    sums = [f"{_sha256(files[path])}  {path}\n" for path in sorted(files)]
    return {**files, SUMS: "".join(sums).encode()}


def _committed(package: Package) -> Mapping[str, bytes]:
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
    made = {DESCRIPTOR, README, SUMS, REVISIONS, CROISSANT, f"{package.name}.zip"}
    made |= {f"{r.name}.parquet" for r in package.resources if _is_table(r)}
    made |= {f"{r.path}{CSVW_ENDING}" for r in package.resources if _is_table(r)}
    taken = {name.casefold() for name in made}
    placed = {}
    for resource in package.resources:
        path = PurePosixPath(resource.path)
        hidden = any(part.startswith(".") for part in path.parts)
        if hidden or {path.parts[0].casefold(), path.as_posix().casefold()} & taken:
            placed[resource.name] = f"files/{resource.name}{path.suffix}"
        else:
            placed[resource.name] = path.as_posix()
    return placed


def published(package: Package, placed: Mapping[str, str]) -> dict[str, Any]:
    """Return a package's descriptor as it is published: with each file's size and SHA-256."""
    resources = [_published(r, placed[r.name]) for r in package.resources]
    return {**package.descriptor, "resources": resources}


def _described(
    package: Package,
    placed: Mapping[str, str],
    files: Mapping[str, bytes],
    settings: Settings,
) -> dict[str, bytes]:
    """Return what describes the tables for other programs, by path within the edition."""
    tables = [r for r in package.resources if _is_table(r)]
    if not tables:
        return {}
    made = {}
    for resource in tables:
        path = placed[resource.name]
        columns = csvw.of_resource(resource, PurePosixPath(path).name, package.licenses)
        made[f"{path}{CSVW_ENDING}"] = as_lines(columns)
    facts = {path: (len(data), _sha256(data)) for path, data in files.items()}
    learned = croissant.document(package, facts, places=placed, edition=LATEST, settings=settings)
    return {**made, CROISSANT: as_lines(learned)}


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


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _is_table(resource: Resource) -> bool:
    return resource.is_table


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return files as a ZIP archive: the same files are the same bytes."""
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        for path in sorted(files):
            archive.writestr(entry(path), files[path], compresslevel=6)
    return out.getvalue()


def _readme(package: Package, placed: Mapping[str, str], settings: Settings) -> str:
    """Return what a reader of the archive has to know, in Markdown.

    It names no day: an edition stays the same from build to build.
    """
    title = package.title or package.name
    by = publisher(package, settings)
    facts = [
        ("Version", package.version),
        ("Created", package.created),
        ("Publisher", by),
        ("Sources", "; ".join(map(_named, package.sources))),
        ("License", "; ".join(map(_named, package.licenses)) or "None stated"),
        ("How to cite", edition_citation(package, settings)),
    ]
    parts = [f"# {title}", package.description, _list(f"{k}: {v}" for k, v in facts if v)]
    named = (f"{placed[r.name]}: {r.title or r.name}" for r in package.resources)
    parts += ["## Files", _list([*named, f"{DESCRIPTOR}: what the files hold, for programs"])]
    return "\n\n".join(part.strip() for part in parts if part.strip()) + "\n"


def _list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _named(link: Link) -> str:
    return " ".join(part for part in (link.title or link.name, link.path) if part)
