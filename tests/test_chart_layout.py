"""Axes, words and places: what is laid out before anything is drawn."""

import json
from datetime import date

import numpy as np
import pytest

from chart_records import CALLS, PERCENT, months, record, rising, series
from performance.chart.labels import Note, flags, heading, place, rows_of
from performance.chart.measure import fit, width
from performance.chart.plan import plan
from performance.chart.plot import sampled, target_steps
from performance.chart.points import Points, moment, points
from performance.chart.ticks import period_ticks, value_labels, value_scale
from performance.model import Aggregation, Unit
from performance.period import Frequency, day, month, quarter, week, year_
from performance.text import Wording

WORDING = Wording()
JANUARY_2024 = 1_704_067_200_000  # 19,723 days of 86,400,000 ms after 1 January 1970


def drawn(frequency: Frequency, first: object, count: int) -> Points:
    """Return a series of `count` successive periods."""
    periods = [first.shift(place) for place in range(count)]  # type: ignore[attr-defined]
    whole = record(series(periods, rising(count)), frequency=frequency, year_start=7)
    return points(whole.series, whole.metric, 7)


def labels(series_: Points, plot: float = 600) -> list[str]:
    """Return the labels of the axis of time on a plot of so many pixels."""
    return [t.label for t in period_ticks(series_, WORDING, plot, before=40, after=12)]


@pytest.mark.parametrize(
    ("low", "high", "zero", "ticks"),
    [
        # 0 to 431 in about five steps: 86.2 a step, the next round one is 100.
        (0, 431, True, (0, 100, 200, 300, 400, 500)),
        # -8 to 5: 2.6 a step, the next round one is 5.
        (-8, 5, True, (-10, -5, 0, 5)),
        # 57 to 95: 7.6 a step, the next round one is 10.
        (57, 95, False, (50, 60, 70, 80, 90, 100)),
        # Values near zero take it in: 2 is less than two fifths of 9; 1.8 a step, so 2.
        (2, 9, False, (0, 2, 4, 6, 8, 10)),
        # A single value of 50 has 5% of it around: 47.5 to 52.5, 1 a step.
        (50, 50, False, (47, 48, 49, 50, 51, 52, 53)),
        (0, 0, True, (0, 1)),
    ],
)
def test_value_axis_is_round(low: float, high: float, zero: bool, ticks: tuple[float, ...]) -> None:
    """Ticks are round, hold all values, and hold zero where bars need it."""
    assert value_scale(low, high, CALLS, zero=zero).ticks == ticks


def test_value_axis_is_no_finer_than_the_unit() -> None:
    """There are no half calls: two calls make an axis of 0, 1, 2."""
    assert value_scale(0, 2, CALLS, zero=True).ticks == (0, 1, 2)


def test_value_labels_are_worded() -> None:
    """Percents and money carry their sign, large sums are short, other units are a caption."""
    percent = value_scale(57, 95, PERCENT, zero=False)
    assert value_labels(percent, PERCENT, WORDING)[:2] == ["50%", "60%"]
    dollars = Unit("dollars", "$")
    assert value_labels(value_scale(0, 4e6, dollars, zero=True), dollars, WORDING) == [
        *("$0", "$1M", "$2M", "$3M", "$4M"),
    ]
    calls = value_scale(0, 4000, CALLS, zero=True)
    assert value_labels(calls, CALLS, WORDING)[-1] == "4,000"


def test_month_labels_fall_on_januaries() -> None:
    """Five years of months have a label each January."""
    series_ = drawn(Frequency.MONTH, month(2013, 7), 64)
    assert labels(series_) == [f"Jan {year}" for year in (2014, 2015, 2016, 2017, 2018)]


def test_narrow_plot_has_fewer_labels() -> None:
    """On 250 pixels every other January is named."""
    series_ = drawn(Frequency.MONTH, month(2013, 7), 64)
    assert labels(series_, 250) == ["Jan 2014", "Jan 2016", "Jan 2018"]


def test_labels_of_other_frequencies() -> None:
    """Quarters, years, weeks and days are named as the site names them."""
    assert labels(drawn(Frequency.QUARTER, quarter(2023, 1), 4)) == [
        *("Q1 2023", "Q2 2023", "Q3 2023", "Q4 2023"),
    ]
    assert labels(drawn(Frequency.YEAR, year_(2021, 7), 3)) == ["FY2021", "FY2022", "FY2023"]
    assert labels(drawn(Frequency.WEEK, week(date(2024, 1, 1)), 3))[0] == "Jan 1, 2024"
    year = labels(drawn(Frequency.DAY, day(date(2026, 1, 1)), 320))
    assert year == ["Jan 2026", "Mar 2026", "May 2026", "Jul 2026", "Sep 2026", "Nov 2026"]


def test_one_period_has_one_label() -> None:
    """A single month is named once."""
    assert labels(drawn(Frequency.MONTH, month(2024, 1), 1)) == ["Jan 2024"]


def test_moments_are_in_utc() -> None:
    """Times are written as dates where they are midnights, else with their hour, in UTC."""
    assert moment(JANUARY_2024) == "2024-01-01"
    assert moment(JANUARY_2024 + 12 * 3_600_000) == "2024-01-01T12:00:00Z"
    assert moment(-86_400_000) == "1969-12-31"


def test_width_of_words() -> None:
    """Two digits at 13 px are 2 × 0.556 × 13 = 14.456 px, and 6% in reserve: 15.3."""
    assert round(width("42"), 1) == 15.3
    assert width("Wi") < width("WW")


def test_words_that_do_not_fit_end_in_an_ellipsis() -> None:
    """Shortened words fit, and words that fit are whole."""
    assert fit("New system", 500) == "New system"
    short = fit("New system for calls", 80)
    assert short.endswith("…")
    assert width(short) <= 80


