"""Draw pictures: what a drawing process does, and the loop in which it serves its parent.

The drawing library starts an engine of its own in the process that uses it, and a process forked
from such a one hangs: so the build never imports it, and asks processes started afresh. They import
neither pandas nor Altair, to start at once.
"""

import base64
import json
import os
import sys
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

from performance.chart import card, fill, svg


def draw(forms: Mapping[str, str], pictures: Sequence[fill.Picture]) -> list[str]:
    """Return pictures as accessible SVG elements; `forms` are Vega-Lite specifications by key.

    Where the library would set everything in a single picture is known: only small panels, which
    it lays out, take its engine.
    """
    return [
        svg.single(picture) if picture.filling.size[1] else _panels(forms, picture)
        for picture in pictures
    ]


def _panels(forms: Mapping[str, str], picture: fill.Picture) -> str:
    """Return small panels, which the drawing library lays out: it has to draw them whole."""
    # Its engine takes a while to start, and most builds of few changes need none.
    import vl_convert

    spec = fill.vega(_compiled(forms[picture.filling.form]), picture.filling)
    drawn = vl_convert.vega_to_svg(json.dumps(spec, allow_nan=False))
    return svg.accessible(str(drawn), picture)


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
    pictures = [fill.picture(values) for job in jobs for values in job["pictures"]]
    svgs = iter(draw(forms, pictures))
    return [
        {
            "svgs": list(islice(svgs, len(job["pictures"]))),
            "card": base64.b64encode(card.png(card.Card(**job["card"]))).decode()
            if job["card"]
            else "",
        }
        for job in jobs
    ]


@lru_cache(maxsize=256)
def _compiled(form: str) -> dict[str, Any]:
    import vl_convert

    compiled: dict[str, Any] = vl_convert.vegalite_to_vega(form)
    return compiled
