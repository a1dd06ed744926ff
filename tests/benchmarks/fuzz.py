"""Break a good package at random thousands of times and print what became of it.

Every outcome is a clean build or listed problems: anything else ends the run with the package.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve()
sys.path[:0] = [str(HERE.parents[1]), str(HERE.parents[2] / "plugins")]

from hypothesis import HealthCheck, given, settings  # noqa: E402

from breakage import judged, packages  # noqa: E402


def main() -> None:
    """Run the examples that are asked for and print how many were built and refused."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=2000, help="how many packages [2000]")
    examples = parser.parse_args().examples
    outcomes: Counter[str] = Counter()
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "datasets" / "public-works" / "requests"

        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(packages())
        def each(given_: tuple[bytes, bytes]) -> None:
            outcomes[judged(folder, given_)] += 1

        each()
    for outcome, count in sorted(outcomes.items()):
        print(f"{outcome}: {count}")
    print(f"packages: {outcomes.total()}, seconds: {time.perf_counter() - begun:.0f}")


if __name__ == "__main__":
    main()
