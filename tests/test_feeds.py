"""The feeds: what was published and what was changed, each as one entry that keeps its id."""

import re
import time
from dataclasses import dataclass
from datetime import date
from itertools import chain, product
from pathlib import Path
from typing import Any

import feedparser
import pytest
from lxml import etree
from msgspec.structs import replace

import standards
from conftest import metric_descriptor
from performance import feeds, urls
from performance.catalogue.dataset import created
from performance.model import Contributor, Link, NewValue, Portal, RevisionClass
from performance.period import month
from performance.settings import Settings
from performance.text import Wording
from records import COUNT, monthly, package_of, portal_of
from rendered import SETTINGS, site
from repository import Repository
from resident import metric, named, observed, record
from resident import portal as of_records
from test_pages_changes import revision
from test_past import FIRST, SECOND
from test_past import portal as past_portal

NAME = "requests-on-time"
OWN = urls.feed("metrics", NAME)
WORDING = Wording("en_US", 7)
THIRD = SECOND + "2026-04,100,95,final,\n"
TARGETED = metric_descriptor()


@dataclass(frozen=True, slots=True)
class Told:
    """An entry as a reader of feeds shows it."""

    id: str
    title: str
    on: str
    words: str
    link: str


def files(portal: Portal, settings: Settings = SETTINGS) -> dict[str, bytes]:
    """Return the feeds of a portal, each of which is valid, by address."""
    made = dict(feeds.feed_files(portal, WORDING, settings))
    for address, data in made.items():
        assert standards.atom(data) == [], address
    return made


def told(portal: Portal, address: str = OWN, settings: Settings = SETTINGS) -> list[Told]:
    """Return the entries of a feed as an independent reader finds them."""
    found = feedparser.parse(files(portal, settings)[address])
    assert not found.bozo, found.get("bozo_exception")
    return [
        Told(
            entry.id,
            entry.title,
            entry.updated,
            " ".join(etree.HTML(entry.content[0].value).xpath("string()").split()),
            entry.link,
        )
        for entry in found.entries
    ]


def brief(portal: Portal, address: str = OWN) -> list[tuple[str, str]]:
    """Return the days and titles of a feed's entries."""
    return [(entry.on.removesuffix("T00:00:00Z"), entry.title) for entry in told(portal, address)]


def publish(repository: Repository, version: str, rows: str, message: str, on: str) -> None:
    repository.package(version, rows, metric=TARGETED)
    repository.commit(message, on)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A repository whose second release corrects February and adds March."""
    made = Repository(tmp_path / "city")
    publish(made, "1.0.0", FIRST, "Publish February", "2026-03-20")
    corrected = "Correct February\n\nReason: Ten were counted twice.\n"
    publish(made, "1.1.0", SECOND, corrected, "2026-04-20")
    return made


def test_a_value_and_its_correction_are_entries_of_their_days(repository: Repository) -> None:
    """February was 180 of 200, 90%, and is 170 of 200, 85%; both are told, each on its day."""
    title = "Requests completed on time"
    assert brief(past_portal(repository.datasets)) == [
        ("2026-04-20", f"Correction: {title}, February 2026: was 90.0%, now 85.0%"),
        ("2026-04-20", f"{title}: 90.0% in March 2026, met target"),
        ("2026-03-20", f"{title}: 90.0% in February 2026, met target"),
        ("2026-03-20", f"{title}: 80.0% in January 2026, missed target"),
    ]


def test_an_entry_says_why_and_how_it_stands(repository: Repository) -> None:
    """The sentences are those of the pages; what was changed since is said with the old value."""
    correction, march, february, january = told(past_portal(repository.datasets))
    assert correction.words == (
        "Changed on April 20, 2026 in version 1.1.0. Why: Ten were counted twice. "
        "February 2026: was 90.0%, now 85.0%"
    )
    assert correction.link.endswith(f"metrics/{NAME}/#revised")
    assert march.words == "The result was 90.0% in March 2026, exactly the target of 90%."
    assert february.words == (
        "The result was 90.0% in February 2026, exactly the target of 90%. "
        "Changed on April 20, 2026: was 90.0%, now 85.0%."
    )
    assert january.words == "The result was 80.0% in January 2026, worse than the target of 90%."


def test_ids_stay_when_more_is_published(repository: Repository) -> None:
    """After the next release there is one entry more; the others have the same ids and days."""
    before = told(past_portal(repository.datasets))
    publish(repository, "1.2.0", THIRD, "Publish April", "2026-05-20")
    after = told(past_portal(repository.datasets))
    assert after[0].title == "Requests completed on time: 95.0% in April 2026, met target"
    assert [(e.id, e.on, e.title) for e in after[1:]] == [(e.id, e.on, e.title) for e in before]
    assert len({entry.id for entry in after}) == 5


def test_ids_are_the_same_everywhere_but_in_another_city(repository: Repository) -> None:
    """Neither the feed, nor the site's address, nor a commit to come changes an id."""
    portal = past_portal(repository.datasets)
    ids = [entry.id for entry in told(portal)]
    there = replace(SETTINGS, site_url="https://data.example/results/")
    assert [entry.id for entry in told(portal, urls.FEED, there)] == ids
    department = urls.feed("departments", "public-works")
    assert [entry.id for entry in told(portal, department)] == ids
    other = told(portal, settings=replace(SETTINGS, city="Elsewhere"))
    assert not {entry.id for entry in other} & set(ids)


