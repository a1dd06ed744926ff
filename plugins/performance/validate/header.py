"""The third gate: whether a file is a table, and whether its header is the one described."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import pairwise

from performance.model import Field, Sheet
from performance.problem import Problem
from performance.validate.listing import limited, listed

TAB = "\t"
OTHERS = {";": "semicolons", TAB: "tabs", "|": "upright bars"}
FEWEST = 3  # Columns; of fewer each is told by itself.
# How files begin that are saved or downloaded in place of a table.
NO_TABLES = {
    "<!doctype": "a web page",
    "<html": "a web page",
    "<?xml": "an XML file",
    "{\\rtf": "a document of a word processor",
    "{": "a JSON file",
    "[{": "a JSON file",
    "version https://git-lfs": "a pointer of Git LFS, whose file was not downloaded",
}
FARTHEST = 20  # Rows in which a header that slipped down is looked for.
CONVERT = "let portal add do it: portal add PACKAGE FILE, where FILE may be this very file."


def problems(
    sheet: Sheet, file: str, *, described: Sequence[Field] | None, delimiter: str
) -> list[Problem]:
    """Return what is wrong with a sheet as a whole: header, length of rows, blank rows.

    `described` are the columns of the schema, none where there is no schema.
    """
    if not sheet.header and not sheet.rows and sheet.header_row > 1:
        message = f"the file has no row {sheet.header_row}, where its header is said to stand"
        remedy = "Correct headerRows in the resource's dialect, or save the whole table again."
        return [Problem("file-empty", file, message, remedy)]
    if not sheet.header and not sheet.rows:
        message = "the file is empty: it has not even a header"
        remedy = "Save the table again, with the columns' names in its first row."
        return [Problem("file-empty", file, message, remedy)]
    found = _separated(sheet, file, described, delimiter=delimiter)
    found = found or _below(sheet, file, described or ())
    if found:
        return [found]
    problems = list(_header(sheet, file, described))
    if not any(any(row) for row in sheet.rows):
        message = "the table has a header but no rows"
        remedy = "Export the data again, or leave the resource out of the descriptor."
        problems.append(Problem("no-rows", file, message, remedy, max(sheet.header_row, 1)))
        return problems
    return [*problems, *_rows(sheet, file)]


def _separated(
    sheet: Sheet, file: str, described: Sequence[Field] | None, *, delimiter: str
) -> Problem | None:
    if len(sheet.header) != 1 or (described is not None and len(described) == 1):
        return None
    for sign, name in OTHERS.items():
        if sign != delimiter and sign in sheet.header[0]:
            return Problem(
                "delimiter",
                file,
                f"the columns are separated by {name}, not by {_sign(delimiter)}",
                f"Save it as CSV with commas, or {CONVERT}",
                sheet.header_row,
                value=sheet.header[0],
            )
    if delimiter != "," and "," in sheet.header[0]:
        message = f"the columns are separated by commas, not by {_sign(delimiter)}"
        remedy = "Remove the delimiter from the resource's dialect."
        return Problem("delimiter", file, message, remedy, sheet.header_row, None, sheet.header[0])
    return None


def _sign(delimiter: str) -> str:
    return {",": "commas", **OTHERS}.get(delimiter, delimiter)


def _below(sheet: Sheet, file: str, described: Sequence[Field]) -> Problem | None:
    """Return the problem of a header that stands below a title, or nowhere; none where not."""
    known = {_plain(word) for field in described for word in (field.name, field.title) if word}

    def told(cells: Sequence[str]) -> int:
        return len(known & {_plain(cell) for cell in cells})

    # A title above may be a column's name by chance.
    if told(sheet.header) > 1 or (told(sheet.header) and len(sheet.header) > 1):
        return None
    places = range(min(len(sheet.rows), FARTHEST))
    best = max(places, key=lambda place: (told(sheet.rows[place]), -place), default=None)
    first = next((cell for cell in sheet.header if cell), "")
    if best is not None and told(sheet.rows[best]) >= max(2, len(described) / 2):
        message = f"the columns' names stand in row {sheet.numbers[best]}, not in the first row"
        remedy = "Delete the rows above them (a title, a merged cell), so that they are the first "
        remedy += "row."
        return Problem("header-place", file, message, remedy, sheet.header_row, value=first or None)
    return _strange(sheet, file, described, known)


def _strange(
    sheet: Sheet, file: str, described: Sequence[Field], known: Set[str]
) -> Problem | None:
    """Return the problem of a file that has none of many columns: another file, or no table."""
    first = next((cell for cell in sheet.header if cell), "")
    starts = [start for start in NO_TABLES if first.lstrip().lower().startswith(start)]
    cells = [_plain(cell) for cell in sheet.header]
    near = any(difflib.get_close_matches(cell, list(known), n=1, cutoff=0.8) for cell in cells)
    if not starts and (near or len(described) < FEWEST):
        return None
    names = ", ".join(field.name for field in described)
    message = f"the first row has none of the columns that are described: {names}"
    remedy = "Save the table of this package as CSV in its place."
    if starts:
        message = f"this is {NO_TABLES[max(starts, key=len)]}, not a table"
    if len(sheet.header) == 1 and known & {_plain(cell) for cell in first.split(",")}:
        message = "each row stands between quotation marks as a whole, and so is one cell"
        remedy = "Save it as CSV again, or remove the quotation marks around the rows."
    return Problem("header-place", file, message, remedy, sheet.header_row, value=first or None)


def _header(sheet: Sheet, file: str, described: Sequence[Field] | None) -> Iterator[Problem]:
    row, header = sheet.header_row, sheet.header
    seen: set[str] = set()
    for place, name in enumerate(header, 1):
        if not name.strip():
            remedy = "Delete the column if it is empty, or give it a name."
            if not any(cells[place - 1].strip() for cells in sheet.rows if len(cells) >= place):
                remedy = "It is empty: in the spreadsheet select its letter and choose Delete."
            column = f"column {letters(place)}"
            yield Problem("header-blank", file, "the column has no name", remedy, row, column)
        elif name in seen:
            message = "two columns have this name"
            yield Problem("header-repeated", file, message, "Rename one of them.", row, name)
        seen.add(name)
    if described is None:
        return
    wanted = [field.name for field in described]
    titles = {_plain(field.title): field.name for field in described if field.title}
    extra = [name for name in dict.fromkeys(header) if name.strip() and name not in wanted]
    missing = [name for name in wanted if name not in seen]
    yield from _renamed(extra, missing, titles, file=file, row=row)
    for name in extra:
        message = "this column is not described in the package"
        remedy = "Delete it from the file, or describe it under fields in datapackage.json."
        yield Problem("header-extra", file, message, remedy, row, name)
    for name in missing:
        message = "the file has no column of this name"
        remedy = "Add the column to the file, or remove it from datapackage.json."
        yield Problem("header-missing", file, message, remedy, row, name)
    common = [name for name in wanted if name in seen]
    if [name for name in dict.fromkeys(header) if name in wanted] != common:
        message = f"the columns are in another order than described: {', '.join(common)}"
        remedy = "Put them in this order, in the file or in datapackage.json."
        yield Problem("header-order", file, message, remedy, row)


def _renamed(
    extra: list[str], missing: list[str], titles: Mapping[str, str], *, file: str, row: int
) -> Iterator[Problem]:
    """Pair columns whose names are nearly the described ones, and take them off both lists.

    `titles` are the names by the titles that readers see, which stand in a spreadsheet made of a
    download.
    """
    for name in list(extra):
        plain = {title: each for title, each in titles.items() if each in missing}
        plain |= {_plain(each): each for each in missing}
        near = difflib.get_close_matches(_plain(name), list(plain), n=1, cutoff=0.8)
        if near:
            wanted = plain[near[0]]
            extra.remove(name)
            missing.remove(wanted)
            message = f"this column is called {wanted} in datapackage.json"
            remedy = f"Write its name as {wanted}, exactly."
            yield Problem("header-wrong", file, message, remedy, row, wanted, name)


def _plain(name: str) -> str:
    return name.strip().lower().replace(" ", "_")


def _rows(sheet: Sheet, file: str) -> Iterator[Problem]:
    width = len(sheet.header)
    pairs = list(zip(sheet.rows, sheet.numbers, strict=True))
    yield from _blank([n for row, n in pairs if not any(cell.strip() for cell in row)], file)
    for more, words in ((False, "fewer"), (True, "more")):
        wrong = [
            (number, str(len(row)))
            for row, number in pairs
            if len(row) != width and (len(row) > width) is more and any(c.strip() for c in row)
        ]
        yield from listed(
            wrong,
            "row-length",
            file,
            message=f"the row has {words} cells than the {width} columns of the header",
            remedy="Give it one cell for each column; a text with a comma stands between quotation "
            'marks: "by hand, twice".',
        )


def _blank(numbers: Sequence[int], file: str) -> list[Problem]:
    """Return the problems of empty rows; those that follow each other are one."""
    ends = [place for place, (a, b) in enumerate(pairwise(numbers), 1) if b != a + 1]
    problems = []
    for begin, end in pairwise([0, *ends, len(numbers)]):
        if begin == end:
            continue
        first, last = numbers[begin], numbers[end - 1]
        message = "the row is empty" if first == last else f"the rows {first} to {last} are empty"
        rows = (
            "the row (in a spreadsheet: select its number"
            if first == last
            else ("the rows (in a spreadsheet: select their numbers")
        )
        remedy = f"Delete {rows}, then Delete)."
        problems.append(Problem("row-blank", file, message, remedy, first))
    return limited(problems)


def letters(place: int) -> str:
    """Return a column's letters in a spreadsheet: A for 1, AA for 27."""
    found = ""
    while place:
        place, rest = divmod(place - 1, 26)
        found = chr(ord("A") + rest) + found
    return found
