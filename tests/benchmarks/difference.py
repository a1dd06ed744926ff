"""Print how long `portal diff` takes of tables of many rows, before and after a change.

Nothing is judged. The table has a row a month and member; in the state after, one row in a hundred
is revised, a month is added and the rows stand in another order.
"""

import argparse
import json
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "plugins")]

from conftest import metric_descriptor, resource  # noqa: E402  # Found by the line above.
from performance import difference  # noqa: E402
from performance.city import City  # noqa: E402
from performance.model import Content  # noqa: E402
from performance.settings import Settings  # noqa: E402

MONTHS = 250
COLUMNS = ("month", "place", "requests", "on_time", "note")
TYPES = ("yearmonth", "string", "integer", "integer", "string")


def write(folder: Path, version: str, rows: list[str]) -> None:
    """Write a datasets folder with one package."""
    package = folder / "works" / "requests"
    package.mkdir(parents=True)
    fields = [{"name": n, "type": t} for n, t in zip(COLUMNS, TYPES, strict=True)]
    facts = {
        "name": "requests",
        "version": version,
        "resources": [resource({"fields": fields, "primaryKey": ["month", "place"]})],
        "metrics": [metric_descriptor(dimensions=["place"], targets=None)],
    }
    (package / "datapackage.json").write_text(json.dumps(facts), encoding="utf-8")
    text = "\n".join([",".join(COLUMNS), *rows, ""])
    (package / "observations.csv").write_text(text, encoding="utf-8")


def row(month: int, place: int, *, is_revised: bool) -> str:
    """Return a row: a hundred requests and more, of which some were on time."""
    when = f"{2000 + month // 12}-{month % 12 + 1:02}"
    return f"{when},Place {place},{100 + place % 7},{90 - is_revised},"


def main() -> None:
    """Read how many rows from the command line and print the seconds of each form."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="?", type=int, default=200_000)
    count = parser.parse_args().rows
    places = max(1, count // MONTHS)
    keys = [(month, place) for month in range(MONTHS) for place in range(places)]
    before = [row(m, p, is_revised=False) for m, p in keys]
    after = [row(m, p, is_revised=n % 100 == 0) for n, (m, p) in enumerate(keys)]
    after += [row(MONTHS, place, is_revised=False) for place in range(places)]
    city = City(Settings(as_of=date(2020, 12, 31)), Content(), ())
    with tempfile.TemporaryDirectory() as folder:
        first, second = Path(folder) / "before", Path(folder) / "after"
        write(first, "1.0.0", before)
        write(second, "1.1.0", after[::-1])
        for form in difference.FORMS:
            began, used = time.perf_counter(), time.process_time()
            made = difference.told(str(first), str(second), first, first, city=city, form=form)
            spent, busy = time.perf_counter() - began, time.process_time() - used
            size = f"{len(made):,} characters"
            print(f"{form:10} {len(before):,} rows: {spent:6.1f} s, {busy:6.1f} s CPU, {size}")
    print("\n".join(json.loads(made)["summary"]))


if __name__ == "__main__":
    main()
