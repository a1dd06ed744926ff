"""What the parts of one annual report are made from."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup
from msgspec import Struct

from performance import markup, reports, urls
from performance.model import Annual, Drawing, Passage, Record, Report, YearFigures
from performance.pages.context import Context
from performance.text import Wording


class Desk(Struct, frozen=True):
    """A report, the figures it shows and what is known around it.

    `now` are the figures as the data give them today: other than `annual` where a published report
    was corrected since. `pictures` are its charts by metric; `printed` the same as SVG files for
    paper, for the PDF alone. `root` is the way to the site's root; on paper the site's public
    address.
    """

    context: Context
    source: reports.Source
    now: Annual
    pictures: Mapping[str, Drawing]
    printed: Mapping[str, str]
    root: str

    @property
    def report(self) -> Report:
        """The words of the report."""
        return self.source.report

    @property
    def annual(self) -> Annual:
        """The figures that the report shows."""
        return self.source.annual

    @property
    def wording(self) -> Wording:
        """How figures are worded."""
        return self.context.wording

    @property
    def paper(self) -> bool:
        """Whether the report is made for the PDF."""
        return bool(self.printed)

    @property
    def year(self) -> int:
        """The fiscal year of the report."""
        return self.report.fiscal_year

    @property
    def address(self) -> str:
        """The address of the report's page."""
        return urls.report(self.year)

    def of(self, record: Record) -> YearFigures:
        """Return the figures of a metric."""
        return self.annual.figures[record.metric.name]

    def records(self) -> tuple[Record, ...]:
        """Return the records that the report has figures of, proposed and retired ones last."""
        found = [r for r in self.context.portal.records if r.metric.name in self.annual.figures]
        return tuple(sorted(found, key=lambda r: not self.of(r).counted))

    def short(self, year: int) -> str:
        """Return a fiscal year for a column: "FY2026", or "2026" for calendar years."""
        return f"{year}" if self.wording.fiscal_year_start == 1 else f"FY{year}"

    def words(self, passage: Passage, top: int = 3) -> Markup:
        """Return a passage as HTML with its references filled in."""
        return reports.html(passage, self.source, top=top, root=self.root)

    def plain(self, text: str, top: int = 4) -> Markup:
        """Return Markdown without references as HTML: a mission, a goal."""
        return markup.html(text, top, self.root)
