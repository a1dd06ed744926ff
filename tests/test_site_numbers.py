"""Every number in a generated sentence of a published page is in the page's own data.

The pages are read as a journalist reads them: beside the CSV file and the description that stand
next to each. A number is found where it is a value or a target, the total or ratio of a year or of
its part so far, or the difference of two of these, as an amount or in percent.
"""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from lxml import html
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
SHORT = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
# What names a time or counts periods; those are held to the data by the tests of `sentences`.
TIMES = re.compile(
    rf"(?:{MONTHS}|{SHORT}) \d{{1,2}}(?:[–-](?:(?:{MONTHS}|{SHORT}) )?\d{{1,2}})?, \d{{4}}"
    rf"|(?:{MONTHS}|{SHORT})(?: to (?:{MONTHS}))? \d{{4}}"
    r"|[Ff]iscal years? \d{4}(?: (?:to|and) \d{4})?|FY\d{4}|Q[1-4] \d{4}|[Ww]eek \d+(?:,| of) \d{4}"
    r"|\b(?:in|of|from|to|year|since|than|on|for) (?:19|20)\d\d\b(?![.,]\d)|\((?:19|20)\d\d\)"
    r"|\d+ of \d+ periods|\d+ values? (?:is|are)|\d[\d,]* (?:days?|periods?|months?|years?) late"
    r"|\b(?:19|20)\d\d was\b|test at 5%|\d+ years\b"
    r"|bars behind the line show .*"  # a column's own title
    r"|(?:last|newest|first) \d+ \w+|\d+ (?:fiscal years|periods|months|quarters)\b"
)
FIGURE = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
SENTENCES = (
    "//*[@class='finding']",
    "//*[@id='chart']",
    "//*[@id='chart']/ancestor::section[1]//p",
    "//*[contains(@class, 'verdict')]//p",
    "//*[@class='aside']//dd",
    "//figure[1]/figcaption/text()[1]",
    "//*[@id='years']/..//dd",
    "//meta[@name='description']/@content",
)
COLUMNS = {
    *("metric", "period", "period_start", "period_end", "value", "numerator", "denominator"),
    *("target", "attainment", "obs_status", "note"),
}
SIZES = ("value", "numerator", "denominator", "target")


def candidates(folder: Path) -> Floats:
    """Return the figures of a metric: observations, targets, years and years so far."""
    rows = list(csv.DictReader(io.StringIO((folder / "data.csv").read_text("utf-8"))))
    dimensions = [name for name in rows[0] if name not in COLUMNS] if rows else []
    described = json.loads((folder / "metadata.json").read_text("utf-8"))
    found = [float(row[name]) for row in rows for name in SIZES if row[name]]
    found += [*_numbers(described)]
    members: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for row in rows:
        members.setdefault(tuple(row[name] for name in dimensions), []).append(row)
    targets = [n for n in _numbers(described.get("targets", [])) if n]
    for own in members.values():
        found += [*_years(own, described["measure"].get("scale", 1)), *_slope(own)]
        found += [target * count / 12 for target in targets for count in range(1, 12)]
    return np.unique(np.array(found or [0.0]))


