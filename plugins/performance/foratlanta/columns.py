"""The faults of a row that lie in what its columns mean; none of them changes the row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from performance.foratlanta.decisions import HYPHENS, Decision
from performance.foratlanta.months import fault
from performance.foratlanta.read import Row
from performance.foratlanta.report import Fault

USUAL_DAY = 10
SPACES = re.compile(r"^\s|\s$|\s\s")
BESIDE = "kept in the column source_volume alone"


def faults_of(row: Row, decision: Decision) -> Iterator[Fault]:
    """Yield every fault of a row's date, label, Result and Volume that is known by its column."""
    yield from _of_date(row, decision)
    yield from _of_label(row, decision)
    yield from _of_result(row, decision)
    yield from _of_volume(row, decision)
    for span in decision.meanings:
        if span.holds(row.month):
            yield fault("column-meaning", row, decision, found=span.text, done=span.done)


def _of_date(row: Row, decision: Decision) -> Iterator[Fault]:
    found, done = f"dated {row.date}", "read as its month"
    yield fault("made-up-day", row, decision, found=found, done=done)
    if row.day != USUAL_DAY:
        yield fault("odd-day", row, decision, found=found, done=done)


def _of_label(row: Row, decision: Decision) -> Iterator[Fault]:
    if HYPHENS.search(row.label):
        done = "joined with the rows before"
        yield fault("label-byte-96", row, decision, found="byte 0x96 in the label", done=done)
    if SPACES.search(row.label):
        extra = len(row.label) - len(" ".join(row.label.split()))
        found = f"spaces too many in the label: {extra}"
        yield fault("label-spaces", row, decision, found=found, done="taken as one space or none")


def _of_result(row: Row, decision: Decision) -> Iterator[Fault]:
    said = f"Result {row.result or 'blank'}"
    if decision.fraction and row.result:
        yield fault("fraction", row, decision, found=said, done="published in percent")
    if decision.cumulative:
        done = f"flagged as cumulative over the {decision.cumulative.replace('-', ' ')}"
        yield fault("year-to-date", row, decision, found=said, done=done)
    elif row.month >= decision.value_from_volume:
        done = "the month's own number, in Volume, is published in its place"
        yield fault("year-to-date", row, decision, found=said, done=done)
    if decision.percentile:
        yield fault("percentile", row, decision, found=said, done="never combined over months")
    if row.explanation:
        found = f"{said}: {row.explanation}"
        yield fault("explanation", row, decision, found=found, done="published in the note")


def _of_volume(row: Row, decision: Decision) -> Iterator[Fault]:
    said = f"Volume {row.volume}"
    told = any(span.holds(row.month) for span in decision.meanings)
    if decision.volume is not None:
        if not row.volume:
            yield fault("blank-volume", row, decision, found="Volume blank", done="left blank")
        elif not decision.additive_volume:
            done = "shown month by month, never added up"
            yield fault("volume-not-additive", row, decision, found=said, done=done)
    elif row.volume and int(row.volume) == 0:
        yield fault("zero-volume", row, decision, found=said, done=BESIDE)
    elif row.volume and not told:
        found = f"{said} beside a series that has no volume"
        yield fault("column-meaning", row, decision, found=found, done=BESIDE)
