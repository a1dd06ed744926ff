"""Problems of the annual report: its words, held against the data."""

from __future__ import annotations

from performance.problem_catalogue.entry import Entry

GATE = "report"

ENTRIES = (
    Entry(
        "report-file",
        GATE,
        "A file of an annual report cannot be used",
        "A part of the report would silently be left out.",
        "Correct the file; the demo city's report shows how each is written.",
    ),
    Entry(
        "report-block",
        GATE,
        "A part that a report must have is empty",
        "Readers of an annual report are promised the same parts each year.",
        "Write the part, or give the front matter what is missing.",
    ),
    Entry(
        "report-explanation",
        GATE,
        "A missed target has no explanation",
        "A report that explains its successes alone is not believed.",
        "Add a section to `explanations.md` whose heading is the metric's name.",
    ),
    Entry(
        "report-metric",
        GATE,
        "A report names a metric, department or package that is not there, or in a wrong place",
        "The figures of the part could not be shown.",
        "Use the name that stands in the package's descriptor.",
    ),
    Entry(
        "report-reference",
        GATE,
        "A reference to a figure leads nowhere",
        "The sentence would be published with a hole in it.",
        'Write it as in `{{ metric("solid-waste-on-time").fy(2026).value }}`, with the name of a '
        "metric and a year or period that it has.",
    ),
    Entry(
        "report-literal",
        GATE,
        "A figure is typed into the text",
        "A typed figure stays as it is when the data are corrected, and nobody can trace it.",
        "Write a reference in its place. A figure from elsewhere is written as in "
        '`{{ literal("38", "City Clerk, May 2026") }}`, with where it comes from.',
    ),
    Entry(
        "report-contradiction",
        GATE,
        "A figure in the text contradicts the data",
        "One of the two is wrong, and both would be published.",
        "Write a reference in its place, or correct the data.",
    ),
    Entry(
        "report-frozen",
        GATE,
        "The frozen figures of a published report cannot be used",
        "A published report keeps the figures it was published with.",
        "Restore the file `frozen.json` as it was committed. A metric that ends is set to the "
        "stage retired; it is not removed.",
    ),
)
