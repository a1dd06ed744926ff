"""A metric by the members of its dimensions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from performance.model import Breakdown, Drawing, Frame, Member, Metric, ObsStatus, Record
from performance.pages.parts import Cell, Column, Figure, Table
from performance.pages.pictures import figure
from performance.pages.series import values_at
from performance.period import Period, parse
from performance.text import Wording

SUPPRESSED = (
    "Some values are withheld: so few cases lie behind them that a person could be recognized. "
    "A value that is withheld is not zero."
)


class ByMember(Struct, frozen=True):
    """The section of one dimension: a picture where there is one, the latest values, a note."""

    title: str
    figure: Figure | None
    table: Table
    note: str


def breakdowns(
    record: Record, multiples: Mapping[str, Drawing], *, as_of: date, wording: Wording
) -> tuple[ByMember, ...]:
    """Return a section for each dimension that has a value.

    The members are shown for their newest period that has ended on the as-of date.
    """
    sections = (
        _section(record, breakdown, multiples, as_of=as_of, wording=wording)
        for breakdown in record.breakdowns
    )
    return tuple(section for section in sections if section is not None)


def _section(
    record: Record,
    breakdown: Breakdown,
    multiples: Mapping[str, Drawing],
    *,
    as_of: date,
    wording: Wording,
) -> ByMember | None:
    metric = record.metric
    filled = [member for member in breakdown.members if len(member.series)]
    if not filled:
        return None
    period = max(_last(member, metric, as_of) for member in filled)
    earlier = period.year_earlier()
    keys = (period.key, earlier.key if earlier is not None else "")
    title = breakdown.title[:1].lower() + breakdown.title[1:]
    drawing = multiples.get(breakdown.dimension)
    table = Table(
        f"by-{breakdown.dimension}",
        f"{metric.title} by {title}, {wording.period(period)}",
        (
            Column(breakdown.title),
            Column(f"Value ({metric.unit.name})" if not metric.unit.symbol else "Value", True),
            Column("A year earlier", numeric=True),
        ),
        tuple(_row(member, keys, metric, wording=wording) for member in breakdown.members),
    )
    withheld = any(_any_suppressed(member.series) for member in filled)
    return ByMember(
        f"By {title}",
        figure(drawing) if drawing is not None else None,
        table,
        SUPPRESSED if withheld else "",
    )


def _row(
    member: Member, keys: tuple[str, str], metric: Metric, *, wording: Wording
) -> tuple[Cell, ...]:
    return (Cell(member.name), *values_at(member.series, keys, metric, wording=wording))


def _last(member: Member, metric: Metric, as_of: date) -> Period:
    """Return the newest period that has ended, else the first there is."""
    keys = member.series["period"].tolist()
    periods = (parse(key, metric.frequency, metric.year_start) for key in reversed(keys))
    ended = next((period for period in periods if period.end <= as_of), None)
    return ended or parse(keys[0], metric.frequency, metric.year_start)


def _any_suppressed(series: Frame) -> bool:
    return ObsStatus.SUPPRESSED.value in series["obs_status"].tolist()