def test_ids_are_permanent() -> None:
    """These were published: an id that changes shows every reader all entries anew."""
    (entry,) = told(of_records(record(new_values=news(1))))
    assert entry.id == "urn:uuid:09433a55-874a-5223-a784-be6a929f7f5e"
    root = etree.fromstring(files(of_records(record()))[urls.FEED])
    assert root.findtext(f"{standards.ATOM}id") == "urn:uuid:0cf3dadc-af37-5c5d-9581-bb89af03e788"


def test_the_feed_of_corrections_has_changes_alone(repository: Repository) -> None:
    """No new value is in it, and it is there, without entries, before the first change."""
    portal = past_portal(repository.datasets)
    (entry,) = told(portal, urls.FEED_OF_CORRECTIONS)
    assert entry.title.startswith("Correction: ")
    untouched = of_records(record())
    assert told(untouched, urls.FEED_OF_CORRECTIONS) == []


def test_a_value_that_is_withheld_later_is_not_repeated(repository: Repository) -> None:
    """Once January is suppressed, no feed holds its 80.0%, nor a zero in its place."""
    withheld = SECOND.replace("2026-01,100,80,final,", "2026-01,,,suppressed,Too few cases.")
    publish(repository, "1.2.0", withheld, "Withhold January", "2026-05-20")
    entries = told(past_portal(repository.datasets))
    everything = " ".join(f"{entry.title} {entry.words}" for entry in entries)
    assert "80.0%" not in everything
    assert " 0.0%" not in everything
    january = [entry for entry in entries if "January" in entry.title]
    assert [entry.title for entry in january] == [
        "Revision: Requests completed on time, January 2026: "
        "was published and is now withheld to protect privacy",
        "Requests completed on time: no value in January 2026 (withheld to protect privacy)",
    ]
    assert january[1].on == "2026-03-20T00:00:00Z"
    assert january[1].words.startswith(
        "The value for January 2026 is withheld to protect privacy. Too few cases."
    )


def test_a_missing_value_that_comes_later_is_told_as_a_revision(repository: Repository) -> None:
    """April is reported missing, then with a value: both have their days."""
    rows = SECOND + "2026-04,,,missing,The system was down.\n"
    publish(repository, "1.2.0", rows, "Report April", "2026-05-20")
    publish(repository, "1.3.0", THIRD, "Late figures for April", "2026-06-20")
    assert [
        (on, title) for on, title in brief(past_portal(repository.datasets)) if "April" in title
    ] == [
        ("2026-06-20", "Revision: Requests completed on time, April 2026: was missing, now 95.0%"),
        ("2026-05-20", "Requests completed on time: no value in April 2026 (missing)"),
    ]


def test_before_it_is_committed_a_package_dates_itself(tmp_path: Path) -> None:
    """Without git the day is the package's own; no clock is asked."""
    package = replace(package_of(monthly("2026-01", [5, 6])), created="2026-03-03T00:00:00Z")
    assert created(package) == "2026-03-03"
    assert brief(portal_of(package)) == [
        ("2026-03-03", "Requests completed on time: 6 requests in February 2026"),
        ("2026-03-03", "Requests completed on time: 5 requests in January 2026"),
    ]


