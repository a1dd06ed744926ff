"""The only module that asks the clock: it settles the as-of date, once, at the edge."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

from msgspec.structs import replace

from performance.problem import BuildError, Exit
from performance.settings import YEARS, Settings


def settle(settings: Settings) -> Settings:
    """Return the settings with their as-of date: as set, else that of `today`."""
    return settings if settings.as_of is not None else replace(settings, as_of=today())


def today() -> date:
    """Return the date that SOURCE_DATE_EPOCH names, else today's.

    Raises BuildError where it is not the seconds from 1970 to a date of `YEARS`.
    """
    return _epoch(os.environ.get("SOURCE_DATE_EPOCH"))


def _epoch(text: str | None) -> date:
    if not text:
        return datetime.now().astimezone().date()
    try:
        on = datetime.fromtimestamp(int(text), UTC).date()
    except (ValueError, OverflowError, OSError):
        on = None
    if on is None or on.year not in YEARS:
        raise BuildError(
            f"SOURCE_DATE_EPOCH is {text!r}; it must be whole seconds since 1970, before the year "
            f"{YEARS.stop}, or unset.",
            exitcode=Exit.WRONG_USE,
        )
    return on
