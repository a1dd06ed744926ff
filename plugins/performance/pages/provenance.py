"""Where a package comes from: who answers for it, its version, licence and sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from urllib.parse import quote, urlsplit

from markupsafe import Markup

from performance import sentences, urls
from performance.catalogue.dataset import covered, expected, frequencies
from performance.catalogue.licence import address, permission
from performance.model import Contributor, Department, Link, Package, Record
from performance.pages.parts import Fact
from performance.sentences.definition import FREQUENCIES
from performance.text import Wording

SAFE = ("http", "https", "mailto")
TERMS = {"publisher": "Publisher", "contact": "Contact"}


def facts(package: Package, department: Department | None, wording: Wording) -> Iterator[Fact]:
    """Yield who is behind a package; nothing of what it does not say, but the licence.

    Without a licence nobody may reuse the data, which has to be said.
    """
    for role, term in TERMS.items():
        yield from _people(term, (c for c in package.contributors if role in c.roles))
    others = (c for c in package.contributors if not TERMS.keys() & set(c.roles))
    yield from _people("Contributors", others)
    if department:
        yield Fact("Department", department.title, urls.department(department.slug))
    if package.version:
        yield Fact("Version", package.version)
    if package.created:
        yield Fact("Created", created(package, wording))
    licences = [_linked(licence(link), address(link)) for link in package.licenses]
    yield Fact("License", Markup("; ").join(licences) if licences else "None stated")
    yield Fact("What you may do", permission(package.licenses))
    if package.sources:
        sources = [_linked(source.title, source.path) for source in package.sources]
        yield Fact("Sources", Markup("; ").join(sources))


def timing(
    package: Package, records: Sequence[Record], as_of: date, wording: Wording
) -> Iterator[Fact]:
    """Yield what a package covers, how often its metrics come and when next, where it is known."""
    yield Fact("Data as of", wording.date(as_of))
    spoken = coverage(package, records, wording)
    if spoken:
        yield Fact("Covers", spoken)
    reported = reporting(records)
    if reported:
        yield Fact("Reported", reported)
    due = expected(records)
    if due:
        verb = "Was due" if due < as_of else "Due"
        yield Fact("Next values", f"{verb} {wording.date(due)}")


def coverage(package: Package, records: Sequence[Record], wording: Wording) -> str:
    """Return the months that a package speaks of, "January 2024 to September 2026"; "" for none."""
    found = covered(package, records, wording.fiscal_year_start)
    if found is None:
        return ""
    first, last = found
    words = wording.month(first), wording.month(last)
    return words[0] if words[0] == words[1] else f"{words[0]} to {words[1]}"


def reporting(records: Sequence[Record]) -> str:
    """Return how often the metrics get values: "Monthly and quarterly"; "" without metrics."""
    words = [FREQUENCIES[each] for each in frequencies([r.metric for r in records])]
    return sentences.capital(" and ".join(words).lower())


def licence(link: Link) -> str:
    """Return what to call a licence: its title, else its code, else its address."""
    return link.title or link.name or link.path or ""


def created(package: Package, wording: Wording) -> str:
    """Return the day a package was made, in words; what it says itself where that is no date."""
    try:
        return wording.date(date.fromisoformat(package.created[:10]))
    except ValueError:
        return package.created


def _people(term: str, contributors: Iterable[Contributor]) -> Iterator[Fact]:
    words = [_linked(c.title, _reached(c)) for c in contributors]
    if words:
        yield Fact(term, Markup(", ").join(words))


def _reached(contributor: Contributor) -> str | None:
    return f"mailto:{quote(contributor.email, '@')}" if contributor.email else contributor.path


def _linked(title: str, address: str | None) -> Markup:
    """Return words as a link where its address is safe to follow, else the words alone."""
    words = title or (address or "").removeprefix("mailto:")
    if address and urlsplit(address).scheme.lower() in SAFE:
        return Markup('<a href="{}" rel="noopener">{}</a>').format(address, words)
    return Markup("{}").format(words)
