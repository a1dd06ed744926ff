"""Every address of the site, once. Addresses are permanent: they are the public API.

An address is relative to the site's root and begins without a slash: "metrics/x/". `path` gives
the file that answers it, `root` the way from a page back to the root.
"""

from __future__ import annotations

HOME = ""
METRICS = "metrics/"
LIBRARY = "metrics/library/"
DATA = "data/"
DEPARTMENTS = "departments/"
PRIORITIES = "priorities/"
REPORTING = "reporting/"
REPORTS = "reports/"
BRIEFINGS = "briefings/"
CHANGES = "changes/"
A_TO_Z = "a-z/"
BUDGET = "budget/"
PER_RESIDENT = "budget/per-resident/"
IN_CONSTANT_PRICES = "budget/inflation-adjusted/"
PROBLEMS = "problems/"
PROFILES = "profiles/1.0/"
GLOSSARY = "glossary/"
METHODOLOGY = "methodology/"
NOT_FOUND = "404.html"
DCAT = "data.json"
DCAT_3 = "data/dcat-us-3.json"
ALL_PARQUET = "data/all.parquet"
ALL_ZIP = "data/all.zip"
API_METRICS = "api/metrics.json"
SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"
FEED = "feeds/all.atom.xml"
FEED_OF_CORRECTIONS = "feeds/corrections.atom.xml"
SEARCH = "search/"
PAGEFIND = "pagefind/"
FINDER = "pagefind/pagefind.js"
SEARCHER = "theme/js/search.js"
VEGA = "assets/vega.js"
VEGA_LICENCES = "assets/vega-licences.txt"
EXPLORE_SCRIPT = "theme/js/explore.js"
EXPLORE_STYLES = "theme/css/explore.css"
BRIEFING_STYLES = "theme/css/briefings.css"
READER = "theme/js/reader.js"
COPY = "theme/js/copy.js"
EMBED = "theme/js/embed.js"
EMBED_HOST = "theme/js/embed-host.js"
STYLESHEET = "theme/css/site.css"
TOKENS = "theme/css/tokens.css"
CARD = "chart.png"  # beside a metric's page: its social card
CHART_STYLES = "theme/css/chart.css"
REPORT_STYLES = "theme/css/report.css"
BUDGET_STYLES = "theme/css/budget.css"
STYLESHEETS = (TOKENS, STYLESHEET, CHART_STYLES)


def metric(name: str, file: str = "") -> str:
    """Return the address of a metric's page, or of a file beside it."""
    return f"metrics/{name}/{file}"


def explore(name: str, file: str = "") -> str:
    """Return the address of a metric's interactive chart, or of a file beside it."""
    return f"metrics/{name}/explore/{file}"


def embed(name: str) -> str:
    """Return the address of a metric's chart for other sites' frames."""
    return f"embed/{name}/"


def metrics_by(attainment: str) -> str:
    """Return the address of the table of metrics of one attainment ("no_target": no-target)."""
    return f"metrics/attainment/{attainment.replace('_', '-')}/"


def department(slug: str) -> str:
    """Return the address of a department's page."""
    return f"departments/{slug}/"


def priority(slug: str) -> str:
    """Return the address of a priority's page."""
    return f"priorities/{slug}/"


def package(name: str, file: str = "") -> str:
    """Return the address of a package's page, or of a file below it."""
    return f"data/{name}/{file}"


def package_file(name: str, edition: str, file: str) -> str:
    """Return the address of a package's file in an edition: "latest" or "v<version>"."""
    return f"data/{name}/{edition}/{file}"


def vintage(metric: str, release: str) -> str:
    """Return the address of a metric's table as of a release: its version, or its date."""
    return f"metrics/{metric}/vintages/{release}.csv"


def api_metric(name: str) -> str:
    """Return the address of a metric's document in the JSON interface."""
    return f"api/metrics/{name}.json"


def sitemap_part(number: int) -> str:
    """Return the address of one of the files of a sitemap that is too long for one."""
    return f"sitemap-{number}.xml"


def feed(kind: str, name: str) -> str:
    """Return the address of a feed of one of the "priorities", "departments" or "metrics"."""
    return f"feeds/{kind}/{name}.atom.xml"


def briefing(month: str, part: str = "") -> str:
    """Return the address of the packs of a month ("2026-10"), or of one of them ("cabinet/")."""
    return f"briefings/{month}/{part}"


def roundtable(month: str, department: str) -> str:
    """Return the address of a department's roundtable pack."""
    return briefing(month, f"roundtable/{department}/")


def front_line(month: str, unit: str) -> str:
    """Return the address of a unit's sheet."""
    return briefing(month, f"front-line/{unit}/")


def problem(code: str) -> str:
    """Return the address of a problem's page."""
    return f"problems/{code}/"


def report(fiscal_year: int, file: str = "") -> str:
    """Return the address of an annual report, or of a page or file below it."""
    return f"reports/{fiscal_year}/{file}"


def budget_year(year: int) -> str:
    """Return the address of the budget of a fiscal year."""
    return f"budget/{year}/"


def budget_list(part: str, *, revenue: bool = False) -> str:
    """Return the address of the list of all departments, funds, programs or accounts with money.

    Where `revenue` is said it is that of all sources of revenue.
    """
    return "budget/revenue/" if revenue else f"budget/{part}s/"


def budget_unit(part: str, slugs: tuple[str, ...], *, revenue: bool = False) -> str:
    """Return the address of a department, fund, program, account or source of revenue.

    `slugs` is one slug; of a program it is its department's and its own.
    """
    if part == "program":
        return f"budget/departments/{slugs[0]}/programs/{slugs[1]}/"
    return f"{budget_list(part, revenue=revenue)}{slugs[0]}/"


def path(address: str) -> str:
    """Return the file that answers an address: a folder is answered by its index.html."""
    return f"{address}index.html" if address == "" or address.endswith("/") else address


def folder(address: str, names: int) -> str:
    """Return the first so many names of an address, as the folder they are; "" where it has no
    more than these."""
    *first, rest = address.split("/", names)
    return f"{'/'.join(first)}/" if rest and len(first) == names else ""


def root(address: str) -> str:
    """Return the relative way from an address to the site's root: "", "../", "../../" …"""
    return "../" * address.count("/")
