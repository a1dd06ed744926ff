"""Change cells and add rows of a delimited text, and leave every other byte of it as it was."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from performance.load.table import records
from performance.model import Dialect

Cells = Mapping[str, str]


def rewritten(
    text: str,
    dialect: Dialect,
    header: Sequence[str],
    *,
    changed: Mapping[int, Cells],
    added: Sequence[Cells],
) -> str:
    """Return a delimited text with some cells changed and some rows added at its end.

    `header` are the columns, `changed` the new cells by their row as a spreadsheet numbers it.
    Line endings, the order of columns and the quotation marks of other cells stay.
    """
    parts = records(text, dialect)
    ending = _ending(parts)
    sign = dialect.delimiter
    made = [
        _changed(record, header, changed[number], sign) if number in changed else record
        for number, record in enumerate(parts, 1)
    ]
    if made and added and not made[-1].endswith(("\n", "\r")):
        made[-1] += ending
    last = _cells(made[-1].rstrip("\r\n"), sign) if made else []
    all_quoted = bool(last) and all(cell.startswith('"') for cell in last)
    for row in added:
        cells = [_quoted(row.get(name, ""), sign, always=all_quoted) for name in header]
        made.append(sign.join(cells) + ending)
    return "".join(made)


def joined(rows: Sequence[Sequence[str]], ending: str = "\n") -> str:
    """Return rows as a text with commas between columns."""
    return "".join(",".join(_quoted(c, ",", always=False) for c in row) + ending for row in rows)


def property_set(text: str, line: int, name: str, value: str) -> str:
    """Return a descriptor's text with the value of a property on a line changed, nothing else."""
    lines = text.splitlines(keepends=True)
    written = re.compile(rf'(["\']?{re.escape(name)}["\']?\s*:\s*)("[^"]*"|[^\s,}}#]+)')

    def put(found: re.Match[str]) -> str:
        is_quoted = found[2].startswith('"') or found[1].startswith('"')
        return found[1] + (f'"{value}"' if is_quoted and not value.isdigit() else value)

    lines[line - 1] = written.sub(put, lines[line - 1], count=1)
    return "".join(lines)


def _ending(records: Sequence[str]) -> str:
    first = records[0] if records else "\n"
    return first[len(first.rstrip("\r\n")) :] or "\n"


def _changed(record: str, header: Sequence[str], new: Cells, sign: str) -> str:
    body = record.rstrip("\r\n")
    cells = _cells(body, sign)
    for place, name in enumerate(header):
        if name in new and place < len(cells):
            cells[place] = _quoted(new[name], sign, always=cells[place].startswith('"'))
    return sign.join(cells) + record[len(body) :]


def _cells(record: str, sign: str) -> list[str]:
    """Return the cells of a record as they are written, with their quotation marks."""
    cells = [""]
    is_inside = False
    for letter in record:
        if letter == '"':
            is_inside = not is_inside
        if letter == sign and not is_inside:
            cells.append("")
        else:
            cells[-1] += letter
    return cells


def _quoted(text: str, sign: str, *, always: bool) -> str:
    if always or any(letter in text for letter in (sign, '"', "\n", "\r")):
        return '"' + text.replace('"', '""') + '"'
    return text
