"""A report as one HTML page that stands alone: its style and its charts are within it."""

from __future__ import annotations

import base64
from collections.abc import Iterable

from jinja2 import Environment, PackageLoader, StrictUndefined

from performance import chart
from performance.difference.report import Report
from performance.difference.values import Difference
from performance.difference.visible import visible
from performance.model import Record
from performance.text import Wording

# Charts take a moment each; beyond these the tables say it all.
MOST_CHARTS = 40


def page(found: Difference, report: Report, wording: Wording) -> str:
    """Return a report as an HTML page, with the chart of each metric before and after."""
    metrics = [m for package in found.packages for m in package.metrics][:MOST_CHARTS]
    before = _pictures([m.before for m in metrics], wording)
    after = _pictures([m.after for m in metrics], wording)
    environment = Environment(
        loader=PackageLoader("performance.difference", ""),
        autoescape=True,
        undefined=StrictUndefined,
        # A text; what a macro made of texts is ready.
        finalize=lambda value: visible(value) if type(value) is str else value,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html").render(
        report=report, pictures={"Now": before, "After merging": after}
    )


def _pictures(records: Iterable[Record | None], wording: Wording) -> dict[str, tuple[str, str]]:
    """Return the chart of each record as an address that holds it, with its words."""
    drawn = dict(chart.draw_all([r for r in records if r is not None], wording))
    found = {}
    for name, drawing in drawn.items():
        data = base64.b64encode(chart.standalone(drawing.wide)).decode()
        found[name] = (f"data:image/svg+xml;base64,{data}", drawing.description)
    return found
