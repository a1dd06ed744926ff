"""Packages and spreadsheets broken at random: a clean build or listed problems, never a traceback.

The same is done thousands of times by tests/benchmarks/fuzz.py.
"""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from breakage import CELLS, as_csv, descriptor, judged, packages, table
from desk import workbook
from gates import gate
from performance.authoring.matching import matches
from performance.authoring.plan import plan
from performance.authoring.spreadsheet import read
from performance.problem import BuildError

MANY = settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
# The first day that Excel knows, without a zone, as it keeps none.
DAY_ONE = datetime(1900, 3, 1, tzinfo=UTC).replace(tzinfo=None)
FOLDER = Path("datasets") / "public-works" / "requests"


def test_the_package_is_good_before_it_is_broken(tmp_path: Path) -> None:
    """What is broken at random builds when it is not."""
    good = (json.dumps(descriptor()).encode(), as_csv(table()))
    assert judged(tmp_path / FOLDER, good) == "built"


@MANY
@given(packages())
def test_a_broken_package_is_built_or_its_problems_are_listed(
    tmp_path: Path, given_: tuple[bytes, bytes]
) -> None:
    """Bytes, cells, keys and structure: every outcome is one of the two."""
    assert judged(tmp_path / FOLDER, given_) in ("built", "problems")


def proposed(folder: Path, file: Path) -> list[Any]:
    """Return the plans of a spreadsheet for the good package; none where it is refused in words."""
    (package,) = gate(folder).packages
    try:
        found, _ = matches(read(file, 10**7), package)
        return [plan(match, package) for match in found]
    except BuildError:
        return []


@MANY
@given(st.binary(max_size=200), st.sampled_from([".csv", ".xlsx"]))
def test_no_bytes_of_a_spreadsheet_break_its_reading(
    tmp_path: Path, data: bytes, ending: str
) -> None:
    """Whatever a file holds, it is read or refused in words."""
    folder = good(tmp_path)
    file = tmp_path / f"given{ending}"
    file.write_bytes(data)
    proposed(folder, file)


@MANY
@given(
    st.lists(
        st.lists(
            CELLS.filter(lambda c: c.isprintable() and len(c) < 200)
            | st.none()
            | st.booleans()
            | st.integers(-(10**12), 10**12)
            | st.floats(allow_nan=False, allow_infinity=False)
            | st.datetimes(min_value=DAY_ONE)
            | st.dates(min_value=DAY_ONE.date())
            | st.times(),
            max_size=7,
        ),
        max_size=4,
    )
)
def test_no_cells_of_a_workbook_break_its_reading(tmp_path: Path, rows: list[list[Any]]) -> None:
    """Below a good header any values of Excel are taken, named as not usable, or refused."""
    folder = good(tmp_path)
    file = workbook(tmp_path / "given.xlsx", [table()[0], *rows])
    for made in proposed(folder, file):
        used = len(made.added) + len(made.revised) + made.unchanged
        assert used + len({u.number for u in made.unusable}) <= len(rows)


def good(folder: Path) -> Path:
    """Write the good package once and return its folder."""
    made = folder / FOLDER
    if not made.exists():
        made.mkdir(parents=True)
        (made / "datapackage.json").write_text(json.dumps(descriptor()), "utf-8")
        (made / "requests.csv").write_bytes(as_csv(table()))
    return made
