"""Code that loads the tables of a package, for readers to copy."""

from __future__ import annotations

import json
import keyword
import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote

from msgspec import Struct

# The words of R that cannot be variables and are not also words of Python.
R_WORDS = ("function", "next", "repeat")
EVERYTHING = "SELECT * FROM"


class Source(Struct, frozen=True):
    """A table to load: its resource's name and where its CSV and Parquet files are.

    An address is empty where there is no such file. `delimiter` is what stands between the cells
    of the CSV file.
    """

    name: str
    csv: str
    parquet: str
    delimiter: str = ","


class Snippet(Struct, frozen=True):
    """Lines of code in one language; `language` is its name for readers.

    `note` says what to do with them, empty where that needs no words; `code` is empty where words
    are all there is.
    """

    language: str
    code: str
    note: str = ""


def snippets(sources: Iterable[Source]) -> tuple[Snippet, ...]:
    """Return code for pandas, DuckDB, R and spreadsheets that loads the tables; none without any.

    DuckDB could read an address by itself with an extension that it downloads; the code downloads
    the file instead, and so runs with the package alone.
    """
    tables = tuple(sources)
    if not tables:
        return ()
    pandas = "\n".join(["import pandas as pd", "", *(_pandas(table) for table in tables)])
    return (
        Snippet("Python with pandas", pandas),
        Snippet("DuckDB (in Python)", "\n".join(_duckdb(tables))),
        Snippet("R", "\n".join(_r(table) for table in tables)),
        _spreadsheet(tables),
    )


def everything(parquet: str, archive: str) -> tuple[Snippet, ...]:
    """Return code that loads the table of every metric, from where its two files are.

    R and spreadsheets read its CSV, which is in the archive: neither needs a package for it.
    """
    python = snippets([Source("metrics", "", parquet)])[:2]
    lines = [f'metrics <- read.csv(unz({_quoted(PurePosixPath(archive).name)}, "all.csv"))']
    if _is_address(archive):
        name = _quoted(PurePosixPath(archive).name)
        lines.insert(0, f'download.file({_quoted(archive)}, {name}, mode = "wb")')
    words = f"Unpack {PurePosixPath(archive).name} and open all.csv: in Excel choose Data, then "
    words += "From Text/CSV."
    return (*python, Snippet("R", "\n".join(lines)), Snippet("A spreadsheet", "", words))


def _spreadsheet(tables: tuple[Source, ...]) -> Snippet:
    """Return what to do in a spreadsheet, with the formulas of those that have one."""
    online = [table for table in tables if _is_address(table.csv)]
    if not online:
        words = "Open the downloaded CSV file. In Excel choose Data, then From Text/CSV: the file "
        words += "is in Unicode (UTF-8), which Excel shows there."
        return Snippet("A spreadsheet", "", words)
    words = (
        "In Google Sheets put the formula into an empty cell. In Excel choose Data, then From Web, "
        "and paste the address that stands in the formula."
    )
    formulas = []
    for table in online:
        separated = "" if table.delimiter == "," else f", {_cell(table.delimiter)}"
        formulas.append(f"=IMPORTDATA({_cell(table.csv)}{separated})")
    return Snippet("A spreadsheet", "\n".join(formulas), words)


def _is_address(text: str) -> bool:
    return text.startswith(("https://", "http://"))


def _cell(text: str) -> str:
    """Return a text within a formula of a spreadsheet."""
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def _pandas(table: Source) -> str:
    if table.parquet:
        return f"{_variable(table.name)} = pd.read_parquet({_quoted(table.parquet)})"
    separated = "" if table.delimiter == "," else f", sep={_quoted(table.delimiter)}"
    return f"{_variable(table.name)} = pd.read_csv({_quoted(table.csv)}{separated})"


def _duckdb(tables: tuple[Source, ...]) -> Iterator[str]:
    """Yield the lines that download the tables where they are online, then read them."""
    files = [table.parquet or table.csv for table in tables]
    online = any(map(_is_address, files))
    yield from (["import urllib.request", "", "import duckdb", ""] if online else ["import duckdb"])
    if not online:
        yield ""
    for table, file in zip(tables, files, strict=True):
        # A file is stored under the last part of its address.
        name = unquote(PurePosixPath(file).name) if _is_address(file) else file
        if _is_address(file):
            yield f"urllib.request.urlretrieve({_quoted(file)}, {_quoted(name)})"
        yield f"{_variable(table.name)} = duckdb.sql({_quoted(_select(table, name))})"


def _select(table: Source, name: str) -> str:
    if table.parquet:
        return f"{EVERYTHING} read_parquet({_sql(name)})"
    separated = "" if table.delimiter == "," else f", delim = {_sql(table.delimiter)}"
    return f"{EVERYTHING} read_csv({_sql(name)}{separated})"


def _r(table: Source) -> str:
    if not table.csv:
        return f"{_variable(table.name)} <- arrow::read_parquet({_quoted(table.parquet)})"
    separated = "" if table.delimiter == "," else f", sep = {_quoted(table.delimiter)}"
    return f"{_variable(table.name)} <- read.csv({_quoted(table.csv)}{separated})"


def _variable(name: str) -> str:
    """Return a resource's name as Python and R accept it for a variable."""
    plain = re.sub(r"\W+", "_", name, flags=re.ASCII).strip("_").lower()
    usable = plain[:1].isalpha() and not keyword.iskeyword(plain) and plain not in R_WORDS
    return plain if usable else f"table_{plain}".rstrip("_")


def _quoted(text: str) -> str:
    # A JSON string is a valid string literal of Python and of R.
    return json.dumps(text, ensure_ascii=False)


def _sql(text: str) -> str:
    doubled = text.replace("'", "''")
    return f"'{doubled}'"
