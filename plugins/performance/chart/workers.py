"""Draw small panels and cards: what a drawing process does, and how it serves its parent.

The drawing library starts an engine of its own in the process that uses it, and a process forked
from such a one hangs: so the build never imports it, and asks processes started afresh. They import
neither pandas nor Altair, to start at once.
"""

from __future__ import annotations

import base64
import json
import os
import sys
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

from performance.chart import card, fill, svg

# What says where Linux looks for fonts, and the folder of the list that it is given.
FONTS = "FONTCONFIG_FILE"
PLACE = Path(__file__).parent


def panels(forms: Mapping[str, str], picture: fill.Picture) -> str:
    """Return small panels as an accessible SVG element; `forms` are Vega-Lite by key.

    The drawing library lays them out, so it draws them whole.
    """
    spec = fill.vega(_compiled(forms[picture.filling.form]), picture.filling)
    drawn = library().vega_to_svg(json.dumps(spec, allow_nan=False))
    return svg.accessible(str(drawn), picture)


@lru_cache(maxsize=1)
def library() -> ModuleType:
    """Return the drawing library, which measures words by its own font whatever a machine has.

    It takes the first of its name, and of Liberation Sans there are two that set letters otherwise.
    """
    # Its engine takes a while to start, and cards need none.
    import vl_convert

    before = os.environ.get(FONTS)
    os.environ[FONTS] = str(PLACE / "fonts.conf")
    try:
        # It looks for fonts now, once; in this folder there are none.
        vl_convert.register_font_directory(str(PLACE))
    finally:
        del os.environ[FONTS]
        if before is not None:
            os.environ[FONTS] = before
    return vl_convert


def serve() -> None:
    """Answer requests, one JSON object a line, until the input ends.

    A request has `forms` (new ones by key) and `jobs`, each with a metric's `name`, `pictures` of
    panels and `card`, which may be none. The answer has `drawn`, the `svgs` of each job and its
    `card` as a PNG file in base 64, or `failed`, a metric's name and what went wrong.
    """
    # The engine may print: only answers go to the output that the parent reads.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    forms: dict[str, str] = {}
    for line in sys.stdin.buffer:
        answers.write(json.dumps(_answer(json.loads(line), forms)) + "\n")
        answers.flush()


def _answer(request: Mapping[str, Any], forms: dict[str, str]) -> dict[str, Any]:
    forms.update(request["forms"])
    try:
        return {"drawn": _answered(request["jobs"], forms)}
    except Exception:  # whatever it is, the parent must be able to name the metric
        for job in request["jobs"]:
            try:
                _answered([job], forms)
            except Exception as error:
                return {"failed": [job["name"], f"{type(error).__name__}: {error}"]}
        raise


def _answered(jobs: Sequence[Mapping[str, Any]], forms: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "svgs": [panels(forms, fill.picture(values)) for values in job["pictures"]],
            "card": base64.b64encode(card.png(card.Card(**job["card"]))).decode()
            if job["card"]
            else "",
        }
        for job in jobs
    ]


@lru_cache(maxsize=256)
def _compiled(form: str) -> dict[str, Any]:
    compiled: dict[str, Any] = library().vegalite_to_vega(form)
    return compiled
