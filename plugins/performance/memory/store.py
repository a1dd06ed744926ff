"""Bytes kept from build to build, each under the digest of what they were made from."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from performance.memory import form
from performance.memory.at_hand import AtHand

T = TypeVar("T")

# Whatever has not been of use for so many builds is forgotten, or some builds before that: that it
# was of use is written down only every so often, for mostly all is used, and nothing else written.
BUILDS = 10
LATELY = 5
# How many bytes wait in memory before they are written, and how many seconds for another build.
WAITING = 8_000_000
PATIENCE = 5.0
# How many keys are asked for in one question: every SQLite takes so many.
AT_ONCE = 999
# What says nothing against the file: another build has it, or the system refuses.
PASSING = (
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
)
# What a damaged file, or one that cannot be used now, ends in: what SQLite says of a damaged one
# may itself be no text.
BROKEN = (sqlite3.Error, UnicodeDecodeError)


class LostError(BaseException):
    """What was there when a build began is not there, or not sound, when it is read.

    No Exception: where any error is named, or passed over, this one must reach the build, which
    then makes everything anew.
    """


class Store:
    """Bytes by key in a file of a folder, with the checksum of each.

    What was damaged, and a folder that cannot be read or written, is as good as nothing: what is
    lacking is made again. Without a folder nothing is kept beyond this object's life. Several
    builds may use one folder at a time. As a context manager it writes at the end what is waiting.
    """

    def __init__(self, folder: Path | None, *, reads: bool = False, holds: bool = False) -> None:
        """Take a folder, which need not be there; to `read` alone none is made or changed.

        One that `holds` serves many builds of this process, which need not read everything anew.
        """
        self._folder = (
            folder if folder is None or not reads or (folder / form.NAME).is_file() else None
        )
        self._reads = reads
        self._at_hand = AtHand() if holds else None
        self._waiting: dict[str, bytes] = {}
        self._size = 0
        self._used: set[str] = set()
        self._notes: list[set[str]] = []
        self._is_open = False
        self._database: sqlite3.Connection | None = None

    @property
    def lasts(self) -> bool:
        """Whether what is put in is meant for later builds too."""
        return self._folder is not None and not self._reads

    @property
    def holds(self) -> bool:
        """Whether it holds values for later builds of this process."""
        return self._at_hand is not None

    def get(self, key: str) -> bytes | None:
        """Return what is kept under a key; none where there is nothing sound."""
        if key in self._waiting:
            self._mark({key})
            return self._waiting[key]
        database = self._opened()
        if database is None:
            return None
        try:
            row = database.execute(form.GET, (key,)).fetchone()
        except BROKEN as error:
            self._give_up(error)
            return None
        if row is None or not isinstance(row[1], bytes) or _checksum(key, row[1]) != row[0]:
            return None
        self._mark({key})
        data: bytes = row[1]
        return data

    def put(self, key: str, data: bytes) -> None:
        """Keep bytes under a key in place of what was there."""
        self._waiting[key] = data
        self._mark({key})
        self._size += len(data)
        if self._folder is not None and self._size >= WAITING:
            self.flush()

    def has(self, key: str) -> bool:
        """Whether something is kept under a key; it counts as being of use."""
        return bool(self.having([key]))

    def having(self, keys: Sequence[str]) -> set[str]:
        """Return those of some keys under which something is kept; they count as being of use."""
        found: set[str] = set()
        database = self._opened()
        if database is not None:
            try:
                for start in range(0, len(keys), AT_ONCE):
                    some = keys[start : start + AT_ONCE]
                    asked = form.HAS.format(",".join("?" * len(some)))
                    found.update(key for (key,) in database.execute(asked, some))
            except BROKEN as error:
                self._give_up(error)
                found.clear()
        found.update(filter(self._waiting.__contains__, keys))
        self._mark(found)
        return found

    def use(self, *keys: str) -> None:
        """Count what is kept under some keys, if anything is, as being of use."""
        self._mark(keys)
        if self._at_hand is not None:
            self._at_hand.stay(keys)

    def hold(self, key: str, make: Callable[[], T]) -> T:
        """Return what `make` returns, now or in an earlier build of this process.

        What was of use to make it counts as being of use again.
        """
        if self._at_hand is None:
            return make()
        if key not in self._at_hand:
            with self.noting() as used:
                made = make()
            self._at_hand.put(key, made, used)
        value, keys = self._at_hand.get(key)
        self._mark(keys)
        found: T = value
        return found

    @contextmanager
    def noting(self) -> Iterator[set[str]]:
        """Give the keys of what is of use within the block; blocks may overlap."""
        within: set[str] = set()
        self._notes.append(within)
        try:
            yield within
        finally:
            # By what it is: another block's may hold the same keys.
            self._notes = [note for note in self._notes if note is not within]

    def _mark(self, keys: Collection[str]) -> None:
        self._used.update(keys)
        for note in self._notes:
            note.update(keys)

    def begin_anew(self) -> None:
        """Forget everything."""
        if self._at_hand is not None:
            self._at_hand.clear()
        self._waiting.clear()
        self._size = 0
        self._let_go()
        self._is_open = True
        if self._folder is None or self._reads:
            return
        with suppress(OSError, *BROKEN):
            for ending in ("", "-journal"):
                (self._folder / f"{form.NAME}{ending}").unlink(missing_ok=True)
            self._database = self._connected(self._folder)

    def flush(self) -> None:
        """Write what is waiting: a build that is killed later leaves it to the next one."""
        database = self._opened()
        if database is None or not self._waiting:
            return
        rows = [(key, _checksum(key, data), data) for key, data in self._waiting.items()]
        try:
            with database:
                database.executemany(form.PUT, rows)
                database.executemany(form.PUT_USE, [(key,) for key in self._waiting])
        except BROKEN as error:
            # On a full disk it stays in memory: a table of this build may be asked for again.
            self._give_up(error)
            return
        self._waiting.clear()
        self._size = 0

    def close(self) -> None:
        """Write what is waiting, forget what has long been of no use, and let go of the file."""
        self.flush()
        if self._at_hand is not None:
            self._at_hand.turn()
        if self._database is None or self._reads:
            self._let_go()
            return
        with suppress(*BROKEN):
            with self._database as database:
                database.execute(form.TURN)
                lately = database.execute(form.UNUSED, (LATELY,)).fetchall()
                unused = [
                    one for one in lately if one[0].decode("utf-8", "replace") not in self._used
                ]
                if len(unused) < len(lately):
                    database.execute(form.LEFT)
                    database.executemany(form.PUT_LEFT, [(key,) for key, _ in unused])
                    database.execute(form.USE, (LATELY,))
                gone = [(key,) for key, ago in unused if ago >= BUILDS]
                for each in form.FORGET:
                    database.executemany(each, gone)
            database.execute("PRAGMA incremental_vacuum")
        self._let_go()
        self._used.clear()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *raised: object) -> None:
        if raised[0] is None:
            self.close()
        else:
            self.flush()
            self._let_go()

    def _opened(self) -> sqlite3.Connection | None:
        if self._folder is None or self._is_open:
            return self._database
        self._is_open = True
        try:
            self._database = self._connected(self._folder)
        except OSError:
            return None
        except BROKEN as error:
            self._give_up(error)
        return self._database

    def _connected(self, folder: Path) -> sqlite3.Connection:
        if self._reads:
            place = f"{(folder / form.NAME).absolute().as_uri()}?mode=ro"
            return sqlite3.connect(place, uri=True, timeout=PATIENCE)
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob(form.OLD) if not (folder / form.NAME).exists() else ():
            old.unlink(missing_ok=True)
        database = sqlite3.connect(folder / form.NAME, timeout=PATIENCE, check_same_thread=False)
        try:
            # Before there are tables: the file then gives back what is deleted.
            database.execute(f"PRAGMA page_size = {form.PAGE}")
            database.execute("PRAGMA auto_vacuum = incremental")
            # A power cut may damage the file, and then it is begun anew; a killed build may not.
            database.execute("PRAGMA synchronous = off")
            database.executescript(form.TABLES)
        except BaseException:
            database.close()
            raise
        return database

    def _give_up(self, error: Exception) -> None:
        """Do without a file that cannot be used now; one that is damaged is begun anew."""
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in PASSING:
            self._let_go()
            self._is_open = True
        else:
            self.begin_anew()

    def _let_go(self) -> None:
        if self._database is not None:
            with suppress(*BROKEN):
                self._database.close()
        self._database = None
        self._is_open = False


def needed(store: Store, key: str) -> bytes:
    """Return what is kept under a key; LostError where it is gone."""
    kept = store.get(key)
    if kept is None:
        # Not a KeyError: a page would be published without its chart.
        raise LostError(key)
    return kept


def _checksum(key: str, data: bytes) -> int:
    # Of the key too: in a damaged file the data of one may stand under another.
    return zlib.crc32(data, zlib.crc32(key.encode()))
