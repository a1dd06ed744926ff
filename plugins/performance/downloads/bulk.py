"""Everything at once: /data/all.parquet, and /data/all.zip with the same table as CSV.

One tidy table of every metric, a row a metric, period and member, in order of the metrics' names
and, in each, as its own files have them. Its columns are the same in every site. It is made of
runs of a few metrics, each of which may be known from before, so that a large site needs no large
memory, and a site in which little changed little time.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple
from zipfile import ZIP_STORED, ZipFile

import pyarrow as pa
import pyarrow.csv as pa_csv

from performance import urls
from performance.catalogue import licence
from performance.downloads import coded, documents, tables
from performance.downloads.archive import entry
from performance.downloads.columns import ALLOWED, DATES, NUMBERS, TEXTS, Column
from performance.downloads.pieces import Piece, add, piece
from performance.model import Package, Portal, Record
from performance.runs import runs
from performance.settings import Settings
from performance.text import Wording

# How many rows are gathered before they are written: a row group of the Parquet file.
ROWS = 100_000
# How many metrics are in a run, by and large.
METRICS = 16
BETWEEN = " × "
CSV = pa_csv.WriteOptions(include_header=False, quoting_style="needed")
# The texts of which the least and the greatest of each row group are written: rows are in the order
# of the metrics, so that a reader of one passes over other groups. Of other texts they tell little.
BOUNDED = ("metric", "period")

NAMES = {
    "metric": TEXTS["metric"],
    "title": "Title of the metric.",
    "department": "The department that answers for it.",
    "priority": "The city's priority that it belongs to; empty where it belongs to none.",
    "package": "Name of the data package that it is made from.",
    "unit": "Unit of value and target.",
    "direction": "What is wanted of the value.",
    "frequency": "How often there is a value: D, W, M, Q or A (day, week, month, quarter, year).",
    "period": TEXTS["period"],
    "period_start": DATES["period_start"],
    "period_end": DATES["period_end"],
    "dimension": "What the row is a part by, such as zone; several are joined by “ × ”. Empty in "
    "the rows of the whole: filter for these to have each period once.",
    "member": "Which part it is, such as Zone 3; several are joined likewise. Empty for the whole.",
    **NUMBERS,
    "attainment": TEXTS["attainment"],
    "obs_status": TEXTS["obs_status"],
    "note": TEXTS["note"],
}
WANTED = ("increase", "decrease", "range", "none")


@lru_cache(maxsize=1)
def columns() -> tuple[Column, ...]:
    """Return the columns of the table of every metric."""
    return tuple(_column(name, words) for name, words in NAMES.items())


class Run(NamedTuple):
    """What some metrics add to the files of everything, as it can be kept.

    `rows` is their part of the table as `coded.loads` reads it, `csv` the same as text without a
    header, and `definitions` how each is defined, in JSON.
    """

    rows: bytes
    csv: Piece
    definitions: Piece


def run_of(records: Sequence[Record], wording: Wording, settings: Settings) -> Run:
    """Return what some metrics add, in their order."""
    table = coded.joined(list(map(rows_of, records)))
    lines = io.BytesIO()
    pa_csv.write_csv(table, lines, CSV)
    told = (tables.as_json(documents.definition(each, wording, settings)) for each in records)
    return Run(coded.dumps(table), piece(lines.getvalue()), piece(",\n".join(told).encode()))


def bulk_files(
    portal: Portal,
    wording: Wording,
    settings: Settings,
    run: Callable[[Sequence[Record]], Run] | None = None,
) -> Iterator[tuple[str, bytes]]:
    """Yield the table of every metric as Parquet, and all of it in a ZIP file.

    `run` may know from before what some metrics add.
    """
    known = run or (lambda records: run_of(records, wording, settings))
    parquet = io.BytesIO()
    # What is compressed is small: of a large city the rows alone do not fit into memory together.
    csv, definitions = [piece(f"{','.join(_schema().names)}\n".encode())], list[Piece]()

    def told(run: Run) -> pa.Table:
        csv.append(run.csv)
        definitions.append(run.definitions)
        return coded.loads(run.rows)

    groups = _gathered(map(told, map(known, _runs(portal.records))))
    bounded = [c.name for c in columns() if c.type != "string" or c.name in BOUNDED]
    coded.write_parquet(groups, parquet, _schema(), bounded=bounded)
    packed = io.BytesIO()
    with ZipFile(packed, "w") as archive:
        add(archive, packed, "all.csv", csv)
        # It is compressed already.
        archive.writestr(entry("all.parquet"), parquet.getvalue(), ZIP_STORED)
        archive.writestr(entry("dictionary.csv"), _dictionary())
        licences = _licences(p for p in portal.packages if p.metrics)
        archive.writestr(entry("licenses.csv"), licences)
        add(archive, packed, "metrics.json", _listed(definitions))
        archive.writestr(entry("README.md"), _readme(portal, wording, settings))
    yield urls.ALL_PARQUET, parquet.getvalue()
    yield urls.ALL_ZIP, packed.getvalue()


def _runs(records: Iterable[Record]) -> Iterator[Sequence[Record]]:
    """Yield metrics in order of their names, some at a time."""

    def name(record: Record) -> str:
        return record.metric.name

    return runs(sorted(records, key=name), name, about=METRICS)


def rows_of(record: Record) -> pa.Table:
    """Return a metric's rows of the table of every metric, coded."""
    metric, tidy, count = record.metric, record.tidy, len(record.tidy)
    dimension, member = _parts(record)
    constant = {
        "title": metric.title,
        "department": record.department.title,
        "priority": record.priority.title if record.priority else "",
        "package": record.package.name,
        "unit": metric.unit.name,
        "direction": metric.direction.value,
        "frequency": metric.frequency.value,
    }
    made: list[pa.Array[Any]] = []
    for column, field in zip(columns(), _coded_schema(), strict=True):
        if column.name in constant:
            made.append(coded.texts([constant[column.name] or None] * count))
        elif column.name in ("dimension", "member"):
            made.append(coded.texts(dimension if column.name == "dimension" else member))
        elif column.name not in tidy:
            made.append(pa.nulls(count, field.type))
        elif field.type == coded.CODED:
            made.append(coded.texts(tables.cells(tidy[column.name], column.type)))
        else:
            made.append(tables.array(tidy[column.name], column.type))
    return pa.Table.from_arrays(made, schema=_coded_schema())


