"""Problems of the packs of meetings that staff write in `content/briefings/`."""

from __future__ import annotations

from performance.problem_catalogue.entry import Entry

GATE = "briefings"

ENTRIES = (
    Entry(
        "briefing-month",
        GATE,
        "A folder of meetings is not named after a month",
        "The folder's name is the month that the packs are about and part of their address.",
        "Name the folder like 2026-10: four digits of the year, a hyphen, two of the month.",
    ),
    Entry(
        "briefing-file",
        GATE,
        "A file of a meeting is not one that is known",
        "A pack in a file with another name would silently not be made.",
        "Name the file cabinet.md, memo.md, roundtable-<department>.md, or <unit>.md in the folder "
        "frontline.",
    ),
    Entry(
        "briefing-form",
        GATE,
        "A fact of a meeting is missing, unknown or not of its form",
        "A pack is made from these facts; one that cannot be read would be left out of it.",
        "Correct the line of the front matter; the README's section on meetings lists every fact.",
    ),
    Entry(
        "briefing-unknown",
        GATE,
        "A meeting names something that the portal does not have",
        "The pack would lack the page that the meeting is about.",
        "Correct the name: metrics are named as in their package, departments as their file in "
        "content/departments/, members as the data write them.",
    ),
    Entry(
        "briefing-metrics",
        GATE,
        "A cabinet briefing has fewer than three or more than six metrics",
        "A meeting about everything decides nothing, and one metric is no view of the city.",
        "Choose three to six metrics, each once.",
    ),
    Entry(
        "decision-incomplete",
        GATE,
        "A decision has no owner or no due date",
        "The next meeting opens with what was decided: somebody has to answer for it by some day.",
        "Give every decision an `owner` (a role) and a `due` date like 2026-12-31.",
    ),
    Entry(
        "briefing-person",
        GATE,
        "A meeting names a person where it needs a role",
        "Packs are about the work and outlast those who hold an office. Nobody is named in them.",
        "Write the role, such as Commissioner of Public Works.",
    ),
    Entry(
        "memo-words",
        GATE,
        "A memo is published without its author's words",
        "What moved is found by rule; what it means for the city has to be said by somebody.",
        "Write the memo below the front matter, or set its status to draft.",
    ),
)
