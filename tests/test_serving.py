"""A site that is served is built again after every change, and says what is wrong with one."""

import gc
import os
import re
import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue, SimpleQueue
from random import Random

import pytest
from watchfiles import Change

from built import files
from performance import plugin, preview
from performance.preview import Early
from performance.problem import BuildError
from performance.serving import Built, Changes, serve, waited_for
from performance.unchanged import Request
from performance.write.folders import MANIFEST
from rebuilding import City

# Seconds after which what is waited for never comes: far longer than any build takes.
NEVER = 300
# The last line that is said after a change.
DONE = re.compile(r"the site is (?:new|up to date)\.|The site stays as it was\.")


@pytest.fixture
def city(tmp_path: Path) -> City:
    """A small city that has not been built."""
    return City(tmp_path, Random(1))


class Terminal:
    """A terminal in which a city's site is served."""

    def __init__(self, city: City, process: "subprocess.Popen[str]") -> None:
        self.city = city
        self.process = process
        self.root = ""
        self._lines: Queue[str] = Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self._lines.put(line.rstrip("\n"))

    def said(self, until: "re.Pattern[str]") -> str:
        """Return all that is said up to a line."""
        lines = [self._lines.get(timeout=NEVER)]
        while not until.search(lines[-1]):
            lines.append(self._lines.get(timeout=NEVER))
        return "\n".join(lines)

    def begin(self) -> None:
        """Wait until the site is served."""
        found = re.search(r"http://localhost:\d+", self.said(re.compile("Serving output at ")))
        assert found is not None
        self.root = found.group()

    def page(self, address: str) -> str:
        """Return a page as a browser gets it on reload."""
        with urllib.request.urlopen(f"{self.root}/{address}") as answer:
            assert answer.headers["Cache-Control"] == "no-cache"
            text: str = answer.read().decode()
            return text

    def edit(self, path: str, old: str, new: str) -> str:
        """Put another text in a file's place, as editors do; return what is said of it."""
        file = self.city.folder / path
        beside = file.with_name(f"{file.name}.tmp")
        text = file.read_text(encoding="utf-8")
        assert old in text
        beside.write_text(text.replace(old, new, 1), encoding="utf-8")
        beside.replace(file)
        return self.said(DONE)


