"""What a reference stands for: a figure of the report in words, with the anchor of its row."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from performance.model import FiscalYear, Metric, Record, Target, Unit, YearFigures
from performance.period import parse
from performance.reports.figure import (
    Resolved,
    Source,
    Unresolved,
    cost_anchor,
    found,
    metric_anchor,
    single,
    unknown,
)
from performance.reports.reference import Call, Reference
from performance.reports.totals import counts, literal, money
from performance.sentences import cost_of_one
from performance.sentences import target as target_words
from performance.sentences.figures import beside, edges, exact, span
from performance.text import ATTAINMENT_WORDS, Wording

OF_YEAR = ("value", "target", "attainment", "change", "numerator", "denominator", "cost")
OF_METRIC = (*OF_YEAR, "title", "fy", "period", "latest")
OF_PERIOD = ("value", "target", "attainment", "name")


def resolved(reference: Reference, source: Source) -> Resolved:
    """Return what a reference stands for; raises Unresolved, with what there is in its place."""
    if reference.fault:
        raise Unresolved(f"this is no reference: {reference.fault}")
    subjects: Mapping[str, Callable[[Reference, Source], Resolved]] = {
        "metric": _metric,
        "counts": counts,
        "money": money,
        "literal": literal,
    }
    subject = subjects.get(reference.subject)
    if subject is None:
        raise unknown(reference.subject, subjects, "there is no subject")
    return subject(reference, source)


def year_value(year: FiscalYear, metric: Metric, wording: Wording) -> str:
    """Return the value of a year as a sentence has it, or the range of its periods."""
    if year.value is not None:
        against = edges(year.target, metric, year.target_value) if year.target else ()
        return wording.quantity(year.value, beside(year.value, against, metric.unit))
    if year.low is None or year.high is None:
        return "no value"
    return span(year.low, year.high, metric.unit, wording)


def _metric(reference: Reference, source: Source) -> Resolved:
    name = reference.named
    if len(reference.calls[0].arguments) != 1 or not name:
        raise Unresolved('write the metric\'s name, as in metric("solid-waste-on-time")')
    if name not in source.annual.figures or name not in source.records:
        raise unknown(name, source.annual.figures, "there is no metric")
    record, figures = source.records[name], source.annual.figures[name]
    steps = reference.calls[1:]
    if not steps:
        raise Unresolved(f"say what of the metric: {', '.join(OF_METRIC)}")
    head, rest = steps[0], steps[1:]
    anchor = metric_anchor(name)
    if head.name == "title" and not rest:
        return Resolved(record.metric.title, anchor)
    if head.name in ("period", "latest"):
        return Resolved(_period(head, rest, figures, record=record, source=source), anchor)
    if head.name == "fy":
        year = _year_of(head, figures)
        if not rest:
            raise Unresolved(f"say what of the year: {', '.join(OF_YEAR)}")
        last = rest
    else:
        year, last = _year(figures, figures.number), steps
    if last[0].name == "cost":
        single(last, OF_YEAR, "the figures of a year have")
        return Resolved(unit_cost(name, year.year, source), cost_anchor(name))
    return Resolved(_of_year(last, year, figures, record=record, wording=source.wording), anchor)


def _year_of(head: Call, figures: YearFigures) -> FiscalYear:
    if len(head.arguments) != 1 or not isinstance(head.arguments[0], int):
        raise Unresolved("write the fiscal year as a number, as in fy(2026)")
    return _year(figures, head.arguments[0])


def _year(figures: YearFigures, number: int) -> FiscalYear:
    known = figures.of(number)
    if known is None:
        years = ", ".join(str(year.year) for year in figures.years) or "none"
        raise Unresolved(
            f"the metric has no figures of {number} in this report", f"It has: {years}."
        )
    return known


def _of_year(
    steps: tuple[Call, ...],
    year: FiscalYear,
    figures: YearFigures,
    *,
    record: Record,
    wording: Wording,
) -> str:
    step, metric = single(steps, OF_YEAR, "the figures of a year have"), record.metric
    match step:
        case "value":
            words = year_value(year, metric, wording)
            return found(words if words != "no value" else "", f"{year.year} has no value")
        case "target":
            return _target(year.target, metric, wording)
        case "attainment":
            return ATTAINMENT_WORDS[year.attainment].lower()
        case "change":
            if year.year != figures.number:
                raise Unresolved(f"the change is that of {figures.number} on the year before")
            return change(figures, metric.unit, wording)
        case _:
            number = year.numerator if step == "numerator" else year.denominator
            if number is None:
                raise Unresolved(f"{year.year} has no {step}: the metric is no ratio")
            return wording.number(number, 0 if number.is_integer() else 1)


def unit_cost(name: str, year: int, source: Source) -> str:
    """Return what each thing that a metric counts cost; raises Unresolved where it has no cost."""
    annual, wording = source.annual, source.wording
    cost = annual.unit_cost(name, year)
    if cost is None or cost.each is None:
        mine = (c for c in annual.unit_costs if c.metric == name and c.each is not None)
        years = ", ".join(str(c.fiscal_year) for c in mine) or "none"
        raise Unresolved(f"there is no cost of {year} in this report", f"It has: {years}.")
    return cost_of_one(cost.each, wording.sign(annual.currency), wording)


def change(figures: YearFigures, unit: Unit, wording: Wording) -> str:
    """Return "6.1 percentage points higher"; raises Unresolved where nothing is compared."""
    size = figures.difference
    if size is None:
        raise Unresolved("there is no year before to compare with")
    words = wording.difference(size, unit)
    if not any(digit in words for digit in "123456789"):
        return "the same" if size == 0 else "almost the same"
    return f"{words} {'higher' if size > 0 else 'lower'}"


def _period(
    head: Call,
    rest: tuple[Call, ...],
    figures: YearFigures,
    *,
    record: Record,
    source: Source,
) -> str:
    key = figures.latest if head.name == "latest" else str((*head.arguments, "")[0])
    held = figures.period(key)
    metric, wording = record.metric, source.wording
    if held is None:
        last = f"The last with a value is {figures.latest}." if figures.latest else ""
        raise Unresolved(f"the metric has no figure of the period {key!r}", last)
    period = parse(key, metric.frequency, metric.year_start)
    match single(rest, OF_PERIOD, "the figure of a period has"):
        case "name":
            return wording.period(period)
        case "target":
            return _target(held.target, metric, wording)
        case "attainment":
            return ATTAINMENT_WORDS[held.attainment].lower()
        case _:
            if held.value is None:
                raise Unresolved(f"{key} has no value")
            by_period = held.target is not None and held.target.basis == "period"
            against = edges(held.target, metric) if by_period and held.target else ()
            return wording.quantity(held.value, beside(held.value, against, metric.unit))


def _target(target: Target | None, metric: Metric, wording: Wording) -> str:
    """Return the figures of a target alone: a sentence says itself what is wanted."""
    if target is None:
        raise Unresolved("there was no target")
    if target.low is not None and target.high is not None:
        return target_words(target, metric, wording)
    if target.value is None:
        raise Unresolved("there was no target")
    return exact(target.value, metric.unit, wording)
