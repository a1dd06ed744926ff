"""Problems of the past: what was published before and would no longer be true."""

from __future__ import annotations

from performance.problem_catalogue.entry import Entry

GATE = "releases"

ENTRIES = (
    Entry(
        "version-changed",
        GATE,
        "A version that was published would change",
        "Somebody has downloaded and cited that version. Whoever checks their copy against this "
        "site must find the same bytes, however long ago it was.",
        "Give the package a new `version` in the descriptor, such as 2026.10.1 after 2026.10.0. "
        "The old one stays at its address, and what changed is listed as a revision.",
    ),
    Entry(
        "version-missing",
        GATE,
        "A version that was published would be gone",
        "Its address has been cited; an address that stops answering makes the citation worthless.",
        "Build from the whole git history (`git fetch --unshallow`, or `fetch-depth: 0` for "
        "GitHub's checkout). A package that is no longer kept stays in its folder; its metrics "
        "get the stage retired.",
    ),
    Entry(
        "columns-changed",
        GATE,
        "Columns were changed without a new major version",
        "Programs and spreadsheets that read the file by its columns would stop working, or read "
        "the wrong column, without anybody having told them.",
        "Keep the columns of the last version with their names, types and order, and put new ones "
        "after them. If they must change, give a version whose first number is greater: 2.0.0 "
        "after 1.4.2, 2027.0.0 after 2026.10.1.",
    ),
    Entry(
        "metric-gone",
        GATE,
        "A metric that was published is gone or has another name",
        "A metric's name is its address: links, citations, embedded charts and programs lead to "
        "it, and would lead to nothing.",
        "Give the metric back its `name`; its `title`, which readers see, may change. A metric "
        "that is no longer kept stays, with the `stage` retired.",
    ),
    Entry(
        "row-gone",
        GATE,
        "A row that was published is gone",
        "Somebody may have quoted its value, and a gap in the past looks like something hidden.",
        "Put the row back. Where its value does not hold, empty it, write missing as the row's "
        "status and say why in the note.",
    ),
    Entry(
        "value-changed",
        GATE,
        "A final value was changed without a reason",
        "A reader who finds another number than the one they quoted has a right to know why.",
        "Say in the row's `note` what happened. A value that will still change is published with "
        "the status provisional; it may be replaced without a word.",
    ),
    Entry(
        "revision-form",
        GATE,
        "The list of revisions cannot be read",
        "`revisions.csv` beside a descriptor tells which published values were changed. A line "
        "that cannot be read would leave a change untold.",
        "Write the columns date, resource, key, field, old, new, class and reason. The class is "
        "routine, correction or methodology, or new for a row that was first published that day.",
    ),
    Entry(
        "revision-unknown",
        GATE,
        "A revision names something that is not in the data",
        "Readers are told which value was changed, so the row and the column must be there.",
        "Correct the name. The key is the row's primary key as the file writes it, its parts "
        "joined by a slash with a space on either side: 2026-09 / Zone 3.",
    ),
    Entry(
        "revision-chain",
        GATE,
        "A revision does not lead to the value that is published",
        "Each revision begins with the value that the one before it ended with, and the last ends "
        "with the value in the file. Else one of them is wrong, or one is missing.",
        "Correct the line, or add the line that is missing.",
    ),
    Entry(
        "revision-reason",
        GATE,
        "A revision has no reason",
        "A reader who finds another number than the one they quoted has a right to know why.",
        "Say in `reason` what happened, in a sentence.",
    ),
    Entry(
        "revision-future",
        GATE,
        "A revision is dated later than the site speaks from",
        "What the site tells of a later day has not happened yet.",
        "Correct the date.",
    ),
    Entry(
        "revision-row",
        GATE,
        "The list of new rows is not complete",
        "Where `revisions.csv` lists new rows, past releases are rebuilt by taking those rows "
        "away. A row that is not listed would stand in a release in which it was not.",
        "Add a line of the class new with the day on which the row was first published.",
    ),
    Entry(
        "published-unreadable",
        GATE,
        "The list of what was published cannot be read",
        "Without it nobody can tell whether a published version would change.",
        "Give the folder of the site as it was published: it holds data/<package>/versions.json.",
    ),
)
