"""Charts: from what was computed of a metric to its pictures, Vega-Lite and one sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from performance.model import Drawing, Record
    from performance.text import Wording

# The drawing processes import this package and must not wait for pandas and Altair: what needs
# those, or the drawing library, is imported where it is used.


def draw_all(
    records: Sequence[Record],
    wording: Wording,
    *,
    workers: int = 0,
    progress: Callable[[int], None] | None = None,
) -> dict[str, Drawing]:
    """Return the drawings of every metric by its name, in the order of the records.

    `workers` is the number of processes that draw, 0 for one a processor core; the pictures do not
    depend on it. `progress` is told how many more metrics are done. Raises BuildError, naming the
    metric, where one cannot be drawn.
    """
    from performance.chart import pool
    from performance.chart.plan import Plan, plan

    plans: list[Plan] = []

    def jobs() -> Iterator[pool.Job]:
        for record in records:
            try:
                plans.append(plan(record, wording))
            except Exception as error:
                raise pool.failed(record.metric.name, error) from error
            yield plans[-1].job

    drawn = pool.draw(jobs(), len(records), workers=workers, progress=progress)
    return {made.name: made.drawn(svgs) for made, svgs in zip(plans, drawn, strict=True)}


def draw(record: Record, wording: Wording) -> Drawing:
    """Return the drawings of one metric, drawn in this process.

    A process that has drawn must not be forked afterwards: a build uses `draw_all`.
    """
    from performance.chart import workers
    from performance.chart.forms import specification
    from performance.chart.plan import plan

    made = plan(record, wording)
    svgs = [workers.draw(specification(p.filling.form), p) for p in made.pictures]
    return made.drawn(svgs)


def standalone(svg: str) -> bytes:
    """Return an inlined chart as an SVG file that carries its own style, light and dark."""
    from performance.chart.style import standalone as styled

    return styled(svg)


def printed(svg: str, font: str) -> str:
    """Return an inlined chart as an SVG file for paper, in the given font."""
    from performance.chart.style import printed as styled

    return styled(svg, font)
