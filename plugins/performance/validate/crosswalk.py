"""The third gate, for the crosswalk of a budget: whether each move goes from a unit to a unit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from performance.model import Budget, Flow, Move
from performance.problem import Problem

if TYPE_CHECKING:
    import pandas as pd

REMEDY = "Write the units as the lines of money do, and the first year in the new place."


def problems(budget: Budget, file: str) -> Iterator[Problem]:
    """Yield the moves that no line of money bears out, and those that run into one another."""
    whole = [cut for cut in budget.cuts if "department" in cut.parts]
    programs = [cut for cut in whole if "program" in cut.parts]
    for move in budget.moves:
        cuts = programs if move.program else whole
        if not cuts or (move.program and len(cuts) < len(whole)):
            message = "not every table of money has the column that this move is about"
            yield _problem("crosswalk-unit", move, message, file=file)
            continue
        lines = cuts[0].lines
        spent = lines[lines["direction"] == Flow.EXPENDITURE.value]
        yield from _borne_out(move, spent, file)
    yield from _crossing(budget.moves, file)


def _borne_out(move: Move, lines: pd.DataFrame, file: str) -> Iterator[Problem]:
    years = lines["fiscal_year"]
    first, last = int(years.min()), int(years.max())
    if not first < move.fiscal_year <= last:
        message = f"a move must be in a year from {first + 1} to {last}"
        yield _problem("crosswalk-year", move, message, file=file)
        return
    old = _of(lines, move.department, move.program)
    new = _of(lines, move.new_department, move.new_program)
    if not (old["fiscal_year"] < move.fiscal_year).any():
        message = f"the old unit has no money before {move.fiscal_year}"
        yield _problem("crosswalk-unit", move, message, file=file)
    if not (new["fiscal_year"] >= move.fiscal_year).any():
        message = f"the new unit has no money in {move.fiscal_year} or later"
        yield _problem("crosswalk-unit", move, message, file=file)
    if (old["fiscal_year"] == move.fiscal_year).any():
        yield _problem(
            "crosswalk-part",
            move,
            f"the old unit still has money in {move.fiscal_year}, so that it has not moved whole",
            file=file,
        )


def _of(lines: pd.DataFrame, department: str, program: str) -> pd.DataFrame:
    chosen = lines["department"] == department
    if program:
        chosen &= lines["program"] == program
    return lines[chosen]


def _crossing(moves: tuple[Move, ...], file: str) -> Iterator[Problem]:
    for place, move in enumerate(moves):
        old, new = (move.department, move.program), (move.new_department, move.new_program)
        same_year = [other for other in moves if other.fiscal_year == move.fiscal_year]
        if bool(move.program) != bool(move.new_program) or old == new:
            message = "a department moves to a department, a program to another program"
            yield _problem("crosswalk-cycle", move, message, file=file)
        elif any((m.department, m.program) == new for m in same_year):
            message = "its new unit moves on in the same year"
            yield _problem("crosswalk-cycle", move, message, file=file)
        elif any(
            m.fiscal_year == move.fiscal_year and (m.department, m.program) == old
            for m in moves[:place]
        ):
            message = "its old unit moves elsewhere in the same year"
            yield _problem("crosswalk-cycle", move, message, file=file)


def _problem(code: str, move: Move, message: str, *, file: str) -> Problem:
    old = " / ".join(filter(None, (move.department, move.program)))
    return Problem(code, file, message, REMEDY, move.row, None, old)
