"""Code that loads the tables of a package, for readers to copy."""

import json
import keyword
import re
from collections.abc import Iterable
from dataclasses import dataclass

# The words of R that cannot be variables and are not also words of Python.
R_WORDS = ("function", "next", "repeat")
EVERYTHING = "SELECT * FROM"


@dataclass(frozen=True, slots=True)
class Source:
    """A table to load: its resource's name and where its CSV and Parquet files are.

    An address is empty where there is no such file. `delimiter` is what stands between the cells
    of the CSV file.
    """

    name: str
    csv: str
    parquet: str
    delimiter: str = ","


@dataclass(frozen=True, slots=True)
class Snippet:
    """Lines of code in one language; `language` is its name for readers."""

    language: str
    code: str


def snippets(sources: Iterable[Source]) -> tuple[Snippet, ...]:
    """Return code for pandas, DuckDB and R that loads the tables; none without tables."""
    tables = tuple(sources)
    if not tables:
        return ()
    pandas = "\n".join(["import pandas as pd", "", *(_pandas(table) for table in tables)])
    return (
        Snippet("Python with pandas", pandas),
        Snippet("DuckDB", "\n".join(_duckdb(table) for table in tables)),
        Snippet("R", "\n".join(_r(table) for table in tables)),
    )


def _pandas(table: Source) -> str:
    if table.parquet:
        return f"{_variable(table.name)} = pd.read_parquet({_quoted(table.parquet)})"
    separated = "" if table.delimiter == "," else f", sep={_quoted(table.delimiter)}"
    return f"{_variable(table.name)} = pd.read_csv({_quoted(table.csv)}{separated})"


def _duckdb(table: Source) -> str:
    if table.parquet:
        return f"{EVERYTHING} read_parquet({_sql(table.parquet)});"
    separated = "" if table.delimiter == "," else f", delim = {_sql(table.delimiter)}"
    return f"{EVERYTHING} read_csv({_sql(table.csv)}{separated});"


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
