"""Whether a build would make what is there already: everything that goes in, and the site itself.

A build notes down what it began with, and where it found it. The next one with the same request
looks there before it reads anything: the same bytes of program, theme, words and data, the same
git history, the same day, and a site that nobody has touched need no build.
"""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from performance import clock
from performance.memory import Store, digest, folder, known_files, program
from performance.write import MANIFEST

# Where Pelican keeps its cache unless a city says otherwise.
CACHE = ".cache"


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for: a settings file and what is laid over it, plain values by name."""

    conf: Path
    overrides: Mapping[str, Any]

    @property
    def key(self) -> str:
        """The key under which the answer is noted down."""
        return digest("request", self.conf.absolute(), sorted(self.overrides.items()))

    @property
    def code(self) -> str:
        """The digest of the settings file and of those beside it that it may be made of."""
        files = sorted(self.conf.absolute().parent.glob("*.py"))
        return digest(*((file.name, file.read_bytes()) for file in files))


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a build reads, each a folder, and where its site is; `code` is that of its request."""

    code: str
    theme: str
    content: str
    datasets: str
    output: str

    def fingerprint(self) -> str:
        """Return the digest of everything that goes into a build now."""
        data = Path(self.datasets)
        read = (Path(self.theme), Path(self.content), data.parent if data.is_file() else data)
        return digest(asdict(self), program(), clock.today(), _git(data), *map(folder, read))


@dataclass(frozen=True, slots=True)
class Begun:
    """A build as it begins: its request, what it reads and the digest of that."""

    request: Request
    inputs: Inputs
    fingerprint: str

    @classmethod
    def now(cls, request: Request, inputs: Inputs) -> Self:
        """Return a build that begins now; one whose inputs cannot be read has no fingerprint."""
        try:
            return cls(request, inputs, inputs.fingerprint())
        except OSError:
            return cls(request, inputs, "")

    def remember(self, store: Store) -> None:
        """Note down that it has made a site that lacks nothing."""
        if not self.fingerprint:
            return
        told = {"inputs": asdict(self.inputs), "fingerprint": self.fingerprint}
        store.put(self.request.key, json.dumps(told).encode())


def site(request: Request) -> Path | None:
    """Return the site that a request would make again; none where something is not as it was."""
    with Store(request.conf.absolute().parent / CACHE, reads=True) as store:
        kept = store.get(request.key)
        if kept is None:
            return None
        told = json.loads(kept)
        inputs = Inputs(**told["inputs"])
        output = Path(inputs.output)
        files = known_files(store, output)
    try:
        same = inputs.code == request.code and inputs.fingerprint() == told["fingerprint"]
        now = dict(_facts(output))
    except OSError:
        return None
    now.pop(MANIFEST, None)
    left = {path: (known.size, known.modified) for path, known in files.items()}
    return output if same and files and now == left else None


def _facts(output: Path) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield the size and time of every file of a site; a link among them has no known facts."""
    waiting = [(str(output), "")]
    while waiting:
        place, below = waiting.pop()
        with os.scandir(place) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((entry.path, f"{below}{entry.name}/"))
                else:
                    facts = entry.stat(follow_symlinks=False)
                    yield below + entry.name, (facts.st_size, facts.st_mtime_ns)


def _git(datasets: Path) -> str:
    """Return the digest of what git's history of a folder hangs on: its commits and branches."""
    for above in (datasets.resolve(), *datasets.resolve().parents):
        place = above / ".git"
        if place.is_file():
            # A work tree beside the repository: its own folder, and the one that all share.
            own = above / place.read_text(encoding="utf-8").removeprefix("gitdir: ").strip()
            shared = own / "commondir"
            common = own / shared.read_text(encoding="utf-8").strip() if shared.is_file() else own
            return digest(_refs(own), _refs(common))
        if place.is_dir():
            return _refs(place)
    return ""


def _refs(place: Path) -> str:
    files = [place / name for name in ("HEAD", "packed-refs", "shallow")]
    told = [(file.name, file.read_bytes()) for file in files if file.is_file()]
    return digest(told, folder(place / "refs"), folder(place / "reftable"))
