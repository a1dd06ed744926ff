"""Turn the rows of one series into observations: one a month, mended, with their notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from statistics import median

from msgspec import Struct
from msgspec.structs import replace

from performance.foratlanta.columns import faults_of
from performance.foratlanta.decisions import Decision
from performance.foratlanta.months import Placed, fault, gaps, place
from performance.foratlanta.read import Row
from performance.foratlanta.report import Fault

# Wider than the check's factor of ten: what the check may ask is answered, and a little more.
JUMP = 8
BEFORE = 12
FEWEST = 3


class Observation(Struct, frozen=True):
    """One month of a series as it is published; cells are text, empty where there is none.

    `row` is the source row behind it, none where the source has none.
    """

    month: str
    value: str
    volume: str
    obs_status: str
    note: str
    row: Row | None


class Series(Struct, frozen=True):
    """A series of the source: its decisions, its months in order, the labels it goes by."""

    decision: Decision
    observations: tuple[Observation, ...]
    labels: tuple[str, ...]


def mend(rows: Sequence[Row], decision: Decision) -> tuple[Series, list[Row], list[Fault]]:
    """Return a series of mended observations, the rows left out, and every fault met.

    Each row is published or left out; no other observation has a value.
    """
    faults = [found for row in rows for found in faults_of(row, decision)]
    placed, left_out, found = place(rows, decision)
    faults += found
    observed: dict[str, Observation] = {}
    for month, one in placed.items():
        observed[month], found = _observe(one, decision)
        faults += found
    observed, found = _answered(observed, decision)
    faults += found
    for month in gaps(observed):
        observed[month] = _absent(month)
        faults.append(_missing(month, decision))
    labels = tuple(dict.fromkeys(row.label for row in rows))
    months = tuple(observed[month] for month in sorted(observed))
    return Series(decision, months, labels), left_out, faults


def percent(result: str) -> str:
    """Return a share of 1 in percent, exactly: "0.57" is "57", "0.985972897" is "98.5972897"."""
    return decimal_text(Decimal(result) * 100)


def decimal_text(number: Decimal) -> str:
    """Return a number in plain digits, without trailing zeros and without a sign on zero."""
    shown = f"{number:f}"
    shown = shown.rstrip("0").rstrip(".") if "." in shown else shown
    return "0" if shown in ("-0", "") else shown


def _observe(placed: Placed, decision: Decision) -> tuple[Observation, list[Fault]]:
    """Return a row as an observation: in percent where a share, missing where it cannot be true."""
    row, month = placed.row, placed.month
    notes = [*placed.notes]
    notes += [s.text.format(result=row.result) for s in decision.notes if s.holds(month)]
    value = row.volume if month >= decision.value_from_volume else row.result
    status, faults = "final", []
    if value == "":
        notes.append("the source has a row without a result.")
        status = "missing"
        faults.append(fault("blank-result", row, decision, found="blank", done="missing"))
    elif Decimal(value) == 0 and month in decision.zeros:
        notes.append(f"the source says 0, which cannot be true: {decision.zeros[month]}")
        value, status = "", "missing"
        found = f"Result {row.result}: {decision.zeros[month]}"
        faults.append(fault("impossible-zero", row, decision, found=found, done="missing"))
    else:
        value = percent(value) if decision.fraction else decimal_text(Decimal(value))
    faults += [
        fault("out-of-line", row, decision, found=span.text, done="published with a note")
        for span in decision.notes
        if span.holds(month) and month < decision.value_from_volume
    ]
    volume = row.volume if decision.volume is not None else ""
    note = _joined(row.explanation, notes)
    return Observation(month, value, volume, status, note, row), faults


def _answered(
    observed: Mapping[str, Observation], decision: Decision
) -> tuple[dict[str, Observation], list[Fault]]:
    """Return the observations with a note on every value that a reader would ask about.

    Asked about are a 0, a share outside 0 to 100, and a value far from the median of those before.
    """
    answered: dict[str, Observation] = {}
    faults: list[Fault] = []
    before: list[Decimal] = []
    for month, seen in sorted(observed.items()):
        answered[month] = seen
        if seen.value == "" or seen.row is None:
            continue
        value = Decimal(seen.value)
        told = any(span.holds(month) for span in decision.notes)
        for code, words in _questions(value, [] if told else before[-BEFORE:], decision):
            answer = _joined(answered[month].note, [words])
            answered[month] = replace(answered[month], note=answer)
            done = "published with a note"
            faults.append(fault(code, seen.row, decision, found=words, done=done, period=month))
        before.append(value)
    return answered, faults


def _questions(
    value: Decimal, before: Sequence[Decimal], decision: Decision
) -> Iterable[tuple[str, str]]:
    """Yield what is to be said of a value, as fault and words, given those of the months before."""
    if value == 0:
        yield "zero-kept", "the source says 0."
    if decision.fraction and decision.cumulative is None and not 0 <= value <= 100:
        yield "out-of-line", f"the source says {_said(value, decision)} of a whole."
    if len(before) < FEWEST:
        return
    middle = abs(median(before))
    if middle == 0 or value == 0:
        return
    if abs(value) >= JUMP * middle or abs(value) * JUMP <= middle:
        told = f"{len(before)} months before is {_said(median(before), decision)}"
        words = f"the source says {_said(value, decision)}; the median of the {told}."
        yield "out-of-line", words + _reason(decision)


def _said(value: Decimal, decision: Decision) -> str:
    return decimal_text(value) + ("%" if decision.fraction else "")


def _reason(decision: Decision) -> str:
    """Return why values of a series lie far apart without a fault; empty where they should not."""
    if decision.cumulative is None:
        return ""
    if decision.fraction:
        return " Changes lie close to 0, so one is easily many times another."
    return " A running total starts again every year."


def _absent(month: str) -> Observation:
    return Observation(month, "", "", "missing", "Import: no value in the source file.", None)


def _missing(month: str, decision: Decision) -> Fault:
    return Fault(
        "missing-month",
        decision.department,
        decision.chart,
        decision.label,
        period=month,
        found="no row for this month",
        done="declared missing",
    )


def _joined(explanation: str, notes: Sequence[str]) -> str:
    """Return a note: the source's own words first, then the import's, each marked as such."""
    said = explanation if not explanation or explanation.endswith(".") else f"{explanation}."
    return " ".join(filter(None, [said, *(f"Import: {note}" for note in notes)]))
