"""Problems of the third gate: the file, its header and whole rows."""

from __future__ import annotations

from performance.problem_catalogue.entry import Entry

GATE = "rows"

ENTRIES = (
    Entry(
        "file-empty",
        GATE,
        "A table's file is empty",
        "There is not even a header: something went wrong when the file was saved.",
        "Save the table again, with the columns' names in its first row.",
    ),
    Entry(
        "no-rows",
        GATE,
        "A table has a header but no rows",
        "A page without a single value helps nobody, and usually the export failed.",
        "Export the data again. If there is none yet, leave the resource out of the descriptor.",
    ),
    Entry(
        "quotes",
        GATE,
        "A quotation mark is not closed",
        "Everything after it is taken for one cell, so rows vanish.",
        'Close the quotation mark. A quotation mark inside a cell is doubled: "the ""big"" bin".',
    ),
    Entry(
        "delimiter",
        GATE,
        "The columns are not separated by commas",
        "Some spreadsheet programs write semicolons or tabs. Then the whole row is one cell.",
        "Save the file with commas between columns.",
    ),
    Entry(
        "header-blank",
        GATE,
        "A column has no name",
        "A column without a name cannot be described or downloaded. Often it is an empty column.",
        "Delete the empty column, or give it a name.",
    ),
    Entry(
        "header-place",
        GATE,
        "The columns' names are not in the first row",
        "Programs read the first row as the names of the columns. A title above them, often in "
        "merged cells, makes every column nameless.",
        "Delete the rows above the names, so that the names are the first row.",
    ),
    Entry(
        "header-repeated",
        GATE,
        "Two columns have the same name",
        "Nobody can say which of the two is meant.",
        "Rename one of them in the file and in the descriptor.",
    ),
    Entry(
        "header-extra",
        GATE,
        "The file has a column that is not described",
        "It would be published without explanation, and may never have been meant to be public.",
        "Describe the column under `fields` in the descriptor, or delete it from the file.",
    ),
    Entry(
        "header-missing",
        GATE,
        "The file lacks a column that is described",
        "Values that the descriptor promises are not there.",
        "Add the column to the file, or remove it from the descriptor.",
    ),
    Entry(
        "header-order",
        GATE,
        "The columns are in another order than described",
        "Programs that follow the standard read columns by their place, and would mix them up.",
        "Put the columns in the order of the descriptor, or the other way round.",
    ),
    Entry(
        "header-wrong",
        GATE,
        "A column's name differs from the description",
        "A column is found by its exact name; small and capital letters and spaces count.",
        "Write the name in the file exactly as in the descriptor.",
    ),
    Entry(
        "row-stray",
        GATE,
        "A row is none of the table",
        "Below a table in a spreadsheet stand totals, above it second lines of the header. In a "
        "file of data each would be counted as a value. Git marks rows that two people changed at "
        "once.",
        "Delete the row. Of rows that two people changed keep the right ones, and delete git's "
        "marks.",
    ),
    Entry(
        "row-blank",
        GATE,
        "A row is empty",
        "An empty row in the middle hides what follows from some programs.",
        "Delete the row (in a spreadsheet: select the row's number, then Delete).",
    ),
    Entry(
        "row-length",
        GATE,
        "A row has more or fewer cells than the header",
        "Its values may stand under the wrong columns. Often a comma inside a cell is the reason.",
        "Give the row one cell for each column; put a cell with a comma in quotation marks: "
        '"Smith, Ltd".',
    ),
    Entry(
        "key-repeated",
        GATE,
        "Two rows have the same key",
        "The key says which row is which. With two, one value too many is counted.",
        "Delete the row that is wrong.",
    ),
    Entry(
        "key-empty",
        GATE,
        "A part of a row's key is empty",
        "A row whose key is incomplete cannot be told from others.",
        "Fill the empty cell.",
    ),
    Entry(
        "value-repeated",
        GATE,
        "A value that must be unique stands there twice",
        "The descriptor promises that no two rows share it.",
        "Correct or delete one of the two rows.",
    ),
    Entry(
        "reference-missing",
        GATE,
        "A value is not found in the table it refers to",
        "A code without its explanation cannot be understood.",
        "Correct the value, or add it to the other table.",
    ),
    Entry(
        "period-repeated",
        GATE,
        "A period stands there twice",
        "Two values for one period: the site cannot know which is right.",
        "Delete one of the rows. If they are parts of a whole, name the column that tells them "
        "apart in the metric's `dimensions`.",
    ),
    Entry(
        "member-empty",
        GATE,
        "A row does not say which part it is about",
        "The metric is broken down by this column, so every row needs a name in it.",
        "Fill the cell; for the whole use one name throughout, and give it as `total`.",
    ),
    Entry(
        "total-unknown",
        GATE,
        "No row holds the total that is named",
        "`total` names the member that stands for the whole; the headline would be empty.",
        "Write it exactly as in the data, or add the rows for the whole.",
    ),
    Entry(
        "obs-status",
        GATE,
        "An observation status is not known",
        "The status tells missing, withheld and provisional values apart; a new word for it "
        "would not be understood.",
        "Use final, provisional, estimated, revised, missing, suppressed or not_applicable.",
    ),
    Entry(
        "value-missing",
        GATE,
        "A value is missing without a word why",
        "Not measured, withheld and not applicable are different things, and none of them is 0.",
        "Fill in the value, or write missing, suppressed or not_applicable as the row's status.",
    ),
    Entry(
        "value-unexpected",
        GATE,
        "There is a value although the status says there is none",
        "A suppressed value that stands in the file is published all the same.",
        "Empty the cell, or correct the status.",
    ),
    Entry(
        "denominator-negative",
        GATE,
        "A denominator or weight is negative",
        "A share of less than nothing has no meaning.",
        "Correct the number.",
    ),
)
