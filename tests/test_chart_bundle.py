"""The script that draws interactive charts."""

import subprocess
import sys
from pathlib import Path

import pytest

from performance import chart
from performance.chart import bundle
from performance.problem import BuildError


@pytest.fixture(scope="module")
def script() -> str:
    """The bundle, made as a build makes it."""
    with chart.bundling() as made:
        return made().decode()


def test_it_sets_one_name(script: str) -> None:
    """It is one function called at once: of its many names only vegaEmbed is the page's."""
    head, body = script.split("*/\n", 1)
    assert body.startswith("(() => {\n")
    assert body.endswith("\n})();\n")
    assert body.count("window.vegaEmbed=") == 1
    assert "Copyright" in head


def test_it_is_the_same_bytes_each_time(script: str) -> None:
    """Two processes make the same script."""
    with chart.bundling() as made:
        assert made().decode() == script


def test_it_holds_the_interpreter_of_expressions(script: str) -> None:
    """Charts are drawn where nothing may be evaluated: `ast` is an option that it knows."""
    assert "expressionInterpreter" in script
    assert ".ast" in script


def test_nothing_is_imported_by_the_building_process() -> None:
    """The process that asks for the bundle never has the drawing library, so it may fork."""
    program = (
        "import sys; sys.path.append(sys.argv[1]); from performance import chart\n"
        "with chart.bundling() as made: made()\n"
        "print('vl_convert' in sys.modules)"
    )
    root = str(Path(bundle.__file__).parents[2])
    said = subprocess.check_output([sys.executable, "-c", program, root], text=True)
    assert said == "False\n"


def test_a_build_that_ends_early_leaves_no_process() -> None:
    """Whatever goes wrong beside it, the process that makes the bundle ends."""
    with pytest.raises(ZeroDivisionError), chart.bundling():
        raise ZeroDivisionError


def test_a_failure_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bundle that cannot be made ends the build in words."""
    monkeypatch.setattr(bundle, "COMMAND", "raise SystemExit(3)")
    with pytest.raises(BuildError, match="explore pages cannot be made"), chart.bundling() as made:
        made()


def test_the_licences_go_with_every_copy() -> None:
    """The script says where they are; they name the owners and hold the texts that ask for it."""
    assert "vega-licences.txt" in bundle.BANNER
    text = bundle.licences().decode()
    for owner in ("University of Washington Interactive Data Lab", "Mike Bostock", "Simon Lydell"):
        assert owner in text
    for clause in ("Redistributions in binary form", "this permission notice appear", "AS IS"):
        assert clause in text
