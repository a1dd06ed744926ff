"""How to cite data: in a sentence, and as BibTeX."""

from __future__ import annotations

from performance import urls
from performance.model import Package
from performance.settings import Settings
from performance.text import Wording

# What TeX takes for a command, and how it is written as itself.
TEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def publisher(package: Package, settings: Settings) -> str:
    """Return who publishes a package: its contributor with that role, else the site's publisher."""
    named = [c.title for c in package.contributors if "publisher" in c.roles]
    return "; ".join(named) or settings.publisher or settings.city


def citation(
    package: Package, title: str, address: str, *, wording: Wording, settings: Settings
) -> str:
    """Return how to cite a page of the package's data, in a sentence or two.

    Publisher, title, portal, edition, the day that the data speak from and, where the site's is
    known, the page's address.
    """
    site = settings.site_url.rstrip("/")
    where = f" {site}/{address}" if site else ""
    return (
        f"{publisher(package, settings)}. “{title}.” {settings.title}. {_edition(package)}. "
        f"Data as of {wording.date(settings.today)}.{where}"
    )


def edition_citation(package: Package, settings: Settings) -> str:
    """Return how to cite an edition of a package: without a day, it stays as it is."""
    site = settings.site_url.rstrip("/")
    version = f", version {package.version}" if package.version else ""
    where = f" {site}/{urls.package(package.name)}" if site else ""
    title = package.title or package.name
    return f"{publisher(package, settings)}: {title}{version}.{where}"


def bibtex(
    package: Package, title: str, address: str, *, wording: Wording, settings: Settings
) -> str:
    """Return the same as an entry of BibTeX; its key is the last part of the page's address."""
    site, on = settings.site_url.rstrip("/"), settings.today
    # Two braces keep the words together: an office is no surname and given name.
    facts = {
        "author": f"{{{{{_tex(publisher(package, settings))}}}}}",
        "title": f"{{{{{_tex(title)}}}}}",
        "year": f"{{{on.year}}}",
        "month": MONTHS[on.month - 1],
        "howpublished": f"{{{_tex(f'{settings.title}. {_edition(package)}')}}}",
        "note": f"{{Data as of {_tex(wording.date(on))}}}",
        "url": f"{{{site}/{address}}}" if site else "",
    }
    lines = [f"  {name} = {value}," for name, value in facts.items() if value]
    return "\n".join([f"@misc{{{address.strip('/').rpartition('/')[2]},", *lines, "}"])


def _edition(package: Package) -> str:
    version = f", version {package.version}" if package.version else ""
    return f"Data package {package.name}{version}"


def _tex(text: str) -> str:
    return "".join(TEX.get(sign, sign) for sign in text)
