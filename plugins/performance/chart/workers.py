"""Draw pictures: what a drawing process does, and the loop in which it serves its parent.

The drawing library starts an engine of its own in the process that uses it, and a process forked
from such a one hangs: so the build never imports it, and asks processes started afresh. They import
neither pandas nor Altair, to start at once.
"""

import base64
import json
import os
import sys
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import vl_convert

from performance.chart import card, fill, svg


def draw(form: str, picture: fill.Picture) -> str:
    """Return a picture as an accessible SVG element; `form` is its Vega-Lite specification."""
    short, words = fill.shortened(picture.filling)
    filled = fill.vega(_compiled(form), short)
    drawn = vl_convert.vega_to_svg(json.dumps(filled, allow_nan=False))
    return svg.accessible(drawn, picture, words)


def serve() -> None:
    """Answer requests, one JSON object a line, until the input ends.

    A request has `forms` (new ones by key) and `jobs`, each with a metric's `name`, `pictures` and
    `card`, which may be none. The answer has `drawn`, the `svgs` of each job and its `card` as a
    PNG file in base 64, or `failed`, a metric's name and what went wrong.
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
    drawn = []
    for job in request["jobs"]:
        try:
            drawn.append(_drawn(job, forms))
        except Exception as error:  # whatever it is, the parent must be able to name the metric
            return {"failed": [job["name"], f"{type(error).__name__}: {error}"]}
    return {"drawn": drawn}


def _drawn(job: Mapping[str, Any], forms: Mapping[str, str]) -> dict[str, Any]:
    pictures = [fill.picture(values) for values in job["pictures"]]
    wanted = job["card"]
    return {
        "svgs": [draw(forms[p.filling.form], p) for p in pictures],
        "card": base64.b64encode(card.png(card.Card(**wanted))).decode() if wanted else "",
    }


@lru_cache(maxsize=256)
def _compiled(form: str) -> dict[str, Any]:
    compiled: dict[str, Any] = vl_convert.vegalite_to_vega(form)
    return compiled
