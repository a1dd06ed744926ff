"""The sparkline of a card."""

import re

from performance.chart.spark import sparkline


def test_sparkline_shows_the_last_twelve() -> None:
    """Older values are left out; the line has twelve places and ends in a dot."""
    svg = sparkline([float(value) for value in range(30)], [0] * 30)
    (line,) = re.findall(r' d="([^"]+)"', svg)
    assert len(re.findall(r"[ML]", line)) == 12
    # 4 px of margin left, right, above and below on 100 × 28.
    assert line.startswith("M4.0,24.0")
    assert line.endswith("L96.0,4.0")
    assert svg.count("<circle") == 1


def test_sparkline_is_broken_by_gaps() -> None:
    """An absent value parts the line, and a value alone is a dot."""
    svg = sparkline([1, 2, None, 5, None, 3, 4], [0] * 7)
    (line,) = re.findall(r' d="([^"]+)"', svg)
    assert line.count("M") == 2
    # The lone value and the last.
    assert svg.count("<circle") == 2


def test_sparkline_is_broken_by_breaks() -> None:
    """Values that cannot be compared are not joined."""
    (line,) = re.findall(r' d="([^"]+)"', sparkline([1, 2, 3, 4], [0, 0, 1, 1]))
    assert line.count("M") == 2


def test_sparkline_is_hidden_from_screen_readers() -> None:
    """The card says its value in words: the line is decoration."""
    assert 'aria-hidden="true"' in sparkline([1, 2], [0, 0])


def test_level_sparkline_stands_in_the_middle() -> None:
    """Values that are all the same make a level line at half height."""
    assert 'd="M4.0,14.0L96.0,14.0"' in sparkline([7, 7], [0, 0])


def test_no_values_make_no_sparkline() -> None:
    """Nothing is drawn of nothing."""
    assert sparkline([None, None], [0, 0]) == ""
    assert sparkline([], []) == ""
