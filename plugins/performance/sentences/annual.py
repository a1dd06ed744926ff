"""Sentences about a metric in the year of an annual report."""

from __future__ import annotations

from performance.model import Attainment, FiscalYear, Judgement, Metric, YearFigures
from performance.sentences.comparison import share_of_base
from performance.sentences.figures import PERIODS, beside, capital, edges, exact, span
from performance.sentences.standing import verdict
from performance.text import Wording

JUDGED = (Attainment.MET, Attainment.NEAR, Attainment.MISSED)


def annual(figures: YearFigures, metric: Metric, wording: Wording) -> str:
    """Return how a metric stood in the year, and how that compares with the year before."""
    year = figures.year
    if year is None:
        return "There is no value for the year."
    named = year_name(figures.number, metric, wording)
    if year.value is None:
        return _by_period(year, named, metric, wording)
    against = edges(year.target, metric, year.target_value) if year.target is not None else ()
    unit = beside(year.value, against, metric.unit)
    said = f"In {named} the result was {wording.quantity(year.value, unit)}"
    if year.attainment in JUDGED:
        found = Judgement(
            year.attainment,
            value=year.value,
            target=year.target,
            target_value=year.target_value,
        )
        said += f", {verdict(found, metric, unit=unit, wording=wording)}"
    return " ".join(part for part in (f"{said}.", _compared(figures, metric, wording)) if part)


def year_name(number: int, metric: Metric, wording: Wording) -> str:
    """Return a year of a metric in words: "fiscal year 2026", or "2025" for its own years."""
    own = metric.frequency == "A" and metric.year_start == 1
    return f"{number}" if own else wording.fiscal_year(number)


def annual_trend(figures: YearFigures) -> str:
    """Return the trend in a word for a table: "Improving"; "–" where there are too few values."""
    found = figures.trend.verdict
    return "–" if found == "too few periods" else capital(found)


def amount(kind: str, value: float, currency: str, wording: Wording) -> str:
    """Return money as "$144,300,000", to the cent where there are cents, or a number of staff.

    `currency` is a code, "" for the currency of the locale's country.
    """
    if kind == "staff":
        return wording.number(value, 0 if value.is_integer() else 1)
    return wording.money(round(100 * value), wording.sign(currency))


def _by_period(year: FiscalYear, named: str, metric: Metric, wording: Wording) -> str:
    """Return the range of a year whose periods do not combine, and in how many it was on target."""
    if year.low is None or year.high is None:
        return f"The values of {named} are not complete, so there is no figure for the year."
    said = f"In {named} results were {span(year.low, year.high, metric.unit, wording)}"
    if year.periods_judged and year.target_value is not None:
        met, judged = wording.number(year.periods_met), wording.number(year.periods_judged)
        goal = exact(year.target_value, metric.unit, wording)
        noun = PERIODS[metric.frequency]
        said += f"; the target of {goal} was met in {met} of {judged} {noun}"
    return f"{said}."


def _compared(figures: YearFigures, metric: Metric, wording: Wording) -> str:
    size = figures.difference
    if size is None:
        return ""
    before = year_name(figures.number - 1, metric, wording)
    words = wording.difference(size, metric.unit)
    if not any(digit in words for digit in "123456789"):
        return f"That is {'' if size == 0 else 'almost '}the same as in {before}."
    share = ""
    if figures.percent is not None:
        share = f" ({share_of_base(figures.percent, wording)})"
    return f"That is {words}{share} {'higher' if size > 0 else 'lower'} than in {before}."