def test_target_steps_join_where_they_touch() -> None:
    """Two targets one after the other share a moment; a pause between them parts the rule."""
    table = series(months(4), rising(4), target=[90, 95, None, 95])
    whole = record(table)
    steps = target_steps(points(table, whole.metric, 7))
    # January; February begins where January ends; nothing for March; April.
    assert [step["target"] for step in steps] == [90, 90, 95, 95, None, 95, 95]
    assert steps[1]["ms"] == steps[2]["ms"]
    assert steps[0]["ms"] == JANUARY_2024


def test_notes_keep_off_data_and_each_other() -> None:
    """The first way that covers nothing is taken; where all cover something, none is."""
    bounds = (0.0, 0.0, 200.0, 100.0)
    above, below = Note("Target 90%", 100, 40), Note("Target 90%", 100, 80)
    free, busy = sampled(np.empty((0, 4))), sampled(np.array([[100.0, 35.0, 200.0, 35.0]]))
    assert place([above, below], free, [], bounds=bounds) == above
    assert place([above, below], busy, [], bounds=bounds) == below
    assert place([above, below], free, [above], bounds=bounds) == below
    assert place([above], busy, [], bounds=bounds) is None
    assert place([Note("Target 90%", 190, 40)], free, [], bounds=bounds) is None


def test_strokes_are_sampled_every_five_pixels() -> None:
    """A stroke is told by its beginning and points on it, its end left out; a spot by itself."""
    strokes = [[0.0, 0.0, 10.0, 4.0], [7.0, 8.0, 7.0, 8.0]]
    assert sampled(np.array(strokes)).tolist() == [[0, 0], [5, 2], [7, 8]]


def test_breaks_near_each_other_go_up_a_row() -> None:
    """The words of two breaks ten pixels apart stand in two rows; far apart, in one."""
    near = flags([(100, "New system"), (110, "New rule")], first=0, last=600)
    far = flags([(100, "New system"), (400, "New rule")], first=0, last=600)
    assert rows_of(near) == 2
    assert rows_of(far) == 1
    assert rows_of([]) == 0


def test_break_at_the_right_has_its_words_on_the_left() -> None:
    """Words that would leave the picture stand on the other side of their rule."""
    (flag,) = flags([(590, "New system")], first=0, last=600)
    assert flag.note is not None
    assert flag.note.align == "right"


def test_keys_wrap_above_the_plot() -> None:
    """Keys that do not fit beside each other stand in rows."""
    assert (
        len({n.top for n in heading(["calls", "○ provisional"], "", first=0, end=300, below=0)})
        == 1
    )
    assert len({n.top for n in heading(["calls" * 8] * 3, "", first=0, end=300, below=0)}) == 3
    assert heading([], "", first=0, end=300, below=0) == []


def test_label_without_room_becomes_a_key() -> None:
    """A target among tall bars cannot be labelled there: it is named above the plot."""
    table = series(months(48), [1000.0] * 48, target=500)
    whole = record(table, aggregation=Aggregation.SUM, unit=CALLS)
    notes = json.loads(plan(whole, WORDING).drawing.spec)["datasets"]["notes"]
    (key,) = [note for note in notes if "Target" in note["text"]]
    assert key["text"] == "— Target 500"
    assert key["top"] < 0


def test_description_says_what_the_picture_shows() -> None:
    """Ends, extremes with their periods, target, gaps and values that are not final."""
    values = [57.0, 55.1, None, 95.2, 91.2]
    status = ["final", "final", "missing", "final", "provisional"]
    whole = record(series(months(5), values, target=90, obs_status=status))
    assert plan(whole, WORDING).drawing.description == (
        "Monthly values from January 2024 (57.0%) to May 2024 (91.2%); "
        "lowest 55.1% (February 2024); highest 95.2% (April 2024); target 90%; "
        "1 of 5 periods has no value; 1 value is provisional."
    )


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([57.0], "One value: 57.0% (January 2024)."),
        ([57.0, 61.0], "Monthly values from January 2024 (57.0%) to February 2024 (61.0%)."),
        ([None], "No values have been published yet."),
    ],
)
def test_description_of_little(values: list[float | None], words: str) -> None:
    """Few values have no lowest and highest, and none are said to be none."""
    whole = record(series(months(len(values)), values))
    assert plan(whole, WORDING).drawing.description == words


def test_description_of_a_changed_target() -> None:
    """Where the target changed, the description says that its last is the latest."""
    whole = record(series(months(2), [57.0, 61.0], target=[85, 92.5]))
    assert plan(whole, WORDING).drawing.description.endswith("; latest target 92.5%.")


def test_a_target_is_not_rounded() -> None:
    """A target of 88.98 where values have one decimal is not one of 89.0; 90.0 is written 90."""
    whole = record(series(months(2), [57.0, 61.0], target=[90.0, 88.98]))
    assert plan(whole, WORDING).drawing.description.endswith("; latest target 88.98%.")
    whole = record(series(months(2), [2.0, 3.0], target=2.5), unit=CALLS)
    assert plan(whole, WORDING).drawing.description.endswith("; target 2.5.")


def test_description_of_a_target_in_money() -> None:
    """Money has cents or none: a target of 9.5 dollars is $9.50, one of 9 is $9."""
    dollars = Unit("dollars", "$", 2)
    whole = record(series(months(2), [9.22, 9.03], target=[9, 9.5]), unit=dollars)
    assert plan(whole, WORDING).drawing.description.endswith("; latest target $9.50.")
    whole = record(series(months(2), [9.22, 9.03], target=9), unit=dollars)
    assert plan(whole, WORDING).drawing.description.endswith("; target $9.")
