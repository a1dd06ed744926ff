"""What is computed of one package, whatever the others hold."""

from dataclasses import dataclass

from performance.model.record import Record
from performance.model.release import Revision


@dataclass(frozen=True, slots=True)
class Figures:
    """The records of a package's metrics, and what its releases changed in its tables.

    `revisions` are the newest first, and none where the package has had one release.
    """

    records: tuple[Record, ...]
    revisions: tuple[Revision, ...] | None = None
