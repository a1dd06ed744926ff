"""What the files say of a metric in words: how it is measured, where it is and how to cite it."""

from __future__ import annotations

from performance import urls
from performance.catalogue.citation import citation as cited
from performance.model import Aggregation, Measure, Record
from performance.settings import Settings
from performance.text import Wording

# How the values of several periods or members become one.
COMBINED = {
    Aggregation.SUM: "Several values are added up.",
    Aggregation.LAST: "Of several periods the last value counts.",
    Aggregation.MEAN: "Several values are averaged.",
    Aggregation.MAX: "Of several values the highest counts.",
    Aggregation.MIN: "Of several values the lowest counts.",
    Aggregation.NONE: "Values are not additive: they are never combined.",
}


def measure_in_words(record: Record, wording: Wording) -> str:
    """Return how a value of the metric comes from the columns of its resource, in sentences."""
    measure = record.metric.measure
    fields = record.package.resource(record.metric.resource).fields
    titles = {f.name: f.title or f.name for f in fields}
    if measure.aggregation is Aggregation.RATIO:
        top, bottom = (titles.get(c or "", c) for c in (measure.numerator, measure.denominator))
        scale = "" if measure.scale == 1 else f"{_plain(measure.scale, wording)} × "
        return f"{scale}{top} ÷ {bottom}. Several values are combined as the ratio of their sums."
    words = f"{titles.get(measure.value or '', measure.value)}. {_combined(measure, titles)}"
    if measure.cumulative:
        words += f" Each value counts from the start of the {measure.cumulative.replace('-', ' ')}."
    return words


def address(record: Record, settings: Settings) -> str:
    """Return the public address of the metric's page; empty where the site's is not known."""
    site = settings.site_url.rstrip("/")
    return f"{site}/{urls.metric(record.metric.name)}" if site else ""


def citation(record: Record, wording: Wording, settings: Settings) -> str:
    """Return how to cite the metric's data: publisher, title, edition, as-of date, address."""
    metric = record.metric
    return cited(
        record.package, metric.title, urls.metric(metric.name), wording=wording, settings=settings
    )


def _combined(measure: Measure, titles: dict[str, str]) -> str:
    if measure.aggregation is Aggregation.MEAN and measure.weight:
        return f"Several values are averaged, weighted by {titles.get(measure.weight)}."
    return COMBINED[measure.aggregation]


def _plain(number: float, wording: Wording) -> str:
    """Return a factor in words, with as many decimals as it has."""
    decimals = repr(float(number)).removesuffix(".0").partition(".")[2]
    return wording.number(number, len(decimals) if decimals.isdigit() else 0)
