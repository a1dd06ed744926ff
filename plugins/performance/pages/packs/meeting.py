"""What the pages of a month's meetings share: the month, its frame, decisions and notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct

from performance import markup, urls
from performance.model import Decision, Drawing, Pack, Publication, Record, Written
from performance.pages.context import Context
from performance.pages.metric import Note
from performance.pages.page import Anchor, Page
from performance.pages.parts import Badge, Cell, Column, Table
from performance.pages.site import HOME
from performance.sentences.figures import capital, stop
from performance.text import Wording

LIST = Anchor("Meetings", urls.BRIEFINGS)
DONE = ("met", "met")
OPEN = ("pending", "open")
OVERDUE = ("late", "late")
NOTHING = Cell("–")


class PackPage(Page, frozen=True, kw_only=True):
    """A page of a month's meetings.

    `seen` says what its values are as of, `held` when the meeting is, empty where nobody said so.
    `draft` is whether it is one.
    """

    seen: str
    held: str = ""
    draft: bool = False

    @property
    def stylesheets(self) -> tuple[str, ...]:
        """The site's, then that of the packs, which are made for paper."""
        return (*urls.STYLESHEETS, urls.BRIEFING_STYLES)


class Meeting(Struct, frozen=True):
    """A month's packs with what their pages are made from; `drawings` are by metric."""

    context: Context
    pack: Pack
    drawings: Mapping[str, Drawing]

    @property
    def wording(self) -> Wording:
        """How the site words its figures."""
        return self.context.wording

    @property
    def key(self) -> str:
        """The month as addresses have it."""
        return self.pack.briefing.key

    @property
    def month(self) -> str:
        """The month in words: "October 2026"."""
        return self.wording.period(self.pack.briefing.month)

    @property
    def home(self) -> Anchor:
        """The way to the page of the month."""
        return Anchor(self.month, urls.briefing(self.key))

    @property
    def crumbs(self) -> tuple[Anchor, ...]:
        """The way from home to a pack of the month."""
        return (HOME, LIST, self.home)

    @property
    def seen(self) -> str:
        """What the values of the month's packs are as of."""
        known = self.wording.date(self.context.portal.as_of)
        return f"Values up to the end of {self.month} and no later, as known on {known}."

    def held(self, pack: Written) -> str:
        """Return the day of a meeting in words; "" where nobody said it."""
        on: date | None = getattr(pack, "date", None)
        return self.wording.date(on) if on is not None else ""

    def day(self, pack: Written) -> date:
        """Return the day that a pack speaks from: its meeting's, never later than the site's."""
        on: date | None = getattr(pack, "date", None)
        today = self.context.portal.as_of
        return min(on, today) if on is not None else today

    def records(self, names: Sequence[str]) -> tuple[Record, ...]:
        """Return the records of metrics as the month has them."""
        return tuple(self.pack.records[name] for name in names if name in self.pack.records)

    def notes(self, record: Record, on: date, root: str, most: int) -> tuple[Note, ...]:
        """Return the newest notes on what is done about a metric, written by a day."""
        told = sorted(record.metric.actions, key=lambda a: a.date, reverse=True)
        return tuple(
            Note(
                self.wording.date(a.date),
                a.date.isoformat(),
                a.owner,
                markup.html(a.text, 4, root),
            )
            for a in [a for a in told if a.date <= on][:most]
        )

    def decisions(
        self, name: str, caption: str, found: Sequence[Decision], on: date, *, about: bool = True
    ) -> Table | None:
        """Return a decision log as it stands on a day; none where there is no decision.

        `name` is its id. Without `about` the metrics are not named: all are about the same.
        """
        titles = ("What is to be done", "Metric", "Level wanted", "Owner", "Due", "State")
        rows = [self._decision(decision, on) for decision in found]
        # No column is empty from top to bottom.
        kept = [
            place
            for place, title in enumerate(titles)
            if (title != "Metric" or about) and any(row[place] != NOTHING for row in rows)
        ]
        return (
            Table(
                name,
                caption,
                tuple(Column(titles[place]) for place in kept),
                tuple(tuple(row[place] for place in kept) for row in rows),
            )
            if rows
            else None
        )

    def _decision(self, decision: Decision, on: date) -> tuple[Cell, ...]:
        record = self.context.by_name.get(decision.metric)
        return (
            Cell(capital(stop(decision.direction))),
            NOTHING
            if record is None
            else Cell(record.metric.title, address=urls.metric(decision.metric)),
            Cell(decision.level) if decision.level else NOTHING,
            Cell(decision.owner),
            Cell(self.wording.date(decision.due)),
            Cell("", badge=self._state(decision, on)),
        )

    def _state(self, decision: Decision, on: date) -> Badge:
        if decision.done is not None and decision.is_done(on):
            return Badge(*DONE, f"Done on {self.wording.date(decision.done)}")
        return Badge(*OVERDUE, "Open, past its day") if decision.due < on else Badge(*OPEN, "Open")


def is_draft(pack: Written) -> bool:
    """Whether a pack is a draft."""
    return pack.status is Publication.DRAFT
