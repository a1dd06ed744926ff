"""The nouns: what their properties say."""

import pytest

from performance.model import (
    Aggregation,
    Attainment,
    Measure,
    ObsStatus,
    Target,
    Unit,
    counts,
)
from performance.period import month
from records import monthly, package_of, portal_of, record_of


def test_which_obs_statuses_have_a_value() -> None:
    """Missing, suppressed and not applicable have none, the others have one."""
    without = {status.value for status in ObsStatus if not status.has_value}
    assert without == {"missing", "suppressed", "not_applicable"}


@pytest.mark.parametrize(
    ("unit", "percent"),
    [
        (Unit("percent", "%"), True),
        (Unit("share", "%"), True),
        (Unit("percentage"), True),
        (Unit("percentile"), False),
        (Unit("requests"), False),
    ],
)
def test_percent(unit: Unit, percent: bool) -> None:
    """A unit is a percentage by its symbol or its name."""
    assert unit.is_percent is percent


def test_additive() -> None:
    """Only the aggregation "none" is never combined over periods."""
    assert [a for a in Aggregation if not Measure(a).additive] == [Aggregation.NONE]


def test_sums_members() -> None:
    """A mean can be combined over members only where it has weights."""
    assert not Measure(Aggregation.MEAN).sums_members
    assert Measure(Aggregation.MEAN, weight="w").sums_members
    assert not Measure(Aggregation.NONE).sums_members
    assert Measure(Aggregation.RATIO).sums_members


def test_columns_of_a_measure() -> None:
    """A measure names the columns it reads, in a fixed order."""
    ratio = Measure(Aggregation.RATIO, numerator="a", denominator="b", volume="c")
    assert ratio.columns == ("a", "b", "c")


def test_target_in_force() -> None:
    """The last target that has begun counts; before the first there is none."""
    targets = [
        {"from": "2025-03", "value": 2, "near": 0},
        {"from": "2025-01", "value": 1, "near": 0},
    ]
    metric = package_of([], columns=["month", "value"], targets=targets).metrics[0]
    found = [metric.target_for(month(y, m)) for y, m in ((2024, 12), (2025, 2), (2025, 3))]
    assert [target and target.value for target in found] == [None, 1, 2]


def test_values_are_frozen() -> None:
    """A noun cannot be changed in place."""
    target = Target(month(2025, 1), 0, value=1)
    with pytest.raises(AttributeError):
        target.value = 2  # type: ignore[misc]


def test_a_resource_is_found_by_name() -> None:
    """A package gives its resource by name and refuses a name it has not."""
    package = package_of([], columns=["month", "value"])
    assert package.resource("observations") is package.resources[0]
    with pytest.raises(KeyError):
        package.resource("elsewhere")


def test_records_of_a_department_and_a_priority() -> None:
    """A portal gives the records of a department and of a priority, in order."""
    first = package_of(monthly("2026-10", [1]), priority="customer-service")
    portal = portal_of(first, package_of(monthly("2026-10", [1]), name="second"))
    assert portal.of_department("public-works") == portal.records
    assert portal.of_department("fire") == ()
    assert portal.by_department() == {"public-works": portal.records}
    assert portal.by_priority() == {"customer-service": portal.records[:1]}


def test_counts() -> None:
    """Every attainment is counted, zero too; proposed and retired metrics are not (rule 10)."""
    stages = ("live", "pilot", "paused", "proposed", "retired")
    records = tuple(record_of(monthly("2026-10", [1]), stage=stage) for stage in stages)
    found = counts(records)
    assert list(found) == list(Attainment)
    assert found[Attainment.NO_TARGET] == 1
    assert found[Attainment.PENDING] == 2
    assert sum(found.values()) == 3
