"""What a reference stands for: a figure of the report in words, with the anchor of its row."""

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from performance.model import (
    Annual,
    Attainment,
    Department,
    FiscalYear,
    Metric,
    Record,
    Report,
    Target,
    Unit,
    YearFigures,
)
from performance.period import parse
from performance.reports.reference import Call, Reference
from performance.sentences import target as target_words
from performance.sentences.figures import beside, edges, exact, span
from performance.text import ATTAINMENT_WORDS, Wording

OF_YEAR = ("value", "target", "attainment", "change", "numerator", "denominator")
OF_METRIC = (*OF_YEAR, "title", "fy", "period", "latest")
OF_PERIOD = ("value", "target", "attainment", "name")
OF_MONEY = ("spending", "staff", "change")
OF_ALL_MONEY = ("spending", "revenue", "staff")


class Unresolved(Exception):  # noqa: N818  # What it says is no error of the program.
    """A reference that leads nowhere: what is wrong, and what there is."""

    def __init__(self, message: str, remedy: str = "") -> None:
        self.message, self.remedy = message, remedy
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Source:
    """What references are resolved from: the report's figures and what they are called."""

    report: Report
    annual: Annual
    records: Mapping[str, Record]
    departments: Mapping[str, Department]
    wording: Wording


@dataclass(frozen=True, slots=True)
class Resolved:
    """A figure in words; `anchor` is that of its row in the report, "" for none.

    `source` is where a figure comes from that is not of the data.
    """

    words: str
    anchor: str = ""
    source: str = ""


def resolved(reference: Reference, source: Source) -> Resolved:
    """Return what a reference stands for; raises Unresolved, with what there is in its place."""
    if reference.fault:
        raise Unresolved(f"this is no reference: {reference.fault}")
    subjects: Mapping[str, Callable[[Reference, Source], Resolved]] = {
        "metric": _metric,
        "counts": _counts,
        "money": _money,
        "literal": _literal,
    }
    subject = subjects.get(reference.subject)
    if subject is None:
        raise _unknown(reference.subject, subjects, "there is no subject")
    return subject(reference, source)


def metric_anchor(name: str) -> str:
    """Return the anchor of a metric's row in its department's table."""
    return f"metric-{name}"


def money_anchor(item: str) -> str:
    """Return the anchor of an amount's row in the part about money."""
    return f"money-{item}"


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
        raise _unknown(name, source.annual.figures, "there is no metric")
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
    return Resolved(_of_year(last, year, figures, record=record, wording=source.wording), anchor)


def _year_of(head: Call, figures: YearFigures) -> FiscalYear:
    if len(head.arguments) != 1 or not isinstance(head.arguments[0], int):
        raise Unresolved("write the fiscal year as a number, as in fy(2026)")
    return _year(figures, head.arguments[0])


def _year(figures: YearFigures, number: int) -> FiscalYear:
    found = figures.of(number)
    if found is None:
        years = ", ".join(str(year.year) for year in figures.years) or "none"
        raise Unresolved(
            f"the metric has no figures of {number} in this report", f"It has: {years}."
        )
    return found


def _of_year(
    steps: tuple[Call, ...],
    year: FiscalYear,
    figures: YearFigures,
    *,
    record: Record,
    wording: Wording,
) -> str:
    step, metric = _single(steps, OF_YEAR, "the figures of a year have"), record.metric
    match step:
        case "value":
            words = year_value(year, metric, wording)
            return _found(words if words != "no value" else "", f"{year.year} has no value")
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
    found = figures.period(key)
    metric, wording = record.metric, source.wording
    if found is None:
        last = f"The last with a value is {figures.latest}." if figures.latest else ""
        raise Unresolved(f"the metric has no figure of the period {key!r}", last)
    period = parse(key, metric.frequency, metric.year_start)
    match _single(rest, OF_PERIOD, "the figure of a period has"):
        case "name":
            return wording.period(period)
        case "target":
            return _target(found.target, metric, wording)
        case "attainment":
            return ATTAINMENT_WORDS[found.attainment].lower()
        case _:
            if found.value is None:
                raise Unresolved(f"{key} has no value")
            by_period = found.target is not None and found.target.basis == "period"
            against = edges(found.target, metric) if by_period and found.target else ()
            return wording.quantity(found.value, beside(found.value, against, metric.unit))


