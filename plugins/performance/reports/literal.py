"""Figures that an author typed: each is held against the data of what the paragraph speaks of.

A figure is a number with a unit (%, percent, percentage points, an amount of money, million), with
decimals, with a comma between thousands, or a whole number from 100 up. Years, dates, ordinals,
smaller whole numbers ("four crews", "Zones 3 and 5") and a number of a metric's own name ("311")
are words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress

from msgspec import Struct

from performance.model import Passage
from performance.reports.figure import Source, Unresolved
from performance.reports.passage import bare
from performance.reports.reference import references
from performance.reports.resolve import change, unit_cost, year_value
from performance.sentences.figures import exact
from performance.settings import YEARS

LEAST = 100
FIGURE = re.compile(
    r"(?<![\w.,/-])(?P<money>[$€£])?"
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<unit>\s?%|\s(?:percent(?:age\spoints?)?|per\scent|thousand|million|billion)\b)?"
    r"(?P<joined>[\w/-]*)"
)
# Where numbers are no figures: addresses, code, dates.
APART = re.compile(r"\]\([^)\n]*\)|<[^>\n]*>|`[^`\n]*`|https?://\S+|\b\d{4}-\d{2}(?:-\d{2})?\b")
PARAGRAPH = re.compile(r"(?:[^\n]|\n(?!\s*\n))+")


class Typed(Struct, frozen=True):
    """A figure as it is typed: its text, its line, and the figures it may be meant for.

    `meant` are the references with their words of the metrics that its paragraph speaks of; empty
    where it speaks of none.
    """

    text: str
    line: int
    meant: tuple[tuple[str, str], ...]


def typed(passage: Passage, source: Source) -> Iterator[Typed]:
    """Yield every figure of a passage that is not one of the data its paragraph speaks of."""
    found = list(references(passage.text))
    text = APART.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), bare(passage.text, found))
    names = _numbers_of_names(source)
    for paragraph in PARAGRAPH.finditer(text):
        written = passage.text[paragraph.start() : paragraph.end()]
        meant: tuple[tuple[str, str], ...] | None = None
        for figure in _figures(paragraph.group(), names):
            if meant is None:
                meant = tuple(_meant(written, source))
            shown = figure.group().strip()
            if _plain(shown) in {n for _, words in meant for n in _numbers(words)}:
                continue
            at = paragraph.start() + figure.start()
            yield Typed(shown, passage.line + passage.text.count("\n", 0, at), meant)


def _figures(text: str, names: frozenset[str]) -> Iterator[re.Match[str]]:
    for found in FIGURE.finditer(text):
        number, joined = found["number"], found["joined"]
        if found["money"] or found["unit"]:
            yield found
        elif joined and not joined.startswith("-"):
            continue  # "1st", "3/4", "2026-27": part of a word.
        elif "." in number or "," in number:
            if number not in names:
                yield found
        elif int(number) >= LEAST and int(number) not in YEARS and number not in names:
            yield found


def _numbers_of_names(source: Source) -> frozenset[str]:
    titles = (record.metric.title for record in source.records.values())
    return frozenset(m["number"] for title in titles for m in FIGURE.finditer(title))


def _meant(paragraph: str, source: Source) -> Iterator[tuple[str, str]]:
    """Yield the figures of every metric that a paragraph refers to, links to or names."""
    said = paragraph.casefold()
    referred = {reference.named for reference in references(paragraph)}
    for name, record in source.records.items():
        linked = f"metrics/{name}/" in paragraph
        if name in referred or linked or record.metric.title.casefold() in said:
            yield from _of(name, source).items()


def _of(name: str, source: Source) -> Mapping[str, str]:
    """Return the figures of a metric in words, by the reference that gives each."""
    figures, metric = source.annual.figures.get(name), source.records[name].metric
    if figures is None:
        return {}
    wording, found = source.wording, {}
    for year in figures.years[::-1]:
        at = f'metric("{name}").fy({year.year})'
        found[f"{at}.value"] = year_value(year, metric, wording)
        with suppress(Unresolved):
            found[f"{at}.cost"] = unit_cost(name, year.year, source)
        if year.target is not None and year.target.value is not None:
            found[f"{at}.target"] = exact(year.target.value, metric.unit, wording)
    with suppress(Unresolved):
        found[f'metric("{name}").change'] = change(figures, metric.unit, wording)
    return found


def _numbers(words: str) -> Iterable[str]:
    return (_plain(found.group()) for found in FIGURE.finditer(words))


def _plain(figure: str) -> str:
    """Return a figure as it can be compared: "91.2%" for "91.2 percent"."""
    short = re.sub(r"\s*(%|percent(?!age)|per\scent)", "%", figure.strip())
    return re.sub(r"\s+", " ", re.sub(r"points\b", "point", short))
