"""Every address of the site, once. Addresses are permanent: they are the public API.

An address is relative to the site's root and begins without a slash: "metrics/x/". `path` gives
the file that answers it, `root` the way from a page back to the root.
"""

HOME = ""
METRICS = "metrics/"
LIBRARY = "metrics/library/"
DATA = "data/"
DEPARTMENTS = "departments/"
PRIORITIES = "priorities/"
REPORTING = "reporting/"
CHANGES = "changes/"
A_TO_Z = "a-z/"
PROBLEMS = "problems/"
PROFILES = "profiles/1.0/"
GLOSSARY = "glossary/"
METHODOLOGY = "methodology/"
ACCESSIBILITY = "accessibility/"
NOT_FOUND = "404.html"
SEARCH = "search/"
PAGEFIND = "pagefind/"
FINDER = "pagefind/pagefind.js"
SEARCHER = "theme/js/search.js"
VEGA = "assets/vega.js"
EXPLORE_SCRIPT = "theme/js/explore.js"
EXPLORE_STYLES = "theme/css/explore.css"
READER = "theme/js/reader.js"
COPY = "theme/js/copy.js"
EMBED = "theme/js/embed.js"
EMBED_HOST = "theme/js/embed-host.js"
STYLESHEET = "theme/css/site.css"
TOKENS = "theme/css/tokens.css"
CARD = "chart.png"  # beside a metric's page: its social card
CHART_STYLES = "theme/css/chart.css"
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


def problem(code: str) -> str:
    """Return the address of a problem's page."""
    return f"problems/{code}/"


def path(address: str) -> str:
    """Return the file that answers an address: a folder is answered by its index.html."""
    return f"{address}index.html" if address == "" or address.endswith("/") else address


def root(address: str) -> str:
    """Return the relative way from an address to the site's root: "", "../", "../../" …"""
    return "../" * address.count("/")
