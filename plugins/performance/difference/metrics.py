"""Compare what is computed of a metric in two states, by the same rules as the site."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from performance.city import City
from performance.compute.record import record
from performance.difference.values import AttainmentChange, MetricDifference
from performance.model import Attainment, Department, Metric, ObsStatus, Package, Record
from performance.period import Period, parse
from performance.problem import Problem
from performance.validate import observed, sense

JUDGED = (Attainment.MET, Attainment.NEAR, Attainment.MISSED)
UNTOLD = "cannot be worked out from these rows: see what the check says of them"


def metrics(
    before: Package | None, after: Package | None, city: City
) -> Iterator[MetricDifference]:
    """Yield what changes of the metrics of a package, in its order; those removed come last."""
    old = {m.name: m for m in before.metrics} if before is not None else {}
    new = {m.name: m for m in after.metrics} if after is not None else {}
    for name in dict.fromkeys((*new, *old)):
        was, will_be = old.get(name), new.get(name)
        if was == will_be and _same_rows(was, before, after):
            continue
        found = _metric(was, will_be, before=before, after=after, city=city)
        if found is not None:
            yield found


def _same_rows(metric: Metric | None, before: Package | None, after: Package | None) -> bool:
    states = (before, after)
    files = [
        [(r.data, r.raw) for r in state.resources if metric and r.name == metric.resource]
        for state in states
        if state is not None
    ]
    return len(files) == 2 and files[0] == files[1]


def _metric(
    was: Metric | None,
    will_be: Metric | None,
    *,
    before: Package | None,
    after: Package | None,
    city: City,
) -> MetricDifference | None:
    first, second = _record(was, before, city), _record(will_be, after, city)
    named = will_be or was
    assert named is not None
    redefined = _redefined(was, will_be)
    lost = (was is not None and first is None) or (will_be is not None and second is None)
    values, arrived = _values(first, second)
    found = MetricDifference(
        name=named.name,
        title=named.title,
        was=was,
        will_be=will_be,
        before=first,
        after=second,
        values=values,
        arrived=arrived,
        attainments=tuple(_attainments(first, second)),
        redefined=redefined,
        questions=_questions(will_be, before, after, city),
        untold=UNTOLD if lost else "",
    )
    said = (len(values), arrived, found.attainments, redefined, found.questions, lost)
    return found if any(said) or was is None or will_be is None else None


def _record(metric: Metric | None, package: Package | None, city: City) -> Record | None:
    if metric is None or package is None:
        return None
    slug = package.department or ""
    known = {d.slug: d for d in city.content.departments}
    goals = {p.slug: p for p in city.content.priorities}
    try:
        return record(
            metric,
            package,
            department=known.get(slug) or Department(slug, slug),
            priority=goals.get(metric.priority or ""),
            settings=city.settings,
            broken_down=False,
        )
    except Exception:
        # Its rows have not passed the checks, which say what is wrong with them.
        return None


def _redefined(was: Metric | None, will_be: Metric | None) -> tuple[str, ...]:
    if was is None or will_be is None:
        return ()
    names = Metric.__struct_fields__
    return tuple(name for name in names if getattr(was, name) != getattr(will_be, name))


def _values(before: Record | None, after: Record | None) -> tuple[pd.DataFrame, tuple[Period, ...]]:
    """Return the changed values, and the periods whose value is the first."""
    if after is None:
        return pd.DataFrame(), ()
    new = _told(after)
    if before is None or not _comparable(before.metric, after.metric):
        arrived = new.index[new["value"].notna()].get_level_values(0)
        return pd.DataFrame(), _periods(arrived.tolist(), after.metric) if before is None else ()
    old = _told(before)
    both = old.add_suffix("_old").join(new.add_suffix("_new"), how="left")
    was, now = (both[name].to_numpy("float64") for name in ("value_old", "value_new"))
    alike = np.isclose(was, now, rtol=1e-12, atol=0, equal_nan=True)
    changed = both[~alike]
    status = changed["obs_status_new"].astype(object).where(changed["obs_status_new"].notna(), "")
    hidden = (status == ObsStatus.SUPPRESSED.value).to_numpy()
    values = pd.DataFrame(
        {
            "period": changed.index.get_level_values(0),
            "members": _members(changed.index),
            "old": changed["value_old"].mask(hidden).to_numpy("float64"),
            "new": changed["value_new"].to_numpy("float64"),
            "old_status": changed["obs_status_old"].to_numpy(object),
            "new_status": status.to_numpy(object),
        }
    )
    known = set(old.index.get_level_values(0))
    first = new.index[new["value"].notna()].get_level_values(0)
    return values, _periods([p for p in first.tolist() if p not in known], after.metric)


def _told(record: Record) -> pd.DataFrame:
    keys = ["period", *record.metric.dimensions]
    tidy = record.tidy.to_pandas()[[*keys, "value", "obs_status"]]
    tidy = tidy.astype(dict.fromkeys(keys, object))
    keyed = tidy.set_index(pd.MultiIndex.from_frame(tidy[keys]))[["value", "obs_status"]]
    # Of rows that the check calls repeated the first counts.
    return keyed[~keyed.index.duplicated()]


def _members(index: pd.Index) -> list[str]:
    """Return the members of each key, joined; empty for a metric without dimensions."""
    if index.nlevels == 1:
        return [""] * len(index)
    return [", ".join(map(str, key[1:])) for key in index.tolist()]


def _comparable(was: Metric, will_be: Metric) -> bool:
    return (was.frequency, was.dimensions, was.year_start) == (
        will_be.frequency,
        will_be.dimensions,
        will_be.year_start,
    )


def _periods(keys: list[str], metric: Metric) -> tuple[Period, ...]:
    found = [parse(key, metric.frequency, metric.year_start) for key in dict.fromkeys(keys)]
    return tuple(sorted(found, key=lambda period: period.start))


def _attainments(before: Record | None, after: Record | None) -> Iterator[AttainmentChange]:
    """Yield the periods of the headline series that are judged otherwise."""
    if before is None or after is None or before.metric.frequency != after.metric.frequency:
        return
    was = _by_period(before)
    for key, verdict in _by_period(after).items():
        earlier = was.get(key)
        if earlier is not None and earlier != verdict and {earlier, verdict} & set(JUDGED):
            period = parse(key, after.metric.frequency, after.metric.year_start)
            yield AttainmentChange(period, Attainment(earlier), Attainment(verdict))


def _by_period(record: Record) -> Mapping[str, str]:
    series = record.series
    return dict(zip(series["period"].tolist(), series["attainment"].tolist(), strict=True))


def _questions(
    metric: Metric | None, before: Package | None, after: Package | None, city: City
) -> tuple[Problem, ...]:
    """Return the questions of the sense checks that the state before did not raise."""
    found = _sense(metric, after, city)
    asked = {_asked(problem) for problem in _sense(metric, before, city)} if found else set()
    return tuple(problem for problem in found if _asked(problem) not in asked)


def _asked(problem: Problem) -> tuple[str, str | None, str | None]:
    # Rows move: a question is the same where it asks about the same thing.
    return problem.code, problem.column, problem.value


def _sense(metric: Metric | None, package: Package | None, city: City) -> list[Problem]:
    if metric is None or package is None:
        return []
    try:
        resource = package.resource(metric.resource)
        seen = observed.observed(metric, resource)
        return list(sense.problems(metric, seen, resource.path, as_of=city.settings.as_of))
    except Exception:
        return []
