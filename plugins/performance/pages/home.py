"""The home page: what this is, how the city stands, what changed and what is not on target."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import ClassVar

from msgspec import Struct

from performance import markup, urls
from performance.model import Attainment, Record
from performance.pages import budget, money
from performance.pages.context import Context
from performance.pages.overview import count_of, counted, summary, total
from performance.pages.page import Anchor, Page
from performance.pages.parts import Badge, Count, badge
from performance.pages.priority import Row, row
from performance.pages.site import FEED
from performance.period import Period
from performance.sentences import standing
from performance.sentences.figures import capital, stop, when
from performance.text import Wording

JUDGED = (Attainment.MET, Attainment.NEAR, Attainment.MISSED)
# Better first: the order in which an attainment can rise and fall.
ORDER = {Attainment.MET: 0, Attainment.NEAR: 1, Attainment.MISSED: 2}
MOST = 6
FIND = (Anchor("Find a metric: A to Z", urls.A_TO_Z), Anchor("All metrics", urls.METRICS))
NEWS = timedelta(days=31)


class Changed(Struct, frozen=True):
    """A metric whose newest value has another attainment than the value before.

    `words` go on after the badge: in which period, and what was so before.
    """

    title: str
    address: str
    badge: Badge
    words: str


class OffTarget(Struct, frozen=True):
    """A metric that missed its target or is near it, and what the city is doing about it."""

    title: str
    address: str
    badge: Badge
    words: str
    doing: str
    owner: str


class HomePage(Page, frozen=True, kw_only=True):
    """The home page.

    `counts` are those by attainment; where there is a budget and no metric there are none, and no
    words on metrics either.
    `since` is the day from which values count as new. `judged` is whether any metric met, nearly
    met or missed a target: where none did, there is no success to report. `more_changed` and
    `more_off_target` are links to the rest of a long list. `budget` is the city's money in a line,
    `to_budget` leads to its pages where it has a budget package.
    """

    template: ClassVar[str] = "home.html"

    lead: str
    metrics: str
    counts: tuple[Count, ...]
    find: tuple[Anchor, ...]
    priorities: tuple[Row, ...]
    since: str
    changed: tuple[Changed, ...]
    more_changed: Anchor | None
    judged: bool
    off_target: tuple[OffTarget, ...]
    more_off_target: tuple[Anchor, ...]
    budget: str
    to_budget: Anchor | None
    data: tuple[Anchor, ...]

    @property
    def document_title(self) -> str:
        """The site's title first: this is the site."""
        return f"{self.site.title}: {self.title}"


def home(context: Context) -> HomePage:
    """Return the home page."""
    wording, site = context.wording, context.site
    records = tuple(r for r in context.portal.records if r.counted)
    since = context.portal.as_of - NEWS
    changed = _changed([r for r in records if _is_new(r, since)], wording)
    off = sorted(
        (r for r in records if r.attainment in (Attainment.MISSED, Attainment.NEAR)),
        key=lambda r: -ORDER[r.attainment],
    )
    in_a_line = budget.in_a_line(context)
    money_alone = bool(in_a_line) and not records
    lead = _lead(context, money_alone=money_alone)
    return HomePage(
        site=site,
        address=urls.HOME,
        title=site.tagline,
        description=f"{lead} {summary(records, wording)}." if not money_alone else lead,
        lead=lead,
        metrics=count_of(total(records), wording),
        counts=counted(records, wording, linked=True) if not money_alone else (),
        find=FIND if not money_alone else (),
        priorities=tuple(row(p, context) for p in context.portal.content.priorities),
        since=wording.date(since),
        changed=changed[:MOST],
        more_changed=Anchor("All metrics", urls.METRICS) if len(changed) > MOST else None,
        judged=any(r.attainment in JUDGED for r in records),
        off_target=tuple(_off_target(r, wording) for r in off[:MOST]),
        more_off_target=_rest(off, wording),
        budget=in_a_line or money.in_all(context.departments, wording),
        to_budget=Anchor("Explore the budget", urls.BUDGET) if in_a_line else None,
        data=_data(context),
        feeds=(FEED,),
    )


def _lead(context: Context, *, money_alone: bool) -> str:
    site = context.site
    if money_alone:
        return f"{site.title} shows what {site.city} spends, and where the money comes from."
    return f"{site.title} shows what {site.city} has set out to do, and what came of it."


def _data(context: Context) -> tuple[Anchor, ...]:
    reports = context.portal.content.reports[:1]
    return (
        *(Anchor(report.title, urls.report(report.fiscal_year)) for report in reports),
        Anchor("Data", urls.DATA),
        Anchor("Changes to published figures", urls.CHANGES),
        Anchor("Reporting by department", urls.REPORTING),
        FEED,
    )


def _changed(records: Iterable[Record], wording: Wording) -> tuple[Changed, ...]:
    """Return the metrics whose attainment changed with the newest value, the fallen first."""
    found = [(record, before) for record in records if (before := _before(record)) is not None]
    found.sort(key=lambda pair: ORDER[pair[1][0]] - ORDER[pair[0].attainment])
    return tuple(_change(record, before, wording) for record, before in found)


def _is_new(record: Record, since: date) -> bool:
    """Return whether the value judged was due on the day `since` or later, or came early."""
    spoken = record.judgement.observation
    return spoken is not None and spoken.period.end + timedelta(days=record.metric.lag) >= since


def _before(record: Record) -> tuple[Attainment, Period] | None:
    """Return the attainment of the period just before, and that period; none where it is the same.

    Only the value that the metric's attainment stands on is compared, never a year or a late value.
    """
    judgement = record.judgement
    spoken = judgement.observation
    if spoken is None or judgement.basis != "period" or judgement.attainment not in JUDGED:
        return None
    before = judgement.before
    if before not in JUDGED or before == judgement.attainment:
        return None
    return before, spoken.period.shift(-1)


def _change(record: Record, before: tuple[Attainment, Period], wording: Wording) -> Changed:
    attainment, earlier = before
    spoken = record.judgement.observation
    now = f"{when(spoken.period, wording)}; " if spoken is not None else ""
    words = f"{now}{badge(attainment).words.lower()} {when(earlier, wording)}."
    metric = record.metric
    return Changed(metric.title, urls.metric(metric.name), badge(record.attainment), words)


def _off_target(record: Record, wording: Wording) -> OffTarget:
    metric = record.metric
    newest = max(metric.actions, key=lambda a: a.date, default=None)
    observation = record.judgement.observation
    note = capital(stop(observation.note)) if observation is not None else ""
    doing, owner = note, f"Note of {record.department.title}" if note else ""
    if newest is not None:
        doing, owner = markup.plain(newest.text), f"{newest.owner}, {wording.date(newest.date)}"
    return OffTarget(
        metric.title,
        urls.metric(metric.name),
        badge(record.attainment),
        standing(record, wording),
        doing,
        owner,
    )


def _rest(off: list[Record], wording: Wording) -> tuple[Anchor, ...]:
    if len(off) <= MOST:
        return ()
    numbers = {
        attainment: sum(1 for r in off if r.attainment is attainment)
        for attainment in (Attainment.MISSED, Attainment.NEAR)
    }
    return tuple(
        Anchor(
            f"All {wording.number(number)} that {'missed' if missed else 'are near'} their target",
            urls.metrics_by(attainment),
        )
        for attainment, number in numbers.items()
        if number
        for missed in [attainment is Attainment.MISSED]
    )
