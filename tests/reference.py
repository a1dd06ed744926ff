"""A small city made by hand, and its reference pages: for the tests of these pages."""

from datetime import date
from pathlib import Path
from typing import Any

import jinja2
import pandas as pd
from lxml import html

from built import ROOT
from frames import frame_of, rows_of
from performance import urls
from performance.catalogue.dataset import records_by_package
from performance.catalogue.inventory import inventory
from performance.model import (
    Aggregation,
    Article,
    Attainment,
    Content,
    Contributor,
    Department,
    Direction,
    Field,
    Frame,
    Judgement,
    Kind,
    Lateness,
    Link,
    Measure,
    Metric,
    Observation,
    ObsStatus,
    Package,
    Portal,
    Priority,
    Record,
    Resource,
    Trend,
    Unit,
)
from performance.pages import (
    articles,
    changes,
    data,
    index,
    library,
    problems,
    profiles,
    reporting,
    search,
)
from performance.pages.catalogue import catalogue
from performance.pages.context import context
from performance.pages.page import Page
from performance.period import Frequency, month
from performance.settings import Settings
from performance.text import Wording

MODULES = (changes, library, problems, search, index, reporting, profiles, articles)
SETTINGS = Settings(city="Port Alder", contact="data@portalder.example", as_of=date(2026, 11, 20))
HOSTILE = "<script>alert(1)</script>"
WORDING = Wording()

PUBLIC_WORKS = Department("public-works", "Public Works", "Keeps the city clean.", 1)
FIRE = Department("fire", "Fire and Rescue", "Protects life.", 2)
SERVICE = Priority("customer-service", "Customer service", "Serve residents well.", 1)

TABLE = pd.DataFrame(
    {
        "month": [f"2026-{number:02d}" for number in range(1, 13)],
        "zone": ["North"] * 12,
        "requests": ["100"] * 12,
        "on_time": ["91"] * 11 + [""],
        "obs_status": ["final"] * 10 + ["revised", "missing"],
    },
    index=range(2, 14),
)
REQUESTS = Resource(
    "requests",
    "requests.csv",
    b"month,zone,requests,on_time,obs_status\n",
    "ab" * 32,
    title="Requests",
    description="One row a month and zone.",
    mediatype="text/csv",
    fields=(
        Field("month", "yearmonth", title="Month", constraints={"required": True}),
        Field("zone", constraints={"enum": ["North", "South"]}, description="Part of the city."),
        Field("requests", "integer", unit="requests", constraints={"minimum": 0}),
        Field("on_time", "integer", unit="requests"),
        Field("obs_status"),
    ),
    primary_key=("month", "zone"),
    rows=rows_of(TABLE),
)
MAP = Resource("map", "zones.geojson", b"{}", "cd" * 32)

METRIC = Metric(
    "requests-on-time",
    "Requests on time",
    "requests",
    "month",
    Frequency.MONTH,
    20,
    Measure(Aggregation.RATIO, numerator="on_time", denominator="requests", scale=100),
    Unit("percent", "%", 1),
    Direction.INCREASE,
    Kind.QUALITY,
    dimensions=("zone",),
)
PACKAGE = Package(
    "service-requests",
    Path("service-requests"),
    "service-requests/datapackage.json",
    {},
    title=f"Service requests {HOSTILE}",
    description="What residents **asked** for.\n\nA second paragraph.",
    version="2026.10.0",
    created="2026-11-20T00:00:00Z",
    department="public-works",
    licenses=(Link("Attribution 4.0", "https://example.org/by", "CC-BY-4.0"),),
    sources=(Link("Work orders", "javascript:alert(1)"),),
    contributors=(
        Contributor("Public Works", ("publisher",)),
        Contributor("Data desk", ("contact",), email="desk@portalder.example"),
    ),
    resources=(REQUESTS, MAP),
    metrics=(METRIC,),
)
BARE = Package("bare", Path("bare"), "bare/datapackage.json", {}, resources=(MAP,))

