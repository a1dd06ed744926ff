"""Fill a form with the data of a metric: the same filling for Vega-Lite and for Vega.

Nothing here needs pandas or Altair: the drawing processes import it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field
from msgspec.structs import asdict

Row = dict[str, Any]
TITLE_HEIGHT = 28
HEADLINE = {"anchor": "start", "frame": "bounds", "fontSize": 16, "fontWeight": "bold"}


class Filling(Struct, frozen=True):
    """What makes a picture of a form, as plain values that JSON can carry.

    `form` is the form's key. `width` and `height` are those of the plot (of one panel, in small
    multiples) and `padding` (left, top, right, bottom) what is around it, in pixels. `size` is the
    whole picture's width and height; a height of 0 is worked out from the drawing. `params` are the
    form's parameters, `tables` its data.
    """

    form: str
    width: float
    height: float
    padding: tuple[float, float, float, float]
    size: tuple[float, float]
    params: dict[str, Any]
    tables: dict[str, list[Row]] = field(default_factory=dict)


class Picture(Struct, frozen=True):
    """One rendering to be drawn: its filling, its place on a page and its words.

    `id` is unique on every page. `name` is the rendering's, "wide" or "narrow".
    """

    id: str
    name: str
    title: str
    description: str
    filling: Filling

    def plain(self) -> dict[str, Any]:
        """Return the picture as values that JSON can carry; `picture` is the way back."""
        return {**asdict(self), "filling": asdict(self.filling)}


def picture(values: Mapping[str, Any]) -> Picture:
    """Return the picture that `Picture.plain` made into plain values."""
    return Picture(**{**values, "filling": Filling(**values["filling"])})


def vega_lite(spec: Mapping[str, Any], filling: Filling, title: str = "") -> dict[str, Any]:
    """Return a Vega-Lite form filled; a title is drawn above it where one is given."""
    filled = dict(spec)
    padding = _padding(filling)
    if title and "title" in spec:
        # The caption, which is the title's text in the form, comes below the title.
        below = {"subtitle": filling.params["caption"]} if filling.params["caption"] else {}
        filled["title"] = {**spec["title"], **HEADLINE, "text": title, **below}
    elif title:
        # Nothing moves to make room for the title: it takes its own, above the notes.
        padding["top"] += TITLE_HEIGHT
        filled["title"] = {**HEADLINE, "text": title, "offset": filling.padding[1]}
    filled["padding"] = padding
    filled["params"] = [{**p, "value": filling.params[p["name"]]} for p in spec["params"]]
    filled["datasets"] = filling.tables
    if "spec" in filled:
        filled["spec"] = {**spec["spec"], "width": filling.width, "height": filling.height}
    else:
        filled["width"], filled["height"] = filling.width, filling.height
    return filled


def vega(compiled: Mapping[str, Any], filling: Filling) -> dict[str, Any]:
    """Return a form compiled to Vega filled, as `vega_lite` followed by compiling would be."""
    filled = dict(compiled)
    filled["padding"] = _padding(filling)
    filled["data"] = [
        {**table, "values": filling.tables.get(table["name"], [])}
        if "source" not in table
        else table
        for table in compiled["data"]
    ]
    sizes = {"child_width": filling.width, "child_height": filling.height}
    values = {**filling.params, **sizes}
    filled["signals"] = [
        {**signal, "value": values[signal["name"]]} if signal["name"] in values else signal
        for signal in compiled.get("signals", [])
    ]
    if "width" in filled:
        filled["width"], filled["height"] = filling.width, filling.height
    return filled


def _padding(filling: Filling) -> dict[str, float]:
    return dict(zip(("left", "top", "right", "bottom"), filling.padding, strict=True))
