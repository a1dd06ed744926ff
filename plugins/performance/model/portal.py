"""The whole portal as computed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct, field

from performance.model.annual import Annual
from performance.model.briefing import Pack, Submission
from performance.model.budget import Ledger
from performance.model.content import Content, Department
from performance.model.package import Package
from performance.model.record import Record
from performance.model.release import Revision
from performance.model.unit_cost import UnitCost
from performance.model.vocabulary import Attainment


class Portal(Struct, frozen=True):
    """The whole site as computed: what every page and download is made from.

    `revisions` are what releases changed in the tables of a package, by its name, the newest
    first; a package without a past is not in it. `ledger` is the city's budget, none where no
    package holds one. `annuals` are the figures of each annual report, in the order of
    `content.reports`. `packs` are those of the months with a meeting, `submissions` what each
    department submitted in each month; both the newest first. `unit_costs` are what each thing
    that a metric counts cost its program, by metric, the oldest year first; see
    `compute.unit_cost`. `rows` are how many rows the tables of a package have, by its name.
    """

    as_of: date
    content: Content
    packages: tuple[Package, ...]
    records: tuple[Record, ...]
    revisions: Mapping[str, tuple[Revision, ...]] = field(default_factory=dict)
    ledger: Ledger | None = None
    annuals: tuple[Annual, ...] = ()
    packs: tuple[Pack, ...] = ()
    submissions: Mapping[str, tuple[Submission, ...]] = field(default_factory=dict)
    unit_costs: Mapping[str, tuple[UnitCost, ...]] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)

    @property
    def departments(self) -> tuple[Department, ...]:
        """The city's departments, then any other that a package names."""
        found = {d.slug: d for d in self.content.departments}
        for record in self.records:
            found.setdefault(record.department.slug, record.department)
        return tuple(found.values())

    def of_department(self, slug: str) -> tuple[Record, ...]:
        """Return the records of a department, in the packages' order."""
        return tuple(r for r in self.records if r.department.slug == slug)

    def by_department(self) -> dict[str, tuple[Record, ...]]:
        """Return the records of each department that has any, by its name, as `of_department`."""
        found: dict[str, list[Record]] = {}
        for record in self.records:
            found.setdefault(record.department.slug, []).append(record)
        return {slug: tuple(records) for slug, records in found.items()}

    def by_priority(self) -> dict[str, tuple[Record, ...]]:
        """Return the records of each priority that has any, by its name, in the packages' order."""
        found: dict[str, list[Record]] = {}
        for record in self.records:
            if record.priority is not None:
                found.setdefault(record.priority.slug, []).append(record)
        return {slug: tuple(records) for slug, records in found.items()}


def counts(records: tuple[Record, ...]) -> dict[Attainment, int]:
    """Return how many counted records have each attainment, every attainment named (rule 10)."""
    found = dict.fromkeys(Attainment, 0)
    for record in records:
        if record.counted:
            found[record.attainment] += 1
    return found
