"""Path data: moved, rounded to tenths of a pixel, each step from the rounded place before."""

import pytest

from performance.chart.trace import path, tenth


@pytest.mark.parametrize(
    ("data", "shift", "traced"),
    [
        # A box from (1.04, 3.06) to (3.08, 6.12), rounded at every corner.
        ("M0.04,2.06h2.04v3.06h-2.04Z", (1.0, 1.0), "M1,3.1h2.1v3h-2.1Z"),
        ("M5,5h2v0h-2Z", (0.0, 0.0), "M5,5h2h0h-2Z"),
        # Lines: the second stretch is a single point, which a dot stands for.
        ("M0,0L1.26,0L1.26,2L3,-1e-7M9,9Z", (0.5, 0.0), "M0.5,0h1.3v2l1.7,-2"),
        ("M0,0L4,0L4,4Z", (0.0, 0.0), "M0,0h4v4Z"),
        # Anything else that is known.
        ("M0,0h3L5,5v-2Z", (0.0, 0.0), "M0,0h3l2,5v-2Z"),
        ("", (0.0, 0.0), ""),
    ],
)
def test_path_is_moved_and_rounded(data: str, shift: tuple[float, float], traced: str) -> None:
    """Worked by hand: rounding never adds up along a path."""
    assert path(data, shift) == traced


def test_unknown_command_is_refused() -> None:
    """What cannot be carried over is never left out silently."""
    with pytest.raises(ValueError, match="'A'"):
        path("M0,0A1,1,0,0,0,2,2", (0.0, 0.0))


def test_tenth_has_no_needless_digits() -> None:
    """A whole number has no decimal, and a small negative one no sign."""
    assert [tenth(n) for n in (3.0, -0.04, -0.25, 12.449)] == ["3", "0", "-0.2", "12.4"]
