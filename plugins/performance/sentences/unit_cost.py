"""What a cost is the cost of, and how the costs of a program are worked out."""

from __future__ import annotations

from performance.model import Aggregation, Record
from performance.text import Wording, rounded, singular

METHOD = (
    "Cost for each is the program's actual spending in a fiscal year, divided by the count of the "
    "same year. It holds all work of the program, so it is not the price of one more. It is given "
    "where the year is over and every period has its value, and where the metric counts what the "
    "program puts out. Amounts are those of their own year, not adjusted for inflation."
)


def counted_one(record: Record) -> str:
    """Return one of what a metric counts: "visit", "request (closed in time)"."""
    if record.metric.measure.aggregation is Aggregation.SUM:
        return singular(record.metric.unit.name)
    field = record.output_field
    title = field.title if field is not None else ""
    title = title or (record.metric.output or "").replace("_", " ")
    unit = field.unit if field is not None else ""
    if not unit:
        return title
    # "Scheduled collections" already says of what it is the count.
    if title.casefold().endswith(unit.casefold()):
        return singular(title.lower())
    return f"{singular(unit)} ({title.lower()})"


def cost_of_one(cents: float, sign: str, wording: Wording) -> str:
    """Return the cents for each, to the cent: "$113.40"; `sign` is that of the currency."""
    return wording.money(rounded(cents, 0), sign)
