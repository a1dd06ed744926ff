"""The drawing processes of a build: started afresh, fed in chunks, ended whatever happens."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from performance.chart.card import Card, png
from performance.chart.fill import Picture
from performance.chart.forms import BUILT, Forms
from performance.problem import BuildError

if TYPE_CHECKING:
    from concurrent.futures import Future

CHUNK = 8
# To start a process takes as long as to draw a dozen cards: so many jobs are worth another one,
# and for a few that do not take the drawing library none is started.
EACH = 32
FEW = 4
# So many chunks for each process wait or are drawn at once: it never stands idle, and what waits
# takes no more memory in a large city.
AHEAD = 3
SOURCE_ROOT = Path(__file__).parents[2]
# Nothing of the parent's own program is run again: the child knows the source root and one module.
COMMAND = (
    "import sys; sys.path.append(sys.argv[1]); from performance.chart.workers import serve; serve()"
)


class Job(Struct, frozen=True):
    """What is asked for one metric, by its name: those of its small panels that take the drawing
    library, and its social card where one is wanted."""

    name: str
    pictures: tuple[Picture, ...]
    card: Card | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return not self.pictures and self.card is None

    def plain(self) -> dict[str, Any]:
        """Return the job as values that JSON can carry."""
        pictures = [picture.plain() for picture in self.pictures]
        return {"name": self.name, "pictures": pictures, "card": self.card and self.card.plain()}


class Drawn(Struct, frozen=True):
    """What was drawn for a job: its pictures as SVG, and its card as PNG, empty without one."""

    svgs: list[str]
    card: bytes = b""


def draw(
    jobs: Iterable[Job],
    total: int,
    *,
    forms: Forms = BUILT,
    workers: int = 0,
    progress: Callable[[int], None] | None = None,
) -> Iterator[Drawn]:
    """Yield what was drawn for each job, in the order of the jobs, of which there are `total`.

    `forms` are those that panels are made of. `workers` is the number of processes at most, 0 for
    one a processor core. `progress` is told how many more jobs are done. Raises BuildError naming
    the metric that could not be drawn.
    """
    if not total:
        return
    if total <= FEW:
        jobs = list(jobs)
        if not any(job.pictures for job in jobs):
            yield from _here(jobs, progress)
            return
    pool = _Pool(min(workers or os.cpu_count() or 1, -(-total // EACH)), forms)
    try:
        for answer in pool.answers(jobs):
            yield from answer
            if progress is not None:
                progress(len(answer))
    finally:
        pool.end()


@contextmanager
def naming(name: str) -> Iterator[None]:
    """End the build with the name of the metric of which something cannot be drawn."""
    try:
        yield
    except Exception as error:
        raise _failed(name, error) from error


def _failed(name: str, why: object) -> BuildError:
    return BuildError(f"The chart of the metric {name} cannot be drawn: {why}")


def _here(jobs: Sequence[Job], progress: Callable[[int], None] | None) -> Iterator[Drawn]:
    """Yield what is drawn in this process, which takes no drawing library: cards alone."""
    for job in jobs:
        with naming(job.name):
            drawn = Drawn([], png(job.card) if job.card else b"")
        yield drawn
        if progress is not None:
            progress(1)


class _Pool:
    """Processes that wait in a queue, each lent to one thread at a time.

    One is started when a thread finds none: there are never more than threads.
    """

    def __init__(self, count: int, forms: Forms) -> None:
        self.count = count
        self.forms = forms
        # Imported late: mostly no process is started.
        from concurrent.futures import ThreadPoolExecutor

        self.threads = ThreadPoolExecutor(max_workers=count)
        self.workers: list[_Worker] = []
        self.free: SimpleQueue[_Worker] = SimpleQueue()

    def answers(self, jobs: Iterable[Job]) -> Iterator[list[Drawn]]:
        """Yield the answers to chunks of the jobs, in order, while later chunks are being made."""
        waiting: deque[Future[list[Drawn]]] = deque()
        source = iter(jobs)
        while chunk := list(islice(source, CHUNK)):
            forms = {picture.filling.form for job in chunk for picture in job.pictures}
            known = {form: self.forms.text(form) for form in sorted(forms)}
            waiting.append(self.threads.submit(self._ask, chunk, known))
            while waiting and (waiting[0].done() or len(waiting) > AHEAD * self.count):
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def end(self) -> None:
        """End the processes: at once, whatever they are doing."""
        for worker in self.workers:
            worker.process.kill()
        self.threads.shutdown(cancel_futures=True)
        for worker in self.workers:
            worker.process.communicate()

    def _ask(self, chunk: Sequence[Job], forms: dict[str, str]) -> list[Drawn]:
        if all(job.is_empty for job in chunk):
            return [Drawn([]) for _ in chunk]
        try:
            worker = self.free.get_nowait()
        except Empty:
            worker = _Worker()
            self.workers.append(worker)
        try:
            return worker.ask(chunk, forms)
        finally:
            self.free.put(worker)


class _Worker:
    """One drawing process."""

    def __init__(self) -> None:
        # In a session of its own, an interrupt at the terminal reaches the build alone, which then
        # ends its processes.
        self.process = subprocess.Popen(  # noqa: S603  # This program, and nothing of a reader's.
            [sys.executable, "-P", "-c", COMMAND, str(SOURCE_ROOT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        self.sent: set[str] = set()

    def ask(self, chunk: Sequence[Job], forms: dict[str, str]) -> list[Drawn]:
        """Return what was drawn for each job of a chunk; BuildError where one cannot be drawn."""
        new = {key: form for key, form in forms.items() if key not in self.sent}
        answer = self._exchange({"forms": new, "jobs": [job.plain() for job in chunk]})
        self.sent |= set(new)
        if answer is None:
            names = ", ".join(job.name for job in chunk)
            raise BuildError(f"A drawing process ended while it drew the charts of {names}.")
        if "failed" in answer:
            raise _failed(*answer["failed"])
        return [Drawn(one["svgs"], base64.b64decode(one["card"])) for one in answer["drawn"]]

    def _exchange(self, request: dict[str, Any]) -> dict[str, Any] | None:
        """Return the answer to a request, or none where the process has ended."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        try:
            self.process.stdin.write(json.dumps(request, allow_nan=False).encode() + b"\n")
            self.process.stdin.flush()
            answer = self.process.stdout.readline()
        except OSError:
            return None
        return json.loads(answer) if answer else None
