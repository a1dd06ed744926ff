"""The pictures of a metric."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field


class SocialCard(Struct, frozen=True):
    """The words on the picture that a link to a metric shows elsewhere, ready for a reader.

    `attainment` is the attainment's value ("met"), `verdict` its words. `site` and `city` say whose
    figures these are and `as_of` the date the site speaks from. Texts are empty where there is
    nothing to say.
    """

    title: str
    attainment: str
    verdict: str
    value: str
    unit: str
    period: str
    target: str
    site: str
    city: str
    as_of: str


class Drawing(Struct, frozen=True):
    """The pictures of one metric: SVG elements to inline and the Vega-Lite specification.

    `wide` (680 px) and `narrow` (300 px) are accessible SVG elements; `spark` a small decorative
    one; `spec` the Vega-Lite specification with its data as JSON, empty where none is published;
    `description` one sentence in words. `multiples` holds one such picture a dimension that has up
    to 12 members. `card` is the social card as a PNG file; empty where none was asked for.
    """

    form: str
    wide: str
    narrow: str
    spark: str
    spec: str
    description: str
    multiples: Mapping[str, Drawing] = field(default_factory=dict)
    card: bytes = b""
