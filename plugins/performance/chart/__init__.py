"""Charts: from what was computed of a metric to its pictures, Vega-Lite and one sentence."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from performance.chart import pool
    from performance.chart.forms import Forms, Recall
    from performance.chart.plan import Plan
    from performance.model import Drawing, Ledger, Record, SocialCard
    from performance.text import Wording

# The drawing processes import this package and must not wait for pandas and Altair: what needs
# those, or the drawing library, is imported where it is used.


def draw_all(
    records: Sequence[Record],
    wording: Wording,
    *,
    cards: Mapping[str, SocialCard] | None = None,
    ledger: Ledger | None = None,
    recall: Recall | None = None,
    workers: int = 0,
    progress: Callable[[int], None] | None = None,
) -> Generator[tuple[str, Drawing], None, None]:
    """Yield the drawings of every metric with its name, in the order of the records, then those of
    a budget, each by the address of its page.

    Only a few are drawn ahead: those of a large city would not fit into memory. `cards` are the
    words of the social cards by metric: a metric without any has no card. `recall` may know
    specifications of forms from before. `workers` is the number of processes that draw at most, 0
    for one a processor core; the pictures do not depend on it. `progress` is told how many more
    metrics are done. Raises BuildError, naming the metric, where one cannot be drawn.
    """
    if not records and ledger is None:
        return
    from performance.chart import pool
    from performance.chart.forms import Forms

    planned: deque[Plan] = deque()
    forms = Forms(recall)
    of_money = _of_money(ledger, wording) if ledger is not None else []
    total = len(records) + len(of_money)
    of_metrics = (_planned(r, wording, (cards or {}).get(r.metric.name), forms) for r in records)

    def jobs() -> Iterator[pool.Job]:
        for each in chain(of_metrics, of_money):
            planned.append(each)
            yield each.job

    for made in pool.draw(jobs(), total, forms=forms, workers=workers, progress=progress):
        yield _drawn(planned.popleft(), made)


def _planned(record: Record, wording: Wording, card: SocialCard | None, forms: Forms) -> Plan:
    from performance.chart.plan import plan
    from performance.chart.pool import naming

    with naming(record.metric.name):
        return plan(record, wording, card, forms=forms)


def _of_money(ledger: Ledger, wording: Wording) -> list[Plan]:
    from performance.chart import money

    return list(money.plans(ledger, wording))


def _drawn(plan: Plan, made: pool.Drawn) -> tuple[str, Drawing]:
    from performance.chart.pool import naming

    with naming(plan.name):
        return plan.name, plan.drawn(made)


def sketch(record: Record, wording: Wording) -> Drawing:
    """Return a drawing of a record that holds its sparkline alone: it takes no drawing process."""
    from performance.chart.points import points
    from performance.chart.spark import sparkline
    from performance.model import Drawing

    series = points(record.series, record.metric, wording.fiscal_year_start)
    return Drawing("none", "", "", sparkline(series.value, series.run), "", "")


def draw(record: Record, wording: Wording, card: SocialCard | None = None) -> Drawing:
    """Return the drawings of one metric, drawn in this process; `card` as for `draw_all`.

    A process that has drawn must not be forked afterwards: a build uses `draw_all`.
    """
    from performance.chart import pool, workers
    from performance.chart.card import png
    from performance.chart.forms import BUILT
    from performance.chart.plan import plan

    made = plan(record, wording, card)
    asked = made.job.pictures
    known = {picture.filling.form: BUILT.text(picture.filling.form) for picture in asked}
    svgs = [workers.panels(known, picture) for picture in asked]
    return made.drawn(pool.Drawn(svgs, png(made.card) if made.card else b""))


def bundling() -> AbstractContextManager[Callable[[], bytes]]:
    """Begin to make the script of the interactive charts; see `bundle`."""
    from performance.chart import bundle

    return bundle.bundling()


def licences() -> bytes:
    """Return the licences of the script of the interactive charts."""
    from performance.chart import bundle

    return bundle.licences()


def standalone(svg: str) -> bytes:
    """Return an inlined chart as an SVG file that carries its own style, light and dark."""
    from performance.chart.style import standalone as styled

    return styled(svg)


def printed(svg: str, font: str) -> str:
    """Return an inlined chart as an SVG file for paper, in the given font."""
    from performance.chart.style import printed as styled

    return styled(svg, font)
