"""Problems of the third gate: single cells."""

from __future__ import annotations

from performance.problem_catalogue.entry import Entry

GATE = "rows"

ENTRIES = (
    Entry(
        "cell-number",
        GATE,
        "A cell is not a plain number",
        "Signs such as , $ or % inside a number, words like n/a, and a spreadsheet's short form "
        "1.0E+05 are read differently by different programs, or not at all.",
        "Write digits, with a point before decimals: 1500 or 91.2. Leave the cell empty where "
        "there is no value.",
    ),
    Entry(
        "cell-date",
        GATE,
        "A cell is not a date or period in the agreed form",
        "3/4/2026 is March in one country and April in another; 2026-03-04 is the same everywhere.",
        "Write 2026-09-14 for a day, 2026-09 for a month, 2026-Q3, 2026-W05 or 2026. In a "
        "spreadsheet format the column as text first, else the program changes it back.",
    ),
    Entry(
        "cell-type",
        GATE,
        "A cell does not fit its column's type",
        "The descriptor promises a kind of value that this is not.",
        "Correct the cell, or the column's type in the descriptor.",
    ),
    Entry(
        "cell-empty",
        GATE,
        "A required cell is empty",
        "The descriptor promises a value in every row of this column.",
        "Fill the cell.",
    ),
    Entry(
        "cell-not-allowed",
        GATE,
        "A cell's value is not one of those allowed",
        "A misspelt name makes a new part of the whole, and splits its history in two.",
        "Write it as the list has it, or add the new name to the list in the descriptor.",
    ),
    Entry(
        "cell-limit",
        GATE,
        "A cell's value is outside the described limits",
        "The descriptor says how small, large, short or long a value may be.",
        "Correct the value; if it is right, change the limit in the descriptor.",
    ),
    Entry(
        "cell-space",
        GATE,
        "A cell begins or ends with a space",
        "Nobody sees it, but Zone 3 with a space after it counts as another zone.",
        "Delete the space. In a spreadsheet the function TRIM does it for a column.",
    ),
    Entry(
        "cell-formula",
        GATE,
        "A cell begins like a spreadsheet formula",
        "A reader's spreadsheet program would run it as a formula when the download is opened.",
        "Begin the cell with a letter or digit. Paste values, not formulas, into the file.",
    ),
)
