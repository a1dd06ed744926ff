"""Pictures as pages show them: drawn by `chart`, with a caption and a source."""

from markupsafe import Markup

from performance.model import Drawing, Link
from performance.pages.parts import Figure, outside


def figure(drawing: Drawing, source: str | Markup = "") -> Figure:
    """Return a drawing in its two widths; its description is the caption."""
    return Figure(
        Markup(drawing.wide),  # noqa: S704  # Drawn by chart, which escapes all text.
        Markup(drawing.narrow),  # noqa: S704
        drawing.description,
        source,
    )


def sources(links: tuple[Link, ...]) -> Markup:
    """Return sources as one line of links and titles; empty where there is none."""
    return Markup("; ").join(outside(link.title, link.path) for link in links)
