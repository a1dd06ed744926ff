"""Read what a site published before: the `versions.json` of each package below its folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from performance.load.file import read

NAME = "versions.json"
LIMIT = 50 * 1024 * 1024


class UnreadableError(ValueError):
    """A list of versions that cannot be read; `file` is which."""

    def __init__(self, file: Path, message: str) -> None:
        super().__init__(message)
        self.file, self.message = file, message


def published(folder: Path) -> Mapping[str, Mapping[str, Any]]:
    """Return the lists of versions below a site's folder, by the name of the package.

    Raises UnreadableError for one that is no such list, and where there is none at all.
    """
    found = {}
    for file in sorted(folder.glob(f"data/*/{NAME}")):
        try:
            data = read(file, LIMIT)
            facts = json.loads(data)
        except (OSError, ValueError, RecursionError) as error:
            raise UnreadableError(file, "it cannot be read") from error
        if not _is_list_of_versions(facts):
            raise UnreadableError(file, "it is no list of versions")
        found[file.parent.name] = facts
    if not found:
        message = f"there is no data/<package>/{NAME} below it"
        raise UnreadableError(folder, message)
    return found


def _is_list_of_versions(facts: Any) -> bool:
    versions = facts.get("versions") if isinstance(facts, dict) else None
    return isinstance(versions, list) and all(
        isinstance(each, dict)
        and isinstance(each.get("version"), str)
        and isinstance(each.get("files"), list)
        and all(isinstance(f, dict) and isinstance(f.get("sha256"), str) for f in each["files"])
        and all(isinstance(f.get("path"), str) for f in each["files"])
        and _are_columns(each.get("columns", {}))
        for each in versions
    )


def _are_columns(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(columns, list)
        and all(
            isinstance(c, dict)
            and isinstance(c.get("name"), str)
            and isinstance(c.get("type"), str)
            for c in columns
        )
        for columns in value.values()
    )
