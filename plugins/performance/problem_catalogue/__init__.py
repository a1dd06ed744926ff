"""The catalogue of problems: every code a check can report, with its public explanation."""

from __future__ import annotations

from performance.problem_catalogue import (
    briefings,
    budget,
    cells,
    descriptor,
    metric,
    releases,
    report,
    rows,
    safety,
    sense,
)
from performance.problem_catalogue.entry import Entry, Kind

__all__ = ["CATALOGUE", "ENTRIES", "Entry", "Kind"]

ENTRIES = (
    Entry(
        "setting",
        "settings",
        "A setting is unknown or not allowed",
        "The site would be built with something other than what was meant.",
        "Correct the setting's name or value.",
    ),
    Entry(
        "content",
        "content",
        "A content file cannot be used",
        "A department or priority that cannot be read would silently be left out of the site.",
        "Correct the front matter between the two lines of three hyphens.",
    ),
    Entry(
        "import",
        "import",
        "A file to be imported is not the file that was published",
        "An import knows the series of its source; guessing at others would publish wrong figures.",
        "Take the files as they were published.",
    ),
    *safety.ENTRIES,
    *descriptor.ENTRIES,
    *metric.ENTRIES,
    *rows.ENTRIES,
    *cells.ENTRIES,
    *sense.ENTRIES,
    *budget.ENTRIES,
    *releases.ENTRIES,
    *report.ENTRIES,
    *briefings.ENTRIES,
)

CATALOGUE = {entry.code: entry for entry in ENTRIES}
