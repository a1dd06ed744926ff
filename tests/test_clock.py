"""The as-of date is settled once: as set, else SOURCE_DATE_EPOCH, else today."""

from datetime import date

import pytest

from performance.clock import settle
from performance.problem import BuildError, Exit
from performance.settings import Settings


def test_set_date_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    """A set date is kept whatever the environment says."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert settle(Settings(as_of=date(2026, 11, 20))).today == date(2026, 11, 20)


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Auckland", "America/Adak"])
def test_epoch_is_utc_in_any_time_zone(monkeypatch: pytest.MonkeyPatch, zone: str) -> None:
    """1,786,924,799 s is the last second of 16 August 2026 in UTC, in any time zone."""
    # 2026-01-01T00:00:00Z is 1,767,225,600; August 17 is day 229 of 2026: + 228 × 86,400 − 1.
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1_767_225_600 + 228 * 86_400 - 1))
    monkeypatch.setenv("TZ", zone)
    assert settle(Settings()).today == date(2026, 8, 16)


def test_without_either_it_is_a_date(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a setting or an epoch the date is settled all the same."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert settle(Settings()).today >= date(2026, 1, 1)


# 253,402,300,799 s is the last second of 9999, which no year can follow.
@pytest.mark.parametrize("text", ["yesterday", "1.5", "253402300799", "9" * 30])
def test_epoch_that_is_no_number_stops_the_build(
    monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    """A wrong epoch is wrong use, in words."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", text)
    with pytest.raises(BuildError, match="whole seconds since 1970") as stopped:
        settle(Settings())
    assert stopped.value.exitcode == Exit.WRONG_USE
