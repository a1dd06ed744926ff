"""The card of a metric, everywhere the same."""

from __future__ import annotations

from markupsafe import Markup
from msgspec import Struct

from performance import urls
from performance.model import ObsStatus, Record, Stage
from performance.pages.latest import Latest, latest, spoken
from performance.pages.parts import Badge, badge
from performance.sentences.comparison import difference
from performance.sentences.figures import capital
from performance.text import Wording

STAGES = {
    Stage.PROPOSED: "Proposed",
    Stage.PILOT: "Pilot",
    Stage.PAUSED: "Paused",
    Stage.RETIRED: "Retired",
}


class Card(Struct, frozen=True):
    """A metric at a glance. Texts are empty where there is nothing to say.

    `value` is what was judged, with its symbol, `unit` the words after it, `period` its period.
    """

    title: str
    address: str
    badge: Badge
    value: str
    unit: str
    period: str
    target: str
    change: str
    note: str
    spark: Markup


class Glance(Struct, frozen=True):
    """What lists show of a metric: its card, and what a row of a table says of it."""

    card: Card
    latest: Latest


def glance(record: Record, spark: str, wording: Wording) -> Glance:
    """Return what lists show of a metric; `spark` is its small drawing, "" where it has none."""
    said = latest(record, wording)
    return Glance(_card(record, said, spark, wording), said)


def card(record: Record, spark: str, wording: Wording) -> Card:
    """Return the card of a metric; `spark` is its small drawing, "" where it has none."""
    return glance(record, spark, wording).card


def _card(record: Record, said: Latest, spark: str, wording: Wording) -> Card:
    metric = record.metric
    return Card(
        title=metric.title,
        address=urls.metric(metric.name),
        badge=badge(record.attainment),
        value=said.value,
        unit=said.unit,
        period=said.period,
        target=f"Target: {said.target}" if metric.targets else "",
        change=_change(record, wording),
        note=_note(record, said, wording),
        spark=Markup(spark),  # noqa: S704  # Drawn by chart.
    )


def _change(record: Record, wording: Wording) -> str:
    found, observation = record.change, spoken(record)
    if found is None or observation is None or record.judgement.basis != "period":
        return ""
    if found.current.period != observation.period:
        return ""
    return capital(difference(found, record.metric, wording))


def _note(record: Record, said: Latest, wording: Wording) -> str:
    """Return what a reader must know beside the value: stage, lateness, obs_status, newer value."""
    notes = [STAGES.get(record.metric.stage, "")]
    late, observation = record.lateness, spoken(record)
    if late.days > 0:
        notes.append(f"{wording.number(late.days)} day{'' if late.days == 1 else 's'} late")
    if observation is not None and observation.obs_status in (
        ObsStatus.PROVISIONAL,
        ObsStatus.ESTIMATED,
    ):
        notes.append(observation.obs_status.value)
    if said.newest:
        notes.append(f"newest value, {said.newest}")
    return capital("; ".join(note for note in notes if note))
