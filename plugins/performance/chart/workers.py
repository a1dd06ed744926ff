"""Draw pictures: what a drawing process does, and the loop in which it serves its parent.

The drawing library starts an engine of its own in the process that uses it, and a process forked
from such a one hangs: so the build never imports it, and asks processes started afresh. They import
neither pandas nor Altair, to start at once.
"""

import base64
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

import vl_convert

from performance.chart import bare, card, fill, svg


def draw(forms: Mapping[str, str], pictures: Sequence[fill.Picture]) -> list[str]:
    """Return pictures as accessible SVG elements; `forms` are Vega-Lite specifications by key.

    All single pictures are drawn at once, which costs less than half of one after the other.
    """
    single = [picture for picture in pictures if picture.filling.size[1]]
    framed = iter(_framed(forms, single))
    return [
        next(framed) if picture.filling.size[1] else _panels(forms[picture.filling.form], picture)
        for picture in pictures
    ]


def _framed(forms: Mapping[str, str], pictures: Sequence[fill.Picture]) -> Iterator[str]:
    """Yield single pictures; a picture without a series has no marks to be drawn."""
    made = [_bare(forms[picture.filling.form]) for picture in pictures]
    pairs = zip(made, pictures, strict=True)
    drawn = [bare.group(form, picture.filling) for form, picture in pairs if form.marks]
    groups = iter(svg.groups(_drawn(bare.sheet(drawn))) if drawn else ())
    for form, picture in zip(made, pictures, strict=True):
        yield svg.framed(next(groups) if form.marks else None, picture)


def _panels(form: str, picture: fill.Picture) -> str:
    """Return small panels, which the drawing library lays out: it has to draw them whole."""
    return svg.accessible(_drawn(fill.vega(_compiled(form), picture.filling)), picture)


def _drawn(spec: Mapping[str, Any]) -> str:
    return str(vl_convert.vega_to_svg(json.dumps(spec, allow_nan=False)))


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
def _bare(form: str) -> bare.Bare:
    return bare.bare(_compiled(form))


@lru_cache(maxsize=256)
def _compiled(form: str) -> dict[str, Any]:
    compiled: dict[str, Any] = vl_convert.vegalite_to_vega(form)
    return compiled