@contextmanager
def served(city: City) -> Iterator[Terminal]:
    """Serve a city's site in a process of its own, and end it by Ctrl-C."""
    with subprocess.Popen(
        [sys.executable, "-m", "performance", "serve", "--port", "0"],
        cwd=city.folder,
        stderr=subprocess.PIPE,
        text=True,
        # What runs in the background of a shell has Ctrl-C ignored, and hands that on.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as process:
        try:
            terminal = Terminal(city, process)
            yield terminal
            process.send_signal(signal.SIGINT)
            assert terminal.said(re.compile("Stopped")) == "Stopped."
            assert process.wait(NEVER) == 0
        finally:
            process.kill()


def test_what_is_saved_shows_on_reload_and_a_mistake_is_said(city: City) -> None:
    """Words, data, a template and the settings file, each changed, broken and mended."""
    department = "content/departments/parks.md"
    with served(city) as terminal:
        terminal.begin()
        assert "Every lawn." not in terminal.page("departments/parks/")
        said = terminal.edit(department, "We serve", "Every lawn. We serve")
        assert said == f"{department} changed: the site is new."
        assert "Every lawn." in terminal.page("departments/parks/")

        said = terminal.edit(department, "title:", "titel:")
        assert f"{department}: this file cannot be used: titel is not known here" in said
        assert said.endswith("The site stays as it was.")
        assert "Every lawn." in terminal.page("departments/parks/")
        said = terminal.edit(department, "titel:", "title:")
        assert said == f"{department} changed: the site is up to date."

        table = next((city.folder / "datasets").rglob("*.csv"))
        path = table.relative_to(city.folder).as_posix()
        package = table.parent.name
        said = terminal.edit(path, ",100,", ",many,")
        assert f"{path}, row 2, " in said
        said = terminal.edit(path, ",many,", ",123,")
        assert said == f"{path} changed: the site is new."
        assert ",123," in terminal.page(f"data/{package}/latest/observations.csv")

        base = "theme/templates/base.html"
        said = terminal.edit(base, "<body", "{% if %}<body")
        assert f"{base}, line " in said
        said = terminal.edit(base, "{% if %}<body", '<body data-new="1"')
        assert said == f"{base} changed: the site is new."
        assert 'data-new="1"' in terminal.page("")

        # Twice: the file that is looked at is another one after the first.
        said = terminal.edit("pelicanconf.py", "PERFORMANCE: ", "PERFORMANCE = wrong #")
        assert said.startswith("pelicanconf.py changed. pelicanconf.py cannot be used: ")
        said = terminal.edit("pelicanconf.py", "wrong #", '{"city": "Newtown"} #')
        assert said == "pelicanconf.py changed: the site is new."
        assert "Newtown" in terminal.page("")


def test_what_is_saved_during_the_first_build_is_not_missed(city: City) -> None:
    """The words were read before; they are there once somebody looks."""
    department = city.folder / "content" / "departments" / "parks.md"
    with served(city) as terminal:
        while not (city.folder / ".output.staging").exists():
            assert terminal.process.poll() is None
        text = department.read_text(encoding="utf-8")
        department.write_text(text + "\nEvery lawn.\n", encoding="utf-8")
        terminal.begin()
        assert terminal.said(DONE) == "content/departments/parks.md changed: the site is new."
        assert "Every lawn." in terminal.page("departments/parks/")


def test_a_taken_port_is_said_before_the_build(city: City) -> None:
    """Nobody waits for a build to hear that."""
    request = Request(city.folder / "pelicanconf.py", {})
    with preview.server(city.folder, 0) as other:
        port = int(other.server_address[1])
        with pytest.raises(BuildError, match="Choose another with --port"):
            serve(request, port, lambda words: None)
    assert not city.output.exists()


def test_a_first_build_that_fails_ends_it(city: City) -> None:
    """There is no site to serve: the problems are told and the port is free again."""
    city.spoil_cell()
    ended = subprocess.run(
        [sys.executable, "-m", "performance", "serve", "--port", "0"],
        cwd=city.folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=NEVER,
    )
    assert ended.returncode == 1
    assert ended.stderr.endswith("The site was not built: 1 problem in the data.\n")


def test_pages_come_before_what_is_made_of_all_and_are_let_go(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A metric's page comes with its files; all that is told is what the new site has anew."""
    request = Request(city.folder / "pelicanconf.py", {})
    told: dict[str, bytes] = {}
    early = Early()
    built = Built(request, city.folder / "theme", early, plugin.holding(request))

    def take(path: str, data: bytes) -> None:
        told[path] = data
        Early.take(early, path, data)
        assert early.get(path) == data

    monkeypatch.setattr(early, "take", take)
    before = gc.get_threshold()
    try:
        built.build()
        old = files(city.output)
        told.clear()
        city.change_cell()
        sheet = city.folder / "theme" / "static" / "css" / "site.css"
        sheet.write_text(sheet.read_text("utf-8") + "/* new */", encoding="utf-8")
        built.rebuild((sheet,), lambda words: None)
    finally:
        gc.set_threshold(*before)
    new = files(city.output)
    del new[MANIFEST]
    assert told == {path: data for path, data in new.items() if old.get(path) != data}
    order = list(told)
    assert order[0] == "theme/css/site.css"
    table = next(p for p in order if re.fullmatch(r"metrics/metric-\d+/data\.csv", p))
    page = table.replace("data.csv", "index.html")
    assert order.index(table) < order.index(page) < order.index("data/all.zip")
    assert early.get(page) is None


def test_a_build_that_fails_takes_back_what_it_showed(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The site stays as it was, also on the screen."""
    request = Request(city.folder / "pelicanconf.py", {})
    early, said = Early(), list[str]()
    built = Built(request, city.folder / "theme", early, plugin.holding(request))

    def fails(request: Request, *, tell: Callable[[str, bytes], object], **more: object) -> None:
        tell("index.html", b"new")
        assert early.get("index.html") == b"new"
        raise BuildError("No room.")

    monkeypatch.setattr(plugin, "run", fails)
    built.rebuild((city.folder / "words.md",), said.append)
    assert early.get("index.html") is None
    assert said[-1].endswith("No room. The site stays as it was.")


def test_a_build_leaves_nothing_to_a_process_that_goes_on(city: City) -> None:
    """What a build made can be let go: otherwise each change would cost memory for good."""
    before = gc.get_threshold()
    try:
        request = Request(city.folder / "pelicanconf.py", {})
        Built(request, city.folder / "theme", Early(), plugin.holding(request)).build()
        assert gc.get_freeze_count() == 0
    finally:
        gc.set_threshold(*before)


def test_files_are_named_and_not_what_was_there_for_a_moment(tmp_path: Path) -> None:
    """Neither folders nor an editor's own files, unless there is nothing else to name."""
    words, gone, beside = (tmp_path / name for name in ("words.md", "gone.md", "sedAb1"))
    words.write_text("x", encoding="utf-8")

    def of(*batches: Changes) -> tuple[Path, ...]:
        found: SimpleQueue[Changes] = SimpleQueue()
        for batch in batches:
            found.put(batch)
        return waited_for(found)

    edited = (Change.modified, os.fspath(words))
    removed = (Change.deleted, os.fspath(gone))
    moment = {(Change.added, os.fspath(beside)), (Change.deleted, os.fspath(beside))}
    assert of({edited, (Change.modified, os.fspath(tmp_path))}) == (words,)
    assert of({edited, *moment}) == (words,)
    assert of({edited}, {removed}) == (gone, words)
    assert of(moment) == (beside,)
