"""What a picture is of: a series of a metric, with the words for it."""

from __future__ import annotations

from msgspec import Struct

from performance.chart.points import Points, has_any
from performance.model import Aggregation, Metric
from performance.text import Wording


class Subject(Struct, frozen=True):
    """A series of a metric. `volume_title` is that of the column drawn as bars behind the line.

    `target_title` is what the stepped rule is called.
    """

    metric: Metric
    points: Points
    wording: Wording
    volume_title: str = ""
    target_title: str = "Target"

    @property
    def volume(self) -> bool:
        """Whether bars of a volume stand behind the line."""
        return has_any(self.points.volume)

    @property
    def bars(self) -> bool:
        """Whether the values are counts, drawn as bars."""
        return counted(self.metric) and not self.volume

    @property
    def form(self) -> str:
        """The name of the chart's form: "bars and line", "bars" or "line"."""
        if self.volume:
            return "bars and line"
        return "bars" if self.bars else "line"


def counted(metric: Metric) -> bool:
    """Whether a metric's values are counts that add up, which bars show and lines do not."""
    return metric.measure.aggregation is Aggregation.SUM
