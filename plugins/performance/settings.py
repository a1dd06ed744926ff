"""The settings of a site: one table, read from `content/settings.yaml` and from Pelican."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from performance.problem import Problem


class Setting(Struct, frozen=True):
    """One setting: its name, default value and help for the person who sets it."""

    name: str
    default: object
    help: str


# The regular expressions that a descriptor may use: each is linear in the length of the text.
PATTERNS = (
    r"^[a-z0-9-]+$",
    r"^[A-Z]{2}$",
    r"^[A-Z]{3}$",
    r"^\d{4}$",
    r"^\d{5}$",
    r"^\d{4}-\d{2}$",
    r"^\d{4}-Q[1-4]$",
    r"^\d{4}-W\d{2}$",
    r"^\d{4}-\d{2}-\d{2}$",
)

SETTINGS = (
    Setting("city", "Our city", "The city's name, as a sentence uses it."),
    Setting("title", "Focus on Results", "The portal's name."),
    Setting("tagline", "How the city performs", "One line under the portal's name."),
    Setting("banner", "", "A notice on top of every page; empty for none."),
    Setting("contact", "", "The address that readers write to."),
    Setting("publisher", "", "Who publishes the data; the city where empty."),
    Setting(
        "site_url",
        "",
        "The public address of the site, for citations, catalogs and search engines.",
    ),
    Setting("as_of", None, "The date the site speaks from (2026-11-20); none for today."),
    Setting("fiscal_year_start", 7, "The first month of the fiscal year, 1 to 12."),
    Setting("locale", "en_US", "The locale of numbers and dates."),
    Setting("max_file_mb", 50, "The largest data file accepted, in megabytes."),
    Setting("allowed_patterns", PATTERNS, "Regular expressions that a descriptor may use."),
    Setting(
        "publish_drafts",
        False,
        "Whether packs of meetings that are drafts are built too; keep false in public.",
    ),
    Setting("workers", 0, "Processes that draw charts; 0 for one a processor core."),
)


# The years that a site can speak from: any other is a slip of the pen.
YEARS = range(1900, 2200)

# The least and the most of each whole number.
LIMITS = {"fiscal_year_start": (1, 12), "max_file_mb": (1, 10_000), "workers": (0, 1_000)}


class Settings(Struct, frozen=True):
    """The settings in force, explained in `SETTINGS`; `as_of` is settled at the edge."""

    city: str = "Our city"
    title: str = "Focus on Results"
    tagline: str = "How the city performs"
    banner: str = ""
    contact: str = ""
    publisher: str = ""
    site_url: str = ""
    as_of: date | None = None
    fiscal_year_start: int = 7
    locale: str = "en_US"
    max_file_mb: int = 50
    allowed_patterns: tuple[str, ...] = PATTERNS
    publish_drafts: bool = False
    workers: int = 0

    @property
    def today(self) -> date:
        """The as-of date; an error of the program where the edge has not settled it."""
        if self.as_of is None:
            raise ValueError("the as-of date has not been settled")
        return self.as_of


def apply(
    settings: Settings, values: Mapping[str, Any], file: str
) -> tuple[Settings, list[Problem]]:
    """Return the settings with `values` laid over them, and a problem for each that cannot be.

    `file` is where the values come from, for the problems.
    """
    accepted: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, value in values.items():
        try:
            accepted[name] = _accept(name, value)
        except ValueError as error:
            problems.append(
                Problem("setting", file, str(error), _remedy(name), column=name, value=str(value))
            )
    return replace(settings, **accepted), problems


def _accept(name: str, value: object) -> object:
    default = next((s.default for s in SETTINGS if s.name == name), KeyError)
    if default is KeyError:
        raise ValueError("is not a setting")
    if name == "as_of":
        return _date(value)
    if name == "allowed_patterns":
        return _patterns(value)
    if isinstance(default, bool):
        if not isinstance(value, bool):
            raise ValueError("must be true or false")
        return value
    if isinstance(value, bool) or not isinstance(value, type(default)):
        raise ValueError(f"must be {'a whole number' if isinstance(default, int) else 'text'}")
    if isinstance(value, int):
        low, high = LIMITS[name]
        if not low <= value <= high:
            raise ValueError(f"must be a whole number from {low} to {high}")
    return _text(name, value) if isinstance(value, str) else value


def _text(name: str, value: str) -> str:
    if name in ("city", "title") and not value.strip():
        raise ValueError("must not be empty")
    if name == "site_url" and value and not value.startswith(("https://", "http://")):
        raise ValueError("must begin with https:// or http://, or be empty")
    if name == "locale":
        # Late: whoever is answered without a locale need not wait for the library.
        from babel import Locale, UnknownLocaleError

        try:
            Locale.parse(value)
        except (ValueError, UnknownLocaleError):
            raise ValueError("must be a locale like en_US") from None
    return value


def _patterns(value: object) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)) or not all(isinstance(v, str) for v in value):
        raise ValueError("must be a list of regular expressions")
    for pattern in value:
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError(f"{pattern} is not a regular expression ({error})") from None
    return tuple(value)


def _date(value: object) -> date | None:
    if value is None:
        return None
    try:
        on = value if type(value) is date else date.fromisoformat(str(value))
    except ValueError:
        raise ValueError("must be a date like 2026-11-20") from None
    if on.year not in YEARS:
        raise ValueError(f"must be a date from {YEARS.start} to {YEARS.stop - 1}")
    return on


def _remedy(name: str) -> str:
    near = difflib.get_close_matches(name, [s.name for s in SETTINGS], n=1)
    if near and near[0] != name:
        return f"Did you mean {near[0]}?"
    known = next((s.help for s in SETTINGS if s.name == name), None)
    return known or "Allowed: " + ", ".join(s.name for s in SETTINGS) + "."