DOWNLOADS = {
    **{
        f"data/service-requests/{edition}/{name}": size
        for edition in ("latest", "v2026.10.0")
        for name, size in {
            "SHA256SUMS": 300,
            "datapackage.json": 2_000,
            "requests.parquet": 4_100,
            "zones.geojson": 2,
            "requests.csv": 1_500_000,
            "service-requests.zip": 9_400,
        }.items()
    },
    "data/bare/latest/zones.geojson": 2,
}


def observation(year: int, number: int, value: float | None) -> Observation:
    """Return a month's observation without target."""
    return Observation(
        period=month(year, number),
        value=value,
        numerator=None,
        denominator=None,
        volume=None,
        target=None,
        attainment=Attainment.NO_TARGET,
        obs_status=ObsStatus.FINAL,
        note="",
    )


def tidy(rows: list[tuple[str, str, float, str, str]]) -> Frame:
    """Return a published table from (month, zone, value, obs_status, note)."""
    table = pd.DataFrame(rows, columns=["period", "zone", "value", "obs_status", "note"])
    starts = pd.to_datetime(table["period"] + "-01")
    return frame_of(table.assign(metric=METRIC.name, period_start=starts))


def record(metric: Metric = METRIC, **more: Any) -> Record:
    """Return the record of a metric of Public Works; `more` are laid over its parts."""
    parts: dict[str, Any] = {
        "metric": metric,
        "package": PACKAGE,
        "department": PUBLIC_WORKS,
        "priority": SERVICE,
        "series": Frame({}),
        "tidy": tidy([("2026-09", "North", 91.0, "final", "")]),
        "breakdowns": (),
        "latest": observation(2026, 9, 91.0),
        "judgement": Judgement(Attainment.NO_TARGET),
        "lateness": Lateness(month(2026, 10), date(2026, 11, 20), 0, 0),
        "change": None,
        "previous_change": None,
        "baseline_change": None,
        "trend": Trend("too few periods"),
        "fiscal_years": (),
        "year_to_date": None,
    }
    return Record(**{**parts, **more})


def portal(*records: Record, **more: Any) -> Portal:
    """Return a city of two departments, a priority, an article and two packages."""
    words = Content(
        (PUBLIC_WORKS, FIRE),
        (SERVICE,),
        (Article("glossary", "Glossary", "## Words\n\n### Metric\n\nA measure.", 1),),
    )
    parts = {"as_of": date(2026, 11, 20), "content": words, "packages": (PACKAGE, BARE)}
    parts["rows"] = {PACKAGE.name: 12}
    return Portal(records=records or (record(),), **{**parts, **more})


EMPTY = Portal(date(2026, 11, 20), Content(), (), ())


def pages(city: Portal, settings: Settings = SETTINGS) -> list[Page]:
    """Return every reference page of a city."""
    downloads = {**DOWNLOADS, **{urls.PROFILES + name: 900 for name in profiles.schemas()}}
    gathered = context(city, {}, downloads, settings)
    frame, held = gathered.site, inventory(downloads)
    records = records_by_package(city)
    departments = {department.slug: department for department in city.content.departments}
    return [
        *(p for module in MODULES for p in module.pages(city, frame, downloads, settings)),
        catalogue(city, frame, held, settings=settings, records=records),
        *(
            data.page(
                *(p, records.get(p.name, ()), departments.get(p.department or ""), gathered),
                held=held,
            )
            for p in city.packages
        ),
    ]


# As pelicanconf.py has it: every undefined name is an error, every text is escaped.
ENVIRONMENT = jinja2.Environment(
    loader=jinja2.FileSystemLoader(ROOT / "theme" / "templates"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def rendered(page: Page) -> str:
    """Return a page as the theme shows it."""
    return ENVIRONMENT.get_template(page.template).render(page=page)


def shown(address: str, city: Portal | None = None, settings: Settings = SETTINGS) -> Any:
    """Return the parsed main part of the page at an address."""
    found = next(p for p in pages(city or portal(), settings) if p.address == address)
    return html.fromstring(rendered(found)).xpath("//main")[0]


def words(element: Any) -> str:
    """Return an element's text on one line."""
    return " ".join(element.text_content().split())


def cells(table: Any) -> list[list[str]]:
    """Return the words of a table's body."""
    return [[words(cell) for cell in row.xpath("./*")] for row in table.xpath(".//tbody/tr")]
