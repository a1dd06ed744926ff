"""What has changed in the data since a report was published: listed, never edited in."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isclose

from performance.model import Annual, FiscalYear, Target, YearFigures

Number = float | str | None


@dataclass(frozen=True, slots=True)
class Correction:
    """A figure of a published report that the data now give otherwise.

    `metric` is its name, "" for money; `what` says which figure ("value", "target", "attainment",
    "periods with a value", "trend" …), `of` of what: a year, a period's key, a member or an item.
    `in_unit` is whether `was` and `now` are in the metric's unit.
    """

    metric: str
    what: str
    of: str
    was: Number
    now: Number
    in_unit: bool = True


def corrections(published: Annual, now: Annual) -> tuple[Correction, ...]:
    """Return every figure of a published report that differs now, in the report's order."""
    found = []
    for name, figures in published.figures.items():
        was = _numbers(figures)
        given = now.figures.get(name)
        later = {} if given is None else _numbers(given)
        for key, (number, in_unit) in was.items():
            other = later.get(key, (None, in_unit))[0]
            if not _same(number, other):
                found.append(Correction(name, *key, number, other, in_unit))
        added = ((key, pair) for key, pair in later.items() if key not in was)
        found += [Correction(name, *key, None, number, unit) for key, (number, unit) in added]
    amounts = {(a.kind, a.item, a.fiscal_year): a.value for a in now.money}
    for amount in published.money:
        other_ = amounts.get((amount.kind, amount.item, amount.fiscal_year))
        if not _same(amount.value, other_):
            of = f"{amount.title or amount.item} {amount.fiscal_year}"
            found.append(Correction("", amount.kind, of, amount.value, other_))
    return tuple(found)


def _numbers(figures: YearFigures) -> dict[tuple[str, str], tuple[Number, bool]]:
    """Return every number of a metric that a report shows, by what it is and of what."""
    return {
        (what, of): (number, in_unit)
        for what, of, number, in_unit in (
            *(each for year in figures.years for each in _of_year(year)),
            *_of_target("target of the next year", str(figures.number + 1), figures.next_target),
            *(("value", p.period, p.value, True) for p in figures.periods),
            *(("value", f"{m.dimension}: {m.member}", m.value, True) for m in figures.members),
            *(("lowest", f"{m.dimension}: {m.member}", m.low, True) for m in figures.members),
            *(("highest", f"{m.dimension}: {m.member}", m.high, True) for m in figures.members),
            *(("benchmark", b.title, b.value, True) for b in figures.benchmarks),
            ("trend", str(figures.number), figures.trend.verdict, False),
        )
    }


def _of_year(year: FiscalYear) -> Iterator[tuple[str, str, Number, bool]]:
    of = str(year.year)
    yield "value", of, year.value, True
    yield "lowest period", of, year.low, True
    yield "highest period", of, year.high, True
    yield from _of_target("target", of, year.target)
    yield "attainment", of, year.attainment.value, False
    yield "periods with a value", of, float(year.periods), False
    yield "periods that met their target", of, float(year.periods_met), False


def _of_target(
    what: str, of: str, target: Target | None
) -> Iterator[tuple[str, str, Number, bool]]:
    if target is None:
        yield what, of, None, True
    elif target.low is not None and target.high is not None:
        yield f"{what} (lower end)", of, target.low, True
        yield f"{what} (upper end)", of, target.high, True
    else:
        yield what, of, target.value, True


def _same(one: Number, other: Number) -> bool:
    if isinstance(one, float | int) and isinstance(other, float | int):
        return isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return one == other
