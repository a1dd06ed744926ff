"""The pictures of a metric."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Drawing:
    """The pictures of one metric: SVG elements to inline and the Vega-Lite specification.

    `wide` (680 px) and `narrow` (300 px) are accessible SVG elements; `spark` a small decorative
    one; `spec` the Vega-Lite specification with its data; `description` one sentence in words.
    `multiples` holds one such picture a dimension that has up to 12 members.
    """

    form: str
    wide: str
    narrow: str
    spark: str
    spec: Mapping[str, Any]
    description: str
    multiples: Mapping[str, "Drawing"] = field(default_factory=dict)
