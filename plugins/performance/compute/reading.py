"""A metric as a package tells it: its rows, its dimensions and the series of the whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from performance.compute.members import Dimension, dimensions, headline
from performance.compute.observations import Observations, read
from performance.compute.series import Series, columns, series
from performance.compute.tidy import published, tidy
from performance.compute.timeline import Timeline
from performance.compute.whole import is_sum
from performance.model import Frame, Metric, Package, Resource

NOTHING = Resource("", "", b"", "")


@dataclass(frozen=True)
class Reading:
    """The rows of a metric, the periods they name, what they are broken down by, and the whole."""

    line: Timeline
    rows: Observations
    dimensions: tuple[Dimension, ...]
    whole: Series

    def series(self) -> Frame:
        """Return the series of the whole as a table with the columns `model.SERIES`."""
        return Frame(self._columns)

    def tidy(self) -> Frame:
        """Return the published table, whose columns `compute.tidy` names."""
        metric = self.whole.metric
        if not self.dimensions:
            return published(metric, self._columns, {})
        aimed = not is_sum(metric)
        return tidy(self.whole, self.rows, self.dimensions, members_aimed=aimed)

    @cached_property
    def _columns(self) -> Mapping[str, Any]:
        """The columns of the whole; without members they are those of both tables."""
        whole = self.whole
        return columns(whole.rows, whole.timeline, whole.attainment, aimed=whole.aimed)


def reading(metric: Metric, package: Package, as_of: date) -> Reading:
    """Return what a package tells of a metric, seen from a date."""
    source = _source(metric, package)
    line, rows, cells = read(source, metric, as_of)
    found = dimensions(cells, metric, source.fields)
    whole = series(headline(rows, found, metric), line, metric, aimed=True)
    return Reading(line, rows, found, whole)


def _source(metric: Metric, package: Package) -> Resource:
    """Return the table that a metric reads; one without rows and columns where there is none."""
    found = (r for r in package.resources if r.name == metric.resource and r.is_table)
    return next(found, NOTHING)
