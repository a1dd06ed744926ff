"""The closed lists of the portal: what a direction, an attainment or a status may be."""

from __future__ import annotations

from enum import StrEnum


class Direction(StrEnum):
    """What is wanted of a metric."""

    INCREASE = "increase"
    DECREASE = "decrease"
    RANGE = "range"
    NONE = "none"


class Attainment(StrEnum):
    """How a value stands to its target. Never a colour, never called status."""

    MET = "met"
    NEAR = "near"
    MISSED = "missed"
    PENDING = "pending"
    NO_TARGET = "no_target"
    NO_DATA = "no_data"
    LATE = "late"


class ObsStatus(StrEnum):
    """What kind of value an observation is, after the SDMX observation-status code list."""

    FINAL = "final"
    PROVISIONAL = "provisional"
    ESTIMATED = "estimated"
    REVISED = "revised"
    MISSING = "missing"
    SUPPRESSED = "suppressed"
    NOT_APPLICABLE = "not_applicable"

    @property
    def has_value(self) -> bool:
        """Whether an observation of this status carries a value."""
        return self not in (ObsStatus.MISSING, ObsStatus.SUPPRESSED, ObsStatus.NOT_APPLICABLE)


class RevisionClass(StrEnum):
    """Why a published value was changed.

    `routine`: late or final figures arrived, as announced; `correction`: an error was mended;
    `methodology`: the definition, the system or the method changed.
    """

    ROUTINE = "routine"
    CORRECTION = "correction"
    METHODOLOGY = "methodology"


class Kind(StrEnum):
    """What a metric measures: the GASB categories."""

    INPUT = "input"
    OUTPUT = "output"
    EFFICIENCY = "efficiency"
    QUALITY = "quality"
    OUTCOME = "outcome"
    CONTEXT = "context"


class Stage(StrEnum):
    """Where a metric is in its life."""

    PROPOSED = "proposed"
    PILOT = "pilot"
    LIVE = "live"
    PAUSED = "paused"
    RETIRED = "retired"


class Aggregation(StrEnum):
    """How the values of a metric combine over periods and members."""

    RATIO = "ratio"
    SUM = "sum"
    LAST = "last"
    MEAN = "mean"
    MAX = "max"
    MIN = "min"
    NONE = "none"
