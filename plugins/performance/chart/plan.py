"""Plan the pictures of a metric: what can be said of them before anything is drawn."""

from __future__ import annotations

import json
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import asdict, replace

from performance.chart import fill, svg
from performance.chart.card import Card
from performance.chart.fill import Picture
from performance.chart.forms import BUILT, Forms
from performance.chart.layout import empty, picture
from performance.chart.multiples import members, panels
from performance.chart.outline import outline
from performance.chart.plot import NARROW, WIDE
from performance.chart.points import points
from performance.chart.pool import Drawn, Job
from performance.chart.spark import sparkline
from performance.chart.subject import Subject
from performance.chart.words import NO_VALUES, description, members_description
from performance.model import Drawing, Record, SocialCard
from performance.text import Wording

SIZES = (WIDE, NARROW)


class Plan(Struct, frozen=True):
    """The drawings of one metric without their pictures.

    `drawing` is the metric's own, with empty pictures, and so are its multiples; `pictures` are
    the missing ones: a wide and a narrow one for the metric, then for each of its multiples. `card`
    is the social card, where one is wanted.
    """

    name: str
    drawing: Drawing
    pictures: tuple[Picture, ...]
    card: Card | None = None

    @property
    def job(self) -> Job:
        """What a drawing process is asked for: to send other pictures takes as long as to draw them
        here."""
        return Job(self.name, tuple(filter(svg.takes_library, self.pictures)), self.card)

    def drawn(self, made: Drawn) -> Drawing:
        """Return the drawings with their pictures, of which `made` holds those of the job."""
        asked = iter(made.svgs)
        svgs = (next(asked) if svg.takes_library(p) else svg.drawn(p) for p in self.pictures)
        return replace(_with(self.drawing, svgs), card=made.card)


def plan(
    record: Record, wording: Wording, card: SocialCard | None = None, *, forms: Forms = BUILT
) -> Plan:
    """Return the plan of a metric's drawings; without a value, they say so.

    `card` has the words of the social card, where one is wanted. `forms` are those that the
    specification is made of.
    """
    metric = record.metric
    series = points(record.series, metric, wording.fiscal_year_start)
    subject = Subject(metric, series, wording, _volume_title(record))
    if series.present:
        shown = subject.volume_title if subject.volume else ""
        said = description(series, metric.unit, wording, shown)
        fillings = [picture(subject, size) for size in SIZES]
    else:
        said = NO_VALUES
        fillings = [empty(said, size) for size in SIZES]
    pictures = [
        Picture(f"chart-{metric.name}-{size.name}", size.name, metric.title, said, filling)
        for size, filling in zip(SIZES, fillings, strict=True)
    ]
    multiples, more = _multiples(record, wording)
    drawing = Drawing(
        form=subject.form if series.present else "none",
        wide="",
        narrow="",
        spark=sparkline(series.value, series.run),
        spec=specification_of(pictures[0], forms),
        description=said,
        multiples=multiples,
    )
    wanted = Card(asdict(card), asdict(outline(subject))) if card else None
    return Plan(metric.name, drawing, (*pictures, *more), wanted)


def _multiples(record: Record, wording: Wording) -> tuple[dict[str, Drawing], list[Picture]]:
    metric = record.metric
    drawings: dict[str, Drawing] = {}
    pictures: list[Picture] = []
    for place, breakdown in enumerate(record.breakdowns):
        drawn = members(breakdown, metric, wording)
        if not drawn:
            continue
        said = members_description(drawn, breakdown, metric.unit, wording)
        title = f"{metric.title}: {breakdown.title}"
        pair = [
            Picture(
                # A metric's name has no full stop: this is nobody else's name.
                f"chart-{metric.name}.{place}-{size.name}",
                size.name,
                title,
                said,
                panels(drawn, metric, wording, size),
            )
            for size in SIZES
        ]
        drawings[breakdown.dimension] = Drawing("panels", "", "", "", "", said)
        pictures += pair
    return drawings, pictures


def _with(drawing: Drawing, svgs: Iterator[str]) -> Drawing:
    whole = replace(drawing, wide=next(svgs), narrow=next(svgs))
    multiples = {name: _with(one, svgs) for name, one in drawing.multiples.items()}
    return replace(whole, multiples=multiples)


def specification_of(picture: Picture, forms: Forms = BUILT) -> str:
    """Return the Vega-Lite specification of a picture as JSON, complete: with data, title and
    description."""
    filled = fill.vega_lite(forms.read(picture.filling.form), picture.filling, picture.title)
    first = {"$schema": filled["$schema"], "title": filled["title"]}
    whole = first | {"description": picture.description} | filled
    return json.dumps(whole, allow_nan=False, ensure_ascii=False, separators=(",", ":"))


def _volume_title(record: Record) -> str:
    """Return the title of the column drawn as bars behind the line."""
    measure = record.metric.measure
    name = measure.volume or measure.denominator
    resource = record.package.resource(record.metric.resource)
    field = next((field for field in resource.fields if field.name == name), None)
    return (field.title if field else "") or (name or "").replace("_", " ")
