"""The packs of meetings: roundtables, cabinet briefings, memos and front-line sheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from performance.model import Drawing
from performance.pages.context import Context
from performance.pages.packs.cabinet import cabinet
from performance.pages.packs.front_line import front_line
from performance.pages.packs.listing import briefing, briefings
from performance.pages.packs.meeting import Meeting
from performance.pages.packs.memo import memo
from performance.pages.packs.roundtable import roundtable
from performance.pages.page import Page


def packs(context: Context, drawings: Mapping[str, Mapping[str, Drawing]]) -> Iterator[Page]:
    """Yield every page of the meetings; none where there is no pack to show.

    `drawings` are by month ("2026-10") and metric: those of the cabinet's are whole, of the others
    the sparkline is enough.
    """
    months = tuple(
        Meeting(context, pack, drawings.get(pack.briefing.key, {})) for pack in context.portal.packs
    )
    if not months:
        return
    yield briefings(months, context)
    for meeting in months:
        written = meeting.pack.briefing
        yield briefing(meeting)
        for table in written.roundtables:
            yield roundtable(table, meeting)
        if written.cabinet is not None:
            yield cabinet(written.cabinet, meeting)
        if written.memo is not None:
            yield memo(written.memo, meeting)
        for sheet in written.front_line:
            yield front_line(sheet, meeting)
