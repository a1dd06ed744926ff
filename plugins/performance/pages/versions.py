"""The versions of a package, each at an address that stays."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from performance import urls
from performance.model import Package, Release
from performance.pages.parts import Cell, Column, Table
from performance.sentences.figures import capital, stop
from performance.text import Wording

SUMS = "SHA256SUMS"
DESCRIPTOR = "datapackage.json"


def versions(package: Package, downloads: Mapping[str, int], wording: Wording) -> Table | None:
    """Return the published versions of a package, the newest first; none where there is one."""
    releases = package.history.releases if package.history is not None else ()
    rows = tuple(
        _row(package, release, wording)
        for release in reversed(releases)
        if release.version and _address(package, release, SUMS) in downloads
    )
    if len(rows) < 2:
        return None
    columns = (Column("Version"), Column("Released"), Column("Checksums"), Column("Why"))
    return Table("versions", "Versions, the newest first", columns, rows)


def _row(package: Package, release: Release, wording: Wording) -> tuple[Cell, ...]:
    sums = quote(_address(package, release, SUMS))
    described = quote(_address(package, release, DESCRIPTOR))
    is_told = DESCRIPTOR in release.files or release.package is not None
    is_newest = package.history is not None and release is package.history.newest
    readable = is_newest or release.package is not None
    why = capital(stop(release.reason)) or "No reason given."
    return (
        Cell(release.version, address=described if is_told or is_newest else ""),
        Cell(wording.date(release.date)),
        Cell("SHA-256", address=sums),
        Cell(why if readable else f"{why} Its tables can no longer be read."),
    )


def _address(package: Package, release: Release, file: str) -> str:
    return urls.package_file(package.name, f"v{release.version}", file)
