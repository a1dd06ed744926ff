"""Read what a person answers to a question of `portal new`, or say why it cannot be used."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from performance.problem import BuildError, Exit

if TYPE_CHECKING:
    from performance.period import Frequency

# What was answered before, by the names of the questions, each as it is used.
Answers = Mapping[str, Any]


def used(name: str, words: str | Sequence[str], before: Answers) -> Any:
    """Return the answer to a question as a definition has it; `before` are those before it.

    Raises BuildError, for wrong use, with words that say what would do.
    """
    read = READERS.get(name)
    if read is None:
        return words.strip() if isinstance(words, str) else words
    return read(words, before)


def chosen(words: str, choices: Mapping[str, str]) -> str:
    """Return which of some choices is meant: by its name or title, in small letters or capitals.

    `choices` are titles by names. Raises BuildError with the choices, the nearest first named.
    """
    folded = {title.casefold(): name for name, title in choices.items()}
    folded |= {name.casefold(): name for name in choices}
    said = " ".join(words.split()).casefold()
    if said in folded:
        return folded[said]
    begun = [each for each in folded if said and each.startswith(said)]
    near = begun[:1] or difflib.get_close_matches(said, list(folded), n=1)
    hint = f" Did you mean {folded[near[0]]}?" if near else ""
    raise wrong(f"{words} is not one of {', '.join(choices)}.{hint}")


def wrong(words: str) -> BuildError:
    """Return the error of an answer that cannot be used."""
    return BuildError(words, exitcode=Exit.WRONG_USE)


def _title(words: str, before: Answers) -> str:
    from performance.authoring.definition import slug

    del before
    if not slug(words):
        raise wrong(f"{words} must have letters or digits, of which its name is made.")
    return " ".join(words.split())


def _column(words: str, before: Answers) -> str:
    from performance.authoring.definition import column_name

    title = _title(words, before)
    taken = [column_name(before[name]) for name in ("part", "whole") if before.get(name)]
    if column_name(title) in [*taken, "obs_status", "note"]:
        raise wrong(
            f"Two columns would have one name: {column_name(title)}. Call this one otherwise."
        )
    return title


def _period(words: str, before: Answers) -> str:
    from performance.authoring.definition import first_period

    frequency: Frequency | None = before.get("frequency")
    return words if frequency is None or not words else first_period(words, frequency).key


def _frequency(words: str, before: Answers) -> Frequency:
    from performance.period import Frequency

    del before
    return Frequency(words)


def _target(words: str, before: Answers) -> tuple[float, ...]:
    from performance.authoring.definition import must_aim

    found = _numbers("target", words)
    direction = before.get("direction")
    if found and direction is not None:
        must_aim(direction, found)
    return found


def _near(words: str, before: Answers) -> float:
    del before
    found = _numbers("near", words)
    if len(found) != 1 or found[0] < 0:
        raise wrong("How far counts as near the target is one number, 0 or more: 5.")
    return found[0]


def _numbers(name: str, text: str) -> tuple[float, ...]:
    words = re.split(r"\s*(?:\bto\b|–)\s*", text.strip()) if text.strip() else ()
    for word in words:
        # "90 %" and "90%" are what people write where the unit is percent.
        if not re.fullmatch(r"-?\d{1,15}(\.\d{1,9})?(\s?%)?", word):
            raise wrong(f"--{name} {text} is no number. Write 90, 4.5 or, for a range, 40 to 60.")
    return tuple(float(word.rstrip("% ")) for word in words)


def _dimensions(
    given: str | Sequence[str], before: Answers
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    del before
    found = []
    for text in (given,) if isinstance(given, str) else given:
        if not text.strip():
            continue
        title, sign, parts = text.partition("=")
        members = tuple(dict.fromkeys(part.strip() for part in parts.split(",") if part.strip()))
        if not sign or not title.strip() or len(members) < 2:
            raise wrong(f"--dimension {text} must name two parts or more: Zone=North,South.")
        found.append((title.strip(), members))
    return tuple(found)


READERS: Mapping[str, Callable[[Any, Answers], Any]] = {
    "title": _title,
    "metric": _title,
    "part": _column,
    "whole": _column,
    "frequency": _frequency,
    "first": _period,
    "from": _period,
    "target": _target,
    "near": _near,
    "dimension": _dimensions,
}
