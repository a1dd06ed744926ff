"""The published budget of Chicago, imported, checked and built, against a reading by csv alone."""

import csv
import io
from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from built import ROOT, run
from performance.appropriations import run as import_budget
from performance.check import examine
from performance.compute import compute
from performance.content import read, read_settings
from performance.model import Flow, Ledger, Phase
from performance.model.budget import identity
from performance.problem import BuildError
from performance.settings import Settings

REAL = ROOT.parent / "shared" / "real" / "chicago-budget"
pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason=f"{REAL} is not here")

Rows = tuple[dict[str, str], ...]


@cache
def source(name: str) -> Rows:
    """Return the rows of a published file."""
    with (REAL / name).open(encoding="utf-8", newline="") as text:
        return tuple(csv.DictReader(text))


def sums(rows: Rows, *columns: str) -> dict[tuple[str, ...], Decimal]:
    """Return the amounts added up by columns, in decimals."""
    found: dict[tuple[str, ...], Decimal] = {}
    for row in rows:
        key = tuple(row[column] for column in columns)
        found[key] = found.get(key, Decimal(0)) + Decimal(row["amount"])
    return found


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The portal that the import makes."""
    destination = tmp_path_factory.mktemp("chicago") / "portal"
    report = import_budget(REAL, destination, "Chicago")
    assert report.balanced
    return destination


@pytest.fixture(scope="module")
def ledger(imported: Path) -> Ledger:
    """The budget as computed from the imported package, which has no problem."""
    content, problems = read(imported / "content")
    settings, more = read_settings(imported / "content", Settings())
    examined = examine([imported / "datasets"], content, settings)
    assert [*problems, *more, *examined.problems] == []
    found = compute(examined.packages, content, settings).ledger
    assert found is not None
    return found


@pytest.fixture(scope="module")
def built(imported: Path) -> Path:
    """The site of the imported budget, built as its users do."""
    words = ["--datasets", imported / "datasets", "--output", imported / "site"]
    ended = run(["-m", "performance", "build", *words])
    assert ended.returncode == 0, ended.stderr
    return imported / "site"


def test_every_year_reaches_the_published_totals(ledger: Ledger) -> None:
    """Sixteen years of gross appropriations and three of revenue, to the cent."""
    spent, taken = ledger.total(Flow.EXPENDITURE).recorded, ledger.total(Flow.REVENUE).recorded
    totals = source("totals.csv")
    assert len(totals) == len(spent) == 16
    for row in totals:
        column = (int(row["fiscal_year"]), Phase.ADOPTED)
        assert spent[column] == 100 * Decimal(row["gross_appropriations"])
        if row["total_revenue"]:
            assert taken[column] == 100 * Decimal(row["total_revenue"])
        else:
            assert column not in taken


@pytest.mark.parametrize(
    ("file", "part", "column"),
    [
        ("appropriations-by-fund.csv", "fund", "fund"),
        ("appropriations-by-category.csv", "account", "category"),
    ],
)
def test_units_are_those_of_an_independent_reading(
    ledger: Ledger, file: str, part: str, column: str
) -> None:
    """Each department, and each fund or category within it, has the decimals' sum in each year."""
    rows = source(file)
    for (year, code), amount in sums(rows, "fiscal_year", "department_code").items():
        unit = ledger.unit(Flow.EXPENDITURE, "department", (code,))
        assert unit is not None
        assert ledger.amounts(unit).recorded[int(year), Phase.ADOPTED] == 100 * amount
    expected: Counter[tuple[str, str, str]] = Counter()
    for (year, code, name), amount in sums(rows, "fiscal_year", "department_code", column).items():
        plain = name.replace("\x96", "–").replace("'S ", "'s ")
        expected[year, code, identity(plain)] += int(100 * amount)
    parts = ("fund", "department") if part == "fund" else ("department", "account")
    made: dict[tuple[str, str, str], int] = {}
    for key, amounts in ledger.sums[Flow.EXPENDITURE, parts].items():
        code, name = (key[1], key[0]) if part == "fund" else key
        for (number, _), cents in amounts.recorded.items():
            made[f"{number}", code, name] = cents
    assert made == dict(expected)


