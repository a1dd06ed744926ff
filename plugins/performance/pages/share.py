"""What a link to a page shows elsewhere: the words on its picture, and the metadata about it."""

from dataclasses import dataclass

from performance import urls
from performance.model import Portal, Record, SocialCard
from performance.pages.latest import latest
from performance.pages.site import wording
from performance.settings import Settings
from performance.text import ATTAINMENT_WORDS, Wording

# The size in pixels that chart.card draws, which a test compares.
WIDTH, HEIGHT = 1200, 630


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture of a link: its whole address, its size in pixels, and what it shows in words."""

    url: str
    alt: str
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class Share:
    """What the programs that show links are told beside a page's title and description.

    `kind` is a type of the Open Graph protocol. `url` is the page's whole address, "" where the
    site's is not known; then there is no `picture` either, because no relative address may stand
    in its place.
    """

    kind: str
    url: str
    picture: Picture | None = None


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
        Picture(picture, f"{title}. {finding}") if picture else None,
    )


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
