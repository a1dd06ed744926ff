"""Problems of the second gate: the description of a metric."""

from __future__ import annotations

from performance.problem_catalogue.entry import Entry

GATE = "descriptor"

ENTRIES = (
    Entry(
        "field-role",
        GATE,
        "One column is given two roles",
        "A column is the period, a value, or what the metric is broken down by: never two of them.",
        "Name a different column, or remove it from one of the two places.",
    ),
    Entry(
        "measure-form",
        GATE,
        "A measure is neither a ratio nor a value",
        "The site must know whether it divides two columns or reads one, and how values combine.",
        'Give `numerator` and `denominator`, or `value` and `aggregation` ("sum", "last", "mean", '
        '"max", "min" or "none").',
    ),
    Entry(
        "measure-type",
        GATE,
        "A measure's column does not hold numbers",
        "Nothing can be added up or divided in a column of text.",
        "Give the column the type integer or number in the schema.",
    ),
    Entry(
        "percent-scale",
        GATE,
        "A percentage is not multiplied by 100",
        "57 of 100 would be published as 0.57% in place of 57%.",
        "Set the measure's `scale` to 100.",
    ),
    Entry(
        "period-type",
        GATE,
        "The period's column does not fit the frequency",
        "A monthly metric needs months, a daily one days: anything else cannot be put in order.",
        "Use type yearmonth for M, date for D, year for A and string for Q and W.",
    ),
    Entry(
        "period-value",
        GATE,
        "A period in the descriptor is not written like the data's",
        "Targets, baselines and breaks begin in a period of the metric's own frequency.",
        "Write 2026-09 (month), 2026-Q3 (quarter), 2026-W05 (week), 2026-09-14 (day) or 2026 "
        "(year).",
    ),
    Entry(
        "target-form",
        GATE,
        "A target does not fit the direction",
        "A metric that should rise or fall has one target value; one that should stay within a "
        "range has a lower and an upper limit. As with cells, none exceeds 1,000,000,000,000,000: "
        "there a number holds no tenths.",
        "Give `value`, or `low` and `high` with low smaller than high. For larger figures choose a "
        "larger unit, such as millions.",
    ),
    Entry(
        "target-order",
        GATE,
        "Targets are not in order of time",
        "Each target holds from its period until the next one begins, so no two begin together.",
        "Order the targets by `from`. To change one, add a new one; old ones stay as they are.",
    ),
    Entry(
        "stage-order",
        GATE,
        "The stages of a metric are not in order",
        "A metric is proposed, tried as a pilot, then live; it may be paused and taken up again, "
        "and is retired for good. Readers are told when each stage began.",
        "Order `history` by date, and end it with the metric's `stage`. A retired metric stays "
        "retired: what is measured anew is a new metric.",
    ),
    Entry(
        "stage-reviewer",
        GATE,
        "Nobody is named who agreed to a stage",
        "A definition that readers judge the city by has been looked at by somebody who answers "
        "for it.",
        "Give the office as `reviewer`, such as Data desk. Never name a person.",
    ),
    Entry(
        "related-unknown",
        GATE,
        "A related metric does not exist",
        "The metric's page would lead its readers to nothing.",
        "Give the `name` of another metric, or remove it.",
    ),
    Entry(
        "total-missing",
        GATE,
        "The whole cannot be worked out from its parts",
        "Percentiles, indices and averages of parts do not give the value of the whole, so the "
        "data must hold it.",
        "Add rows for the whole (for example Citywide) and name that member in `total`.",
    ),
)