def test_a_department_is_known_by_its_code_under_every_name(ledger: Ledger) -> None:
    """44 codes; 57 is the police under three names, of which the newest is shown."""
    codes = {row["department_code"] for row in source("appropriations-by-fund.csv")}
    units = ledger.units[Flow.EXPENDITURE, "department"]
    assert {unit.key for unit in units} == {(code,) for code in codes}
    police = next(unit for unit in units if unit.key == ("57",))
    assert police.title == "Chicago Police Department"
    assert {spelling.name for spelling in police.names} == {
        "Department of Police",
        "Cpd",
        "Chicago Police Department",
    }


def test_every_row_is_published(imported: Path) -> None:
    """Rows in are rows out, table by table."""
    for name, file in (
        ("by-fund", "appropriations-by-fund.csv"),
        ("by-account", "appropriations-by-category.csv"),
        ("revenue", "revenue-by-source.csv"),
    ):
        text = (imported / f"datasets/budget/city-budget/{name}.csv").read_text(encoding="utf-8")
        made = tuple(csv.DictReader(io.StringIO(text)))
        assert len(made) == len(source(file))
        assert sums(made, "fiscal_year") == sums(source(file), "fiscal_year")


def test_the_report_explains_gross_and_operating_totals(imported: Path) -> None:
    """From 2023 on the two differ by exactly the two airports' funds, which the report found."""
    with (imported / "fault-report.csv").open(encoding="utf-8", newline="") as text:
        rows = [row for row in csv.DictReader(text) if row["fault"] == "gross-and-operating"]
    assert [row["about"] for row in rows] == ["2023", "2024", "2025", "2026"]
    for row in rows:
        assert "Chicago Midway Airport Fund and Chicago O'Hare Airport Fund" in row["found"]


def test_pages_show_the_decimals_of_the_source(built: Path) -> None:
    """The overview's departments are the 2026 sums, and the change is on those of 2025."""
    rows = source("appropriations-by-fund.csv")
    by = sums(rows, "fiscal_year", "department_code")
    page = html.parse(str(built / "budget" / "index.html"))
    shown: dict[str, tuple[str, str]] = {}
    for row in page.xpath("//table[caption[@id='by-expenditure-department']]/tbody/tr"):
        cells = [" ".join(cell.text_content().split()) for cell in row]
        code = row.xpath("./th/a/@href")[0].rstrip("/").rpartition("/")[2]
        shown[code] = (cells[1], cells[-1])
    expected = {}
    for (year, code), now in by.items():
        if year == "2026":
            was = by.get(("2025", code))
            expected[code] = (f"${now:,}", _change(now, was))
    assert shown == expected


def _change(now: Decimal, was: Decimal | None) -> str:
    if not was:
        return "New"
    percent = (100 * (now - was) / was).quantize(Decimal("0.1"), rounding="ROUND_HALF_UP")
    sign = "+" if percent > 0 else "−" if percent < 0 else ""
    return f"{sign}{abs(percent):,}%"


def test_charts_draw_the_amounts_that_the_tables_show(built: Path) -> None:
    """The picture's own sentence has the total of the first and the last year, in billions."""
    page = html.parse(str(built / "budget" / "index.html"))
    caption = page.xpath("string(//figcaption)").strip()
    assert caption == (
        "Adopted amounts by year: 8.70 billion dollars in 2011, then 18.67 billion dollars in 2026."
    )


def test_every_link_of_the_budget_leads_to_a_file(built: Path) -> None:
    """No page of the sixteen years leads nowhere."""
    missing: set[Any] = set()
    for file in (built / "budget").rglob("index.html"):
        for href in html.parse(str(file)).xpath("//main//a/@href"):
            if not href.startswith(("#", "http", "mailto:")):
                target = (file.parent / href.split("#")[0]).resolve()
                if not (target.is_file() or (target / "index.html").is_file()):
                    missing.add(href.rpartition("../")[2])
    assert missing == set()


def test_a_table_that_is_not_the_published_one_is_refused(tmp_path: Path) -> None:
    """Every bad cell is told with its row; nothing is written."""
    for file in REAL.glob("*.csv"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    broken = tmp_path / "totals.csv"
    broken.write_text(broken.read_text().replace("8614865000,8614865000", "8.6e9,"))
    with pytest.raises(BuildError) as raised:
        import_budget(tmp_path, tmp_path / "portal", "Chicago")
    assert [(p.row, p.column) for p in raised.value.problems] == [
        (3, "gross_appropriations"),
        (3, "operating_appropriations"),
    ]
    assert not (tmp_path / "portal").exists()