def _column(name: str, words: str) -> Column:
    kind = "number" if name in NUMBERS else "date" if name in DATES else "string"
    allowed = WANTED if name == "direction" else tuple(map(str, ALLOWED.get(name, ())))
    return Column(name, kind, name.replace("_", " ").capitalize(), words, allowed=allowed)


@lru_cache(maxsize=1)
def _schema() -> pa.Schema:
    return pa.schema(
        [
            pa.field(c.name, tables.TYPES[c.type], metadata={"description": c.description})
            for c in columns()
        ]
    )


@lru_cache(maxsize=1)
def _coded_schema() -> pa.Schema:
    return coded.schema_of(_schema())


def _parts(record: Record) -> tuple[list[str | None], list[str | None]]:
    """Return what each row is a part by, and which part it is; none for the whole."""
    tidy, names = record.tidy, record.metric.dimensions
    if not names:
        return [None] * len(tidy), [None] * len(tidy)
    cells = list(tidy.rows(names))
    whole = (record.metric.whole,) * len(names)
    by = BETWEEN.join(names)
    return (
        [None if row == whole else by for row in cells],
        [None if row == whole else BETWEEN.join(map(str, row)) for row in cells],
    )


def _gathered(parts: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Yield the rows of many runs together."""
    waiting: list[pa.Table] = []
    count = 0
    for rows in parts:
        waiting.append(rows)
        count += rows.num_rows
        if count >= ROWS:
            yield coded.joined(waiting)
            waiting, count = [], 0
    if waiting:
        yield coded.joined(waiting)


def _dictionary() -> bytes:
    rows = [("column", "type", "meaning", "allowed values")]
    rows += [(c.name, c.type, c.description, "; ".join(c.allowed)) for c in columns()]
    return _lines(rows)


def _licences(packages: Iterable[Package]) -> bytes:
    rows = [("package", "title", "license", "in plain words", "address of the license")]
    for package in sorted(packages, key=lambda p: p.name):
        named = "; ".join(each.title or each.name or "" for each in package.licenses)
        where = "; ".join(filter(None, map(licence.address, package.licenses)))
        said = licence.permission(package.licenses)
        rows.append((package.name, package.title or package.name, named, said, where))
    return _lines(rows)


def _lines(rows: Iterable[Sequence[str]]) -> bytes:
    return "".join(",".join(map(tables.quoted, row)) + "\n" for row in rows).encode()


def _listed(definitions: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the definitions of all metrics as one list in JSON."""
    first, between = piece(b"\n"), piece(b",\n")
    yield piece(b"[")
    for place, each in enumerate(definitions):
        yield between if place else first
        yield each
    yield piece(b"\n]\n")


def _readme(portal: Portal, wording: Wording, settings: Settings) -> bytes:
    site = settings.site_url.rstrip("/")
    lines = [
        f"# {settings.title}: all data",
        f"Every metric of {settings.city} in one table, as of {wording.date(settings.today)}. "
        f"{wording.number(len(portal.records))} metrics of "
        f"{wording.number(len(portal.packages))} data packages.",
        "- all.csv: the table as text (UTF-8, comma between the cells, empty for no value)\n"
        "- all.parquet: the same rows, with their types\n"
        "- dictionary.csv: what each column holds\n"
        "- metrics.json: how each metric is defined, measured and judged\n"
        "- licenses.csv: what you may do with the data of each package",
        "The rows without a dimension are the whole: one a metric and period. Never add up rows "
        "of members where the metric's definition says that values are not additive. A missing, "
        "withheld or not applicable value is empty, and obs_status says which it is.",
        f"{settings.publisher or settings.city}. “{settings.title}: all data.” Data as of "
        f"{wording.date(settings.today)}." + (f" {site}/{urls.DATA}" if site else ""),
    ]
    return ("\n\n".join(lines) + "\n").encode()
