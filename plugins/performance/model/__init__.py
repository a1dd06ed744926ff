"""The nouns of the portal. All are frozen; observations stay in tables.

Tables are pandas data frames whose columns are named here. A table inside a frozen value is never
changed in place.
"""

from performance.model.content import Article, Content, Department, Priority
from performance.model.drawing import Drawing, SocialCard
from performance.model.metric import (
    Action,
    Benchmark,
    Break,
    Contributor,
    Link,
    Measure,
    Metric,
    Target,
    Unit,
)
from performance.model.package import Field, Package, Resource, Sheet
from performance.model.record import (
    SERIES,
    Breakdown,
    Change,
    FiscalYear,
    Judgement,
    Lateness,
    Member,
    Observation,
    Portal,
    Record,
    Trend,
    YearToDate,
    counts,
)
from performance.model.release import (
    VERSION,
    Arrival,
    Entry,
    History,
    Release,
    Revision,
    ValueRevision,
    Vintage,
)
from performance.model.vocabulary import (
    Aggregation,
    Attainment,
    Direction,
    Kind,
    ObsStatus,
    RevisionClass,
    Stage,
)

__all__ = [
    "SERIES",
    "VERSION",
    "Action",
    "Aggregation",
    "Arrival",
    "Article",
    "Attainment",
    "Benchmark",
    "Break",
    "Breakdown",
    "Change",
    "Content",
    "Contributor",
    "Department",
    "Direction",
    "Drawing",
    "Entry",
    "Field",
    "FiscalYear",
    "History",
    "Judgement",
    "Kind",
    "Lateness",
    "Link",
    "Measure",
    "Member",
    "Metric",
    "ObsStatus",
    "Observation",
    "Package",
    "Portal",
    "Priority",
    "Record",
    "Release",
    "Resource",
    "Revision",
    "RevisionClass",
    "Sheet",
    "SocialCard",
    "Stage",
    "Target",
    "Trend",
    "Unit",
    "ValueRevision",
    "Vintage",
    "YearToDate",
    "counts",
]
