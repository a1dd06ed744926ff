"""Every number in a generated sentence is in the data, or a difference of two that are."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from typing import Any

from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st

from performance import sentences
from performance.model import Record
from performance.text import MINUS, Wording, rounded
from records import monthly, record_of

WORDING = Wording("en_US", 7)
FIGURE = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
VERDICT = re.compile(r"was \$?([\d,.]+)\D.*(better|worse) than the target of \$?([\d,.]+)")
DAYS_LATE = re.compile(r"(\d+) days? late")

amounts = st.one_of(st.integers(0, 200).map(float), st.floats(0, 5_000).map(lambda v: round(v, 3)))


@st.composite
def records(draw: st.DrawFn) -> Record:
    """Return a record of up to 30 months, with gaps, judged on any target in any direction."""
    values = draw(st.lists(st.one_of(st.none(), amounts), min_size=1, max_size=30))
    direction = draw(st.sampled_from(["increase", "decrease", "range", "none"]))
    edge, near = draw(amounts), draw(st.sampled_from([0.0, 0.5, 5.0]))
    target: dict[str, Any] = {"from": "2020-01", "near": near, "value": edge}
    if direction == "range":
        target = {"from": "2020-01", "near": near, "low": edge, "high": edge + 10}
    unit = draw(
        st.sampled_from(
            [
                {"name": "percent", "symbol": "%", "decimals": 1},
                {"name": "requests", "symbol": "", "decimals": 0},
                {"name": "US dollars", "symbol": "$", "decimals": 2},
            ]
        )
    )
    return record_of(
        monthly("2024-06", values),
        as_of=date(2026, 11, 20) - timedelta(days=draw(st.integers(0, 400))),
        unit=unit,
        direction=direction,
        targets=[] if direction == "none" else [target],
        stage=draw(st.sampled_from(["live", "pilot", "paused", "retired"])),
    )


@over(records())
@settings(max_examples=150, deadline=None)
def test_every_number_of_a_finding_is_in_the_data(record: Record) -> None:
    """No sentence holds a figure that cannot be found in the table or worked out of two rows."""
    finding = sentences.finding(record, WORDING)
    assert MINUS not in finding
    allowed = set(_allowed(record))
    strange = [figure for figure in FIGURE.findall(finding) if figure not in allowed]
    assert strange == [], f"{strange} in {finding}"


@over(records())
@settings(max_examples=100, deadline=None)
def test_a_verdict_never_contradicts_its_figures(record: Record) -> None:
    """Who compares the two written figures finds the verdict that is written beside them."""
    said = sentences.standing(record, WORDING)
    found = re.search(
        r"result was \$?([\d,.]+)\D.*(better|worse) than the target of \$?([\d,.]+)", said
    )
    if found is None:
        return
    value, target = (float(text.strip(".").replace(",", "")) for text in found.group(1, 3))
    higher_is_better = record.metric.direction.value == "increase"
    assert value != target
    assert (value > target) is (higher_is_better is (found[2] == "better"))


def _allowed(record: Record) -> Iterator[str]:
    """Yield every figure that a finding may hold, with any number of decimals."""
    values = [v for v in record.series["value"].tolist() if v == v]
    figures = list(values)
    for target in record.metric.targets:
        figures += [
            f for f in (target.value, target.low, target.high, target.near) if f is not None
        ]
    pairs = list(product(values, values))
    figures += [abs(a - b) for a, b in pairs]
    figures += [100 * abs(a - b) / b for a, b in pairs if b > 0]
    for figure, decimals in product(figures, range(8)):
        yield WORDING.number(rounded(figure, decimals), decimals)
    yield "0.1"  # "less than 0.1%"
    yield from _calendar(record)


def _calendar(record: Record) -> Iterator[str]:
    """Yield the figures of dates: years of the series and around, days, and days late."""
    yield from (str(year) for year in range(2023, 2029))
    late = record.lateness
    if late.due is not None:
        yield str(late.due.day)
        yield WORDING.number(late.days)
        yield WORDING.number(late.missed)


def test_the_days_late_are_those_of_the_calendar() -> None:
    """January's value was due on February 20; on March 4 it is 12 days late (28 − 20 + 4)."""
    record = record_of(monthly("2025-11", [90.0, 91.0]), as_of=date(2026, 3, 4))
    found = DAYS_LATE.search(sentences.lateness(record, WORDING))
    assert found is not None
    assert found[1] == "12"
