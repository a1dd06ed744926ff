"""The stages of a definition: in order, agreed to, and ending where the metric is."""

from typing import Any

import pytest

from conftest import Builder
from gates import CONTENT, problems, with_metric
from performance.check import examine
from performance.model import Stage
from performance.settings import Settings
from performance.validate.stages import MOVES


def step(on: str, stage: str, reviewer: str | None = "Data desk") -> dict[str, Any]:
    facts = {"date": on, "stage": stage, "reviewer": reviewer}
    return {key: value for key, value in facts.items() if value is not None}


@pytest.mark.parametrize(
    ("stage", "history"),
    [
        ("live", []),
        ("proposed", [step("2025-01-01", "proposed", None)]),
        ("live", [step("2025-01-01", "proposed", None), step("2025-02-01", "pilot"),
                  step("2025-06-01", "live")]),
        ("live", [step("2025-01-01", "live"), step("2025-02-01", "paused"),
                  step("2025-06-01", "live")]),
        ("retired", [step("2025-01-01", "live"), step("2025-01-01", "retired")]),
    ],
)  # fmt: skip
def test_what_a_definition_goes_through_is_allowed(
    stage: str, history: list[dict[str, Any]], package: Builder
) -> None:
    """Stages may be left out, and a pause may end; two may begin on one day."""
    assert problems(with_metric(stage=stage, history=history)(package)) == []


@pytest.mark.parametrize(
    ("stage", "history", "code", "where", "says"),
    [
        ("live", [step("2025-02-01", "pilot"), step("2025-01-01", "live")],
         "stage-order", "history[2].date", "earlier than the stage before it (2025-02-01)"),
        ("live", [step("2025-01-01", "pilot")],
         "stage-order", "stage", "the metric is live, and its history ends with pilot"),
        ("live", [step("2025-01-01", "retired"), step("2025-02-01", "live")],
         "stage-order", "history[2].stage", "a new definition is a new metric"),
        ("proposed", [step("2025-01-01", "live"), step("2025-02-01", "proposed")],
         "stage-order", "history[2].stage", "what may follow: paused, retired"),
        ("live", [step("2025-01-01", "live", None)],
         "stage-reviewer", "history[1].reviewer", "nobody is named who agreed"),
        ("live", [step("2025-02-30", "live")],
         "property-value", "history[1].date", "written like 2026-09-14"),
        ("live", [step("2025-01-01", "alive")],
         "property-value", "history[1].stage", "must be one of"),
    ],
)  # fmt: skip
def test_what_is_out_of_order_is_told_on_its_line(
    stage: str, history: list[dict[str, Any]], code: str, where: str, says: str, package: Builder
) -> None:
    """One problem, at the step that is wrong."""
    (found,) = problems(with_metric(stage=stage, history=history)(package))
    assert (found.code, found.column) == (code, f"metrics[requests-on-time].{where}")
    assert says in found.message
    assert found.row


def test_a_history_is_read_as_it_is_written(package: Builder) -> None:
    """Dates are dates and stages stages; a reviewer may be absent."""
    history = [step("2025-01-01", "proposed", None), {**step("2025-02-01", "live"), "note": "N"}]
    folder = with_metric(stage="live", history=history)(package)
    (made,) = examine([folder], CONTENT, Settings()).packages
    first, second = made.metrics[0].history
    assert (first.date.isoformat(), first.stage, first.reviewer) == ("2025-01-01", "proposed", "")
    assert (second.stage, second.reviewer, second.note) == (Stage.LIVE, "Data desk", "N")


def test_every_stage_has_its_moves() -> None:
    """No stage is forgotten, and what is retired stays so."""
    assert set(MOVES) == set(Stage)
    assert MOVES[Stage.RETIRED] == ()