@pytest.mark.parametrize("as_of", [date(2026, 3, 1), date(2026, 11, 20)])
def test_where_nothing_tells_the_day_it_is_the_end_of_the_period(as_of: date) -> None:
    """It is the first day on which the value can have been known, whenever the site is built."""
    portal = portal_of(package_of(monthly("2026-01", [5, 6])), as_of=as_of)
    assert [on for on, _ in brief(portal)] == ["2026-02-28", "2026-01-31"]


def test_a_change_on_a_year_ago_is_that_of_the_pages() -> None:
    """From 40 in January 2025 to 46 in January 2026 is 6 more, 15%."""
    values = [40, *[41] * 11, 46]
    portal = portal_of(package_of(monthly("2025-01", values), unit=COUNT))
    newest = told(portal)[0]
    assert "January 2026 was 6 requests (15.0%) higher than January 2025." in newest.words
    assert "There is no target for this metric." in newest.words
    assert len(told(portal)) == 12


def test_members_are_told_where_there_is_no_whole() -> None:
    """Values that cannot be added up are an entry for each zone, and no entry for all zones."""
    rows = [
        {"month": "2026-01", "zone": zone, "value": value, "obs_status": "final"}
        for zone, value in (("North", 4), ("South", 7))
    ]
    measure = {"value": "value", "aggregation": "none"}
    portal = portal_of(package_of(rows, dimensions=["zone"], measure=measure))
    assert [title for _, title in brief(portal)] == [
        "Requests completed on time, North: 4 requests in January 2026",
        "Requests completed on time, South: 7 requests in January 2026",
    ]


def test_a_late_value_is_absent() -> None:
    """Months after the last reported one there is no entry for those that are overdue."""
    portal = portal_of(package_of(monthly("2026-01", [5])), as_of=date(2026, 11, 20))
    assert portal.records[0].lateness.missed > 0
    assert [title for _, title in brief(portal)] == [
        "Requests completed on time: 5 requests in January 2026"
    ]


def test_periods_that_have_not_begun_are_no_news() -> None:
    """A row for a month to come is not in the feed."""
    portal = portal_of(package_of(monthly("2026-01", [5, 6])), as_of=date(2026, 1, 31))
    assert [title for _, title in brief(portal)] == [
        "Requests completed on time: 5 requests in January 2026"
    ]


def news(count: int, **facts: Any) -> tuple[NewValue, ...]:
    """Return new values of successive months, the newest first, each told when it ended."""
    periods = [month(2026, 9).shift(-place) for place in range(count)]
    return tuple(NewValue(facts.get("date", p.end), metric(), observed(91.2, p)) for p in periods)


def test_a_feed_of_many_metrics_has_the_newest_hundred_entries() -> None:
    """Of 30 metrics with 12 values each, the 100 newest; of one metric the newest 50 changes."""
    many = [named(record(new_values=news(12)), f"m{n:02}", f"M{n:02}") for n in range(30)]
    portal = of_records(*many)
    for address in (
        urls.FEED,
        urls.feed("departments", "public-works"),
        urls.feed("priorities", "customer-service"),
    ):
        entries = told(portal, address)
        assert len(entries) == 100
        # Three months of all thirty, and of the fourth the first ten.
        assert entries[-1].on == "2026-06-30T00:00:00Z"
        assert entries[-1].title.startswith("M09: ")
        assert b"The newest 100 " in files(portal)[address]
    changes = [revision(90.0, 91.0, period=month(2026, 9).shift(-n)) for n in range(60)]
    entries = told(of_records(record(new_values=news(12), revisions=tuple(changes))))
    assert sum(entry.title.startswith("Revision: ") for entry in entries) == 50
    assert len(entries) == 62
    assert "The same release changed 59 other values of this metric." in entries[0].words


