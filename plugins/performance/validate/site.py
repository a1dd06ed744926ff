"""The second gate: names that must be unique in the whole site, and links between metrics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from performance.validate.descriptor import nearest
from performance.validate.fault import Fault, members


def faults(
    packages: Sequence[tuple[str, str, Mapping[str, Any]]], *, whole: bool
) -> Iterator[tuple[int, Fault]]:
    """Yield what clashes between packages, with the place of the package it is reported in.

    A package is its file, its name and its descriptor. Of two that clash the later is reported.
    `whole` says that these are all packages of the site: only then can a link lead nowhere.
    """
    named: dict[str, str] = {}
    metrics: dict[str, str] = {}
    budget = ""
    for place, (file, name, descriptor) in enumerate(packages):
        if name in named:
            yield place, _taken(("name",), "package", name, where=named[name])
        named.setdefault(name, file)
        if "budget" in descriptor and budget:
            message = f"the city's budget is in {budget}"
            remedy = "Keep one budget, and remove this property from the other package."
            yield place, Fault("budget-second", ("budget",), message, remedy)
        budget = budget or (file if "budget" in descriptor else "")
        for number, metric in members(descriptor, "metrics"):
            own = metric.get("name")
            if isinstance(own, str):
                if own in metrics:
                    yield (
                        place,
                        _taken(("metrics", number, "name"), "metric", own, where=metrics[own]),
                    )
                metrics.setdefault(own, file)
    if whole:
        for place, (_, _, descriptor) in enumerate(packages):
            for fault in _related(descriptor, metrics):
                yield place, fault


def _taken(path: tuple[str | int, ...], what: str, name: str, *, where: str) -> Fault:
    return Fault(
        "name-taken",
        path,
        f"another {what} has this name, in {where}",
        "Give one of the two another name; keep the one that is already public.",
        name,
    )


def _related(descriptor: Mapping[str, Any], known: Mapping[str, str]) -> Iterator[Fault]:
    for number, metric in members(descriptor, "metrics"):
        related = metric.get("related")
        for place, name in enumerate(related if isinstance(related, list) else ()):
            if isinstance(name, str) and name not in known:
                where = ("metrics", number, "related", place)
                message = "there is no metric of this name"
                yield Fault("related-unknown", where, message, nearest(name, known), name)
