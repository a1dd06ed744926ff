"""The nouns of the portal. All are frozen; observations stay in tables.

Tables are pandas data frames whose columns are named here. A table inside a frozen value is never
changed in place.
"""

from performance.model.annual import (
    Amount,
    Annual,
    Beside,
    MemberFigure,
    PeriodFigure,
    Restated,
    YearFigures,
)
from performance.model.content import Article, Content, Department, Priority
from performance.model.drawing import Drawing
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
from performance.model.report import Passage, PriorityPart, Report, Step, Vintage
from performance.model.vocabulary import Aggregation, Attainment, Direction, Kind, ObsStatus, Stage

__all__ = [
    "SERIES",
    "Action",
    "Aggregation",
    "Amount",
    "Annual",
    "Article",
    "Attainment",
    "Benchmark",
    "Beside",
    "Break",
    "Breakdown",
    "Change",
    "Content",
    "Contributor",
    "Department",
    "Direction",
    "Drawing",
    "Field",
    "FiscalYear",
    "Judgement",
    "Kind",
    "Lateness",
    "Link",
    "Measure",
    "Member",
    "MemberFigure",
    "Metric",
    "ObsStatus",
    "Observation",
    "Package",
    "Passage",
    "PeriodFigure",
    "Portal",
    "Priority",
    "PriorityPart",
    "Record",
    "Report",
    "Resource",
    "Restated",
    "Sheet",
    "Stage",
    "Step",
    "Target",
    "Trend",
    "Unit",
    "Vintage",
    "YearFigures",
    "YearToDate",
    "counts",
]
