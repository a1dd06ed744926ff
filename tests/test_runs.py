"""Runs of a sequence: all items in order, and no more runs than its own change with an item."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from performance.runs import runs

NAMES = st.lists(st.text(min_size=1, max_size=4), unique=True, max_size=60).map(sorted)


def name(item: str) -> str:
    return item


@given(NAMES, st.integers(1, 20))
def test_every_item_is_in_one_run_in_its_place(names: list[str], about: int) -> None:
    found = list(runs(names, name, about=about))
    assert list(itertools.chain.from_iterable(found)) == names
    assert all(found)


@given(NAMES.filter(bool), st.integers(1, 20), st.data())
def test_an_item_that_comes_changes_its_own_run_alone(
    names: list[str], about: int, data: st.DataObject
) -> None:
    """Without it two runs may be one: no other differs."""
    gone = data.draw(st.sampled_from(names))
    before = {tuple(run) for run in runs(names, name, about=about)}
    after = {tuple(run) for run in runs([n for n in names if n != gone], name, about=about)}
    assert len(before - after) <= 2
    assert len(after - before) <= 1


def test_runs_are_about_as_long_as_they_should_be() -> None:
    """Of 10,000 items in runs of 16 by and large: 625, give or take a fifth."""
    found = list(runs([f"metric-{n}" for n in range(10_000)], name, about=16))
    assert 500 < len(found) < 750
