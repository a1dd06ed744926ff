"""What all pages share, from the settings and the words of the staff."""

from __future__ import annotations

from performance import urls
from performance.model import Portal
from performance.pages.page import Anchor, Site
from performance.pages.parts import reach
from performance.settings import Settings
from performance.text import Wording

HOME = Anchor("Home", urls.HOME)
FEED = Anchor("Feed of all new values and corrections", urls.FEED)
CORRECTIONS = Anchor("Feed of corrections", urls.FEED_OF_CORRECTIONS)


def feed(kind: str, name: str, title: str) -> Anchor:
    """Return the feed of one of the "priorities", "departments" or "metrics"."""
    return Anchor(f"Feed of new values and corrections: {title}", urls.feed(kind, name))


def wording(settings: Settings) -> Wording:
    """Return how the site words its figures."""
    return Wording(settings.locale, settings.fiscal_year_start)


def site(portal: Portal, settings: Settings) -> Site:
    """Return the frame of every page; a link stands only where its page is made."""
    return Site(
        city=settings.city,
        title=settings.title,
        tagline=settings.tagline,
        banner=settings.banner,
        contact=reach(settings.contact) if settings.contact else "",
        as_of=wording(settings).date(portal.as_of),
        language=wording(settings).language,
        navigation=_navigation(portal),
        footer=_footer(portal),
        url=settings.site_url.rstrip("/"),
    )


def _navigation(portal: Portal) -> tuple[Anchor, ...]:
    links = []
    if portal.content.priorities:
        links.append(Anchor("Priorities", urls.PRIORITIES))
    if portal.content.departments or portal.records:
        links.append(Anchor("Departments", urls.DEPARTMENTS))
    # A city that publishes its budget alone has no metrics to lead to.
    if portal.records or portal.ledger is None:
        links.append(Anchor("Metrics", urls.METRICS))
    if portal.ledger is not None:
        links.append(Anchor("Budget", urls.BUDGET))
    if portal.content.reports:
        links.append(Anchor("Report", urls.REPORTS))
    # What stands here fits two lines of a phone: the others are in the footer.
    links += [Anchor("Data", urls.DATA), Anchor("Search", urls.SEARCH)]
    return tuple(links)


def _footer(portal: Portal) -> tuple[Anchor, ...]:
    articles = [Anchor(a.title, f"{a.slug}/") for a in portal.content.articles]
    meetings = [Anchor("Meetings", urls.BRIEFINGS)] if portal.packs else []
    return (
        *articles,
        Anchor("Metric library", urls.LIBRARY),
        Anchor("A to Z", urls.A_TO_Z),
        Anchor("Changes", urls.CHANGES),
        Anchor("Reporting by department", urls.REPORTING),
        *meetings,
        Anchor("Problems in data", urls.PROBLEMS),
        Anchor("Profiles", urls.PROFILES),
    )
