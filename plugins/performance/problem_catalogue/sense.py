"""Problems of the sense checks: what is possible, but usually a mistake."""

from __future__ import annotations

from performance.problem_catalogue.entry import Entry, Kind

GATE = "sense"

ENTRIES = (
    Entry(
        "period-gap",
        GATE,
        "A period has no row",
        "A gap can mean that nothing was measured or that a row was lost. Readers must be told.",
        "Add a row for the period: with its value, or with the status missing and a note why. "
        "Where a part has come to its end, give it a last row with the status not_applicable.",
    ),
    Entry(
        "numerator-over-denominator",
        GATE,
        "The part is larger than the whole",
        "A share above 100% is usually a mistake, often two columns exchanged.",
        "Correct the numbers. If they are right, say why in the row's note.",
        Kind.QUESTION,
    ),
    Entry(
        "percent-range",
        GATE,
        "A percentage is outside 0 to 100",
        "A share cannot be less than nothing or more than all.",
        "Correct the value. If it is right, say why in the row's note.",
        Kind.QUESTION,
    ),
    Entry(
        "value-jump",
        GATE,
        "A value is ten times, or a tenth of, what is usual",
        "A slip of the decimal point or of the unit (thousands, percent) looks just like this.",
        "Check it against the source. If it is right, say what happened in the row's note.",
        Kind.QUESTION,
    ),
    Entry(
        "period-future",
        GATE,
        "A period has not begun yet",
        "An observed result cannot lie in the future; usually the year is mistyped.",
        "Correct the period. If it is meant, say why in the row's note.",
        Kind.QUESTION,
    ),
    Entry(
        "zero",
        GATE,
        "A value is exactly 0 among values that are not",
        "A 0 is often typed where nothing was measured, and would be published as a result.",
        "If it was not measured, empty the cell and write missing as the row's status. If it was "
        "0, say so in the row's note.",
        Kind.QUESTION,
    ),
)
