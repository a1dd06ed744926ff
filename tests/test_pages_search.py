"""Tests of the search page, and of what other pages say about themselves to the search."""

import pytest

from performance import pages, urls
from performance.model import Attainment, Portal
from performance.pages.index import entries
from performance.pages.page import POLICY
from performance.pages.parts import ATTAINMENT_WORDS
from performance.pages.search import SearchPage
from rendered import SETTINGS, Rendered, files, render, site
from resident import metric, portal, record

RECORDS = (
    record(metric=metric(name="zebra-crossings", title="Zebra crossings painted")),
    record(metric=metric(name="arrests", title="Arrests")),
)


def page_of(made: Portal, *, index: bool) -> Rendered:
    """Return the search page of a site that was built with an index or without."""
    downloads = files(made) | ({urls.FINDER: 0} if index else {})
    built = pages.build(made, {}, downloads, SETTINGS)
    return render(next(page for page in built if isinstance(page, SearchPage)))


def test_every_name_of_the_index_from_a_to_z_is_listed_once() -> None:
    """Without JavaScript nothing is missing: the list is that of the A to Z, by sort."""
    made = portal(*RECORDS)
    listed = page_of(made, index=True).tree.xpath("//main//ul//a/@href")
    assert sorted(listed) == sorted(f"../{entry.address}" for entry in entries(made))
    assert listed.index("../metrics/arrests/") < listed.index("../metrics/zebra-crossings/")


def test_the_page_says_that_searching_needs_javascript() -> None:
    """The words stand in the page; the script takes them away."""
    tree = page_of(portal(*RECORDS), index=True).tree
    assert "needs JavaScript" in tree.xpath("string(//*[@role='status'])")


def test_only_the_search_page_may_compile_the_index() -> None:
    """Its policy is that of every page with one word more; no other page has that word."""
    page = page_of(portal(*RECORDS), index=True)
    assert page.page.policy.replace(" 'wasm-unsafe-eval'", "") == POLICY
    assert page.page.policy != POLICY
    others = [r for r in site(portal(*RECORDS)).values() if r.page.address != urls.SEARCH]
    assert {r.page.policy for r in others} == {POLICY}


def test_without_an_index_the_page_is_the_list_alone() -> None:
    """No box that would find nothing, no script, the policy of every page."""
    page = page_of(portal(*RECORDS), index=False)
    assert page.page.policy == POLICY
    assert page.page.scripts == ()
    assert not page.tree.xpath("//main//form | //script")
    assert page.tree.xpath("//main//a[@href='../metrics/arrests/']")


def test_a_result_can_bear_every_attainment_in_its_words() -> None:
    """The script takes a result's icon and words from the page, by the attainment's class."""
    (held,) = page_of(portal(*RECORDS), index=True).tree.xpath("//template[@id='badges']")
    for attainment in Attainment:
        (badge,) = held.xpath(f".//*[@class='badge {attainment.value}']")
        assert badge.text_content().strip() == ATTAINMENT_WORDS[attainment]


@pytest.mark.parametrize(
    ("address", "sort"),
    [
        ("metrics/arrests/", "Metric"),
        ("departments/public-works/", "Department"),
        ("problems/cell-empty/", "Problem in data"),
        ("", None),
        ("metrics/", None),
        ("a-z/", None),
        ("search/", None),
        ("404.html", None),
    ],
)
def test_a_page_says_what_it_is_to_the_search(address: str, sort: str | None) -> None:
    """Pages that a reader looks for are marked with what they are; lists of them are not."""
    (main,) = site(portal(*RECORDS))[address].tree.xpath("//main")
    assert main.get("data-pagefind-meta") == (sort and f"sort:{sort}")
    assert (main.get("data-pagefind-body") is not None) == bool(sort)


def test_a_metric_says_its_attainment_to_the_search() -> None:
    """A result bears the badge of the page it leads to."""
    page = site(portal(*RECORDS))["metrics/arrests/"]
    (held,) = page.tree.xpath("//*[starts-with(@data-pagefind-meta, 'attainment:')]")
    assert f"attainment:{page.page.badge.attainment}" == held.get("data-pagefind-meta")  # type: ignore[attr-defined]


@pytest.mark.parametrize("address", ["", "404.html"])
def test_the_box_of_other_pages_leads_to_the_search(address: str) -> None:
    """On the home page and where a reader is lost, a form leads on, without JavaScript too."""
    (form,) = site(portal(*RECORDS))[address].tree.xpath("//main//form[@role='search']")
    assert form.get("action") == urls.SEARCH
    assert form.xpath("string(.//label[@for='find'])")
    assert form.xpath(".//input[@id='find']/@name") == ["q"]
    assert form.get("method") == "get"


def test_the_search_is_in_the_header_and_the_names_in_the_footer() -> None:
    """Each page leads to both."""
    tree = site(portal(*RECORDS))["metrics/arrests/"].tree
    assert tree.xpath("//header//a[@href='../../search/']")
    assert tree.xpath("//footer//a[@href='../../a-z/']")