def _target(target: Target | None, metric: Metric, wording: Wording) -> str:
    """Return the figures of a target alone: a sentence says itself what is wanted."""
    if target is None:
        raise Unresolved("there was no target")
    if target.low is not None and target.high is not None:
        return target_words(target, metric, wording)
    if target.value is None:
        raise Unresolved("there was no target")
    return exact(target.value, metric.unit, wording)


def _counts(reference: Reference, source: Source) -> Resolved:
    steps, year = reference.calls[1:], source.annual.fiscal_year
    if steps and steps[0].name == "fy":
        given = steps[0].arguments
        year = given[0] if len(given) == 1 and isinstance(given[0], int) else 0
        steps = steps[1:]
    counts = source.annual.counts.get(year)
    if counts is None:
        years = " and ".join(map(str, sorted(source.annual.counts)))
        raise Unresolved(f"there are no counts of {year}", f"There are those of {years}.")
    allowed = (*(attainment.value for attainment in Attainment), "total")
    step = _single(steps, allowed, "the counts have")
    number = sum(counts.values()) if step == "total" else counts[Attainment(step)]
    return Resolved(source.wording.number(number), "glance")


def _money(reference: Reference, source: Source) -> Resolved:
    annual, wording = source.annual, source.wording
    year, item = annual.fiscal_year, reference.named
    if not item:
        kind = _single(reference.calls[1:], OF_ALL_MONEY, "money has")
        whole = annual.total(kind, year)
        words = "" if whole is None else _amount(kind, whole, wording)
        return Resolved(_found(words, f"no {kind} is given for {year}"), "money")
    known = {a.item for a in annual.money if a.fiscal_year == year}
    if item not in known:
        raise _unknown(item, known, "no money is given for")
    step = _single(reference.calls[1:], (*OF_MONEY, "revenue"), "money has")
    kind = "spending" if step == "change" else step
    now, before = annual.amount(kind, item, year), annual.amount(kind, item, year - 1)
    if step == "change" and now is not None and before is not None:
        size = _amount(kind, abs(now - before), wording)
        return Resolved(f"{size} {'more' if now >= before else 'less'}", money_anchor(item))
    words = "" if now is None or step == "change" else _amount(kind, now, wording)
    return Resolved(_found(words, f"no {step} of {item} is given"), money_anchor(item))


def _amount(kind: str, value: float, wording: Wording) -> str:
    if kind == "staff":
        return wording.number(value, 0 if value.is_integer() else 1)
    return wording.value(value, Unit("money", wording.currency))


def _literal(reference: Reference, source: Source) -> Resolved:
    del source
    given = reference.calls[0].arguments
    if len(reference.calls) != 1 or len(given) != 2 or not all(isinstance(a, str) for a in given):
        raise Unresolved(
            "a figure from elsewhere has two texts: the figure, and where it comes from",
            'Write it as in {{ literal("38", "City Clerk, May 2026") }}.',
        )
    words, said = str(given[0]).strip(), str(given[1]).strip()
    if not words or not said:
        raise Unresolved("neither the figure nor where it comes from may be empty")
    return Resolved(words, source=said)


def _single(steps: tuple[Call, ...], allowed: Iterable[str], what: str) -> str:
    """Return the one step that is left, which has no arguments and is one of the allowed."""
    names = tuple(allowed)
    if not steps:
        raise Unresolved(f"{what}: {', '.join(names)}", "Write one of them after a full stop.")
    step = steps[0]
    if step.name not in names:
        raise _unknown(step.name, names, what)
    if len(steps) > 1 or step.arguments:
        raise Unresolved(f"nothing can follow {step.name}")
    return step.name


def _found(words: str, otherwise: str) -> str:
    if not words:
        raise Unresolved(otherwise)
    return words


def _unknown(name: str, known: Iterable[str], what: str) -> Unresolved:
    names = sorted(known)
    near = difflib.get_close_matches(name, names, n=1)
    few = f"Allowed: {', '.join(names)}." if len(names) <= 16 else ""
    message = f"{what} {name!r}" if what.startswith(("there", "no ")) else f"{what} no {name!r}"
    return Unresolved(message, f"Did you mean {near[0]}?" if near else few)
