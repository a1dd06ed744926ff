"""The questions that `portal new` asks, each an option too, and what is made of the answers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from performance.authoring import answers
from performance.problem import BuildError, Exit

if TYPE_CHECKING:
    from performance.authoring.definition import Definition
    from performance.city import City

LICENCES = ("CC-BY-4.0", "CC0-1.0", "ODC-BY-1.0")
WHERE_RATIO = "ratio"


class Question(Struct, frozen=True):
    """A question: its option, what is asked, and what is taken where nothing is said.

    `choices` are the answers there are, by themselves or with other words for each, or the name of
    the content that has them. A question that
    `is_optional` may stay without an answer; `when` is an answer before it without which it is not
    asked: the question's name and the answers.
    """

    option: str
    prompt: str
    help: str
    choices: tuple[str, ...] | Mapping[str, str] | str = ()
    default: str | None = None
    is_optional: bool = False
    is_repeated: bool = False
    metavar: str = "TEXT"
    when: tuple[str, tuple[str, ...]] | None = None

    @property
    def name(self) -> str:
        """The question's name among the answers."""
        return self.option.replace("-", "_")


# A question, its choices, and why the answer before would not do, empty at first.
Ask = Callable[[Question, Sequence[str], str], str]

AIMED = ("direction", ("increase", "decrease", "range"))
QUESTIONS = (
    Question(
        "department", "Department", "The department that answers for it.", choices="departments"
    ),
    Question("title", "Title of the package", "What the data are, such as: Library visits."),
    Question("metric", "Title of the metric", "What readers see above the number."),
    Question("description", "What it measures, in a sentence", "One sentence for readers."),
    Question(
        "counted",
        "What is counted: a part of a whole, a number of things, or another value",
        "ratio (a part of a whole), count (a number of things) or value (anything else).",
        choices=("ratio", "count", "value"),
        metavar="KIND",
    ),
    Question("part", "Column of what is counted, such as: Closed in time", "The column's title."),
    Question(
        "whole",
        "Column of the whole it is a part of, such as: Requests due",
        "For a ratio: the column's title.",
        when=("counted", (WHERE_RATIO,)),
    ),
    Question("unit", "Unit of the result, such as: percent, visits, minutes", "percent, visits …"),
    Question(
        "frequency",
        "How often: D day, W week, M month, Q quarter, A year",
        "D, W, M, Q or A.",
        choices={"D": "daily", "W": "weekly", "M": "monthly", "Q": "quarterly", "A": "yearly"},
        default="M",
        metavar="LETTER",
    ),
    Question(
        "first", "First period, such as 2026-09, 2026-Q3 or 2026", "The first period of the data."
    ),
    Question(
        "direction",
        "What is wanted of it",
        "increase, decrease, range or none.",
        choices=("increase", "decrease", "range", "none"),
        metavar="WORD",
    ),
    Question(
        "target",
        "Target: a number; for a range: 40 to 60; empty for none",
        "A number, or 40 to 60 for a range; none where it is left out.",
        default="",
        is_optional=True,
        when=AIMED,
    ),
    Question(
        "near",
        "How far from the target still counts as near it, in the same unit",
        "In the same unit; 0 is allowed. Needed with a target.",
        when=("target", ()),
    ),
    Question(
        "from",
        "First period of the target, empty for the first of the data",
        "The first period of the target.",
        default="",
        is_optional=True,
        when=("target", ()),
    ),
    Question(
        "dimension",
        "Broken down by, such as: Zone = North, South; empty for nothing",
        "A breakdown with its parts, such as 'Zone=North,South'. May be given again.",
        default="",
        is_optional=True,
        is_repeated=True,
        metavar="NAME=PART,PART",
    ),
    Question(
        "priority",
        "Priority of the city that it serves, empty for none",
        "The city's priority that it serves.",
        choices="priorities",
        default="",
        is_optional=True,
    ),
    Question("source", "Where the numbers come from, such as: Permit system", "The system's name."),
    Question(
        "contact", "Address or office that answers questions", "An e-mail address, or an office."
    ),
    Question(
        "licence",
        "License of the data",
        "CC-BY-4.0, CC0-1.0 or ODC-BY-1.0.",
        choices=LICENCES,
        default="CC-BY-4.0",
        metavar="NAME",
    ),
)


