"""The front matter of a meeting's file: typed facts, and every problem in them with its line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from performance import content, load
from performance.model import Decision, Origin, Publication
from performance.problem import Problem, shown

DECISION = ("date", "metric", "direction", "level", "owner", "due", "done")
ROLE = "Write the role, such as Commissioner of Public Works."
DAY = "Write a date like 2026-11-20."
# Persons are addressed or reached: roles are not.
PERSON = re.compile(r"@|^(?:mr|mrs|ms|mx|dr)\b\.?", re.IGNORECASE)

Place = tuple[str | int, ...]


class Facts(Struct):
    """The facts of one file while they are read; what is wrong is added to `problems`."""

    origin: Origin
    values: Mapping[str, Any]
    body: str
    problems: list[Problem] = field(default_factory=list)

    def fault(
        self, code: str, place: Place, message: str, remedy: str, value: object = None
    ) -> None:
        """Add a problem at a place of the front matter, named by its path."""
        self.problems.append(problem(self.origin, code, place, message, remedy, value=value))

    def only(self, allowed: Sequence[str]) -> None:
        """Add a problem for each fact that is not one of those allowed."""
        self._only(self.values, (), allowed)

    def text(self, name: str) -> str:
        """Return a text, "" where there is none."""
        return self._text(self.values.get(name), (name,))

    def role(self, name: str) -> str:
        """Return a text that must be a role and not a person."""
        return self._role(self.values.get(name), (name,))

    def day(self, name: str) -> date | None:
        """Return a date, none where there is none or where it is not one."""
        return self._day(self.values.get(name), (name,))

    def names(self, name: str) -> tuple[str, ...]:
        """Return a list of texts."""
        value = self.values.get(name)
        if value is None:
            return ()
        listed = value if isinstance(value, list) else [value]
        return tuple(self._text(each, (name, place)) for place, each in enumerate(listed))

    def status(self) -> Publication:
        """Return whether the pack is public; a draft where nothing is said."""
        value = self.values.get("status", Publication.DRAFT.value)
        try:
            return Publication(value)
        except ValueError:
            message = "is neither draft nor published"
            remedy = "Write `status: draft` or `status: published`."
            self.fault("briefing-form", ("status",), message, remedy, value)
            return Publication.DRAFT

    def decisions(self) -> tuple[Decision, ...]:
        """Return the decisions that are whole, in their order."""
        listed = self.values.get("decisions") or []
        if not isinstance(listed, list) or not all(isinstance(each, Mapping) for each in listed):
            remedy = "Write a list: each decision begins with a hyphen and has lines of its own."
            self.fault("briefing-form", ("decisions",), "is not a list of decisions", remedy)
            return ()
        found = (self._decision(each, ("decisions", place)) for place, each in enumerate(listed))
        return tuple(decision for decision in found if decision is not None)

    def _decision(self, facts: Mapping[Any, Any], place: Place) -> Decision | None:
        self._only(facts, place, DECISION)
        texts = {
            name: self._text(facts.get(name), (*place, name))
            for name in ("metric", "direction", "level")
        }
        owner = self._role(facts.get("owner"), (*place, "owner"))
        on, due, done = (self._day(facts.get(n), (*place, n)) for n in ("date", "due", "done"))
        for name, there in {"owner": owner, "due": facts.get("due")}.items():
            if not there:
                remedy = ROLE if name == "owner" else DAY
                message = f"the decision has no {'owner' if name == 'owner' else 'due date'}"
                self.fault("decision-incomplete", (*place, name), message, remedy)
        for name, given in {"date": facts.get("date"), "direction": texts["direction"]}.items():
            if not given:
                remedy = DAY if name == "date" else "Say in a sentence what is to be done."
                message = f"the decision has no {name}"
                self.fault("briefing-form", (*place, name), message, remedy)
        if on is None or due is None or not owner or not texts["direction"]:
            return None
        if due < on or (done is not None and done < on):
            message = "lies before the day of the decision"
            name = "due" if due < on else "done"
            self.fault("briefing-form", (*place, name), message, "Correct one of the dates.")
        return Decision(decided=on, owner=owner, due=due, done=done, **texts)

    def _only(self, facts: Mapping[Any, Any], place: Place, allowed: Sequence[str]) -> None:
        for name in facts:
            if name not in allowed:
                remedy = f"Allowed here: {', '.join(allowed)}."
                self.fault("briefing-form", (*place, str(name)), "is not known here", remedy)

    def _text(self, value: object, place: Place) -> str:
        if isinstance(value, (list, dict)):
            remedy = "Put the text between quotation marks."
            self.fault("briefing-form", place, "must be text", remedy)
            return ""
        return "" if value is None else str(value).strip()

    def _role(self, value: object, place: Place) -> str:
        role = self._text(value, place)
        if PERSON.search(role):
            self.fault("briefing-person", place, "is a person, not a role", ROLE, role)
        return role

    def _day(self, value: object, place: Place) -> date | None:
        if value is None:
            return None
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        self.fault("briefing-form", place, "is not a date", DAY, value)
        return None


def facts(file: Path) -> tuple[Facts | None, list[Problem]]:
    """Return the facts of a file; none, and a problem, where its front matter cannot be read."""
    try:
        text = file.read_text(encoding="utf-8")
        values, body = content.front_matter(text)
        written = load.lines(content.split(text)[0], is_yaml=True)
    except (ValueError, OSError) as error:
        remedy = "Correct the front matter, the lines between the two of three hyphens."
        return None, [content.unusable(file, error, remedy)]
    lines = {(str(path[0]).lower(), *path[1:]): line for path, line in written.items()}
    return Facts(Origin(shown(file), lines), values, body), []


def problem(
    origin: Origin, code: str, place: Place, message: str, remedy: str, *, value: object = None
) -> Problem:
    """Return a problem at a place of a file's front matter, on its line."""
    return Problem(
        code,
        origin.file,
        message,
        remedy,
        row=load.line_of(place, origin.lines) or 1,
        column=_path(place) or None,
        value=None if value is None else str(value),
    )


def _path(place: Iterable[str | int]) -> str:
    """Return a path in words: "decisions 2, owner"."""
    words: list[str] = []
    for part in place:
        if isinstance(part, int):
            words[-1] = f"{words[-1]} {part + 1}"
        else:
            words.append(part)
    return ", ".join(words)
