"""What pages are shown by: their template, and all that this one extends, includes or imports."""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

from jinja2 import BaseLoader, Environment, TemplateError, TemplateNotFound
from jinja2.meta import find_referenced_templates

from performance.memory import Store, digest, folder, program
from performance.pages.page import Page
from performance.problem import BuildError, Exit, shown

# Where the extensions of templates lie that come with Jinja: they read no template themselves.
EXTENSIONS = "jinja2.ext"

Source = tuple[str, str | None, Callable[[], bool] | None]


class UntoldError(Exception):
    """Nobody can tell which templates go into a page."""


class Sources(BaseLoader):
    """The templates of an environment, each read once.

    So a page is shown by the very texts that its key is a digest of, whoever edits the theme
    meanwhile. `belongs` is what else pages are shown by, "" where nobody can know all of it.
    `folders` hold the templates; `store` keeps which others a template names, by its text.
    """

    def __init__(
        self, environment: Environment, store: Store, *, belongs: str, folders: Sequence[Path]
    ) -> None:
        # Pelican's, which knows in which order the folders count.
        self._loader: BaseLoader = environment.loader or BaseLoader()
        self._environment = environment
        self._store = store
        self._belongs = belongs
        self._folders = folders
        self._read: dict[str, Source | None] = {}
        self._named: dict[str, set[str]] = {}
        self._keys: dict[str, str] = {}

    def get_source(self, environment: Environment, template: str) -> Source:
        """Return the text of a template for Jinja; TemplateNotFound where there is none."""
        if template not in self._read:
            try:
                self._read[template] = self._loader.get_source(environment, template)
            except TemplateNotFound:
                self._read[template] = None
        found = self._read[template]
        if found is None:
            raise TemplateNotFound(template)
        return found

    def key(self, template: str) -> str:
        """Return the digest of all that pages of a template are shown by; "" for what nobody knows.

        Where a template names another by an expression, or cannot be read, all of them count.
        """
        if template not in self._keys:
            self._keys[template] = self._key(template) if self._belongs else ""
        return self._keys[template]

    def _key(self, template: str) -> str:
        try:
            return digest(self._belongs, sorted(self._texts(template)))
        except (UntoldError, OSError, UnicodeDecodeError, TemplateError):
            return self._of_all

    @cached_property
    def _of_all(self) -> str:
        try:
            return digest(self._belongs, *map(folder, self._folders))
        except OSError:
            return ""

    def _texts(self, template: str) -> Iterator[tuple[str, str | None]]:
        """Yield the names of a template and of all that go into it, each with its text or none."""
        environment = self._environment
        foreign = {type(e).__module__ for e in environment.extensions.values()} - {EXTENSIONS}
        if foreign or environment.finalize is not None:
            raise UntoldError(template)
        known, waiting = {template}, [template]
        while waiting:
            name = waiting.pop()
            text = self._text(name)
            yield name, text
            if name not in self._named:
                self._named[name] = self._names(name, text) if text is not None else set()
            others = self._named[name] - known
            known |= others
            waiting += others

    def _text(self, name: str) -> str | None:
        try:
            return self.get_source(self._environment, name)[0]
        except TemplateNotFound:
            # It may be one that is included only if it is there.
            return None

    def _names(self, template: str, text: str) -> set[str]:
        """Return the templates that the text of one names; UntoldError for an expression."""
        key = digest("templates named", program(), self._belongs, text)
        kept = self._store.get(key)
        if kept is None:
            found = list(find_referenced_templates(self._environment.parse(text)))
            kept = json.dumps(found).encode()
            self._store.put(key, kept)
        names: list[str] = json.loads(kept)
        if None in names:
            raise UntoldError(template)
        return {self._environment.join_path(name, template) for name in names}


def unshown(page: Page, error: TemplateError) -> BuildError:
    """Return the error of a template, with the file and line where the theme went wrong."""
    frames = traceback.extract_tb(error.__traceback__)
    where = [f"{shown(Path(f.filename))}, line {f.lineno}: " for f in frames if _is_template(f)]
    words = f"there is no template {error}" if isinstance(error, TemplateNotFound) else str(error)
    return BuildError(
        f"The theme cannot show the page /{page.address}: {where[-1] if where else ''}{words}. "
        "Correct the template.",
        exitcode=Exit.WRONG_USE,
    )


def _is_template(frame: traceback.FrameSummary) -> bool:
    return frame.filename.endswith(".html")
