"""The only module that asks the clock: it settles the as-of date, once, at the edge."""

import os
from dataclasses import replace
from datetime import UTC, date, datetime

from performance.problem import BuildError, Exit
from performance.settings import Settings


def settle(settings: Settings) -> Settings:
    """Return the settings with their as-of date: as set, else SOURCE_DATE_EPOCH, else today.

    Raises BuildError where SOURCE_DATE_EPOCH is not a number of seconds since 1970.
    """
    if settings.as_of is not None:
        return settings
    return replace(settings, as_of=_epoch(os.environ.get("SOURCE_DATE_EPOCH")))


def _epoch(text: str | None) -> date:
    if not text:
        return datetime.now().astimezone().date()
    try:
        return datetime.fromtimestamp(int(text), UTC).date()
    except (ValueError, OverflowError, OSError):
        raise BuildError(
            f"SOURCE_DATE_EPOCH is {text!r}; it must be whole seconds since 1970, or unset.",
            exitcode=Exit.WRONG_USE,
        ) from None
