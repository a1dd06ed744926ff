"""Read `content/`: the settings, departments, priorities and pages that staff write.

Each department, priority and page is a Markdown file that begins with YAML between two lines of
`---`.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml

from performance.model import Article, Content, Department, Priority
from performance.problem import Problem
from performance.settings import Settings, apply

T = TypeVar("T")

SETTINGS_FILE = "settings.yaml"
TEXTS = ("head", "head_title", "contact", "phone", "website", "summary")
NUMBERS = ("spending", "staff")
WHOLE = ("order", "fiscal_year")


def read_settings(folder: Path, settings: Settings) -> tuple[Settings, list[Problem]]:
    """Return `settings` with those of `content/settings.yaml` laid over them, and the problems."""
    file = folder / SETTINGS_FILE
    if not file.exists():
        return settings, []
    try:
        values = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        return settings, [_unreadable(file, error)]
    if not isinstance(values, dict):
        return settings, [_unreadable(file, ValueError("it must be a list of `name: value` lines"))]
    return apply(settings, {str(k): v for k, v in values.items()}, str(file))


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
    lines = text.splitlines()
    if not lines or lines[0].strip() != "---":
        raise ValueError("the file must begin with a line of three hyphens")
    try:
        close = next(i for i, line in enumerate(lines[1:], 1) if line.strip() == "---")
    except StopIteration:
        raise ValueError("a second line of three hyphens must close the front matter") from None
    try:
        values = yaml.safe_load("\n".join(lines[1:close])) or {}
    except yaml.YAMLError as error:
        raise ValueError(_yaml_words(error)) from None
    if not isinstance(values, dict):
        raise ValueError("the front matter must be lines of `name: value`")
    facts = {str(key).lower(): value for key, value in values.items()}
    return facts, "\n".join(lines[close + 1 :]).strip()


def _read_all(
    folder: Path, make: Callable[[str, Mapping[str, Any], str], T], problems: list[Problem]
) -> list[T]:
    found: list[T] = []
    slugs: set[str] = set()
    for file in sorted(folder.glob("*.md")):
        try:
            facts, body = front_matter(file.read_text(encoding="utf-8"))
            slug = str(facts.get("slug") or file.stem)
            if slug in slugs:
                raise ValueError(f"the slug {slug} is taken by another file")
            slugs.add(slug)
            found.append(make(slug, facts, body))
        except (ValueError, OSError) as error:
            problems.append(_unreadable(file, error))
    return found


def _department(slug: str, facts: Mapping[str, Any], body: str) -> Department:
    known = _known(facts, ("title", "slug", *TEXTS[:-1], *NUMBERS, *WHOLE, "programs"))
    programs = known.pop("programs", None) or ()
    if isinstance(programs, str):
        programs = [programs]
    return Department(slug=slug, body=body, programs=tuple(str(p) for p in programs), **known)


def _priority(slug: str, facts: Mapping[str, Any], body: str) -> Priority:
    allowed = ("title", "slug", "order", "summary", "spending", "fiscal_year")
    return Priority(slug=slug, body=body, **_known(facts, allowed))


def _article(slug: str, facts: Mapping[str, Any], body: str) -> Article:
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
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                raise ValueError(f"{name} must be a number, found {value!r}")
            values[name] = int(value) if name in WHOLE else float(value)
        else:
            values[name] = value if name == "programs" else str(value)
    if not values.get("title"):
        raise ValueError("title is missing")
    return values


def _unreadable(file: Path, error: Exception) -> Problem:
    words = _yaml_words(error) if isinstance(error, yaml.YAMLError) else str(error)
    return Problem(
        "content",
        str(file),
        f"this file cannot be used: {words}",
        "Correct the front matter; the other files beside it show how it is written.",
    )


def _yaml_words(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    where = f" at line {mark.line + 1}, column {mark.column + 1}" if mark else ""
    return f"{getattr(error, 'problem', None) or 'it is not YAML'}{where}"
