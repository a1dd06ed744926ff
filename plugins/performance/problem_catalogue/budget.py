"""Problems of budgets: their description, their lines, their sums and their crosswalk."""

from __future__ import annotations

from performance.problem_catalogue.entry import Entry, Kind

DESCRIPTOR = "descriptor"
ROWS = "rows"

ENTRIES = (
    Entry(
        "budget-column",
        DESCRIPTOR,
        "A table of the budget lacks a column",
        "Every line of money says its year, phase, direction and amount, and whose money it is.",
        "Add the column to the file and describe it in the schema, with the type that the message "
        "names.",
    ),
    Entry(
        "budget-second",
        DESCRIPTOR,
        "There is a second budget",
        "A city has one budget: with two, a page could not say which amount is right.",
        "Put all of the money into one package, and remove `budget` from the other.",
    ),
    Entry(
        "program-unknown",
        DESCRIPTOR,
        "A metric names a program that the budget does not have",
        "The program's page shows its money beside its metrics, and a slip would part them.",
        "Write `program` as the budget spells it, for the metric's own department.",
    ),
    Entry(
        "budget-year",
        ROWS,
        "A line of the budget has no fiscal year",
        "Money without its year can be neither added up nor compared.",
        "Write the year in which the fiscal year ends, as four digits.",
    ),
    Entry(
        "budget-word",
        ROWS,
        "A phase or direction is not one of those allowed",
        "What the council adopted, what it amended, and what was spent are three different amounts "
        "of the same money; a line must say which it is.",
        "Write adopted, amended or actual as the phase, and expenditure or revenue as the "
        "direction.",
    ),
    Entry(
        "budget-amount",
        ROWS,
        "An amount is not money",
        "Sums are exact to the cent, so every amount must be.",
        "Write digits with two decimals at most, without a currency sign. A reduction has a minus.",
    ),
    Entry(
        "budget-unit-empty",
        ROWS,
        "A line does not say whose money it is",
        "Money without a unit would be in the total and on no page.",
        "Fill the cell. Money that belongs to no unit has one name throughout, such as Citywide.",
    ),
    Entry(
        "budget-year-repeated",
        ROWS,
        "A year stands twice",
        "Of two totals, or two counts of residents, for one year, only one can be right.",
        "Delete one of the two rows.",
    ),
    Entry(
        "budget-divisor",
        ROWS,
        "A figure that amounts are divided by is not above 0",
        "Amounts per resident, and amounts adjusted for inflation, are quotients.",
        "Correct the figure, or delete the row of a year for which there is none.",
    ),
    Entry(
        "budget-total",
        ROWS,
        "The lines do not add up to the total",
        "The total is the city's own published figure. When the lines miss it, some are missing, "
        "repeated or mistyped, and every share would be wrong.",
        "The message names the year, both sums and their difference: look for a line of that "
        "amount. If the total itself is wrong, correct it.",
    ),
    Entry(
        "budget-total-missing",
        ROWS,
        "A year has lines and no total",
        "Lines that nothing is held against may be incomplete.",
        "Add the total of that year, phase and direction from the city's own document.",
    ),
    Entry(
        "budget-tables-differ",
        ROWS,
        "Two tables of the same money disagree",
        "A budget may be told by fund and once more by account. Both are the same money, so a "
        "department has the same sum in each.",
        "Correct the lines of the table that is wrong.",
    ),
    Entry(
        "budget-actual-early",
        "sense",
        "An actual amount is of a year that is not over",
        "What was spent in a part of a year would be compared with whole years.",
        "Publish actual amounts when the year has ended. If the amount is final all the same, say "
        "why in the row's note.",
        Kind.QUESTION,
    ),
    Entry(
        "crosswalk-year",
        ROWS,
        "A move is in a year without money before it",
        "A move makes the years before it comparable with those from it on: it needs both.",
        "Write the first fiscal year in which the money stands in its new place.",
    ),
    Entry(
        "crosswalk-unit",
        ROWS,
        "A move names a unit that has no money",
        "A misspelt unit would be passed over, and the move would be shown as growth.",
        "Write the department and the program as the lines of money do.",
    ),
    Entry(
        "crosswalk-part",
        ROWS,
        "A unit that moved still has money",
        "A move shifts the whole unit's earlier years. If a part of it stayed, those years would "
        "be shown in the wrong place.",
        "If the unit was split, leave it out of the crosswalk and tell it in the notes of the "
        "lines; or give the part that moved a program of its own in the earlier years too.",
    ),
    Entry(
        "crosswalk-cycle",
        ROWS,
        "Moves of one year run into one another",
        "If a unit moves and its new place moves in the same year, nobody can tell where the money "
        "is.",
        "Write one move a unit and year, from where it was to where it is in the end.",
    ),
)
