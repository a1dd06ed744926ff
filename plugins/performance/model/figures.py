"""What is computed of one package, whatever the others hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from msgspec import Struct

from performance.model.package import Package
from performance.model.record import Record
from performance.model.release import Revision

T = TypeVar("T")


class Figures(Struct, frozen=True):
    """The records of a package's metrics, and what its releases changed in its tables.

    `revisions` are the newest first, and none where the package has had one release.
    """

    records: tuple[Record, ...]
    revisions: tuple[Revision, ...] | None = None


class Recall(Protocol):
    """What may know from before what is computed of a package."""

    def __call__(self, package: Package, belongs: object, make: Callable[[], T]) -> T:
        """Return what `make` returns, now or before.

        `belongs` is whatever goes into it beside the package and the settings, and tells it from
        everything else that is computed of the package.
        """


def anew(package: Package, belongs: object, make: Callable[[], T]) -> T:
    """Return what is made anew: nothing is known from before."""
    del package, belongs
    return make()


class Sound(Protocol):
    """What knows of earlier checks that found nothing wrong."""

    def has(self, *of: object) -> bool:
        """Whether a check of all this, by the same settings, found nothing wrong."""

    def note(self, *of: object) -> None:
        """Note down that a check of all this found nothing wrong."""

    def remember(self, *of: object, make: Callable[[], T]) -> T:
        """Return what `make` returns, now or before; `of` is what goes into it."""
