"""The public glossary and the code say the same words."""

import re
from enum import StrEnum

import pytest

from built import ROOT
from performance import content, model, text
from performance.markup import html
from performance.pages.articles import anchored
from performance.pages.budget.terms import TERMS
from performance.period import Frequency
from performance.problem import Kind as ProblemKind

GLOSSARY = ROOT / "content" / "pages" / "glossary.md"

# Every word that the design gives a meaning, as the glossary heads it.
WORDS = (
    *("Metric", "Observation", "Actual", "Target", "Baseline", "Benchmark", "Direction"),
    *("Attainment", "Status of an observation", "Variance", "Change", "Previous change"),
    *("Frequency", "Period", "Fiscal year", "Lag", "Dimension", "Member", "Kind", "Release"),
    *("Revision", "Correction", "Vintage", "Percentage point", "Near", "Trend", "Break", "Unit"),
    *("Year to date", "As-of date", "Data package", "Resource", "Department", "Priority"),
)

# The heading of the values of each enumeration, whose every member has a heading below it.
ENUMS: dict[str, type[StrEnum]] = {
    "Direction": model.Direction,
    "Attainment": model.Attainment,
    "Status of an observation": model.ObsStatus,
    "Kind": model.Kind,
    "Stage": model.Stage,
    "Combining values": model.Aggregation,
    "Class of a revision": model.RevisionClass,
    "Checks": ProblemKind,
    "Phases of a budget": model.Phase,
    "Money in and out": model.Flow,
}

# The classes of the model that readers meet, by the word for each.
NOUNS = {
    "Metric": model.Metric,
    "Observation": model.Observation,
    "Unit": model.Unit,
    "Target": model.Target,
    "Benchmark": model.Benchmark,
    "Break": model.Break,
    "Action": model.Action,
    "Member": model.Member,
    "Change": model.Change,
    "Trend": model.Trend,
    "Fiscal year": model.FiscalYear,
    "Year to date": model.YearToDate,
    "Resource": model.Resource,
    "Department": model.Department,
    "Priority": model.Priority,
}


def body() -> str:
    """Return the glossary without its front matter."""
    return content.front_matter(GLOSSARY.read_text(encoding="utf-8"))[1]


def sections() -> dict[str, str]:
    """Return the text below each heading of the second level, with its lower headings."""
    parts = re.split(r"^## (.+)$", body(), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def entries(section: str) -> dict[str, str]:
    """Return the text of each heading of the third level in a section."""
    parts = re.split(r"^### (.+)$", section, flags=re.MULTILINE)
    return dict(zip(parts[1::2], (part.strip() for part in parts[2::2]), strict=True))


def every_entry() -> dict[str, str]:
    """Return the text of every heading of the third level."""
    return {
        word: said for section in sections().values() for word, said in entries(section).items()
    }


@pytest.mark.parametrize("word", WORDS)
def test_every_word_of_the_design_is_explained(word: str) -> None:
    """Each word has a heading with at least a sentence below it."""
    said = {**sections(), **every_entry()}[word]
    assert re.search(r"\w+ \w+.*\.", said)


@pytest.mark.parametrize("heading", ENUMS)
def test_every_value_of_an_enumeration_is_explained_and_no_other(heading: str) -> None:
    """The entries of the section begin with the values of the enumeration, one each, in order."""
    written = [re.match(r"`(\w+)`: ", said) for said in entries(sections()[heading]).values()]
    assert [found[1] if found else None for found in written] == [m.value for m in ENUMS[heading]]


def test_every_frequency_is_explained_and_no_other() -> None:
    """The list below Frequency begins with SDMX's letters, in the order of the code."""
    letters = re.findall(r"^- `(\w)`: ", every_entry()["Frequency"], flags=re.MULTILINE)
    assert letters == [frequency.value for frequency in Frequency]


def test_attainment_is_headed_by_the_words_of_the_pages() -> None:
    """A reader who sees a badge finds its words as a heading, with the value below."""
    explained = entries(sections()["Attainment"])
    for attainment, words in text.ATTAINMENT_WORDS.items():
        assert explained[words].startswith(f"`{attainment.value}`:")


def test_obs_status_is_headed_by_the_words_of_the_pages() -> None:
    """A reader who sees the status of a value finds its words as a heading."""
    explained = {
        word.lower(): said for word, said in entries(sections()["Status of an observation"]).items()
    }
    for status, words in text.OBS_STATUS_WORDS.items():
        assert explained[words.lower()].startswith(f"`{status.value}`:")


def test_every_column_of_the_series_is_explained() -> None:
    """Each column that every metric's data file has stands in the list of columns."""
    listed = set(re.findall(r"`(\w+)`", sections()["Columns of a metric's data file"]))
    assert {"metric", *model.SERIES} <= listed


@pytest.mark.parametrize("word", NOUNS)
def test_every_noun_of_the_model_is_a_word_of_the_glossary(word: str) -> None:
    """The class is called what the public word says: one word for one thing."""
    assert word in every_entry()
    assert NOUNS[word].__name__ == word.title().replace(" ", "")


@pytest.mark.parametrize("term", TERMS)
def test_words_of_the_budget_are_explained_alike_in_place_and_in_the_glossary(term: str) -> None:
    """The sentence beside the figures is the glossary's own."""
    said = every_entry()["Actual amount" if term == "Actual" else term].replace("\n", " ")
    said = re.sub(r"^`\w+`: ", "", said)
    assert (said[:1].upper() + said[1:]).startswith(TERMS[term])


def test_headings_are_unique_so_that_anchors_last() -> None:
    """No heading has the words of another: each anchor is the heading itself, without a number."""
    marked, contents = anchored(html(body(), 2))
    ids = re.findall(r' id="([^"]+)"', marked)
    assert len(ids) == len(set(ids)) > 70
    assert [i for i in ids if re.search(r"-\d+$", i)] == []
    assert "met-target" in ids
    assert len(contents) == len(sections())