def test_the_newest_entries_of_parts_of_a_city_are_those_of_the_city() -> None:
    """However its metrics are parted: a build keeps the newest entries of a few packages each."""
    changes = [revision(90.0, 91.0, period=month(2026, 9).shift(-n)) for n in range(9)]
    many = [
        named(record(new_values=news(12), revisions=tuple(changes[: n % 10])), f"m{n:02}", f"M{n}")
        for n in range(30)
    ]
    portal = of_records(*many)
    whole = files(portal)
    told = {r.metric.name: feeds.entries(r, WORDING, SETTINGS) for r in many}
    for subject, size in product(feeds.groups(portal, SETTINGS), (1, 7, 29)):
        own = [told[record.metric.name] for record in subject.records]
        parts = [chain.from_iterable(own[start : start + size]) for start in range(0, 30, size)]
        newest = [feeds.newest(subject, part) for part in parts]
        assert max(map(len, newest)) <= 100
        found = chain.from_iterable(newest)
        made = feeds.group_feed(subject, found, WORDING, settings=SETTINGS)
        assert made == (subject.address, whole[subject.address])


def test_what_a_release_changed_in_one_period_is_one_entry() -> None:
    """Two zones and the whole are three lines, the whole first; more than nine are counted."""
    by_zone = metric(dimensions=("zone",))
    zones = [revision(70.0 + n, 71.0 + n, members=(f"Zone {n}",)) for n in (1, 2)]
    whole = revision(71.0, 72.0, members=("All",), class_=RevisionClass.CORRECTION)
    (entry,) = told(of_records(record(metric=by_zone, revisions=(*zones, whole))))
    assert entry.title == (
        "Correction: Requests completed on time, September 2026: was 71.0%, now 72.0%; "
        "2 more values"
    )
    assert "September 2026: was 71.0%, now 72.0% September 2026, Zone 1: was" in entry.words
    many = tuple(revision(70.0, 71.0, members=(f"Zone {n}",)) for n in range(20))
    (entry,) = told(of_records(record(metric=by_zone, revisions=many)))
    assert "12 more values changed." in entry.words
    assert "Zone 8" not in entry.words


def test_hostile_texts_are_words() -> None:
    """Markup, entities and what XML cannot write are shown or replaced, and never obeyed."""
    hostile = 'A <script>alert("x")</script> & ]]> &lt;b&gt; \x00\x0b\ufffe \U0001f600'
    value = NewValue(
        date(2026, 10, 20), metric(title=hostile), observed(91.2, note=f"<img src=x> {hostile}")
    )
    settings = replace(SETTINGS, city="<b>City</b> & co", title="T & T", banner="<i>&amp;</i>")
    evil = record(
        metric=metric(title=hostile),
        new_values=(value,),
        revisions=(revision(1.0, 2.0, reason=f"</div></entry> {hostile}"),),
    )
    for data in files(of_records(evil), settings).values():
        root = etree.fromstring(data)
        names = {etree.QName(element).localname for element in root.iter()}
        assert names.isdisjoint({"script", "img", "b", "i"})
    first, second = told(of_records(evil), settings=settings)
    shown = '<script>alert("x")</script> & ]]> &lt;b&gt; \ufffd \ufffd \U0001f600'
    assert shown in second.words
    assert "</div></entry>" in first.words
    assert shown[: shown.index("\ufffd")] in first.title


def test_links_are_whole_where_the_address_is_known() -> None:
    """With a site's address every link begins with it; without one each leads there by itself."""
    portal = of_records(record(new_values=news(1)))
    there = replace(SETTINGS, site_url="https://data.example/results/")
    root = etree.fromstring(files(portal, there)[OWN])
    links = [(e.get("rel"), e.get("href")) for e in root.iter(f"{standards.ATOM}link")]
    page = f"https://data.example/results/metrics/{NAME}/"
    own = f"https://data.example/results/feeds/metrics/{NAME}.atom.xml"
    assert links == [("self", own), ("alternate", page), ("alternate", page)]
    root = etree.fromstring(files(portal)[OWN])
    links = [(e.get("rel"), e.get("href")) for e in root.iter(f"{standards.ATOM}link")]
    page = f"../../metrics/{NAME}/"
    own = f"../../feeds/metrics/{NAME}.atom.xml"
    assert links == [("self", own), ("alternate", page), ("alternate", page)]


