"""The page of changes, and what pages say of a value that was changed."""

from datetime import date
from typing import Any

import pytest

from performance import urls
from performance.model import Arrival, ObsStatus, RevisionClass, ValueRevision
from performance.pages.revisions import past
from performance.period import month
from performance.sentences.revision import revised
from rendered import Rendered, site
from resident import WORDING, metric, named, portal, record

CORRECTION, ROUTINE = RevisionClass.CORRECTION, RevisionClass.ROUTINE


def revision(old: float | None, new: float | None, **more: Any) -> ValueRevision:
    """Return a change of September 2026 that was released on October 20, 2026."""
    given: dict[str, Any] = {
        "date": date(2026, 10, 20),
        "version": "2026.10.0",
        "period": month(2026, 9),
        "members": (),
        "old": old,
        "new": new,
        "old_status": ObsStatus.FINAL,
        "new_status": ObsStatus.REVISED,
        "class_": ROUTINE,
        "reason": "late reports",
    }
    return ValueRevision(**(given | more))


def changes(*revisions: ValueRevision, **more: Any) -> Rendered:
    """Return the page of changes of a city with one metric that was changed so."""
    return site(portal(record(revisions=revisions, **more)))[urls.CHANGES]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (revision(91.2, 90.8), "was 91.2%, now 90.8%"),
        # One decimal would say that nothing changed.
        (revision(91.24, 91.16), "was 91.24%, now 91.16%"),
        (revision(None, 90.8, old_status=ObsStatus.MISSING), "was missing, now 90.8%"),
        (revision(90.8, None, new_status=ObsStatus.MISSING), "was 90.8%, now missing"),
        (revision(90.8, None, new_status=None), "was 90.8%, now no longer published"),
        (
            revision(None, None, new_status=ObsStatus.SUPPRESSED),
            "was published and is now withheld to protect privacy",
        ),
    ],
)
def test_a_change_is_worded_so_that_it_can_be_told(change: ValueRevision, words: str) -> None:
    """Old and new are never the same words; a withheld value is not repeated."""
    assert revised(change, metric(), WORDING) == words


def test_changes_are_by_month_and_a_correction_goes_first() -> None:
    """The newest month is first; of one day the correction is, and it is marked."""
    mended = {"class_": CORRECTION, "reason": "Ten were counted twice."}
    page = changes(
        revision(91.2, 90.8),
        revision(80.0, 81.0, period=month(2026, 8), **mended),
        revision(70.0, 71.0, date=date(2026, 9, 20), period=month(2026, 7)),
    )
    titles = [h.text_content() for h in page.tree.xpath("//main//h2")]
    assert titles == ["October 2026", "September 2026"]
    words = page.words
    assert words.index("Ten were counted twice.") < words.index("was 91.2%, now 90.8%")
    assert [e.text_content() for e in page.tree.xpath("//main//strong")] == ["Correction"]
    assert "3 published values of 1 metric have been changed" in words
    assert "1 of the changes is a correction" in words


def test_many_changes_of_one_release_are_counted_not_all_listed() -> None:
    """Of thirty values with one reason eight are named, and the others counted."""
    many = [revision(80.0, 81.0, period=month(2024, 1).shift(n)) for n in range(30)]
    page = changes(*many)
    assert len(page.tree.xpath("//main//li//li[contains(., 'was')]")) == 8
    assert "22 more values changed." in page.words


def test_new_values_are_listed_with_their_periods() -> None:
    """Three months that came at once are one line."""
    arrival = Arrival(date(2026, 10, 20), "", (month(2026, 7), month(2026, 8), month(2026, 9)))
    page = changes(arrivals=(arrival,))
    assert "Requests completed on time: July 2026 to September 2026" in page.words
    assert "No published value has been changed" in page.words


def test_changes_of_a_year_are_shown_and_older_ones_are_with_the_metrics() -> None:
    """Twelve months with changes are shown; a thirteenth is said to be elsewhere."""
    each = [
        revision(80.0, 81.0, date=month(2025, 1).shift(n).end, period=month(2024, 1).shift(n))
        for n in range(13)
    ]
    assert len(changes(*each).tree.xpath("//main//h2")) == 12
    assert "Changes of earlier months" in changes(*each).words
    assert "Changes of earlier months" not in changes(*each[:12]).words


def test_the_page_of_changes_is_found_from_every_page() -> None:
    """The footer leads to it, but in an embed, and the home page says what it is."""
    pages = site(portal(record(), named(record(), "other", "Other")))
    for address, page in pages.items():
        linked = any(words == "Changes" for _, words in page.links())
        assert linked or address.startswith("embed/"), address
    assert ("changes/", "Changes to published figures") in list(pages[urls.HOME].links())


def test_the_past_of_a_metric_lists_what_is_there_to_download() -> None:
    """Without releases there is no past; the list of changes is linked where it was made."""
    assert past(record(), {}, WORDING) is None
    address = urls.metric("requests-on-time", "revisions.csv")
    found = past(record(revisions=(revision(91.2, 90.8),)), {address: 400}, WORDING)
    assert found is not None
    assert found.table is not None
    assert [cell.words for cell in found.table.rows[0]] == [
        "Sep 2026", "91.2%", "90.8%", "October 20, 2026", "Revision: Late reports.",
    ]  # fmt: skip
    assert [file.address for file in found.files] == [address]
