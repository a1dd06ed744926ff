"""Every drawing of a portal: remembered where it can be, and otherwise drawn."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from performance import chart, urls
from performance.compute import pictured
from performance.memory import Drawings, File, Site, digest
from performance.memory.memory import Memory, drawable
from performance.model import Drawing, Pack, Portal, Record
from performance.model.table import altered
from performance.pages import share
from performance.progress import Steps
from performance.text import Wording


class Drawn(Struct, frozen=True):
    """The drawings of a portal by name, and those of the packs of meetings by month and metric.

    A pack's are those of its month: the cabinet sees whole charts, everybody else sparklines.
    """

    drawings: Drawings
    meetings: Mapping[str, Mapping[str, Drawing]]


def draw(portal: Portal, memory: Memory, *, site: Site, steps: Steps) -> Drawn:
    """Return every drawing; write the script of the interactive charts, which is made meanwhile."""
    chosen = memory.settings
    wording = Wording(chosen.locale, chosen.fiscal_year_start)
    discussed = [_discussed(pack) for pack in portal.packs]
    told = [record for records in discussed for record in records.values()]
    own = (*portal.records, *pictured(portal, chosen.fiscal_year_start, memory.recall))
    every = (*own, *told)
    keys = {record.metric.name: memory.of_drawing(record) for record in own}
    keys.update(_keys(portal.packs, discussed, memory))
    drawings = Drawings(memory.store)
    unknown = drawings.find({record.metric.name: keys[record.metric.name] for record in every})
    lacking = [record for record in every if record.metric.name in unknown]
    budget = _Budget(portal, memory)
    is_whole = budget.recall(drawings)
    carded = tuple(record for record in portal.records if record.metric.name not in drawings)
    with ExitStack() as ends:
        scripts = _Scripts(site, ends)
        steps.begin("Drawing charts", len(lacking))
        drawn = chart.draw_all(
            [drawable(record) for record in lacking],
            wording,
            cards=share.cards(replace(portal, records=carded), chosen),
            ledger=None if is_whole else portal.ledger,
            recall=lambda form, make: memory.remember("form", form, make=make),
            workers=chosen.workers,
            progress=steps.advance,
        )
        of_budget = []
        for name, drawing in ends.enter_context(closing(drawn)):
            drawings.keep(name, keys.get(name) or budget.key(name), drawing)
            of_budget += [] if name in keys else [name]
        if not is_whole:
            budget.remember(of_budget)
        scripts.write()
    sketches = partial(_sketches, memory, wording)
    return Drawn(drawings, dict(_meetings(portal, discussed, drawings, sketches)))


def _keys(
    packs: Sequence[Pack], discussed: Sequence[Mapping[str, Record]], memory: Memory
) -> Iterator[tuple[str, str]]:
    """Yield the names of discussed records with the keys of their drawings: those of their packs'
    records, which have other names."""
    for pack, records in zip(packs, discussed, strict=True):
        for name, record in records.items():
            own = record.metric.name
            yield own, digest("discussed", memory.of_drawing(pack.records[name]), own)


class _Budget:
    """The drawings of the budget, of which nobody knows the names before they are planned."""

    def __init__(self, portal: Portal, memory: Memory) -> None:
        self._memory = memory
        packages = [memory.of_package(p) for p in portal.packages if p.budget is not None]
        words = portal.content.departments
        base = memory.of_all("budget", packages, words) if portal.ledger is not None else ""
        self._base = base

    def key(self, name: str) -> str:
        """Return the key of the drawing of a name."""
        return digest(self._base, name)

    def recall(self, drawings: Drawings) -> bool:
        """Take in the drawings that are remembered; whether that is all of them."""
        if not self._base:
            return True
        kept = self._memory.store.get(self._base)
        if kept is None:
            return False
        return not drawings.find({name: self.key(name) for name in json.loads(kept)})

    def remember(self, names: Sequence[str]) -> None:
        """Keep the names of all drawings."""
        self._memory.store.put(self._base, json.dumps(names).encode())


class _Scripts:
    """The script of the interactive charts, which takes a while: begun at once, written last."""

    def __init__(self, site: Site, ends: ExitStack) -> None:
        self._site = site
        self._ends = ends
        self._made = None if site.has("script") else self._begun()

    def write(self) -> None:
        """Write the script and its licences."""
        for _ in self._site.unit("script", make=self._files):
            pass

    def _begun(self) -> Callable[[], bytes]:
        return self._ends.enter_context(chart.bundling())

    def _files(self) -> Iterator[File]:
        made = self._made or self._begun()
        yield File(urls.VEGA, urls.VEGA, made())
        yield File(urls.VEGA_LICENCES, urls.VEGA_LICENCES, chart.licences())


def _meetings(
    portal: Portal,
    discussed: Sequence[Mapping[str, Record]],
    drawings: Mapping[str, Drawing],
    sketches: Callable[[Pack], Mapping[str, Drawing]],
) -> Iterator[tuple[str, dict[str, Drawing]]]:
    for pack, shown in zip(portal.packs, discussed, strict=True):
        whole = {name: drawings[record.metric.name] for name, record in shown.items()}
        yield pack.briefing.key, {**sketches(pack), **whole}


def _sketches(memory: Memory, wording: Wording, pack: Pack) -> dict[str, Drawing]:
    """Return the sparklines of a pack by metric."""

    def make() -> dict[str, Drawing]:
        return {name: chart.sketch(record, wording) for name, record in pack.records.items()}

    keys = {name: memory.of_drawing(record) for name, record in pack.records.items()}
    return memory.remember("sketches", keys, make=make)


def _discussed(pack: Pack) -> dict[str, Record]:
    """Return the records that the cabinet's briefing shows with their charts, by metric.

    They are named after the month too: a metric's name has no full stop.
    """
    cabinet = pack.briefing.cabinet
    found = {}
    for name in cabinet.metrics if cabinet is not None else ():
        if name in pack.records:
            record = pack.records[name]
            own = replace(record.metric, name=f"{name}.{pack.briefing.key}")
            found[name] = altered(record, metric=own)
    return found
