"""Rule 2 over members: the value of the whole, worked out from its parts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from performance.compute.observations import (
    MISSING,
    NOT_APPLICABLE,
    STATUS_CODES,
    STATUSES,
    Observations,
    nothing,
)
from performance.compute.timeline import Flags, Floats, Objects, Whole
from performance.compute.total import totals
from performance.model import Aggregation, Metric, ObsStatus

# From the strongest to the weakest: a whole is no better known than its weakest part.
WEAKER = (ObsStatus.FINAL, ObsStatus.REVISED, ObsStatus.PROVISIONAL, ObsStatus.ESTIMATED)
RANKS = np.array([WEAKER.index(s) if s in WEAKER else 0 for s in STATUSES])
BY_RANK = np.array([STATUS_CODES[status] for status in WEAKER])
NAMED = 3


class _Parts(Struct, frozen=True):
    """Rows to combine: each row's period (`group`, a place in `places`) and member."""

    rows: Observations
    places: Whole
    group: Whole
    member: Whole

    def sums(self, figures: Floats) -> Floats:
        """Return the sum of a figure in each period, of the rows that have a value."""
        return totals(figures, self.rows.present, self.group, count=len(self.places))


def adds_up(metric: Metric) -> bool:
    """Whether the value of the whole follows from those of its members.

    The stand at a period's end adds up over members as counts do; one in percent does not.
    """
    if metric.measure.aggregation is Aggregation.LAST:
        return not metric.unit.is_percent
    return metric.measure.sums_members


def is_sum(metric: Metric) -> bool:
    """Whether members are parts of a sum, so that the target of the whole is not theirs."""
    return metric.measure.aggregation in (Aggregation.SUM, Aggregation.LAST) and adds_up(metric)


def combine(
    rows: Observations, member: Whole, *, names: Sequence[str], metric: Metric
) -> Observations:
    """Return one row a period: the whole of its members.

    `member` is each row's place in `names`. A member that does not apply is left out. Where one
    is missing or suppressed, or has no row although it had one before, the whole is missing and
    its note says whose value lacks: a part of a sum is never published as the sum.
    """
    if not adds_up(metric) or not len(rows.place):
        return nothing()
    places, group = np.unique(rows.place, return_inverse=True)
    parts = _Parts(rows, places, group, member)
    lacking = _lacking(parts, len(names), metric)
    gap = np.asarray(lacking.any(axis=1))
    value, numerator, denominator, weight = _figures(parts, metric)
    given = np.bincount(group[rows.present], minlength=len(places)) > 0
    known = given & ~gap & np.isfinite(value)
    for figures in (value, numerator, denominator, weight):
        figures[~known] = np.nan
    return Observations(
        places,
        value,
        numerator,
        denominator,
        weight,
        np.where(known, parts.sums(rows.volume), np.nan),
        _statuses(parts, known, gap),
        _notes(parts, known, lacking, names=names),
    )


def _lacking(parts: _Parts, count: int, metric: Metric) -> Flags:
    """Return for each period and member whether its value should be there and is not."""
    shape = (len(parts.places), count)
    there, empty = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    there[parts.group, parts.member] = True
    applies = parts.rows.status != NOT_APPLICABLE
    usable = parts.rows.present
    if metric.measure.aggregation is Aggregation.MEAN:
        usable = usable & ~np.isnan(parts.rows.weight)
    empty[parts.group, parts.member] = applies & ~usable
    # A member that has never had a row did not exist yet.
    begun: Flags = np.logical_or.accumulate(there, axis=0)
    return empty | (begun & ~there)


def _figures(parts: _Parts, metric: Metric) -> tuple[Floats, Floats, Floats, Floats]:
    """Return value, numerator, denominator and weight of each period; NaN where there is none."""
    rows, empty = parts.rows, np.full(len(parts.places), np.nan)
    match metric.measure.aggregation:
        case Aggregation.RATIO:
            over, under = parts.sums(rows.numerator), parts.sums(rows.denominator)
            return _share(metric.measure.scale * over, under), over, under, empty
        case Aggregation.MEAN:
            weight = parts.sums(rows.weight)
            value = _share(parts.sums(rows.value * rows.weight), weight)
            return value, empty, empty.copy(), weight
        case Aggregation.MAX | Aggregation.MIN as extreme:
            sign = 1 if extreme is Aggregation.MAX else -1
            value = np.full(len(parts.places), -np.inf)
            there = rows.present
            np.maximum.at(value, parts.group[there], sign * rows.value[there])
            return sign * value, empty, empty.copy(), empty.copy()
        case _:
            return parts.sums(rows.value), empty, empty.copy(), empty.copy()


def _share(over: Floats, under: Floats) -> Floats:
    shares = np.full(len(over), np.nan)
    above = under > 0
    shares[above] = over[above] / under[above]
    return shares


def _statuses(parts: _Parts, known: Flags, gap: Flags) -> Whole:
    rows = parts.rows
    weakest = np.zeros(len(parts.places), dtype="int64")
    np.maximum.at(weakest, parts.group, np.where(rows.present, RANKS[rows.status], 0))
    return np.where(known, BY_RANK[weakest], np.where(gap, MISSING, NOT_APPLICABLE))


def _notes(parts: _Parts, known: Flags, lacking: Flags, *, names: Sequence[str]) -> Objects:
    """Return the note of each period: who lacks, or what all its members say alike."""
    notes = np.full(len(parts.places), "", dtype=object)
    for period in np.flatnonzero(lacking.any(axis=1)).tolist():
        notes[period] = _whose(
            [names[member] for member in np.flatnonzero(lacking[period]).tolist()]
        )
    if not (parts.rows.note != "").any():
        return notes
    said: dict[int, set[str]] = {}
    for period, note in zip(parts.group.tolist(), parts.rows.note.tolist(), strict=True):
        said.setdefault(period, set()).add(note)
    for period, words in said.items():
        if known[period] and len(words) == 1:
            notes[period] = words.pop()
    return notes


def _whose(names: Sequence[str]) -> str:
    """Return "No value for the whole: Zone 3 has none."; many names are counted."""
    shown = list(names[:NAMED])
    if len(names) > NAMED:
        shown.append(f"{len(names) - NAMED} more")
    words = " and ".join(part for part in (", ".join(shown[:-1]), shown[-1]) if part)
    return f"No value for the whole: {words} {'has' if len(names) == 1 else 'have'} none."
