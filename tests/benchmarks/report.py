"""Print what the PDF of the annual report costs: time, memory, pages, size, and a second build's.

Run `python tests/benchmarks/report.py`; it is no test.
"""

import argparse
import io
import os
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pikepdf
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from performance import chart, city, pages, paper
from performance.compute import pictured
from performance.memory import Store
from performance.progress import steps
from performance.text import Wording

ROOT = Path(__file__).resolve().parents[2]


def timed(what: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds and the CPU seconds, of children too, that something takes."""
    wall, before = time.perf_counter(), os.times()
    what()
    after = os.times()
    cpu = sum(after[:4]) - sum(before[:4])
    return time.perf_counter() - wall, cpu


def main() -> None:
    """Make the newest report of a city and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--content", type=Path, default=ROOT / "content")
    parser.add_argument("--datasets", type=Path, default=ROOT / "datasets")
    given = parser.parse_args()
    said = city.read(given.content, {}, "")
    with steps() as shown:
        portal, problems = city.computed(city.examine([given.datasets], said, shown), said)
    assert not problems
    wording = Wording(said.settings.locale, said.settings.fiscal_year_start)
    drawn = dict(chart.draw_all(pictured(portal, said.settings.fiscal_year_start), wording))
    printed = {name: chart.printed(one.narrow, "Noto Sans") for name, one in drawn.items()}
    theme = Environment(
        loader=FileSystemLoader(ROOT / "theme" / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
    )
    year, page = next(pages.papers(portal, drawn, {}, said.settings, printed=printed))
    html = theme.get_template(page.template).render(page=page)
    sheets = ROOT / "theme" / "static" / "css"
    style = "\n".join((sheets / name).read_text("utf-8") for name in ("tokens.css", "paper.css"))
    on = portal.content.reports[0].published
    made: list[bytes] = []
    wall, cpu = timed(lambda: made.append(paper.make(html, style, on)))
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    with pikepdf.Pdf.open(io.BytesIO(made[0])) as pdf:
        count = len(pdf.pages)
    sizes = f"{len(made[0]) / 1000:.0f} KB, of {len(html) / 1000:.0f} KB of HTML"
    print(f"Report {year}: {count} pages, {sizes}")
    print(f"made:  {wall:.1f} s, {cpu:.1f} CPU s, {most:.0f} MB at most")
    with tempfile.TemporaryDirectory() as folder:
        cache = Store(Path(folder))
        cache.put(paper.key(html, style, on), made[0])
        wall, cpu = timed(lambda: cache.get(paper.key(html, style, on)))
    print(f"kept:  {wall * 1000:.1f} ms, {cpu * 1000:.1f} CPU ms (the key and the file)")


if __name__ == "__main__":
    main()
