"""Annual reports: read from `content/reports/<fiscal year>/`, their words held against the data.

- `read`: the files of a report, in;
- `reference`: the syntax of references to figures, `{{ metric("name").value }}`;
- `resolve` and `totals`: what a reference stands for, a `figure`;
- `passage`: a text with its references → HTML;
- `literal`: figures typed into the text;
- `check`: everything that is wrong with a report;
- `freeze`: the frozen figures of a published report, out and in;
- `corrections`: what has changed since.
"""

from __future__ import annotations

from performance.reports.check import problems
from performance.reports.corrections import Correction, corrections
from performance.reports.figure import Source
from performance.reports.freeze import frozen
from performance.reports.passage import html
from performance.reports.read import read

__all__ = ["Correction", "Source", "corrections", "frozen", "html", "problems", "read"]
