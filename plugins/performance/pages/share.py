"""What other sites show of a metric: the picture and the words of a link, and an embedded chart."""

from __future__ import annotations

from html import escape

from msgspec import Struct

from performance import urls
from performance.model import Portal, Record, SocialCard
from performance.pages.latest import latest
from performance.pages.page import Share, SharedPicture
from performance.pages.site import wording
from performance.settings import Settings
from performance.text import ATTAINMENT_WORDS, Wording

# The size in pixels that chart.card draws, which a test compares.
WIDTH, HEIGHT = 1200, 630
# The height of a frame whose script does not run: enough for most charts in a column of text.
FRAME = 720


class Embed(Struct, frozen=True):
    """The code that shows a metric on another site, and the address of what it shows.

    Where the site's address is not known, the addresses in `code` are not `complete`: the reader
    has to put it in front.
    """

    code: str
    address: str
    complete: bool


def whole(address: str, settings: Settings) -> str:
    """Return the whole address of a page or file; "" where the site's address is not known."""
    return f"{settings.site_url.rstrip('/')}/{address}" if settings.site_url else ""


def share(record: Record, finding: str, settings: Settings) -> Share:
    """Return what a link to a metric shows; `finding` is the sentence on how the metric stands."""
    name, title = record.metric.name, record.metric.title
    picture = whole(urls.metric(name, urls.CARD), settings)
    return Share(
        "article",
        whole(urls.metric(name), settings),
        SharedPicture(picture, f"{title}. {finding}", WIDTH, HEIGHT) if picture else None,
    )


def embed(record: Record, settings: Settings) -> Embed:
    """Return the code that shows a metric on another site: a frame, and what sets its height."""
    address = urls.embed(record.metric.name)
    site = settings.site_url.rstrip("/")
    title = escape(f"{record.metric.title}, {settings.city}")
    code = (
        f'<iframe src="{escape(site)}/{address}" title="{title}" loading="lazy" width="100%" '
        f'height="{FRAME}" style="border:0"></iframe>\n'
        f'<script src="{escape(site)}/{urls.EMBED_HOST}" async></script>'
    )
    return Embed(code, address, bool(site))


def cards(portal: Portal, settings: Settings) -> dict[str, SocialCard]:
    """Return the words of the social card of every metric, by its name."""
    words = wording(settings)
    on = words.date(portal.as_of)
    return {r.metric.name: _card(r, on, settings, words) for r in portal.records}


def _card(record: Record, as_of: str, settings: Settings, words: Wording) -> SocialCard:
    said = latest(record, words)
    return SocialCard(
        title=record.metric.title,
        attainment=record.attainment.value,
        verdict=ATTAINMENT_WORDS[record.attainment],
        value=said.value,
        unit=said.unit,
        period=said.period,
        target=f"Target: {said.target}" if record.metric.targets else "",
        site=settings.title,
        city=settings.city,
        as_of=as_of,
    )
