"""Everything at once: /data/all.parquet, and /data/all.zip with the same table as CSV.

One tidy table of every metric, a row a metric, period and member, in order of the metrics' names
and, in each, as its own files have them. Its columns are the same in every site. It is written a
few metrics at a time and compressed on the way, so that a large site needs no large memory.
"""

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import IO, Any
from zipfile import ZipFile

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.ipc  # Else `pa.ipc` is not there.
import pyarrow.parquet as pq

from performance import urls
from performance.catalogue import licence
from performance.downloads import arrays, documents, tables
from performance.downloads.archive import entry
from performance.downloads.columns import ALLOWED, DATES, NUMBERS, TEXTS, Column
from performance.model import Package, Portal, Record
from performance.settings import Settings
from performance.text import Wording

# How many rows are gathered before they are written: a row group of the Parquet file.
ROWS = 100_000
BETWEEN = " × "
CSV = pa_csv.WriteOptions(include_header=False, quoting_style="needed")

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


@dataclass(frozen=True, slots=True)
class Part:
    """What a metric adds to the table and to the list of definitions, which is in JSON."""

    rows: pa.Table
    definition: str


@dataclass(frozen=True, slots=True)
class Parts:
    """What some metrics add, in their order: their rows as an Arrow stream, and how many each."""

    rows: bytes
    counts: tuple[int, ...]
    definitions: tuple[str, ...]

    def __iter__(self) -> Iterator[Part]:
        """Yield what each metric adds."""
        # Threads take longer to start than so few rows to read.
        options = pa.ipc.IpcReadOptions(use_threads=False)
        rows = pa.ipc.open_stream(self.rows, options=options).read_all()
        place = 0
        for count, definition in zip(self.counts, self.definitions, strict=True):
            yield Part(rows.slice(place, count), definition)
            place += count


def parts_of(records: Iterable[Record], wording: Wording, settings: Settings) -> Parts:
    """Return what metrics add, as it can be kept."""
    added = [part_of(record, wording, settings) for record in records]
    nothing = [pa.nulls(0, field.type) for field in _schema()]
    several = [pa.Table.from_arrays(nothing, schema=_schema()), *(part.rows for part in added)]
    rows = pa.concat_tables(several).combine_chunks()
    out = io.BytesIO()
    # Most columns say the same in every row of a metric.
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    with pa.ipc.new_stream(out, rows.schema, options=options) as writer:
        writer.write_table(rows)
    counts = tuple(part.rows.num_rows for part in added)
    return Parts(out.getvalue(), counts, tuple(part.definition for part in added))


def part_of(record: Record, wording: Wording, settings: Settings) -> Part:
    """Return what a metric adds."""
    definition = tables.as_json(documents.definition(record, wording, settings))
    return Part(rows_of(record), definition)


def bulk_files(
    portal: Portal,
    wording: Wording,
    settings: Settings,
    part: Callable[[Record], Part] | None = None,
) -> Iterator[tuple[str, bytes]]:
    """Yield the table of every metric as Parquet, and all of it in a ZIP file.

    `part` may know from before what a metric adds. A large city's do not fit into memory together.
    """
    known = part or (lambda record: part_of(record, wording, settings))
    added = sorted(portal.records, key=lambda record: record.metric.name)
    definitions: list[str] = []
    parquet = io.BytesIO()
    packed = io.BytesIO()
    with ZipFile(packed, "w") as archive:
        _write_tables(_told(map(known, added), definitions), archive, parquet)
        _write(archive, "all.parquet", [parquet.getvalue()])
        _write(archive, "dictionary.csv", [_dictionary()])
        _write(archive, "licenses.csv", [_licences(p for p in portal.packages if p.metrics)])
        _write(archive, "metrics.json", _definitions(definitions))
        _write(archive, "README.md", [_readme(portal, wording, settings)])
    yield urls.ALL_PARQUET, parquet.getvalue()
    yield urls.ALL_ZIP, packed.getvalue()


def _told(parts: Iterable[Part], definitions: list[str]) -> Iterator[pa.Table]:
    """Yield the rows of each part, and add its definition to the others."""
    for part in parts:
        definitions.append(part.definition)
        yield part.rows


def rows_of(record: Record) -> pa.Table:
    """Return a metric's rows of the table of every metric."""
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
    for column in columns():
        if column.name in constant:
            made.append(arrays.repeated(constant[column.name] or None, count))
        elif column.name in ("dimension", "member"):
            texts = dimension if column.name == "dimension" else member
            made.append(arrays.texts(texts))
        elif column.name in tidy:
            made.append(tables.array(tidy[column.name], column.type))
        else:
            kind: Any = tables.TYPES[column.type]
            made.append(pa.nulls(count, kind))
    return pa.Table.from_arrays(made, schema=_schema())


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


def _write_tables(parts: Iterable[pa.Table], archive: ZipFile, parquet: IO[bytes]) -> None:
    """Write the table of every metric, as CSV into the archive and as Parquet beside it."""
    schema = _schema()
    # The member of an archive may grow beyond 4 GB: that has to be said before.
    with (
        archive.open(entry("all.csv"), "w", force_zip64=True) as text,
        pq.ParquetWriter(parquet, schema, compression="zstd") as writer,
    ):
        header = ",".join(schema.names)
        text.write(f"{header}\n".encode())
        for table in _gathered(parts):
            writer.write_table(table, row_group_size=table.num_rows)
            pa_csv.write_csv(table, text, CSV)


def _gathered(parts: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Yield the rows of the records, many metrics together."""
    waiting: list[pa.Table] = []
    count = 0
    for rows in parts:
        waiting.append(rows)
        count += rows.num_rows
        if count >= ROWS:
            yield _joined(waiting)
            waiting, count = [], 0
    if waiting:
        yield _joined(waiting)


def _joined(several: Sequence[pa.Table]) -> pa.Table:
    # In one piece: it takes a third less time to copy and write it than to write pieces.
    return pa.concat_tables(several).combine_chunks()


def _write(archive: ZipFile, path: str, parts: Iterable[bytes]) -> None:
    with archive.open(entry(path), "w") as file:
        for part in parts:
            file.write(part)


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


def _definitions(definitions: Iterable[str]) -> Iterator[bytes]:
    """Yield the definition of every metric, as one list in JSON."""
    yield b"["
    for place, definition in enumerate(definitions):
        yield (",\n" if place else "\n").encode() + definition.encode()
    yield b"\n]\n"


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
