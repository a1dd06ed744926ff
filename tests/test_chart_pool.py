"""Drawing many charts in processes of their own."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chart_records import every_form, months, record, rising, series
from performance import chart
from performance.chart import pool
from performance.chart.fill import Filling, Picture
from performance.chart.form import form_of
from performance.memory import LostError
from performance.problem import BuildError
from performance.text import Wording

TESTS = Path(__file__).parent
PLUGINS = TESTS.parent / "plugins"
HEAD = f"""
import sys
sys.path[:0] = [{str(PLUGINS)!r}, {str(TESTS)!r}]
from chart_records import every_form, months, record, rising, series
from performance import chart
from performance.text import Wording
"""


def run(program: str, tmp_path: Path, **environment: str) -> str:
    """Run a program in a Python of its own and return what it prints."""
    file = tmp_path / "program.py"
    file.write_text(HEAD + program, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(file)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    return done.stdout


def test_all_are_drawn_in_order_whatever_the_workers() -> None:
    """One process, two, and this one draw the same pictures, in the order of the records."""
    wanted = [
        record(series(months(9), rising(9, first)), name=f"metric-{first}") for first in range(20)
    ]
    one = list(chart.draw_all(wanted, Wording(), workers=1))
    assert [name for name, _ in one] == [f"metric-{first}" for first in range(20)]
    assert one == list(chart.draw_all(wanted, Wording(), workers=2))
    assert dict(one)["metric-7"] == chart.draw(wanted[7], Wording())


def test_multiples_come_back_with_their_metric() -> None:
    """Small panels are drawn with the picture that they belong to."""
    form = every_form()["ratio"]
    assert dict(chart.draw_all([form], Wording()))["calls-answered"] == chart.draw(form, Wording())


def test_nothing_to_draw_starts_nothing() -> None:
    """No records make no drawings."""
    assert list(chart.draw_all([], Wording())) == []


def test_progress_counts_every_metric() -> None:
    """What is told on the way adds up to the number of metrics."""
    told: list[int] = []
    wanted = [record(series(months(2), [1, 2]), name=f"metric-{place}") for place in range(11)]
    list(chart.draw_all(wanted, Wording(), workers=2, progress=told.append))
    assert sum(told) == 11


def test_failure_in_a_worker_names_the_metric() -> None:
    """A picture that cannot be drawn ends the build with the metric's name."""
    filling = Filling(form_of(["notes"]).key, 10, 10, (0, 0, 0, 0), (10, 0), {})
    untitled: Any = None
    picture = Picture("chart-x-wide", "wide", untitled, "Words.", filling)
    with pytest.raises(BuildError, match="metric broken-one cannot be drawn"):
        list(pool.draw([pool.Job("broken-one", (picture,))], 1))


def test_failure_in_planning_names_the_metric() -> None:
    """A value that no axis can hold ends the build with the metric's name."""
    endless = record(series(months(2), [1, float("inf")]), name="endless")
    with pytest.raises(BuildError, match="metric endless cannot be drawn"):
        list(chart.draw_all([endless], Wording()))


def test_building_process_never_imports_the_drawing_library(tmp_path: Path) -> None:
    """Whoever draws in processes may go on to fork: the engine was never in this one."""
    said = run(
        """
list(chart.draw_all(list(every_form().values())[:2], Wording(), workers=1))
print("vl_convert" in sys.modules)
""",
        tmp_path,
    )
    assert said == "False\n"


def test_forms_that_are_known_are_not_built_again(tmp_path: Path) -> None:
    """Where an earlier build knew the forms, Altair is not loaded; the drawings are the same."""
    kept: dict[str, str] = {}

    def remember(form: str, make: Callable[[], str]) -> str:
        return kept.setdefault(form, make())

    drawn = dict(chart.draw_all([every_form()["ratio"]], Wording(), recall=remember))
    said = run(
        f"""
kept = {kept!r}
drawn = dict(chart.draw_all(
    [every_form()["ratio"]], Wording(), recall=lambda form, make: kept[form]
))
print("altair" in sys.modules)
print(drawn["calls-answered"].spec)
""",
        tmp_path,
    )
    assert said == f"False\n{drawn['calls-answered'].spec}\n"