def _numbers(part: Any) -> Iterator[float]:
    """Yield every number that a description holds: targets, margins, benchmarks."""
    if isinstance(part, dict):
        for inner in part.values():
            yield from _numbers(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _numbers(inner)
    elif isinstance(part, (int, float)) and not isinstance(part, bool):
        yield float(part)


def _years(rows: list[dict[str, str]], scale: float) -> Iterator[float]:
    """Yield total, ratio and mean of each year, and of each part of it from its start.

    Years begin in July, as the two cities' fiscal years do, or in January.
    """
    for first in (7, 1):
        years: dict[int, list[dict[str, str]]] = {}
        for row in rows:
            year, month = (int(part) for part in row["period_start"].split("-")[:2])
            years.setdefault(year + (first > 1 and month >= first), []).append(row)
        for year_rows in years.values():
            for count in range(1, len(year_rows) + 1):
                yield from _aggregates(year_rows[:count], scale)


def _aggregates(rows: list[dict[str, str]], scale: float) -> Iterator[float]:
    values, tops, bottoms, targets = (
        [float(row[name]) for row in rows if row[name]] for name in SIZES
    )
    if values:
        yield from (sum(values), sum(values) / len(values))
    if tops and sum(bottoms):
        yield scale * sum(tops) / sum(bottoms)
    if targets:
        # A target of each period adds up; one of the whole year is had in twelfths.
        yield from (sum(targets), targets[-1] * len(rows) / 12)


def _slope(rows: list[dict[str, str]]) -> Iterator[float]:
    """Yield the median of the slopes between any two of the last five values (Theil and Sen)."""
    last = [float(row["value"]) for row in rows if row["value"]][-5:]
    slopes = [(b - a) / (j - i) for i, a in enumerate(last) for j, b in enumerate(last) if j > i]
    if slopes:
        yield float(np.median(slopes))


def strange(text: str, figures: Floats) -> list[str]:
    """Return the numbers of a text that are neither figures nor differences of two."""
    return [n for n in FIGURE.findall(TIMES.sub(" ", text)) if not _is_there(n, figures)]


def _is_there(number: str, figures: Floats) -> bool:
    wanted = float(number.replace(",", ""))
    half = 0.5000001 * 10.0 ** -len(number.partition(".")[2])
    if bool((np.abs(np.abs(figures) - wanted) <= half).any()) or number == "0.1":
        return True  # "less than 0.1%" is said of changes that are smaller
    apart = np.abs(figures[:, None] - figures[None, :])
    if bool((np.abs(apart - wanted) <= half).any()):
        return True
    base = np.abs(figures[figures != 0])[None, :]
    shares = 100 * np.abs(figures[:, None] - figures[figures != 0][None, :]) / base
    return bool((np.abs(shares - wanted) <= half).any())


def texts(page: html.HtmlElement) -> Iterator[str]:
    """Yield the generated sentences of a metric's page."""
    for path in SENTENCES:
        for found in page.xpath(path):
            text = found if isinstance(found, str) else found.text_content()
            yield " ".join(text.split())


def faults(site: Path) -> Iterator[str]:
    """Yield each sentence of a site's metric pages that has a number of unknown source."""
    for file in sorted(site.glob("metrics/*/index.html")):
        if not (file.parent / "data.csv").exists():
            continue
        page = html.fromstring(file.read_bytes())
        title = " ".join(page.xpath("string(//h1)").split())
        figures = candidates(file.parent)
        for text in texts(page):
            # A title, a unit and a note are the staff's own words.
            found = strange(text.replace(title, ""), figures)
            if found:
                yield f"{file.parent.name}: {found} in {text[:200]}"


def listed(site: Path) -> Iterator[str]:
    """Yield each card and row of a metric, on home and lists, with a number of unknown source."""
    pages = [
        site / "index.html",
        *site.glob("departments/*/*.html"),
        *site.glob("priorities/*/*.html"),
    ]
    for file in sorted(pages):
        page = html.fromstring(file.read_bytes())
        for item in page.xpath("//main//li[.//h3/a[contains(@href, 'metrics/')]]"):
            link = item.xpath(".//h3/a")[0]
            folder = (file.parent / link.get("href")).resolve()
            # The title, the period and what the city says it is doing are no generated figures.
            for own in item.xpath(".//h3 | .//*[@class='latest']/span | .//*[@class='doing']"):
                own.drop_tree()
            text = " ".join(item.text_content().split())
            found = strange(text, candidates(folder))
            if found:
                yield f"{file.relative_to(site)}: {folder.name}: {found} in {text[:200]}"


def test_every_number_of_the_demo_city_is_in_its_data(demo_site: Path) -> None:
    """Findings, headlines, targets, captions, trends and years so far; cards and lists."""
    assert [*faults(demo_site), *listed(demo_site)] == []


def test_every_number_of_the_odd_city_is_in_its_data(stress_site: Path) -> None:
    """The same where values are huge, tiny, negative, few or absent."""
    assert [*faults(stress_site), *listed(stress_site)] == []


def test_a_number_from_nowhere_is_found() -> None:
    """A value, a difference and a share pass; what is none of these does not, nor is a date one."""
    figures = np.array([90.0, 91.2, 88.1])
    said = "The result was 91.2% in September 2026, 3.1 percentage points (3.5%) higher."
    assert strange(said, figures) == []
    assert strange("The result was 91.3% in September 2026.", figures) == ["91.3"]
    assert strange("That is 4.7 percentage points higher.", figures) == ["4.7"]
