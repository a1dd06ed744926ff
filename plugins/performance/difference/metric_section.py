"""The section of a metric: its values before and after, its definition, its questions."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from performance.difference.definition import LABELS, described
from performance.difference.section import Listing, Section, Sparks
from performance.difference.spark import spark
from performance.difference.summary import standing
from performance.difference.values import MetricDifference, PackageDifference
from performance.difference.words import NAMED, VERDICTS, attainments, listed, periods
from performance.model import Attainment, Metric, ObsStatus, Record, Unit
from performance.period import parse
from performance.sentences.figures import MOST_DECIMALS, capital
from performance.text import MINUS, OBS_STATUS_WORDS, Wording, rounded

SHOWN = 20
LAST = 12


def section(metric: MetricDifference, package: PackageDifference, wording: Wording) -> Section:
    """Return the section of a metric."""
    listings = [_values(metric, wording)] if len(metric.values) else []
    listings += [_definition(metric, package, wording)] if metric.redefined else []
    listings += [_questions(metric)] if metric.questions else []
    return Section(
        metric.name,
        metric.title,
        tuple(_sentences(metric, wording)),
        tuple(listings),
        _sparks(metric, wording),
    )


def _sentences(metric: MetricDifference, wording: Wording) -> Iterator[str]:
    if metric.was is None:
        yield f"The metric is new; its address will be /metrics/{metric.name}/."
    elif metric.will_be is None:
        yield (
            f"The metric is removed, and /metrics/{metric.name}/ would be gone. Where it is no "
            "longer collected, keep it with the stage retired."
        )
    if metric.untold:
        yield f"The metric {metric.untold}."
    if metric.arrived:
        yield f"First values: {_arrived(metric, wording)}."
    yield from _standing(metric, wording)
    changes = attainments(metric, wording)
    if changes:
        yield f"Attainment goes {listed(changes)}."


def _arrived(metric: MetricDifference, wording: Wording) -> str:
    """Return the periods that have a first value, of a few with what it is and how it is judged."""
    record = metric.after
    if record is None or len(metric.arrived) > NAMED:
        return periods(metric.arrived, wording)
    told = {
        period: (value, Attainment(judged))
        for period, value, judged in record.series.rows(("period", "value", "attainment"))
    }
    said = []
    for period in metric.arrived:
        value, judged = told.get(period.key, (None, Attainment.NO_DATA))
        words = wording.period(period)
        if value is not None and value == value:
            words += f" {wording.value(value, record.metric.unit)} ({VERDICTS[judged]})"
        said.append(words)
    return listed(said)


def _standing(metric: MetricDifference, wording: Wording) -> Iterator[str]:
    told = standing(metric, wording)
    if told:
        yield told
    before, after = metric.before, metric.after
    if (
        before is not None
        and after is not None
        and before.lateness.days
        and not after.lateness.days
    ):
        yield "It is late now, and no longer after merging."


def _values(metric: MetricDifference, wording: Wording) -> Listing:
    definition = metric.will_be or metric.was
    assert definition is not None
    shown = metric.values.head(SHOWN)
    rows = [_value(row, definition, wording) for row in shown.to_dict("records")]
    columns = ["Period", "Of", "Now", "After merging", "Difference"]
    if not any(members for _, members, *_ in rows):
        # A metric without dimensions has no members to name.
        columns.remove("Of")
        rows = [(period, *figures) for period, _, *figures in rows]
    return Listing(
        "Published values that change",
        tuple(columns),
        tuple(rows),
        len(metric.values) - len(shown),
        numeric=tuple(range(len(columns) - 3, len(columns))),
    )


def _value(row: Mapping[Hashable, Any], metric: Metric, wording: Wording) -> tuple[str, ...]:
    period = parse(str(row["period"]), metric.frequency, metric.year_start)
    old, new = float(str(row["old"])), float(str(row["new"]))
    unit = _apart(old, new, metric.unit)
    statuses = (str(row["old_status"]), str(row["new_status"]))
    return (
        wording.period_short(period),
        str(row["members"]),
        _figure(old, statuses[0], unit, wording) if statuses[1] != "suppressed" else "withheld",
        _figure(new, statuses[1], unit, wording),
        difference(old, new, unit, wording),
    )


def _apart(old: float, new: float, unit: Unit) -> Unit:
    """Return the unit with enough decimals to tell the two values apart."""
    if old != old or new != new:
        return unit
    several = range(unit.decimals, unit.decimals + MOST_DECIMALS + 1)
    enough = (n for n in several if rounded(old, n) != rounded(new, n))
    return replace(unit, decimals=next(enough, unit.decimals))


def _figure(value: float, status: str, unit: Unit, wording: Wording) -> str:
    if value == value:
        return wording.value(value, unit)
    return OBS_STATUS_WORDS[ObsStatus(status)] if status else "no row"


def difference(old: float, new: float, unit: Unit, wording: Wording) -> str:
    """Return a difference with its sign: "+3.1 percentage points", "−12 requests (−4.0%)"."""
    if old != old or new != new:
        return ""
    sign = "+" if new > old else MINUS
    words = f"{sign}{wording.difference(new - old, unit)}"
    if unit.is_percent or not old:
        return words
    return f"{words} ({sign}{wording.number(abs((new - old) / old * 100), 1)}%)"


def _definition(metric: MetricDifference, package: PackageDifference, wording: Wording) -> Listing:
    was, will_be = metric.was, metric.will_be
    assert was is not None
    assert will_be is not None
    old = package.before.package if package.before is not None else None
    new = package.after.package if package.after is not None else None
    rows = tuple(
        (
            LABELS[name],
            described(name, was, old, wording),
            described(name, will_be, new, wording),
        )
        for name in metric.redefined
    )
    return Listing("What the metric says of itself", ("Property", "Now", "After merging"), rows)


def _questions(metric: MetricDifference) -> Listing:
    shown = metric.questions[:SHOWN]
    rows = tuple(
        (
            f"row {problem.row}" if problem.row is not None else "",
            problem.column or "",
            problem.value or "",
            capital(f"{problem.message}. {problem.remedy}"),
        )
        for problem in shown
    )
    columns = ("Where", "Column", "Found", "Question")
    caption = "Questions that the check asks of unusual values"
    return Listing(caption, columns, rows, len(metric.questions) - len(shown))


def _sparks(metric: MetricDifference, wording: Wording) -> Sparks | None:
    """Return the last twelve values before and after, on one scale."""
    states = [_last(record) for record in (metric.before, metric.after)]
    present = [v for _, values in states for v in values if v is not None]
    named = metric.will_be or metric.was
    if not present or named is None:
        return None
    low, high = min(present), max(present)
    lines = [spark(values, low, high) for _, values in states]
    if lines[0] == lines[1] and states[0] == states[1]:
        return None
    words = (
        f"Values from {wording.value(low, named.unit)} (lowest) to "
        f"{wording.value(high, named.unit)} (highest)"
    )
    told = [
        _ends(record, keys, wording)
        for record, (keys, _) in zip((metric.before, metric.after), states, strict=True)
    ]
    return Sparks(f"{lines[0]} {told[0]}".strip(), f"{lines[1]} {told[1]}".strip(), f"{words}.")


def _last(record: Record | None) -> tuple[list[str], list[float | None]]:
    if record is None:
        return [], []
    series = record.series.at(slice(-LAST, None))
    values = [None if v != v else v for v in series["value"].tolist()]
    return series["period"].tolist(), values


def _ends(record: Record | None, keys: list[str], wording: Wording) -> str:
    """Return from when to when the blocks are, and the last value."""
    if record is None or not keys:
        return ""
    metric = record.metric
    first, last = (parse(key, metric.frequency, metric.year_start) for key in (keys[0], keys[-1]))
    value = wording.value(record.series["value"][-1], metric.unit)
    names = [wording.period_short(first), wording.period_short(last)]
    return f"{' to '.join(dict.fromkeys(names))}, last {value}"
