"""Which departments owe which values: the words of a reminder to each."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from performance.city import City, examine
from performance.compute import compute
from performance.difference.markdown import escaped
from performance.model import Department, Portal, Record
from performance.problem import BuildError
from performance.progress import Steps
from performance.text import Wording

NOTICE = (
    "These values of {department} are overdue on {day}. Each is published when its row is merged; "
    "a period without a value is a row too, with the status missing and a note why. How: see "
    "CONTRIBUTING."
)


def told(paths: Sequence[Path], city: City, steps: Steps, *, form: str) -> str:
    """Return what is late as lines of text, or as JSON: a list of every department.

    Each has `department` (its slug), `title`, `contact`, `metrics` (those late: `metric`, `title`,
    `package`, `period`, `due`, `days` late and `missed` periods) and `notice`, the same in
    Markdown. Raises BuildError with every problem where the packages are not sound: what is
    missing cannot be told from them.
    """
    examined = examine(paths, city, steps)
    if examined.problems:
        count = len(examined.problems)
        plural = "" if count == 1 else "s"
        raise BuildError(f"{count} problem{plural} in the data.", examined.problems)
    portal = compute(examined.packages, city.content, city.settings)
    wording = Wording(city.settings.locale, city.settings.fiscal_year_start)
    if form == "json":
        facts = [_facts(each, portal, wording) for each in portal.content.departments]
        return json.dumps(facts, ensure_ascii=False, indent=2) + "\n"
    lines = [
        f"{department.title}: {_line(record, wording)}\n"
        for department in portal.content.departments
        for record in _late(portal, department)
    ]
    return "".join(lines) or "No value is late.\n"


def _late(portal: Portal, department: Department) -> list[Record]:
    """Return the late metrics of a department, the longest overdue first."""
    late = [record for record in portal.of_department(department.slug) if record.is_late]
    return sorted(late, key=lambda r: (-r.lateness.days, r.metric.title.casefold()))


def _line(record: Record, wording: Wording) -> str:
    late = record.lateness
    assert late.expected is not None
    assert late.due is not None
    days = f"{wording.number(late.days)} day{'' if late.days == 1 else 's'}"
    more = f", {wording.number(late.missed)} periods overdue" if late.missed > 1 else ""
    return (
        f"{record.metric.title}, {wording.period(late.expected)}, "
        f"was due on {wording.date(late.due)} ({days} late{more})"
    )


def _facts(department: Department, portal: Portal, wording: Wording) -> dict[str, Any]:
    late = _late(portal, department)
    return {
        "department": department.slug,
        "title": department.title,
        "contact": department.contact,
        "metrics": [_metric(record) for record in late],
        "notice": _notice(department, late, portal, wording) if late else "",
    }


def _metric(record: Record) -> dict[str, Any]:
    late = record.lateness
    return {
        "metric": record.metric.name,
        "title": record.metric.title,
        "package": record.package.name,
        "period": late.expected.key if late.expected is not None else None,
        "due": late.due.isoformat() if late.due is not None else None,
        "days": late.days,
        "missed": late.missed,
    }


def _notice(
    department: Department, late: Sequence[Record], portal: Portal, wording: Wording
) -> str:
    head = NOTICE.format(department=escaped(department.title), day=wording.date(portal.as_of))
    return "\n".join([head, "", *(f"- {escaped(_line(record, wording))}" for record in late)])
