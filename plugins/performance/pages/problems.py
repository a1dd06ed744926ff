"""The catalogue of problems: what the checks find, why it matters and how to mend it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from markupsafe import Markup
from msgspec import Struct

from performance import markup, urls
from performance.model import Portal
from performance.pages.page import Anchor, Page, Site
from performance.pages.site import HOME
from performance.problem_catalogue import ENTRIES, Entry, Kind
from performance.settings import Settings


class Gate(Struct, frozen=True):
    """A stage of checking, in the order that data pass them: its code, title and what it does."""

    code: str
    title: str
    does: str


GATES = (
    Gate("settings", "Settings", "The settings of the site are read before any data."),
    Gate(
        "content",
        "Words of the city",
        "The pages of departments, priorities and articles are read before any data.",
    ),
    Gate(
        "safety",
        "Safety",
        "Before a file is read for what it says, it is made sure that it can be read without harm.",
    ),
    Gate(
        "descriptor",
        "Description",
        "The description of the package is held against what a description has to say.",
    ),
    Gate("rows", "Rows", "Every row is held against the description of its columns."),
    Gate(
        "sense",
        "Sense",
        "Every value is compared with the values around it, to find what is unlikely.",
    ),
    Gate(
        "releases",
        "Releases",
        "The package is held against what was published of it before.",
    ),
    Gate(
        "report",
        "Annual report",
        "When the figures are known, the words of the annual reports are held against them.",
    ),
    Gate(
        "briefings",
        "Meetings",
        "What staff write for meetings is held against the metrics and departments it names.",
    ),
    Gate(
        "import",
        "Import",
        "Data of an older site are turned into data packages; what cannot be turned is listed.",
    ),
)

KINDS = {
    Kind.FAULT: "Fault: this is certainly wrong. Nothing is published until it is mended.",
    Kind.QUESTION: (
        "Question: this looks wrong but may be true. It is asked until it is mended, or until a "
        "note in the row says why the value is right. Readers see the note beside the value."
    ),
}


class Group(Struct, frozen=True):
    """The problems that one gate finds; each link's title is the problem's."""

    gate: Gate
    faults: tuple[Anchor, ...]
    questions: tuple[Anchor, ...]


class ProblemsPage(Page, frozen=True, kw_only=True):
    """Every problem that a check can report, by gate."""

    template: ClassVar[str] = "problems.html"

    groups: tuple[Group, ...]


class ProblemPage(Page, frozen=True, kw_only=True):
    """One problem: its `code`, what it means, why it matters, how to mend it, who finds it."""

    template: ClassVar[str] = "problem.html"
    sort: ClassVar[str] = "Problem in data"

    code: str
    gate: Gate
    question: bool
    kind: str
    why: Markup
    mend: Markup


def pages(
    portal: Portal, site: Site, downloads: Mapping[str, int], settings: Settings
) -> Iterator[Page]:
    """Yield the list of problems and the page of each; they are the same in every city."""
    del portal, downloads, settings
    yield ProblemsPage(
        site=site,
        address=urls.PROBLEMS,
        title="Problems in data",
        description="What is checked before data are published, and how to mend each problem.",
        crumbs=(HOME,),
        groups=tuple(group for group in map(_group, GATES) if group.faults or group.questions),
    )
    gates = {gate.code: gate for gate in GATES}
    for entry in ENTRIES:
        yield ProblemPage(
            site=site,
            address=urls.problem(entry.code),
            title=entry.title,
            description=f"{entry.title}: what it means, why it matters and how to mend it.",
            crumbs=(HOME, Anchor("Problems in data", urls.PROBLEMS)),
            code=entry.code,
            gate=gates[entry.gate],
            question=entry.kind is Kind.QUESTION,
            kind=KINDS[entry.kind],
            why=markup.html(entry.why),
            mend=markup.html(entry.mend),
        )


def _group(gate: Gate) -> Group:
    found = [entry for entry in ENTRIES if entry.gate == gate.code]
    return Group(gate, _links(found, Kind.FAULT), _links(found, Kind.QUESTION))


def _links(entries: list[Entry], kind: Kind) -> tuple[Anchor, ...]:
    of_kind = sorted((e for e in entries if e.kind is kind), key=lambda e: e.title)
    return tuple(Anchor(e.title, urls.problem(e.code)) for e in of_kind)
