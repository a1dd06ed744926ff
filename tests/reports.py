"""A small city with an annual report, in files, and its parts in memory: for tests of reports."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from performance import reports
from performance.compute.annual import annual
from performance.model import Content, Passage, Portal, Record, Report
from performance.reports import Source
from performance.settings import Settings
from performance.text import Wording
from records import CONTENT, package_of, portal_of

AS_OF = date(2026, 11, 20)
SETTINGS = Settings(as_of=AS_OF)
WORDING = Wording("en_US", 7)
LETTER = """---
title: Annual performance report, fiscal year 2026
version: '1.0'
published: 2026-11-20
cut_off: 2026-11-20
---

"""
PRIORITY = """---
metrics: [requests-on-time]
steps:
- {what: Hire two people, owner: Commissioner, by: 2027-01-31}
---

Storms bring more requests.
"""
# Twelve months a year, 100 requests each: the share on time is the number below.
SHARES = {2025: 80, 2026: 88}


def rows(shares: Mapping[int, int] = SHARES) -> list[dict[str, Any]]:
    """Return a monthly table: `shares` of 100 requests on time in each month of a fiscal year."""
    return [
        {
            "month": f"{year - (month >= 7)}-{month:02d}",
            "on_time": share,
            "requests": 100,
            "obs_status": "final",
            "note": "",
        }
        for year, share in shares.items()
        for month in (*range(7, 13), *range(1, 7))
    ]


def write(content: Path, files: Mapping[str, str] | None = None) -> Path:
    """Write a sound report of fiscal year 2026 below a content folder, with files laid over it.

    The target of the one metric, 90% with 5 points near, is near in 2026.
    """
    folder = content / "reports" / "2026"
    whole = {
        "letter.md": f"{LETTER}We did well.\n",
        "purpose.md": "Why we report.\n",
        "money.md": "---\nspending: {public-works: {2025: 100, 2026: 110}}\n---\n\nCosts.\n",
        "quality.md": "---\ngrades: {service-requests: A}\n---\n\nHow we check.\n",
        "next.md": "What we do next.\n",
        "priorities/customer-service.md": PRIORITY,
        **(files or {}),
    }
    for name, text in whole.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def portal(content: Path, shares: Mapping[int, int] = SHARES, **metric: Any) -> Portal:
    """Return the portal of the written report and one metric of requests, with its figures."""
    found, problems = reports.read(content)
    assert problems == []
    return with_reports(found, shares, **metric)


def with_reports(
    found: tuple[Report, ...], shares: Mapping[int, int] = SHARES, **metric: Any
) -> Portal:
    """Return a portal with reports and one metric of requests."""
    target = {"from": "2020-01", "value": 90, "near": 5}
    given = {"targets": [target], "priority": "customer-service"} | metric
    made = portal_of(package_of(rows(shares), **given), settings=SETTINGS)
    words: Content = replace(CONTENT, reports=found)
    years = tuple(annual(made.records, r, first_month=7, as_of=AS_OF) for r in found)
    return replace(made, content=words, annuals=years)


def source(text: str = "", shares: Mapping[int, int] = SHARES, **metric: Any) -> Source:
    """Return what references are resolved from, in a report whose letter is `text`."""
    report = Report(
        fiscal_year=2026,
        file="content/reports/2026/letter.md",
        title="Annual performance report, fiscal year 2026",
        version="1.0",
        published=AS_OF,
        cut_off=AS_OF,
        words={"letter": passage(text)},
        asked={"requests-on-time": frozenset({"2026-06", "latest"})},
    )
    made = with_reports((report,), shares, **metric)
    records: dict[str, Record] = {r.metric.name: r for r in made.records}
    departments = {d.slug: d for d in made.content.departments}
    return Source(report, made.annuals[0], records, departments, WORDING)


def passage(text: str) -> Passage:
    """Return a passage of the letter that begins on its line 8."""
    return Passage(text, "content/reports/2026/letter.md", 8)
