"""What merging changes: two states of the datasets in, the same in plain words out.

Nothing here stops at a fault: what cannot be read or worked out is said in words, because the check
has told it already and the rest of the change still wants to be seen.
"""

from __future__ import annotations

from pathlib import Path

from performance.city import City
from performance.difference.packages import packages
from performance.difference.sides import Side, sides
from performance.difference.values import Difference
from performance.text import Wording
from performance.validate.safety import MEGABYTE

__all__ = ["FORMS", "Difference", "difference", "told"]

FORMS = ("markdown", "html", "json")


def difference(before: Side, after: Side, city: City) -> Difference:
    """Return what changes between two states.

    Both are seen from the same day and by the same words and settings, those of the city.
    """
    found = tuple(packages(before.datasets, after.datasets, city))
    return Difference(before.name, after.name, found, _words(before, after))


def _words(before: Side, after: Side) -> tuple[str, ...]:
    """Return the files of the content that differ; none where a state has no content."""
    old, new = before.words, after.words
    if old is None or new is None:
        return ()
    return tuple(path for path in sorted({*old, *new}) if old.get(path) != new.get(path))


def told(
    base: str | None, head: str | None, datasets: Path, content: Path, *, city: City, form: str
) -> str:
    """Return what changes between two states that a person names, in one of the `FORMS`.

    See `sides` for the names; `city` is what the content folder says. Raises BuildError (wrong
    use) for a name that is no state.
    """
    from performance.difference import document, markdown, page, report

    wording = Wording(city.settings.locale, city.settings.fiscal_year_start)
    limit = city.settings.max_file_mb * MEGABYTE
    with sides(base, head, datasets, content, limit=limit) as (before, after):
        found = difference(before, after, city)
    words = report.report(found, wording)
    match form:
        case "json":
            return document.document(found, words)
        case "html":
            return page.page(found, words, wording)
        case _:
            return markdown.markdown(words)
