"""What is computed of one package, whatever the others hold."""

from collections.abc import Callable
from dataclasses import dataclass

from performance.model.package import Package
from performance.model.record import Record
from performance.model.release import Revision


@dataclass(frozen=True, slots=True)
class Figures:
    """The records of a package's metrics, and what its releases changed in its tables.

    `revisions` are the newest first, and none where the package has had one release.
    """

    records: tuple[Record, ...]
    revisions: tuple[Revision, ...] | None = None


# What may know the figures of a package from before: it takes the package, whatever else goes into
# them (and tells them from others of the package), and what makes them where they are not known.
Recall = Callable[[Package, object, Callable[[], Figures]], Figures]


def anew(package: Package, belongs: object, make: Callable[[], Figures]) -> Figures:
    """Return figures made anew: nothing is known from before."""
    del package, belongs
    return make()
