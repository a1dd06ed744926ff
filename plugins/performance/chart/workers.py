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
from typing import Any

from performance.chart import card, fill, svg


def panels(forms: Mapping[str, str], picture: fill.Picture) -> str:
    """Return small panels as an accessible SVG element; `forms` are Vega-Lite by key.

    The drawing library lays them out, so it draws them whole.
    """
    # Its engine takes a while to start, and cards need none.
    import vl_convert

    spec = fill.vega(_compiled(forms[picture.filling.form]), picture.filling)
    drawn = vl_convert.vega_to_svg(json.dumps(spec, allow_nan=False))
    return svg.accessible(str(drawn), picture)


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
    import vl_convert

    compiled: dict[str, Any] = vl_convert.vegalite_to_vega(form)
    return compiled
