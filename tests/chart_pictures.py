"""Questions to a picture: for tests of charts alone."""

from lxml import etree

from performance import chart
from performance.model import Record
from performance.text import Wording


def classed(svg: str, name: str) -> list[etree._Element]:
    """Return the elements of a class."""
    root = etree.fromstring(svg)
    return [e for e in root.iter() if name in str(e.get("class", "")).split()]


def stretches(svg: str, name: str) -> int:
    """Return in how many pieces the paths of a class are drawn."""
    return sum(str(e.get("d")).count("M") for e in classed(svg, name))


def drawn(whole: Record) -> str:
    """Return the wide picture of a record."""
    return chart.draw(whole, Wording()).wide
