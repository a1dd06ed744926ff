"""A metric for the frames of other sites: the verdict, the chart, the source and the way back."""

from __future__ import annotations

from typing import ClassVar

from performance import urls
from performance.pages.context import Context
from performance.pages.metric import MetricPage
from performance.pages.page import Anchor, Page
from performance.pages.parts import Badge, Figure
from performance.pages.share import whole
from performance.pages.value_table import ValueTable


class EmbedPage(Page, frozen=True, kw_only=True):
    """A metric in a frame. Parts are none, and texts empty, where there is nothing to show.

    `metric` leads to the metric's page, whose whole address is `original` where the site's is
    known, and `data` to its downloads. `badge`, `stage`, `finding`, `figure` and `values` are those
    of that page. `name` is the metric's.
    """

    template: ClassVar[str] = "embed.html"

    name: str
    metric: Anchor
    original: str
    badge: Badge
    stage: str
    finding: str
    figure: Figure | None
    values: ValueTable | None
    data: Anchor

    @property
    def document_title(self) -> str:
        """The title of the browser's tab, told apart from that of the metric's page."""
        return f"{self.title}: chart – {self.site.title}"

    @property
    def scripts(self) -> tuple[str, ...]:
        """The script that tells the height, without which the frame keeps the one it has."""
        return (urls.EMBED,)


def embed(page: MetricPage, name: str, context: Context) -> EmbedPage:
    """Return the embed of the metric `name`, made of the parts of its page."""
    return EmbedPage(
        site=page.site,
        address=urls.embed(name),
        title=page.title,
        description=page.description,
        name=name,
        metric=Anchor(page.title, page.address),
        original=whole(page.address, context.settings),
        badge=page.badge,
        stage=page.stage,
        finding=page.finding,
        figure=page.figure,
        values=page.values,
        data=Anchor("Download the data", f"{page.address}#downloads"),
    )
