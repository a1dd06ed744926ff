"""The chapter of a package: what a reader, and whoever merges, should know of it."""

from __future__ import annotations

from collections.abc import Iterator

from performance.difference.metric_section import section
from performance.difference.section import Chapter, Listing
from performance.difference.values import PackageDifference, PackageState, TableDifference
from performance.difference.words import counted, listed, periods
from performance.sentences.figures import capital
from performance.text import MINUS, Wording

SHOWN = 20
NAMED_ROWS = 5


def chapter(package: PackageDifference, wording: Wording) -> Chapter:
    """Return the chapter of a package."""
    return Chapter(
        _title(package),
        tuple(_alerts(package)),
        tuple(_sentences(package, wording)),
        tuple(section(metric, package, wording) for metric in package.metrics),
        tuple(_listing(table, wording) for table in package.tables if len(table.cells)),
    )


def _title(package: PackageDifference) -> str:
    if package.before is None:
        return f"{package.title} (new)"
    if package.after is None:
        return f"{package.title} (removed)"
    was, will_be = package.before.version, package.after.version
    if not was and not will_be:
        return package.title
    versions = was if was == will_be else f"{was or 'no version'} → {will_be or 'no version'}"
    return f"{package.title} ({versions})"


def _alerts(package: PackageDifference) -> Iterator[str]:
    for each in package.breaking:
        yield f"BREAKING: {each}."
    if package.breaking and package.after is None:
        yield "Keep the package and give its metrics the stage retired."
    elif package.breaking and package.is_allowed:
        yield "Its version says so: its first number is greater."
    elif package.breaking:
        yield (
            f"This needs a version whose first number is greater, such as {package.needs}; "
            "or keep the columns of before, in their order, and put new ones after them."
        )
    if package.wants:
        yield (
            "The version is the same as before. What was published under it stays as it was: give "
            f"the package a new one, such as {package.wants}."
        )


def _sentences(package: PackageDifference, wording: Wording) -> Iterator[str]:
    for state, which in ((package.before, "Before"), (package.after, "After")):
        yield from _unread(state, which)
    for table in package.tables:
        yield from _table(table, wording)
    for file in package.files:
        yield f"{capital(file)}."
    if package.properties:
        yield f"Described otherwise in the package itself: {listed(package.properties)}."
    if package.before is None and package.after is not None and package.after.package is not None:
        found = [m.title for m in package.after.package.metrics]
        tables = sum(r.text is not None for r in package.after.package.resources)
        yield (
            f"It has {wording.number(tables)} table{'' if tables == 1 else 's'} and "
            f"{wording.number(len(found))} metric{'' if len(found) == 1 else 's'}."
        )


def _unread(state: PackageState | None, which: str) -> Iterator[str]:
    for each in state.unread if state is not None else ():
        yield f"{which} merging, {each}."


def _table(table: TableDifference, wording: Wording) -> Iterator[str]:
    of = f" ({periods(table.periods, wording)})" if table.periods else ""
    parts = [
        counted(count, noun, verb, wording)
        for count, noun, verb in (
            (len(table.added), "row", "added"),
            (table.figures, "figure", "revised"),
            (len(table.cells) - table.figures, "other cell", "changed"),
            (len(table.removed), "row", "removed"),
        )
        if count
    ]
    if parts:
        yield f"{table.file}: {', '.join(parts)}{of}."
    for rows, verb in ((table.added, "Added"), (table.removed, "Removed")):
        if rows:
            yield f"{verb} in {table.file}: {listed(rows, NAMED_ROWS)}."
    if not table.is_keyed and parts:
        yield (
            f"Rows of {table.file} cannot be told apart by a key, so a changed row counts as one "
            "removed and one added."
        )
    if table.new_columns:
        yield f"New columns of {table.file}: {listed(table.new_columns)}."


def _listing(table: TableDifference, wording: Wording) -> Listing:
    shown = table.cells.head(SHOWN)
    rows = tuple(
        (
            str(cell["key"]),
            str(cell["column"]),
            str(cell["old"]) or "(empty)",
            str(cell["new"]) or "(empty)",
            percent(float(cell["percent"]), wording),
        )
        for cell in shown.to_dict("records")
    )
    return Listing(
        f"Cells of {table.file} that change",
        ("Row", "Column", "Now", "After merging", "Change"),
        rows,
        len(table.cells) - len(shown),
        numeric=(2, 3, 4),
    )


def percent(value: float, wording: Wording) -> str:
    """Return a relative change with its sign: "+4.2%"; empty where there is none."""
    if value != value:
        return ""
    sign = "+" if value > 0 else MINUS if value < 0 else ""
    size = wording.number(abs(value), 1)
    return f"under {sign}0.1%" if size in ("0.0", "0,0") and value else f"{sign}{size}%"
