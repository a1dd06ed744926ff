"""Embeds, the code for them, and what a link to a metric shows elsewhere."""

import dataclasses
from pathlib import Path

import pytest
from lxml import html
from msgspec.structs import replace

from performance.model import Attainment
from rendered import SETTINGS, Rendered, site
from resident import metric, named, portal, record

THEME = Path(__file__).parents[1] / "theme"
SCRIPTS = THEME / "static" / "js"
WHERE = replace(SETTINGS, site_url="https://example.org/results/")
METRIC, EMBED = "metrics/requests-on-time/", "embed/requests-on-time/"


@pytest.fixture(scope="module")
def known() -> dict[str, Rendered]:
    """The pages of a site that knows its address."""
    return site(portal(record()), settings=WHERE)


@pytest.fixture(scope="module")
def unknown() -> dict[str, Rendered]:
    """The pages of a site that does not know its address."""
    return site(portal(record()))


def meta(page: Rendered, name: str) -> str | None:
    """Return what a page tells under a name of the Open Graph protocol or of Twitter."""
    found = page.tree.xpath(f"//meta[@property='{name}' or @name='{name}']/@content")
    return str(found[0]) if found else None


def snippet(page: Rendered) -> html.HtmlElement:
    """Return the code for an embed as the elements that it makes on another site."""
    return html.fragment_fromstring(page.tree.xpath("string(//*[@id='embed-code'])"), "div")


def test_every_metric_has_an_embed() -> None:
    """Whatever its attainment and whether or not it has values."""
    records = [
        record(),
        named(record(), "other", "Another metric"),
        named(record(()), "empty", "A metric without values"),
    ]
    built = site(portal(*records))
    for name in ("requests-on-time", "other", "empty"):
        assert f"embed/{name}/" in built


def test_embed_says_what_the_metrics_page_says(known: dict[str, Rendered]) -> None:
    """Badge, finding, both drawings, source, city, date and the notice of the site."""
    page, whole = known[EMBED], known[METRIC]
    finding = page.tree.xpath("string(//p[@class='finding'])")
    assert finding == whole.tree.xpath("string(//p[@class='finding'])")
    assert finding.startswith("The result was 91.2% in September 2026")
    assert "Met target" in page.words
    assert len(page.tree.xpath("//main//*[local-name()='svg' and @role='img']")) == 2
    foot = " ".join(page.tree.xpath("string(//footer)").split())
    assert "Source: Work-order system." in foot
    assert "Demo City, Focus on Results. Data as of November 1, 2026." in foot
    assert "Invented figures." in foot


def test_embed_has_no_frame_of_the_site(known: dict[str, Rendered]) -> None:
    """No header, no navigation: one heading, and the values as a table that unfolds."""
    tree = known[EMBED].tree
    assert not tree.xpath("//header | //nav | //a[@class='skip']")
    assert len(tree.xpath("//h1")) == 1
    assert tree.xpath("string(//details//td)") == "91.2%"


def test_links_of_an_embed_leave_the_frame(known: dict[str, Rendered]) -> None:
    """Each opens in the whole window: the metric's page, its data, its source."""
    page = known[EMBED]
    assert page.tree.xpath("//base/@target") == ["_top"]
    assert not page.tree.xpath("//base/@href | //a/@target")
    assert {words: address for address, words in page.links()} == {
        "Requests completed on time": "../../metrics/requests-on-time/",
        "Download the data": "../../metrics/requests-on-time/#downloads",
        "Work-order system": "https://example.org/orders",
    }


def test_search_engines_are_sent_to_the_metrics_page(
    known: dict[str, Rendered], unknown: dict[str, Rendered]
) -> None:
    """An embed is not listed, and says of which page it is a part where that can be said."""
    for built in (known, unknown):
        assert meta(built[EMBED], "robots") == "noindex"
        assert meta(built[METRIC], "robots") is None
    canonical = "//link[@rel='canonical']/@href"
    assert known[EMBED].tree.xpath(canonical) == [f"https://example.org/results/{METRIC}"]
    assert unknown[EMBED].tree.xpath(canonical) == []


