"""The questions that `portal new` asks, each an option too, and what is made of the answers."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from performance.problem import BuildError, Exit

if TYPE_CHECKING:
    from performance.authoring.definition import Definition
    from performance.city import City

LICENCES = ("CC-BY-4.0", "CC0-1.0", "ODC-BY-1.0")
WHERE_RATIO = "ratio"


@dataclass(frozen=True, slots=True)
class Question:
    """A question: its option, what is asked, and what is taken where nothing is said.

    `choices` are the answers there are, or the name of the content that has them. A question that
    `is_optional` may stay without an answer; `when` is an answer before it without which it is not
    asked: the question's name and the answers.
    """

    option: str
    prompt: str
    help: str
    choices: tuple[str, ...] | str = ()
    default: str | None = None
    is_optional: bool = False
    is_repeated: bool = False
    metavar: str = "TEXT"
    when: tuple[str, tuple[str, ...]] | None = None

    @property
    def name(self) -> str:
        """The question's name among the answers."""
        return self.option.replace("-", "_")


Ask = Callable[[Question, Sequence[str]], str]

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
        "frequency",
        "How often: D day, W week, M month, Q quarter, A year",
        "D, W, M, Q or A.",
        choices=("D", "W", "M", "Q", "A"),
        default="M",
        metavar="LETTER",
    ),
    Question(
        "first", "First period, such as 2026-09, 2026-Q3 or 2026", "The first period of the data."
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


def answered(given: Mapping[str, Any], city: "City", ask: Ask | None) -> "Definition":
    """Return the definition that options and answers make; `ask` is none where nobody is there.

    Raises BuildError, for wrong use, with every option that is missing or cannot be used.
    """
    answers: dict[str, Any] = {}
    missing, wrong = [], []
    for question in QUESTIONS:
        if not _applies(question, answers):
            continue
        choices = _choices(question, city)
        answer = given.get(question.name) or None
        if answer is None and ask is not None:
            answer = ask(question, choices)
        answer = question.default if answer is None else answer
        if answer is None:
            missing.append(f"--{question.option}")
        elif answer and choices and answer not in choices:
            wrong.append(f"--{question.option} {answer} is not one of {', '.join(choices)}.")
        else:
            answers[question.name] = answer
    if missing:
        wrong.insert(0, f"Options are missing: {', '.join(missing)}.")
    if wrong:
        words = " ".join([*wrong, "See portal new --help."])
        raise BuildError(words, exitcode=Exit.WRONG_USE)
    return _definition(answers)


def _applies(question: Question, answers: Mapping[str, Any]) -> bool:
    if question.when is None:
        return True
    name, wanted = question.when
    # What is missing is told as such, not also what would follow from it.
    return bool(answers.get(name)) and (not wanted or answers[name] in wanted)


def _choices(question: Question, city: "City") -> tuple[str, ...]:
    if question.choices == "departments":
        return tuple(each.slug for each in city.content.departments)
    if question.choices == "priorities":
        return tuple(each.slug for each in city.content.priorities)
    return question.choices if isinstance(question.choices, tuple) else ()


def _definition(answers: Mapping[str, Any]) -> "Definition":
    from performance.authoring.definition import Definition, first_period
    from performance.period import Frequency

    frequency = Frequency(answers["frequency"])
    first = first_period(answers["first"], frequency)
    start = answers.get("from", "")
    return Definition(
        **{
            name: answers[name].strip()
            for name in ("department", "title", "metric", "description", "counted", "part")
        },
        whole=answers.get("whole", "").strip(),
        unit=answers["unit"].strip(),
        direction=answers["direction"],
        frequency=frequency,
        first=first.key,
        source=answers["source"].strip(),
        contact=answers["contact"].strip(),
        licence=answers["licence"],
        target=tuple(_numbers("target", answers.get("target", ""))),
        near=next(_numbers("near", answers.get("near", "")), 0.0),
        start=first_period(start, frequency).key if start else "",
        priority=answers.get("priority") or None,
        dimensions=tuple(_dimensions(answers.get("dimension", ()))),
    )


def _numbers(name: str, text: str) -> Iterator[float]:
    for word in re.split(r"\s*(?:\bto\b|–)\s*", text.strip()) if text.strip() else ():
        if not re.fullmatch(r"-?\d{1,15}(\.\d{1,9})?", word):
            raise BuildError(
                f"--{name} {text} is no number. Write 90, 4.5 or, for a range, 40 to 60.",
                exitcode=Exit.WRONG_USE,
            )
        yield float(word)


def _dimensions(given: str | Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for text in (given,) if isinstance(given, str) else given:
        if not text.strip():
            continue
        title, sign, parts = text.partition("=")
        members = tuple(dict.fromkeys(part.strip() for part in parts.split(",") if part.strip()))
        if not sign or not title.strip() or len(members) < 2:
            raise BuildError(
                f"--dimension {text} must name two parts or more: Zone=North,South.",
                exitcode=Exit.WRONG_USE,
            )
        yield title.strip(), members