def answered(
    given: Mapping[str, Any],
    city: City,
    ask: Ask | None,
    taken: Mapping[str, Collection[str]],
) -> Definition:
    """Return the definition that options and answers make; `ask` is none where nobody is there.

    `taken` are the addresses that are taken, by the name of the question. A person is asked again
    until the answer can be used. Raises BuildError, for wrong use, with every option that is
    missing or cannot be used.
    """
    found: dict[str, Any] = {}
    missing, wrong = [], []
    for question in QUESTIONS:
        if not _applies(question, found):
            continue
        words = given.get(question.name) or None
        try:
            if words is None and ask is not None:
                found[question.name] = _asked(question, found, city, ask, taken)
            elif words is None and question.default is None:
                missing.append(f"--{question.option}")
            else:
                found[question.name] = _used(question, words or "", found, city)
        except BuildError as error:
            if ask is not None:
                raise
            named = "" if error.message.startswith("--") else f"--{question.option} "
            wrong.append(f"{named}{error.message}")
    if missing:
        wrong.insert(0, f"Options are missing: {', '.join(missing)}.")
    if wrong:
        words = " ".join([*wrong, "See portal new --help."])
        raise BuildError(words, exitcode=Exit.WRONG_USE)
    return _definition(found)


def _asked(
    question: Question,
    before: answers.Answers,
    city: City,
    ask: Ask,
    taken: Mapping[str, Collection[str]],
) -> Any:
    """Return a person's answer, asked until it can be used; a repeated question until it is none.

    Raises BuildError only where no answer could be used.
    """
    choices, why = tuple(_choices(question, city)), ""
    several: list[Any] = []
    while True:
        words = ask(question, choices, why)
        try:
            found = _used(question, words, before, city)
        except BuildError as error:
            why = error.message.removeprefix(f"--{question.option} ")
            continue
        why = _taken(found, taken.get(question.name, ()))
        if why:
            continue
        if not question.is_repeated:
            return found
        if not found:
            return tuple(several)
        several += found
        why = "Noted. What else? Press Enter where that is all."


def _applies(question: Question, answers: Mapping[str, Any]) -> bool:
    if question.when is None:
        return True
    name, wanted = question.when
    # What is missing is told as such, not also what would follow from it.
    return bool(answers.get(name)) and (not wanted or answers[name] in wanted)


def _used(question: Question, words: Any, before: answers.Answers, city: City) -> Any:
    """Return an answer as it is used; BuildError where it cannot be, or is lacking."""
    choices = _choices(question, city)
    words = words or question.default or ""
    if not words and not question.is_optional:
        raise answers.wrong("An answer is needed.")
    if words and choices:
        words = answers.chosen(words, choices)
    return answers.used(question.name, words, before)


def _taken(found: Any, names: Collection[str]) -> str:
    from performance.authoring.definition import slug

    if names and slug(found) in names:
        return f"The address {slug(found)} is taken already. Choose another title."
    return ""


def _choices(question: Question, city: City) -> Mapping[str, str]:
    """Return the answers that there are, with their titles; none where every answer will do."""
    match question.choices:
        case "departments":
            found = {each.slug: each.title for each in city.content.departments}
            if not found:
                raise answers.wrong(
                    "There is no department yet. Run this in the folder of the city, or name its "
                    "content folder with --content; departments are files in content/departments/."
                )
            return found
        case "priorities":
            return {each.slug: each.title for each in city.content.priorities}
        case str():
            return {}
        case tuple() as names:
            return {name: name for name in names}
        case named:
            return named


def _definition(found: answers.Answers) -> Definition:
    from performance.authoring.definition import Definition

    return Definition(
        **{
            name: found[name]
            for name in (
                *("department", "title", "metric", "description", "counted", "part", "unit"),
                *("direction", "frequency", "first", "source", "contact", "licence"),
            )
        },
        whole=found.get("whole", ""),
        target=found.get("target", ()),
        near=found.get("near", 0.0),
        start=found.get("from", ""),
        priority=found.get("priority") or None,
        dimensions=found.get("dimension", ()),
    )
