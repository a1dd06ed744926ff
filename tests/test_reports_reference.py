"""References: a small syntax of our own, read and never evaluated."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from performance.model import UnitCost
from performance.reports.figure import Resolved, Unresolved
from performance.reports.passage import html, misplaced
from performance.reports.reference import Call, references
from performance.reports.resolve import resolved
from reports import passage, source

NAME = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=9)
TEXT = st.text(st.characters(exclude_characters='"\n{}', exclude_categories=["Cs"]), max_size=12)
ARGUMENT = st.one_of(st.integers(0, 9999), TEXT)
CALL = st.builds(
    lambda name, arguments: Call(name, tuple(arguments)), NAME, st.lists(ARGUMENT, max_size=2)
)


def written(call: Call) -> str:
    """Return a call as an author writes it."""
    inner = ", ".join(f'"{a}"' if isinstance(a, str) else str(a) for a in call.arguments)
    return f"{call.name}({inner})" if call.arguments else call.name


def only(text: str) -> str:
    """Return what the one reference of a text stands for, in words."""
    (found,) = references(text)
    return resolved(found, source(text)).words


@given(st.lists(CALL, min_size=1, max_size=4), st.sampled_from(["", " ", "  "]))
def test_what_is_written_is_read(calls: list[Call], space: str) -> None:
    """Any subject with steps is read back as it was meant, whatever space stands in the braces."""
    text = "{{" + space + ".".join(map(written, calls)) + space + "}}"
    (found,) = references(f"before {text} after")
    assert (found.calls, found.fault, found.text) == (tuple(calls), "", text)


@given(st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    """Whatever is written is read, or said to be unreadable; nothing raises and nothing runs."""
    for found in references(text):
        assert bool(found.calls) != bool(found.fault)
        assert text[found.start :].startswith(found.text)


@given(st.text(st.sampled_from('{}metric(").fy 2026value,\n'), max_size=40))
def test_pieces_of_references_never_break_the_page(text: str) -> None:
    """Broken references are faults, not tracebacks, also where they nearly are references."""
    for found in references(text):
        with suppress(Unresolved):
            assert resolved(found, source(text)).words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # 12 months of 88 in 100 are 1,056 in 1,200: 88.0%; the year before 80.0%.
        ('{{ metric("requests-on-time").fy(2026).value }}', "88.0%"),
        ('{{ metric("requests-on-time").value }}', "88.0%"),
        ('{{ metric("requests-on-time").fy(2025).value }}', "80.0%"),
        ('{{ metric("requests-on-time").target }}', "90%"),
        ('{{ metric("requests-on-time").attainment }}', "near target"),
        ('{{ metric("requests-on-time").fy(2025).attainment }}', "missed target"),
        ('{{ metric("requests-on-time").change }}', "8.0 percentage points higher"),
        ('{{ metric("requests-on-time").numerator }}', "1,056"),
        ('{{ metric("requests-on-time").denominator }}', "1,200"),
        ('{{ metric("requests-on-time").period("2026-06").value }}', "88.0%"),
        ('{{ metric("requests-on-time").latest.value }}', "88.0%"),
        ('{{ metric("requests-on-time").latest.name }}', "June 2026"),
        ('{{ metric("requests-on-time").title }}', "Requests completed on time"),
        ("{{ counts.near }}", "1"),
        ("{{ counts.fy(2025).missed }}", "1"),
        ("{{ counts.total }}", "1"),
        ('{{ literal("38", "City Clerk, May 2026") }}', "38"),
    ],
)
def test_a_reference_stands_for_a_figure_with_its_unit(text: str, words: str) -> None:
    """Each form gives the figure of the report in the site's own wording."""
    assert only(text) == words


def test_a_cost_is_a_reference_to_the_row_of_its_program() -> None:
    """1,056 requests in time for 1,848.00 are 1.75 each; of 2025 the report has no cost."""
    held = source()
    paid = UnitCost("requests-on-time", "Trash", 2026, 184_800, 1056)
    held = replace(held, annual=replace(held.annual, currency="USD", unit_costs=(paid,)))
    for text in (
        '{{ metric("requests-on-time").cost }}',
        '{{ metric("requests-on-time").fy(2026).cost }}',
    ):
        (found,) = references(text)
        assert resolved(found, held) == Resolved("$1.75", "cost-requests-on-time")
    (found,) = references('{{ metric("requests-on-time").fy(2025).cost }}')
    with pytest.raises(Unresolved) as raised:
        resolved(found, held)
    assert (raised.value.message, raised.value.remedy) == (
        "there is no cost of 2025 in this report",
        "It has: 2026.",
    )


