"""The frozen figures of a published report: `frozen.json`, out and in.

The file holds every number of the report. Its keys are kept stable: it is read again for as long as
the report stands.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from msgspec.structs import asdict

from performance.model import (
    Amount,
    Annual,
    Attainment,
    Beside,
    Break,
    FiscalYear,
    Frozen,
    MemberFigure,
    ObsStatus,
    PeriodFigure,
    Phase,
    Portal,
    Report,
    Restated,
    Stage,
    Target,
    Trend,
    UnitCost,
    YearFigures,
)
from performance.period import Frequency, Period, parse

T = TypeVar("T")
FORM = 1


def frozen(report: Report, annual: Annual, portal: Portal) -> bytes:
    """Return the bytes of a report's `frozen.json`."""
    titles = {record.metric.name: record.metric.title for record in portal.records}
    document = {
        "form": FORM,
        "fiscal_year": annual.fiscal_year,
        "version": report.version,
        "as_of": annual.as_of.isoformat(),
        "metrics": {
            name: {"title": titles.get(name, name)} | _figures_out(figures)
            for name, figures in annual.figures.items()
        },
        "counts": {
            str(year): {attainment.value: number for attainment, number in counts.items()}
            for year, counts in annual.counts.items()
        },
        "money": [asdict(amount) for amount in annual.money],
        "currency": annual.currency,
        "unit_costs": [asdict(cost) for cost in annual.unit_costs],
    }
    text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)
    return text.encode() + b"\n"


def thawed(text: str, file: str) -> Frozen:
    """Return the figures of a `frozen.json`; ValueError, in words, where it is none."""
    try:
        document = json.loads(text)
        if document["form"] != FORM:
            raise ValueError(f"its form {document['form']!r} is not known to this version")
        annual = Annual(
            fiscal_year=int(document["fiscal_year"]),
            as_of=date.fromisoformat(document["as_of"]),
            figures={name: _figures_in(name, m) for name, m in document["metrics"].items()},
            counts={
                int(year): {Attainment(a): int(n) for a, n in counts.items()}
                for year, counts in document["counts"].items()
            },
            money=tuple(_amount_in(amount) for amount in document["money"]),
            currency=str(document["currency"]),
            # Reports that were frozen before there were costs show none.
            unit_costs=tuple(_made(UnitCost, cost) for cost in document.get("unit_costs", ())),
        )
        titles = {name: str(m["title"]) for name, m in document["metrics"].items()}
        return Frozen(file, str(document["version"]), annual.as_of, annual, titles)
    except json.JSONDecodeError as error:
        raise ValueError(f"it is not JSON ({error.msg} at line {error.lineno})") from None
    except RecursionError:
        raise ValueError("its values stand too deep in one another") from None
    except KeyError as error:
        raise ValueError(f"it lacks {error}") from None
    except (TypeError, AttributeError) as error:
        raise ValueError(f"it was changed by hand ({error})") from None


def _amount_in(facts: Mapping[str, Any]) -> Amount:
    phase = facts["phase"]
    return _made(Amount, facts, phase=None if phase is None else Phase(phase))


def _figures_out(figures: YearFigures) -> dict[str, Any]:
    return {
        "number": figures.number,
        "counted": figures.counted,
        "years": [_year_out(year) for year in figures.years],
        "next_target": _target_out(figures.next_target),
        "trend": _trend_out(figures.trend),
        "difference": figures.difference,
        "percent": figures.percent,
        "periods": [asdict(p) | {"target": _target_out(p.target)} for p in figures.periods],
        "latest": figures.latest,
        "members": [asdict(member) for member in figures.members],
        "benchmarks": [asdict(beside) for beside in figures.benchmarks],
        "restated": [asdict(restated) for restated in figures.restated],
        "breaks": [{"period": _key(b.period), "note": b.note} for b in figures.breaks],
        "stage": figures.stage.value,
    }


def _figures_in(name: str, facts: Mapping[str, Any]) -> YearFigures:
    return YearFigures(
        metric=name,
        number=int(facts["number"]),
        years=tuple(_year_in(year) for year in facts["years"]),
        next_target=_target_in(facts["next_target"]),
        trend=_trend_in(facts["trend"]),
        difference=facts["difference"],
        percent=facts["percent"],
        periods=tuple(_period_in(period) for period in facts["periods"]),
        latest=str(facts["latest"]),
        members=tuple(_made(MemberFigure, member) for member in facts["members"]),
        benchmarks=tuple(_made(Beside, beside) for beside in facts["benchmarks"]),
        restated=tuple(_made(Restated, restated) for restated in facts["restated"]),
        breaks=tuple(Break(_period(b["period"]), str(b["note"])) for b in facts["breaks"]),
        stage=Stage(facts["stage"]),
        counted=bool(facts["counted"]),
    )


def _year_out(year: FiscalYear) -> dict[str, Any]:
    return asdict(year) | {"target": _target_out(year.target)}


def _year_in(facts: Mapping[str, Any]) -> FiscalYear:
    attainment = Attainment(facts["attainment"])
    return _made(FiscalYear, facts, target=_target_in(facts["target"]), attainment=attainment)


def _period_in(facts: Mapping[str, Any]) -> PeriodFigure:
    return _made(
        PeriodFigure,
        facts,
        target=_target_in(facts["target"]),
        attainment=Attainment(facts["attainment"]),
        obs_status=ObsStatus(facts["obs_status"]),
    )


def _target_out(target: Target | None) -> dict[str, Any] | None:
    return None if target is None else asdict(target) | {"start": _key(target.start)}


def _target_in(facts: Mapping[str, Any] | None) -> Target | None:
    return None if facts is None else _made(Target, facts, start=_period(facts["start"]))


def _trend_out(trend: Trend) -> dict[str, Any]:
    first, last = (None if p is None else _key(p) for p in (trend.first, trend.last))
    return asdict(trend) | {"first": first, "last": last}


def _trend_in(facts: Mapping[str, Any]) -> Trend:
    first, last = (None if facts[n] is None else _period(facts[n]) for n in ("first", "last"))
    return _made(Trend, facts, first=first, last=last)


def _key(period: Period) -> list[Any]:
    return [period.frequency.value, period.key, period.year_start]


def _period(key: list[Any]) -> Period:
    frequency, written, year_start = key
    return parse(str(written), Frequency(frequency), int(year_start))


def _made(kind: type[T], facts: Mapping[str, Any], **typed: Any) -> T:
    """Return a value of a kind from its fields; TypeError where one is missing or unknown."""
    return kind(**{**facts, **typed})
