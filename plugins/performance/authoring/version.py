"""The version of a package whose files change: YYYY.MM.patch, where that is how it is counted."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

from performance import load
from performance.authoring.rewrite import property_set
from performance.model import Package
from performance.validate.releases import following

BY_MONTH = re.compile(r"(\d{4})\.(\d{1,2})\.(\d+)")


def next_version(version: str, today: date) -> str:
    """Return the version after one: today's month where that is later, else the next patch.

    2026.10.0 is followed by 2026.11.0 in November, and by 2026.10.1 in October. A version that is
    counted in another way has its last number raised.
    """
    found = BY_MONTH.fullmatch(version)
    if found and (int(found[1]), int(found[2])) < (today.year, today.month):
        return f"{today.year}.{today.month}.0"
    return following(version)


def stamped(package: Package, today: date) -> tuple[str, str]:
    """Return a descriptor's text with the next version and today as its date, and that version.

    Nothing else of the text changes. A property that is not there is not added.
    """
    text = package.written.decode("utf-8")
    lines = load.lines(text, is_yaml=Path(package.file).suffix == ".yaml")
    version = next_version(package.version, today) if package.version else ""
    new = {"version": version, "created": f"{today.isoformat()}T00:00:00Z"}
    for name, value in new.items():
        if package.descriptor.get(name) and value and (name,) in lines:
            text = property_set(text, lines[(name,)], name, value)
    expected = {**package.descriptor, **{k: v for k, v in new.items() if package.descriptor.get(k)}}
    made, _ = load.parse(text, package.file, is_yaml=Path(package.file).suffix == ".yaml")
    if made != expected:
        # Written so that its properties cannot be told apart by their lines, such as all on one.
        text = json.dumps(expected, indent=2, ensure_ascii=False) + "\n"
    return text, version