@pytest.mark.parametrize(
    ("text", "message", "remedy"),
    [
        ('{{ metric("request-on-time").value }}', "no metric", "Did you mean requests-on-time?"),
        ('{{ metric("requests-on-time").fy(2019).value }}', "no figures of 2019", "2025, 2026"),
        ('{{ metric("requests-on-time").valeu }}', "'valeu'", "Did you mean value?"),
        ('{{ metric("requests-on-time") }}', "say what of the metric", ""),
        ('{{ metric("requests-on-time").fy("x").value }}', "as a number", ""),
        ('{{ metric("requests-on-time").value.value }}', "nothing can follow value", ""),
        ('{{ metric("requests-on-time").period("2031-01").value }}', "'2031-01'", "2026-06"),
        ("{{ metric.value }}", "write the metric's name", ""),
        ("{{ counts.fy(2019).met }}", "no counts of 2019", "2025 and 2026"),
        ("{{ counts.great }}", "'great'", "met"),
        ('{{ money("fire").spending }}', "no money is given for 'fire'", ""),
        ("{{ money.revenue }}", "no revenue is given", ""),
        ('{{ literal("38") }}', "two texts", "literal("),
        ('{{ literal("38", " ") }}', "neither", ""),
        ("{{ __class__ }}", "no subject '__class__'", "counts"),
        ("{{ cycler() }}", "this is no reference", ""),
        ("{{ 7*7 }}", "this is no reference", ""),
        ("{{ open", "stand alone", ""),
        ("}}", "stand alone", ""),
    ],
)
def test_a_reference_that_leads_nowhere_says_what_there_is(
    text: str, message: str, remedy: str
) -> None:
    """What is wrong is said in words, with the nearest name or what is allowed."""
    with pytest.raises(Unresolved) as raised:
        only(text)
    assert message in raised.value.message
    assert remedy in raised.value.remedy


def test_a_figure_is_a_link_to_its_row() -> None:
    """The figure in the sentence leads to the row of its metric; markup around it stays."""
    text = 'On time: **{{ metric("requests-on-time").value }}**.'
    assert html(passage(text), source(text)) == (
        '<p>On time: <strong><a href="#metric-requests-on-time">88.0%</a></strong>.</p>'
    )


def test_a_figure_within_a_link_is_no_link_of_its_own() -> None:
    """A link within a link cannot be followed."""
    text = 'See [{{ metric("requests-on-time").value }}](https://example.org/) now.'
    assert html(passage(text), source(text)) == (
        '<p>See <a href="https://example.org/">88.0%</a> now.</p>'
    )


def test_a_literal_carries_where_it_comes_from_and_no_markup() -> None:
    """What an author gives as text is text."""
    text = '{{ literal("<b>38</b>", "A & B") }}'
    shown = html(passage(text), source(text))
    assert shown == "<p>&lt;b&gt;38&lt;/b&gt; (A &amp; B)</p>"


@pytest.mark.parametrize(
    "text",
    [
        "[here](https://example.org/{{ counts.met }})",
        '[here](https://example.org/ "{{ counts.met }}")',
    ],
)
def test_a_figure_in_the_address_of_a_link_is_found(text: str) -> None:
    """It would be lost, or break the page: it is said instead."""
    assert [found.text for found in misplaced(passage(text))] == ["{{ counts.met }}"]
    assert misplaced(passage("{{ counts.met }} of them")) == []


@given(st.text(max_size=60))
def test_no_words_around_a_figure_break_the_html(words: str) -> None:
    """Whatever stands around it, the figure is shown at most once and no script gets through."""
    text = f"{words.replace('{{', '').replace('}}', '')} {{{{ counts.total }}}}"
    shown = str(html(passage(text), source(text)))
    assert "<script" not in shown
    assert shown.count('href="#glance"') <= 1
