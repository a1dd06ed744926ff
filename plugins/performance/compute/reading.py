"""A metric as a package tells it: its rows, its dimensions and the series of the whole."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from performance.compute.members import Dimension, dimensions, headline
from performance.compute.observations import Observations, read
from performance.compute.series import Series, series
from performance.compute.tidy import tidy
from performance.compute.timeline import Timeline
from performance.compute.whole import is_sum
from performance.model import Field, Metric, Package


@dataclass(frozen=True, slots=True)
class Reading:
    """The rows of a metric, the periods they name, what they are broken down by, and the whole."""

    line: Timeline
    rows: Observations
    dimensions: tuple[Dimension, ...]
    whole: Series

    def tidy(self) -> pd.DataFrame:
        """Return the published table, whose columns `compute.tidy` names."""
        aimed = not is_sum(self.whole.metric)
        return tidy(self.whole, self.rows, self.dimensions, members_aimed=aimed)


def reading(metric: Metric, package: Package, as_of: date) -> Reading:
    """Return what a package tells of a metric, seen from a date."""
    table, fields = _source(metric, package)
    line, rows, cells = read(table, metric, as_of)
    found = dimensions(cells, metric, fields)
    whole = series(headline(rows, found, metric), line, metric, aimed=True)
    return Reading(line, rows, found, whole)


def _source(metric: Metric, package: Package) -> tuple[pd.DataFrame, tuple[Field, ...]]:
    """Return the typed table that a metric reads and its fields; empty where there is none."""
    for resource in package.resources:
        if resource.name == metric.resource and resource.table is not None:
            return resource.table, resource.fields
    return pd.DataFrame(), ()
