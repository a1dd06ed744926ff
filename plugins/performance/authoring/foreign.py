"""Files that people give in place of a workbook or a CSV file, and what to do with each."""

from __future__ import annotations

from pathlib import Path

SAVE = "Open it in Excel, choose Save As, then Excel Workbook (.xlsx), and use that file."
# By their endings, then by how they begin.
ENDINGS = {
    ".numbers": "it is a document of Numbers. There choose File, Export To, then Excel.",
    ".ods": "it is an OpenDocument spreadsheet. Save it as Excel 2007-365 (.xlsx).",
    ".pdf": "it is a PDF document, which has no cells. Ask for the spreadsheet it was made of.",
    ".docx": "it is a document of Word. Copy its table into Excel and save that.",
    ".xlsb": f"it is a binary Excel workbook. {SAVE}",
    ".zip": "it is a zip archive. Unpack it, and use the file in it.",
}
OLD = "it is an old Excel workbook (.xls). "
LOCKED = "it is protected with a password. In Excel choose File, Info, Protect Workbook, Encrypt "
LOCKED += "with Password, and empty the password."
STARTS = (
    (b"%PDF", ENDINGS[".pdf"]),
    (b"<!doctype html", f"it is a web page with the ending of a spreadsheet. {SAVE}"),
    (b"<html", f"it is a web page with the ending of a spreadsheet. {SAVE}"),
    (b"<?xml", f"it is an XML file. {SAVE}"),
    (b"\x1f\x8b", "it is a compressed file. Unpack it, and use the file in it."),
)


def refusal(file: Path, data: bytes) -> str:
    """Return why a file is neither a workbook nor a table as text; empty where it may be one."""
    if not data.strip():
        return "it is empty. Save the spreadsheet again."
    known = ENDINGS.get(file.suffix.lower())
    if known:
        return known
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        # Excel keeps an encrypted .xlsx in the container of old workbooks.
        return LOCKED if file.suffix.lower() in (".xlsx", ".xlsm") else OLD + SAVE
    start = data[:200].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return next((words for sign, words in STARTS if start.startswith(sign.lower())), "")
