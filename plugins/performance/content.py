"""Read `content/`: the settings, departments, priorities and pages that staff write.

Each department, priority and page is a Markdown file that begins with YAML between two lines of
`---`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from performance import urls
from performance.composed import composed, loaded
from performance.model import Article, Content, Department, Priority
from performance.problem import Problem, shown
from performance.settings import YEARS, Settings, apply

T = TypeVar("T")

SETTINGS_FILE = "settings.yaml"
TEXTS = ("head", "head_title", "contact", "phone", "website", "summary")
NUMBERS = ("spending", "staff")
WHOLE = ("order", "fiscal_year")
LARGEST = 1e15  # Beyond it a float no longer tells one cent from the next.

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# The folders of the site, whose names no page of words may take.
TAKEN = {
    address.partition("/")[0]
    for address in (
        *(urls.METRICS, urls.DATA, urls.DEPARTMENTS, urls.PRIORITIES, urls.REPORTING),
        *(urls.CHANGES, urls.A_TO_Z, urls.BUDGET, urls.PROBLEMS, urls.PROFILES, urls.STYLESHEET),
        *(urls.REPORTS, urls.BRIEFINGS),
    )
}


def read_settings(folder: Path, settings: Settings) -> tuple[Settings, list[Problem]]:
    """Return `settings` with those of `content/settings.yaml` laid over them, and the problems."""
    file = folder / SETTINGS_FILE
    remedy = "Write one setting a line, as in `city: Port Alder`."
    try:
        values = _loaded(file.read_text(encoding="utf-8")) or {}
        if not isinstance(values, dict):
            raise ValueError("it must be a list of `name: value` lines")
    except FileNotFoundError:
        return settings, []
    except (ValueError, OSError) as error:
        return settings, [unusable(file, error, remedy)]
    return apply(settings, {str(k): v for k, v in values.items()}, shown(file))


def read(folder: Path) -> tuple[Content, list[Problem]]:
    """Return what the staff wrote below a content folder, each sort in order, and the problems."""
    problems: list[Problem] = []
    departments = _read_all(folder / "departments", _department, problems)
    priorities = _read_all(folder / "priorities", _priority, problems)
    articles = _read_all(folder / "pages", _article, problems)
    return Content(
        tuple(sorted(departments, key=lambda d: (d.order, d.title))),
        tuple(sorted(priorities, key=lambda p: (p.order, p.title))),
        tuple(sorted(articles, key=lambda a: (a.order, a.title))),
    ), problems


def front_matter(text: str) -> tuple[dict[str, Any], str]:
    """Split a Markdown file into its front matter and its body.

    Raises ValueError, in words, where the front matter cannot be read.
    """
    facts, body, _ = placed_front_matter(text)
    return facts, body


def placed_front_matter(text: str) -> tuple[dict[str, Any], str, int]:
    """Split a Markdown file into its front matter and its body, with the line that it begins on.

    Raises ValueError, in words, where the front matter cannot be read.
    """
    front, below, first = _front(text)
    values = _loaded(front) or {}
    if not isinstance(values, dict):
        raise ValueError("the front matter must be lines of `name: value`")
    facts = {str(key).lower(): value for key, value in values.items()}
    blank = next((number for number, line in enumerate(below) if line.strip()), 0)
    return facts, "\n".join(below).strip(), first + blank


def line_of(text: str, *path: str | int) -> int:
    """Return the line of a Markdown file on which a value of its front matter begins.

    `path` are the keys of mappings and the places in lists that lead to it, in front matter that
    `placed_front_matter` has read. 1 where nothing is there.
    """
    import yaml

    node = composed(_front(text)[0])
    for step in path:
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            node = dict(enumerate(node.value)).get(step)
        elif isinstance(node, yaml.MappingNode):
            node = {str(key.value).lower(): value for key, value in node.value}.get(str(step))
    return 1 if node is None else int(node.start_mark.line) + 1


def split(text: str) -> tuple[str, str]:
    """Split a Markdown file into the YAML of its front matter, line by line, and its body.

    Raises ValueError, in words, where the lines of hyphens are not there.
    """
    front, below, _ = _front(text)
    return front, "\n".join(below).strip()


def _front(text: str) -> tuple[str, list[str], int]:
    """Return front matter as YAML on the lines of its file, the lines below it, and their first.

    Raises ValueError, in words, where there is none.
    """
    lines = text.splitlines()
    if not lines or lines[0].strip() != "---":
        raise ValueError("the file must begin with a line of three hyphens")
    try:
        close = next(i for i, line in enumerate(lines[1:], 1) if line.strip() == "---")
    except StopIteration:
        raise ValueError("a second line of three hyphens must close the front matter") from None
    # The empty line stands for the hyphens, so that faults are on the lines of the file.
    return "\n".join(["", *lines[1:close]]), lines[close + 1 :], close + 2


def _read_all(
    folder: Path, make: Callable[[str, Mapping[str, Any], str], T], problems: list[Problem]
) -> list[T]:
    found: list[T] = []
    slugs: set[str] = set()
    for file in _files(folder, problems):
        try:
            facts, body = front_matter(file.read_text(encoding="utf-8"))
            slug = str(facts.get("slug") or file.stem)
            if not SLUG.fullmatch(slug):
                raise ValueError(
                    f"its address would be {slug!r}, and an address has small letters, digits and "
                    "hyphens alone; rename the file or give it a slug"
                )
            if slug in slugs:
                raise ValueError(f"the slug {slug} is taken by another file")
            slugs.add(slug)
            found.append(make(slug, facts, body))
        except (ValueError, OSError) as error:
            remedy = "Correct the front matter; the other files beside it show how it is written."
            problems.append(unusable(file, error, remedy))
    return found


def _files(folder: Path, problems: list[Problem]) -> list[Path]:
    try:
        entries = sorted(folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        problems.append(unusable(folder, error, ""))
        return []
    return [file for file in entries if file.suffix == ".md" and not file.name.startswith(".")]


def _department(slug: str, facts: Mapping[str, Any], body: str) -> Department:
    known = _known(facts, ("title", "slug", *TEXTS[:-1], *NUMBERS, *WHOLE, "programs"))
    return Department(slug=slug, body=body, **known)


def _priority(slug: str, facts: Mapping[str, Any], body: str) -> Priority:
    allowed = ("title", "slug", "order", "summary", "spending", "fiscal_year")
    return Priority(slug=slug, body=body, **_known(facts, allowed))


def _article(slug: str, facts: Mapping[str, Any], body: str) -> Article:
    if slug in TAKEN:
        raise ValueError(f"the address {slug}/ is the site's own; choose another slug")
    return Article(slug=slug, body=body, **_known(facts, ("title", "slug", "order", "summary")))


def _known(facts: Mapping[str, Any], allowed: tuple[str, ...]) -> dict[str, Any]:
    """Return the facts as typed values, without the slug; ValueError names what is not allowed."""
    values: dict[str, Any] = {}
    for name, value in facts.items():
        if name not in allowed:
            raise ValueError(f"{name} is not known here; allowed: {', '.join(allowed)}")
        if value is None or name == "slug":
            continue
        if name in NUMBERS + WHOLE:
            values[name] = _number(name, value)
        elif name == "programs":
            listed = value if isinstance(value, list) else [value]
            values[name] = tuple(_text(name, each) for each in listed)
        else:
            values[name] = _text(name, value)
    if not values.get("title", "").strip():
        raise ValueError("title is missing")
    return values


def _number(name: str, value: object) -> float:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    # What is no number (.nan) is not below it either.
    if not is_number or not abs(value) < LARGEST:  # type: ignore[arg-type]
        raise ValueError(f"{name} must be a number, found {value!r}")
    number = float(value)  # type: ignore[arg-type]
    if name in NUMBERS and number < 0:
        raise ValueError(f"{name} must not be negative, found {value!r}")
    if name == "fiscal_year" and number not in YEARS:
        raise ValueError(f"fiscal_year must be a year like 2027, found {value!r}")
    if name in WHOLE and not number.is_integer():
        raise ValueError(f"{name} must be a whole number, found {value!r}")
    return int(number) if name in WHOLE else number


def _text(name: str, value: object) -> str:
    if isinstance(value, (list, dict)):
        raise ValueError(f"{name} must be text; put it between quotation marks")
    return str(value)


def unusable(file: Path, error: ValueError | OSError, remedy: str) -> Problem:
    """Return the problem of a file; `remedy` is for what is written in it."""
    words = str(error)
    if isinstance(error, UnicodeDecodeError):
        words, remedy = "it is not text in UTF-8", "Save it again as UTF-8."
    elif isinstance(error, OSError):
        words = (error.strerror or "unknown reason").lower()
        remedy = "Put a file there that the person or machine that runs this may read."
    return Problem("content", shown(file), f"this file cannot be used: {words}", remedy)


def _loaded(text: str) -> Any:
    """Return the values of YAML; ValueError, in words, where it cannot be read."""
    import yaml

    try:
        return loaded(text)
    except yaml.YAMLError as error:
        raise ValueError(_yaml_words(error)) from None
    except (TypeError, OverflowError) as error:
        raise ValueError(f"a value cannot be read ({error})") from None
    except RecursionError:
        raise ValueError("its values stand too deep in one another") from None


def _yaml_words(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    where = f" at line {mark.line + 1}, column {mark.column + 1}" if mark else ""
    return f"{getattr(error, 'problem', None) or 'it is not YAML'}{where}"