def test_a_feed_says_whose_it_is_and_what_may_be_done_with_it() -> None:
    """Author is the publisher, rights the licences; an entry says them where it has others."""
    city = replace(SETTINGS, publisher="City of Demo")
    cc, other = Link("CC-BY 4.0", name="CC-BY-4.0"), Link("Public domain", name="CC0-1.0")
    by = Contributor("Public Works", ("publisher",))
    one = replace(package_of(monthly("2026-01", [5])), licenses=(cc,), contributors=(by,))
    two = replace(package_of(monthly("2026-01", [6]), name="b"), name="two", licenses=(other,))
    made = files(portal_of(one, two), city)
    all_ = feedparser.parse(made[urls.FEED])
    assert (all_.feed.author, all_.feed.rights) == ("City of Demo", "CC-BY 4.0; Public domain")
    # Its author is the feed's, and is not said again.
    assert [e.get("author") for e in all_.entries] == ["Public Works", None]
    assert [e.rights for e in all_.entries] == ["CC-BY 4.0", "Public domain"]
    own = feedparser.parse(made[OWN])
    assert (own.feed.author, own.feed.rights) == ("Public Works", "CC-BY 4.0")
    assert own.feed.language == "en-US"
    assert own.feed.subtitle.endswith("Invented figures.")
    assert "author" not in own.entries[0]


def test_a_metric_without_values_has_a_feed_without_entries() -> None:
    """Its address is permanent: who follows it finds the first value when it comes."""
    package = replace(package_of([], columns=("month", "value")), created="2026-03-03T00:00:00Z")
    found = feedparser.parse(
        files(portal_of(package))[urls.feed("metrics", package.metrics[0].name)]
    )
    assert found.entries == []
    assert found.feed.updated == "2026-03-03T00:00:00Z"


def test_a_retired_metric_keeps_its_news() -> None:
    """What was published of it then is told as it was, not that it is retired now."""
    rows = monthly("2026-01", [5])
    (entry,) = told(portal_of(package_of(rows, stage="retired")))
    assert entry.words == (
        "The result was 5 requests in January 2026. There is no target for this metric."
    )


def test_another_time_zone_changes_no_byte(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Days are those in UTC, on either side of the date line."""
    made = []
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        with monkeypatch.context() as at:
            at.setenv("TZ", zone)
            time.tzset()
            made.append(files(past_portal(repository.datasets)))
    time.tzset()
    assert made[0] == made[1]
    assert len(made[0]) == 6


def test_the_day_is_that_in_utc(tmp_path: Path) -> None:
    """A commit late in the evening of another zone is of the next day, as on the pages."""
    made = Repository(tmp_path / "city")
    publish(made, "1.0.0", FIRST, "Publish", "2026-03-20T23:30:00-05:00")
    assert {on for on, _ in brief(past_portal(made.datasets))} == {"2026-03-21"}


def test_the_rules_of_atom_are_held_to_what_breaks_them() -> None:
    """The check that every feed of these tests passes finds what is left out or doubled."""
    whole = files(of_records(record(new_values=news(2))))[OWN]
    for part in (rb"<id>[^<]*</id>", rb"<updated>[^<]*</updated>", rb"<author>.*?</author>"):
        assert standards.atom(re.sub(part, b"", whole, count=1, flags=re.DOTALL)) != [], part
    assert standards.atom(whole.replace(b"T00:00:00Z", b"")) != []
    assert standards.atom(whole.replace(b'rel="alternate"', b'rel="self"')) != []
    one = etree.fromstring(whole).findtext(f"{standards.ATOM}entry/{standards.ATOM}id", "")
    assert standards.atom(re.sub(rb"urn:uuid:[0-9a-f-]+", one.encode(), whole)) != []


def test_pages_lead_to_their_feeds() -> None:
    """Home, changes, priority, department and metric name their feed in the head and in words."""
    portal = of_records(record())
    made = files(portal)
    expected = {
        urls.HOME: [urls.FEED],
        urls.CHANGES: [urls.FEED, urls.FEED_OF_CORRECTIONS],
        urls.priority("customer-service"): [urls.feed("priorities", "customer-service")],
        urls.department("public-works"): [urls.feed("departments", "public-works")],
        urls.metric(NAME): [OWN],
    }
    reached = set()
    for address, page in site(portal).items():
        links = page.tree.xpath("//link[@rel='alternate'][@type='application/atom+xml']")
        found = [link.get("href").removeprefix(page.page.root) for link in links]
        assert found == expected.get(address, []), address
        assert set(found) <= {href.removeprefix(page.page.root) for href, _ in page.links()}
        reached.update(found)
    assert reached == set(made)
