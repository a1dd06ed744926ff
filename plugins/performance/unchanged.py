"""Whether a build would make what is there already: everything that goes in, and the site itself.

A build notes down what it began with, and where it found it. The next one with the same request
looks there before it reads anything: the same bytes of program, theme, words and data, the same
git history, the same day, and a site that nobody has touched need no build. Where the program, the
theme and the words alone are as they were, the frame of the site is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Self

from msgspec import Struct, json

from performance import clock
from performance.frame import Frame
from performance.memory import Store, digest, folder, known_files, program
from performance.write import Known, scan

# Where Pelican keeps its cache unless a city says otherwise.
CACHE = ".cache"


class Request(Struct, frozen=True):
    """What was asked for: a settings file and what is laid over it, plain values by name."""

    conf: Path
    overrides: Mapping[str, Any]

    @property
    def key(self) -> str:
        """The key under which the answer of this program is noted down."""
        return digest("request", program(), self.conf.absolute(), sorted(self.overrides.items()))

    @property
    def code(self) -> str:
        """The digest of the settings file and of those beside it that it may be made of."""
        files = sorted(self.conf.absolute().parent.glob("*.py"))
        return digest(*((file.name, file.read_bytes()) for file in files))


class Inputs(Struct, frozen=True):
    """What a build reads, each a folder, and where its site is; `code` is that of its request.

    `above` hold templates that count before the theme's.
    """

    code: str
    theme: str
    content: str
    datasets: str
    output: str
    above: Sequence[str] = ()

    def fingerprint(self) -> Fingerprint:
        """Return the digests of everything that goes into a build now; OSError where it cannot."""
        data = Path(self.datasets)
        frame = (Path(self.theme), Path(self.content), *map(Path, self.above))
        # As they are noted down: a list and a tuple are then the same.
        own = json.encode(self)
        return Fingerprint(
            digest(own, *map(folder, frame)),
            digest(clock.today(), _git(data), folder(data.parent if data.is_file() else data)),
        )


class Fingerprint(Struct, frozen=True):
    """The digests of what goes into a build beside the program: of all that its frame hangs on, and
    of the data, their history and the day."""

    frame: str
    data: str


class Begun(Struct, frozen=True):
    """A build as it begins: its request, what it reads and the digests of that, if it can be."""

    request: Request
    inputs: Inputs
    fingerprint: Fingerprint | None

    @classmethod
    def now(cls, request: Request, inputs: Inputs, before: Self | None = None) -> Self:
        """Return a build that begins now; one whose inputs cannot be read has no fingerprint.

        Where it began `before`, with a look at the same inputs, they are not read again.
        """
        if before is not None and (before.request, before.inputs) == (request, inputs):
            return before
        try:
            return cls(request, inputs, inputs.fingerprint())
        except OSError:
            return cls(request, inputs, None)

    def remember(self, store: Store, frame: Frame | None = None) -> None:
        """Note down that it has made a site that lacks nothing, with this frame if it is known."""
        if self.fingerprint is not None:
            told = _Told(self.inputs, self.fingerprint, frame)
            store.put(self.request.key, json.encode(told))


class _Told(Struct, frozen=True):
    """What is noted down of a build."""

    inputs: Inputs
    fingerprint: Fingerprint
    frame: Frame | None


class Look(NamedTuple):
    """What a look told: the `site` that a request would make again, none where something is not as
    it was; how a build of it has `begun`, where all that goes in was read for that; and its
    `frame`, where that is as it was."""

    site: Path | None = None
    begun: Begun | None = None
    frame: Frame | None = None


def look(request: Request) -> Look:
    """Return whether a request would make the site that is there."""
    with Store(request.conf.absolute().parent / CACHE, reads=True) as store:
        kept = store.get(request.key)
        if kept is None:
            return NOTHING
        told = json.decode(kept, type=_Told)
        output = Path(told.inputs.output)
        try:
            if told.inputs.code != request.code:
                return NOTHING
            fingerprint = told.inputs.fingerprint()
            same = fingerprint == told.fingerprint
            is_there = same and _is_untouched(output, known_files(store, output).files)
        except OSError:
            return NOTHING
        begun = Begun(request, told.inputs, fingerprint)
        stays = fingerprint.frame == told.fingerprint.frame
        return Look(output if is_there else None, begun, told.frame if stays else None)


# What is told where nobody looked, or nothing is known.
NOTHING = Look()


def _is_untouched(output: Path, files: Mapping[str, Known]) -> bool:
    """Whether a site has these files, as they are known, and nothing else."""
    there = scan(output)
    if not files or there.others or there.files.keys() != files.keys():
        return False
    return all(there.files[path].is_as(known) for path, known in files.items())


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
