"""What the import decides about each series: the table `series.yaml`, read into values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml
from msgspec import Struct

Key = tuple[str, str, str]

HYPHENS = re.compile("[\u2010-\u2015\x96]")


class Office(Struct, frozen=True):
    """A department: its code in the rows, its file in `charts/` (without `.yml`), its title."""

    code: str
    file: str
    title: str
    order: int


class Span(Struct, frozen=True):
    """Words about the months from `start` to `end`, both included and written 2015-10."""

    start: str
    end: str
    text: str
    done: str = ""

    def holds(self, month: str) -> bool:
        """Whether the span covers a month."""
        return self.start <= month <= self.end


class Choice(Struct, frozen=True):
    """What to do with one row: its month and Result, the reason and, where it moves, its month."""

    month: str
    result: str
    because: str
    to: str = ""


class Decision(Struct, frozen=True):
    """What the import decides about one series.

    `fraction` says that a Result is a share of 1, published in percent; `value_from_volume`
    is the month from which the month's own value is in the Volume column; `volume` is the title and
    unit of the Volume column, none where it means nothing beside this series. `zeros` gives, by
    month, why a 0 cannot be true. `limitations` are sentences for readers.
    """

    department: str
    chart: str
    label: str
    name: str
    title: str
    unit: Mapping[str, Any]
    direction: str
    kind: str
    aggregation: str
    stage: str
    cumulative: str | None
    value_from_volume: str
    fraction: bool
    percentile: bool
    volume: Mapping[str, str] | None
    additive_volume: bool
    limitations: tuple[str, ...]
    zeros: Mapping[str, str]
    duplicates: tuple[Choice, ...]
    moves: tuple[Choice, ...]
    notes: tuple[Span, ...]
    meanings: tuple[Span, ...]

    @property
    def key(self) -> Key:
        """The series' identity: department, chart, plain label."""
        return self.department, self.chart, self.label


class Decisions(Struct, frozen=True):
    """The whole table. `uncharted` gives, for a chart that the source does not draw, its host."""

    offices: tuple[Office, ...]
    uncharted: Mapping[tuple[str, str], tuple[str, str]]
    series: Mapping[Key, Decision]


def plain(label: str) -> str:
    """Return a label with every dash a hyphen and every run of spaces one space."""
    return " ".join(HYPHENS.sub("-", label).split())


@lru_cache(maxsize=1)
def read() -> Decisions:
    """Return the table of decisions that comes with the program."""
    text = files(__package__).joinpath("series.yaml").read_text(encoding="utf-8")
    table = yaml.safe_load(text)
    offices = tuple(
        Office(entry["code"], entry["file"], entry["title"], order)
        for order, entry in enumerate(table["departments"], 1)
    )
    uncharted = {
        (entry["department"], entry["chart"]): (entry["department"], entry["beside"])
        for entry in table["uncharted"]
    }
    decided = [_decision(entry, table) for entry in table["series"]]
    return Decisions(offices, uncharted, {decision.key: decision for decision in decided})


def _decision(entry: Mapping[str, Any], table: Mapping[str, Any]) -> Decision:
    facts: dict[str, Any] = {**table["likes"].get(entry.get("like"), {}), **entry}
    limitations = [table["limitations"][name] for name in facts.get("limitations", ())]
    return Decision(
        department=facts["department"],
        chart=facts["chart"],
        label=facts["label"],
        name=facts["name"],
        title=facts["title"],
        unit=facts["unit"],
        direction=facts["direction"],
        kind=facts["kind"],
        aggregation=facts.get("aggregation", "none"),
        stage=facts.get("stage", "live"),
        cumulative=facts.get("cumulative"),
        value_from_volume=facts.get("value_from_volume", "9999"),
        fraction=facts.get("fraction", False),
        percentile=facts.get("percentile", False),
        volume=facts.get("volume"),
        additive_volume=facts.get("additive_volume", True),
        limitations=(*limitations, *([facts["limits"]] if "limits" in facts else [])),
        zeros={m: zero["because"] for zero in facts.get("zeros", ()) for m in zero["months"]},
        duplicates=tuple(
            Choice(choice["month"], choice["keep"], choice["because"])
            for choice in facts.get("duplicates", ())
        ),
        moves=tuple(
            Choice(move["month"], move["result"], move["because"], move["to"])
            for move in facts.get("moves", ())
        ),
        notes=tuple(Span(n["from"], n["to"], n["text"]) for n in facts.get("notes", ())),
        meanings=tuple(
            Span(m["from"], m["to"], m["found"], m["done"]) for m in facts.get("meanings", ())
        ),
    )
