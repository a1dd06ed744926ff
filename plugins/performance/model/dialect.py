"""How a delimited file is written: its signs, its header and what is no row of data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

# No sign of a dialect: the csv module ends lines and texts with them.
NO_SIGNS = ("\r", "\n", "\0")


class Dialect(Struct, frozen=True):
    """How a delimited file is written, as the Table Dialect standard has it.

    `header_row` is none where it is not stated: the header is then the first row left after
    comments and, where they are skipped, blank rows.
    """

    delimiter: str = ","
    quote: str | None = '"'
    escape: str | None = None
    double_quote: bool = True
    skip_initial_space: bool = False
    has_header: bool = True
    header_row: int | None = None
    comment: str = ""
    comment_rows: frozenset[int] = frozenset()
    skip_blank: bool = False

    @property
    def clash(self) -> str:
        """What is wrong with its signs together, in words; "" where each has one meaning.

        Python refuses to read by such a dialect from 3.13 on, and reads something before.
        """
        signs = [s for s in (self.delimiter, self.quote, self.escape, self.comment) if s]
        if len(set(signs)) < len(signs):
            return "one sign cannot have two meanings"
        if self.skip_initial_space and " " in (self.quote, self.escape):
            return "a space that is skipped cannot have a second meaning"
        return ""


def dialect_of(resource: Mapping[str, Any]) -> Dialect:
    """Return the dialect that a resource describes; what is not usable counts as not given."""
    found = stated_dialect(resource)
    if not found.clash:
        return found
    return replace(found, delimiter=_usual(resource), quote='"', escape=None, comment="")


def stated_dialect(resource: Mapping[str, Any]) -> Dialect:
    """Return the dialect that a resource describes, whose signs may clash."""
    stated = dialect_properties(resource)
    rows = stated.get("headerRows")
    header_row = rows[0] if isinstance(rows, list) and rows and _is_row(rows[0]) else None
    return Dialect(
        delimiter=_sign(stated.get("delimiter")) or _usual(resource),
        quote=None if stated.get("quoteChar") == "" else _sign(stated.get("quoteChar")) or '"',
        escape=_sign(stated.get("escapeChar")),
        double_quote=stated.get("doubleQuote") is not False,
        skip_initial_space=stated.get("skipInitialSpace") is True,
        has_header=stated.get("header") is not False and rows != [],
        header_row=header_row,
        comment=_sign(stated.get("commentChar")) or "",
        comment_rows=frozenset(r for r in _list(stated.get("commentRows")) if _is_row(r)),
        skip_blank=stated.get("skipBlankRows") is True,
    )


def dialect_properties(resource: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the properties of a resource's dialect, with those that stand below "csv" in it."""
    given = resource.get("dialect")
    stated: Mapping[str, Any] = given if isinstance(given, Mapping) else {}
    below = stated.get("csv")
    return {**stated, **below} if isinstance(below, Mapping) else stated


def _usual(resource: Mapping[str, Any]) -> str:
    """Return the delimiter of a file of whose delimiter nothing is said."""
    is_tabbed = str(resource.get("path", "")).lower().endswith((".tsv", ".tab"))
    return "\t" if is_tabbed or resource.get("format") == "tsv" else ","


def _sign(value: object) -> str | None:
    """Return a delimiter or quotation mark the csv module can use, none for anything else."""
    usable = isinstance(value, str) and len(value) == 1 and value not in NO_SIGNS
    return value if usable and isinstance(value, str) else None


def _is_row(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
