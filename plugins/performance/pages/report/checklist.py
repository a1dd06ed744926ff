"""Where the report meets what the field asks of an annual performance report.

The elements are those of the suggested criteria of the Governmental Accounting Standards Board
(GASB), of the best practice on performance measures of the Government Finance Officers Association
(GFOA), and of the citizen-centric reports of the Association of Government Accountants (AGA), in
our own words.
"""

from __future__ import annotations

from typing import NamedTuple

from performance import urls
from performance.model import Report
from performance.pages.parts import Cell, Column, Table


class Element(NamedTuple):
    """What a framework asks for, and the anchor of the part that answers it."""

    asks: str
    part: str


PARTS = {
    "cover": "Cover",
    "letter": "Letter",
    "glance": "The year at a glance",
    "purpose": "Purpose and scope",
    "reading": "How to read this report",
    "priorities": "Priorities",
    "departments": "Departments",
    "survey": "What residents say",
    "comparisons": "Beside others",
    "breakdowns": "Who and where",
    "money": "Money and staff",
    "changes": "What changed in the measures",
    "quality": "Where the figures come from",
    "next": "What is next",
    "feedback": "Feedback and downloads",
}
FRAMEWORKS = {
    "GASB: suggested criteria for reporting service efforts and accomplishments": (
        Element("Purpose and scope are stated", "purpose"),
        Element("Major goals and objectives are stated", "priorities"),
        Element("Who took part in setting goals and measures is told", "purpose"),
        Element("The report has several levels, from a summary to the detail", "glance"),
        Element("Results and challenges are discussed", "priorities"),
        Element("It centers on key measures", "priorities"),
        Element("The reliability of the information is told", "quality"),
        Element("Measures are relevant: of input, output, outcome and efficiency", "departments"),
        Element("Resources used, and cost per unit of output", "departments"),
        Element("What residents and customers perceive", "survey"),
        Element("Comparisons: over time, with targets, with others", "comparisons"),
        Element("Factors that influence results, outside and inside of control", "priorities"),
        Element("Aggregated and broken down as far as it helps", "breakdowns"),
        Element("Measures are consistent, and changes in them are told", "changes"),
        Element("It is easy to find, to reach and to understand", "reading"),
        Element("It is regular and timely", "cover"),
    ),
    "GFOA: best practice on performance measures": (
        Element("Measures are tied to goals and programs", "priorities"),
        Element("Outputs, efficiency and effectiveness are measured over time", "departments"),
        Element("Results are compared with targets and with earlier years", "departments"),
        Element("Measures are valid, reliable and verifiable", "quality"),
        Element("They are reported often enough to act on", "quality"),
        Element("They are shown beside the money that was spent", "money"),
        Element("They are used: what is done about a miss, by whom, by when", "priorities"),
    ),
    "AGA: citizen-centric report": (
        Element("The community and its strategic goals", "purpose"),
        Element("How the government did on its key missions and services", "glance"),
        Element("Costs of serving residents and how they were paid for", "money"),
        Element("Challenges ahead and what is next", "next"),
        Element("How to reach the government and how to get more", "feedback"),
    ),
}


def tables(report: Report, present: frozenset[str]) -> tuple[Table, ...]:
    """Return a table for each framework; `present` are the anchors of the parts there are."""
    columns = (Column("Element"), Column("Where it is met"))
    return tuple(
        Table(
            f"framework-{number}",
            framework,
            columns,
            tuple(_row(element, report, present) for element in elements),
        )
        for number, (framework, elements) in enumerate(FRAMEWORKS.items(), 1)
    )


def _row(element: Element, report: Report, present: frozenset[str]) -> tuple[Cell, ...]:
    where = PARTS[element.part]
    if element.part not in present:
        return Cell(element.asks), Cell(f"Not in this report: {where.lower()}")
    address = f"{urls.report(report.fiscal_year)}#{element.part}"
    return Cell(element.asks), Cell(where, address=address)
