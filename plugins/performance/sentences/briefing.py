"""Sentences of the packs of meetings: what moved, and what a unit has its share of."""

from __future__ import annotations

from performance.model import Attainment, Mover, Observation, Record, Rule, UnitResult
from performance.period import Period
from performance.sentences.course import trend
from performance.sentences.figures import capital, shown, when
from performance.text import ATTAINMENT_WORDS, OBS_STATUS_WORDS, Wording


def moved(mover: Mover, record: Record, wording: Wording) -> str:
    """Return why a metric is among the top movers, with the figures that decide it."""
    match mover.rule:
        case Rule.TREND:
            return trend(record, wording)
        case Rule.ATTAINMENT:
            return _attained(mover, record, wording)
        case Rule.CHANGE:
            return _changed(mover, record, wording)


def reported(observation: Observation, record: Record, wording: Wording) -> str:
    """Return a value with its unit, or the word why there is none."""
    if observation.value is None:
        return capital(OBS_STATUS_WORDS[observation.obs_status])
    return shown(observation, record.metric, wording)


def beside_whole(result: UnitResult, record: Record, wording: Wording) -> str:
    """Return "The whole city: 93.6%." for a unit; "" where the whole's value is not known."""
    if result.whole is None or result.whole.value is None:
        return ""
    return f"The whole city: {reported(result.whole, record, wording)}."


def share(result: UnitResult, titles: dict[str, str], record: Record, wording: Wording) -> str:
    """Return "Requests due: 212 of the city's 1,941 (10.9%)." or, for a sum, the same of its unit.

    `titles` are those of the data's columns, by name.
    """
    if result.part is None or result.total is None or result.percent is None:
        return ""
    unit = record.metric.unit
    decimals = 0 if result.counted else unit.decimals
    part, total = (wording.number(each, decimals) for each in (result.part, result.total))
    of_it = f"{part} of the city's {total}"
    percent = wording.number(result.percent, 1)
    if result.counted:
        return f"{capital(titles.get(result.counted, result.counted))}: {of_it} ({percent}%)."
    return f"{of_it} {unit.name} ({percent}%)."


def _attained(mover: Mover, record: Record, wording: Wording) -> str:
    series = record.series
    keys, values = series["period"].tolist(), series["value"].tolist()
    attained = [Attainment(name) for name in series["attainment"].tolist()]
    said = []
    for period in (mover.now, mover.before):
        if period is None:
            return ""
        place = keys.index(period.key)
        value = wording.quantity(values[place], record.metric.unit)
        said.append((ATTAINMENT_WORDS[attained[place]], f"{when(period, wording)} ({value})"))
    (now, at), (then, before) = said
    return f"{now} {at}, after {then[:1].lower()}{then[1:]} {before}."


def _changed(mover: Mover, record: Record, wording: Wording) -> str:
    if mover.now is None or mover.before is None:
        return ""
    unit = record.metric.unit
    size = wording.difference(mover.difference, unit)
    way = "higher" if mover.difference > 0 else "lower"
    times = wording.number(abs(mover.score), 1)
    spread = wording.difference(mover.spread, unit)
    return (
        f"{capital(wording.period(mover.now))} was {size} {way} than "
        f"{wording.period(mover.before)}. {_usual(mover, record, wording)} "
        f"This change lies {times} times their usual spread ({spread}) away from it."
    )


def _usual(mover: Mover, record: Record, wording: Wording) -> str:
    count = wording.number(mover.count)
    size = wording.difference(mover.usual, record.metric.unit)
    kind = "year-on-year changes" if _is_yearly(mover.now, mover.before) else "changes"
    middle = f"The middle one of the {count} {kind} before it was"
    if not any(digit in size for digit in "123456789"):
        return f"{middle} close to none."
    return f"{middle} {size} {'up' if mover.usual > 0 else 'down'}."


def _is_yearly(now: Period | None, before: Period | None) -> bool:
    return now is not None and now.year_earlier() == before and now.shift(-1) != before
