"""Pictures as pages show them: drawn by `chart`, with a caption, a source and a reader."""

from __future__ import annotations

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from performance.model import Drawing, Link, Record
from performance.pages.parts import Figure, Reader, outside

# The width of the plot of the wider picture, at most: a pixel of it is the least that is seen.
PLOT = 650


def figure(drawing: Drawing, source: str | Markup = "", reader: Reader | None = None) -> Figure:
    """Return a drawing in its two widths; its description is the caption."""
    return Figure(
        Markup(drawing.wide),  # noqa: S704  # Drawn by chart, which escapes all text.
        Markup(drawing.narrow),  # noqa: S704
        drawing.description,
        source,
        reader,
    )


def reader(record: Record) -> Reader | None:
    """Return the control that reads out a metric's chart; none where there are not two periods."""
    series, unit = record.series, record.metric.unit
    count = len(series)
    if count < 2 or np.isnan(series["value"]).all():
        return None
    begins, ends = _days(series["period_start"]), _days(series["period_end"]) + 1
    middles = ((begins + ends) / 2 - begins[0]) / (ends[-1] - begins[0])
    # Months have 28 to 31 days: it shows where they are few. No long list burdens a page.
    apart = np.abs(middles - (np.arange(count) + 0.5) / count).max()
    spots = " ".join(f"{at * 100:.1f}" for at in middles.tolist()) if apart * PLOT > 1 else ""
    return Reader(count - 1, "" if unit.symbol else unit.name, spots)


def _days(column: NDArray[np.datetime64]) -> NDArray[np.int64]:
    return column.astype("int64")


def sources(links: tuple[Link, ...]) -> Markup:
    """Return sources as one line of links and titles; empty where there is none."""
    return Markup("; ").join(outside(link.title, link.path) for link in links)
