"""Charts: from what was computed of a metric to its pictures, Vega-Lite and one sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from performance.model import Drawing, Record, SocialCard
    from performance.text import Wording

# The drawing processes import this package and must not wait for pandas and Altair: what needs
# those, or the drawing library, is imported where it is used.


def draw_all(
    records: Sequence[Record],
    wording: Wording,
    *,
    cards: Mapping[str, SocialCard] | None = None,
    workers: int = 0,
    progress: Callable[[int], None] | None = None,
) -> dict[str, Drawing]:
    """Return the drawings of every metric by its name, in the order of the records.

    `cards` are the words of the social cards by metric: a metric without any has no card.
    `workers` is the number of processes that draw, 0 for one a processor core; the pictures do not
    depend on it. `progress` is told how many more metrics are done. Raises BuildError, naming the
    metric, where one cannot be drawn.
    """
    words = cards or {}
    each = [words.get(record.metric.name) for record in records]
    drawn = draw_each(records, wording, cards=each, workers=workers, progress=progress)
    return {r.metric.name: drawing for r, drawing in zip(records, drawn, strict=True)}


def draw_each(
    records: Sequence[Record],
    wording: Wording,
    *,
    cards: Sequence[SocialCard | None],
    workers: int = 0,
    progress: Callable[[int], None] | None = None,
) -> list[Drawing]:
    """Return the drawings of records, in their order: several may be of one metric.

    `cards` has the words of each one's social card, none for no card. The rest is as `draw_all`.
    """
    from performance.chart import pool
    from performance.chart.plan import Plan, plan

    plans: list[Plan] = []

    def jobs() -> Iterator[pool.Job]:
        for record, card in zip(records, cards, strict=True):
            try:
                plans.append(plan(record, wording, card))
            except Exception as error:
                raise pool.failed(record.metric.name, error) from error
            yield plans[-1].job

    drawn = pool.draw(jobs(), len(records), workers=workers, progress=progress)
    return [made.drawn(svgs) for made, svgs in zip(plans, drawn, strict=True)]


def sketch(record: Record, wording: Wording) -> Drawing:
    """Return a drawing of a record that holds its sparkline alone: it takes no drawing process."""
    from performance.chart.points import points
    from performance.chart.spark import sparkline
    from performance.model import Drawing

    series = points(record.series, record.metric, wording.fiscal_year_start)
    return Drawing("none", "", "", sparkline(series.value, series.run), {}, "")


def draw(record: Record, wording: Wording, card: SocialCard | None = None) -> Drawing:
    """Return the drawings of one metric, drawn in this process; `card` as for `draw_all`.

    A process that has drawn must not be forked afterwards: a build uses `draw_all`.
    """
    from performance.chart import pool, workers
    from performance.chart.card import png
    from performance.chart.forms import specification
    from performance.chart.plan import plan

    made = plan(record, wording, card)
    svgs = [workers.draw(specification(p.filling.form), p) for p in made.pictures]
    return made.drawn(pool.Drawn(svgs, png(made.card) if made.card else b""))


def bundling() -> AbstractContextManager[Callable[[], bytes]]:
    """Begin to make the script of the interactive charts; see `bundle`."""
    from performance.chart import bundle

    return bundle.bundling()


def standalone(svg: str) -> bytes:
    """Return an inlined chart as an SVG file that carries its own style, light and dark."""
    from performance.chart.style import standalone as styled

    return styled(svg)
