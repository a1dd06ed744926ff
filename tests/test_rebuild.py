"""A site built upon earlier builds is, byte for byte, the one that is built all anew."""

import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from built import ROOT
from rebuilding import EDITS, City

# After how many edits the site is compared with one that is built anew, which takes a while.
BETWEEN = 10


class Edits(RuleBasedStateMachine):
    """Edit, build, edit, build: what is left of earlier builds never shows."""

    def __init__(self) -> None:
        super().__init__()
        self.place = tempfile.TemporaryDirectory()
        self.since = 0

    @initialize(seed=st.integers(0, 2**32))
    def begin(self, seed: int) -> None:
        """Found a city and build it once."""
        self.city = City(Path(self.place.name), Random(seed))
        assert self.city.build() == ""
        self.city.keep()

    @rule(
        edits=st.lists(st.sampled_from(EDITS), min_size=1, max_size=2),
        verify=st.booleans(),
        goes_on=st.booleans(),
    )
    def edit(self, edits: list[str], verify: bool, goes_on: bool) -> None:
        """Change something, possibly two things at once, and build; take back what cannot be."""
        for edit in edits:
            getattr(self.city, edit)()
        said = self.city.build(verify=verify, goes_on=goes_on)
        if said:
            assert self.city.build(remember=False) == said
            self.city.mend()
            assert self.city.build(goes_on=goes_on) == ""
        self.city.keep()
        self.since += len(edits)

    @invariant()
    def nothing_shows(self) -> None:
        """The site is that of a clean build."""
        if self.since >= BETWEEN:
            self.since = 0
            assert self.city.build(remember=False) == ""
            assert self.city.differences() == []

    def teardown(self) -> None:
        """Compare what the last edits left."""
        self.since = BETWEEN if self.since else 0
        self.nothing_shows()
        self.place.cleanup()


pytestmark = pytest.mark.usefixtures("as_a_process")


def test_a_remembered_site_is_that_of_a_clean_build() -> None:
    """Fifty edits of data, words, settings, theme, site and memory, in any order.

    The first example of Hypothesis is the simplest, so there are two, of some forty edits each.
    """
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Edits,
        settings=settings(
            max_examples=2,
            stateful_step_count=25,
            # A smaller example is not worth the hour that it takes to find.
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_what_takes_long_to_import_is_not_needed_for_a_changed_value(tmp_path: Path) -> None:
    """The libraries that draw, judge what is doubtful and compare tables stay away from it."""
    city = City(tmp_path, Random(1))
    assert city.build() == ""
    city.change_cell()
    program = (
        "import sys\n"
        "sys.path.insert(0, sys.argv.pop(1))\n"
        "from performance.cli import main\n"
        "main(['build'], standalone_mode=False)\n"
        "print({'pandas', 'altair', 'vl_convert', 'frictionless', 'scipy'} & set(sys.modules))"
    )
    command = [sys.executable, "-c", program, str(ROOT / "plugins")]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert (ended.stderr, ended.stdout) == ("The site is in output\n", "set()\n")