def test_few_pictures_without_panels_start_no_process(tmp_path: Path) -> None:
    """One changed metric is drawn at once, in the process that asks."""
    said = run(
        """
started = []
sys.addaudithook(lambda event, _: started.append(event) if event == "subprocess.Popen" else None)
card = dict.fromkeys(
    ("title", "verdict", "value", "unit", "period", "target", "site", "city", "as_of"), "Words"
)
from performance.model import SocialCard
few = [record(series(months(9), rising(9)))]
cards = {few[0].metric.name: SocialCard(attainment="met", **card)}
drawn = dict(chart.draw_all(few, Wording(), cards=cards))
print(started, [one.card[1:4] for one in drawn.values()])
""",
        tmp_path,
    )
    assert said == "[] [b'PNG']\n"


def test_drawing_process_imports_neither_pandas_nor_altair(tmp_path: Path) -> None:
    """A drawing process starts at once: it needs none of what computes."""
    said = run(
        """
import subprocess
program = (
    "import sys; sys.path.append(sys.argv[1]); import performance.chart.workers;"
    "print({'pandas', 'altair', 'pelican', 'babel'} & set(sys.modules))"
)
print(subprocess.check_output([sys.executable, "-P", "-c", program, sys.path[0]], text=True))
""",
        tmp_path,
    )
    assert said.strip() == "set()"


def test_program_is_not_run_again_in_its_children(tmp_path: Path) -> None:
    """A program without a guard draws, and is run once."""
    said = run(
        """
print("running")
print(len(list(chart.draw_all([every_form()["line"]], Wording(), workers=2))))
""",
        tmp_path,
    )
    assert said == "running\n1\n"


def test_pictures_do_not_depend_on_the_time_zone(tmp_path: Path) -> None:
    """East and west of Greenwich the same bytes are drawn."""
    program = """
import hashlib, json
drawn = dict(chart.draw_all([every_form()["ratio"]], Wording(), workers=1))
whole = next(iter(drawn.values()))
text = whole.wide + whole.narrow + whole.spec + whole.multiples["zone"].wide
print(hashlib.sha256(text.encode()).hexdigest())
"""
    zones = ("Pacific/Auckland", "America/New_York", "UTC")
    assert len({run(program, tmp_path, TZ=zone) for zone in zones}) == 1


@pytest.mark.skipif(os.name != "posix", reason="signals are sent as POSIX sends them")
def test_interrupt_ends_cleanly(tmp_path: Path) -> None:
    """An interrupt ends the build and every drawing process, without a word from those."""
    file = tmp_path / "program.py"
    file.write_text(
        HEAD
        + """
import signal
# A shell that runs the tests in the background has interrupts ignored by all its children.
signal.signal(signal.SIGINT, signal.default_int_handler)
wanted = [record(series(months(60), rising(60)), name=f"m-{place}") for place in range(4000)]
def tell(count):
    print("drawing", flush=True)
try:
    list(chart.draw_all(wanted, Wording(), workers=2, progress=tell))
except KeyboardInterrupt:
    print("interrupted", flush=True)
""",
        encoding="utf-8",
    )
    with subprocess.Popen(
        [sys.executable, str(file)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "drawing\n"
        process.send_signal(signal.SIGINT)
        # The pipes end only when the children, which inherit standard error, have gone too.
        out, err = process.communicate(timeout=60)
    assert out.splitlines()[-1] == "interrupted"
    assert err == ""
    assert process.returncode == 0


def test_what_the_cache_has_lost_is_no_chart_that_cannot_be_drawn() -> None:
    """The build must hear of it: it makes everything anew, where any other error ends it."""
    with pytest.raises(BuildError, match="The chart of the metric m cannot"), pool.naming("m"):
        raise ValueError("odd")
    with pytest.raises(LostError), pool.naming("m"):
        raise LostError("a key")