def test_code_makes_a_frame_that_works_without_its_script(known: dict[str, Rendered]) -> None:
    """A titled, lazy frame as wide as its place, with a height of its own, then one script."""
    frame, script = snippet(known[METRIC])
    assert dict(frame.attrib) == {
        "src": f"https://example.org/results/{EMBED}",
        "title": "Requests completed on time, Demo City",
        "loading": "lazy",
        "width": "100%",
        "height": "720",
        "style": "border:0",
    }
    assert script.get("src") == "https://example.org/results/theme/js/embed-host.js"
    assert "async" in script.attrib


def test_code_of_a_site_without_an_address_says_what_is_missing(
    known: dict[str, Rendered], unknown: dict[str, Rendered]
) -> None:
    """No address is invented: the words say where it belongs."""
    frame, script = snippet(unknown[METRIC])
    assert frame.get("src") == f"/{EMBED}"
    assert script.get("src") == "/theme/js/embed-host.js"
    assert "Put the address of this site" in unknown[METRIC].words
    assert "Put the address of this site" not in known[METRIC].words


def test_title_cannot_break_out_of_the_code() -> None:
    """Quotes and tags of a title stay text, in the code and where the code is pasted."""
    odd = record(metric=metric(title='"><script>alert(1)</script>'))
    page = site(portal(odd), settings=WHERE)[METRIC]
    frame, script = snippet(page)
    assert frame.get("title") == '"><script>alert(1)</script>, Demo City'
    assert script.text is None


def test_metric_leads_to_its_embed_and_its_picture(known: dict[str, Rendered]) -> None:
    """Beside the citation: the code, a look at it, and buttons that need their script."""
    page = known[METRIC]
    links = {words: address for address, words in page.links()}
    assert links["see how it looks"] == f"../../{EMBED}"
    assert links["The picture for links (PNG)"] == f"../../{METRIC}chart.png"
    copies = page.tree.xpath("//button[@data-copy]")
    assert [button.get("data-copy") for button in copies] == ["citation", "embed-code"]
    for button in copies:
        assert "hidden" in button.attrib
        assert page.tree.xpath(f"string(//*[@id='{button.get('data-copy')}'])").strip()
        assert button.getnext().get("role") == "status"


def test_link_to_a_metric_shows_its_card(known: dict[str, Rendered]) -> None:
    """Title, description, whole addresses, the picture's size, and the picture in words."""
    page = known[METRIC]
    finding = page.tree.xpath("string(//p[@class='finding'])")
    told = {
        "og:type": "article",
        "og:site_name": "Focus on Results, Demo City",
        "og:title": "Requests completed on time",
        "og:description": page.page.description,
        "og:url": f"https://example.org/results/{METRIC}",
        "og:image": f"https://example.org/results/{METRIC}chart.png",
        "og:image:type": "image/png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": f"Requests completed on time. {finding}",
        "twitter:card": "summary_large_image",
    }
    assert {name: meta(page, name) for name in told} == told


def test_site_without_an_address_tells_no_relative_one(unknown: dict[str, Rendered]) -> None:
    """A relative address is no address to the programs that show links."""
    page = unknown[METRIC]
    assert meta(page, "og:title") == "Requests completed on time"
    for name in ("og:url", "og:image", "og:image:alt", "twitter:card"):
        assert meta(page, name) is None


def test_embed_of_a_missed_target_is_as_plain_as_one_of_a_met() -> None:
    """The verdict that the page shows is the one that is framed."""
    missed = record()
    judged = replace(missed.judgement, attainment=Attainment.MISSED)
    page = site(portal(dataclasses.replace(missed, judgement=judged)))[EMBED]
    assert page.tree.xpath("//main//span[contains(@class, 'badge missed')]")


@pytest.mark.parametrize(
    ("name", "most"), [("embed.js", 1_000), ("embed-host.js", 1_024), ("copy.js", 700)]
)
def test_scripts_are_small(name: str, most: int) -> None:
    """Nothing that a phone would notice."""
    assert len((SCRIPTS / name).read_bytes()) <= most


def test_metric_page_has_little_javascript(known: dict[str, Rendered]) -> None:
    """All the scripts of a metric's page weigh 3 KB or less."""
    scripts = known[METRIC].page.scripts
    assert (
        sum(len((THEME / "static" / s.removeprefix("theme/")).read_bytes()) for s in scripts)
        <= 3_000
    )
