"""Problems of the first gate: what is unsafe to open, or cannot be opened."""

from __future__ import annotations

from performance.problem_catalogue.entry import Entry

GATE = "safety"

ENTRIES = (
    Entry(
        "path-missing",
        GATE,
        "There is nothing at the path that was given",
        "The check would report that all is well without having looked at anything.",
        "Correct the path: it names a datasets folder, one package's folder or a descriptor.",
    ),
    Entry(
        "no-package",
        GATE,
        "There is no data package at the path that was given",
        "A folder is a data package only where it holds a file called datapackage.json (or "
        "datapackage.yaml). Without one, nothing would be checked or published.",
        "Give the folder that holds the descriptor, or add the descriptor to the folder.",
    ),
    Entry(
        "descriptor-name",
        GATE,
        "A descriptor's file name is not quite right",
        "Only datapackage.json and datapackage.yaml, in small letters, are read. A file with a "
        "name that is nearly that would silently be passed over, and its data with it.",
        "Rename the file to datapackage.json or datapackage.yaml.",
    ),
    Entry(
        "two-descriptors",
        GATE,
        "A folder holds two descriptors",
        "With datapackage.json and datapackage.yaml side by side nobody can say which is meant.",
        "Keep one of the two files and delete the other.",
    ),
    Entry(
        "symlink",
        GATE,
        "A file or folder is a link to somewhere else",
        "A link can lead out of the package's folder, and publish a file that was never meant "
        "to be public.",
        "Replace the link by the file itself.",
    ),
    Entry(
        "special-file",
        GATE,
        "Something that should be a file is not a regular file",
        "A folder, a device or a pipe in the place of a file cannot be read as data.",
        "Put a regular file in its place, or correct the path in the descriptor.",
    ),
    Entry(
        "unreadable",
        GATE,
        "A file or folder may not be read",
        "The computer refuses to open it, so its data cannot be checked or published.",
        "Give the person (or the machine) that runs the check the right to read it.",
    ),
    Entry(
        "file-missing",
        GATE,
        "A file that the descriptor names is not there",
        "The descriptor promises a file that the package does not have.",
        "Add the file, or correct its `path`. Small and capital letters count.",
    ),
    Entry(
        "file-size",
        GATE,
        "A file is too large",
        "A very large file can stop the build, and nobody could download it on a phone.",
        "Split the file by year, or ask the data desk to raise the limit (setting max_file_mb).",
    ),
    Entry(
        "unsafe-path",
        GATE,
        "A path leads out of the package's folder",
        "A package may publish only the files beside its descriptor: an absolute path, a web "
        "address or `..` could publish something else.",
        "Put the file into the package's folder and give its path from there: data/requests.csv.",
    ),
    Entry(
        "unsafe-link",
        GATE,
        "A link is of a kind that is not allowed",
        "Links are shown on public pages. Some kinds (javascript:, data:) run code in a reader's "
        "browser.",
        "Use an address that begins with https://, http:// or mailto:.",
    ),
    Entry(
        "inline-data",
        GATE,
        "The data stands in the descriptor itself",
        "Data in the descriptor cannot be read as a spreadsheet, and passes the file checks by.",
        "Move the data into a CSV file beside the descriptor and name it in `path`.",
    ),
    Entry(
        "archive",
        GATE,
        "A file is compressed",
        "What is inside an archive is not checked, and a small one can unpack to fill a disk.",
        "Unpack the file and publish what was inside. The site offers each package as a zip.",
    ),
    Entry(
        "file-type",
        GATE,
        "A file is of a kind that is not published",
        "Web pages, scripts and programs could run in a reader's browser or computer.",
        "Publish tables as CSV and documents as PDF.",
    ),
    Entry(
        "several-files",
        GATE,
        "One resource is made of several files",
        "Readers download a resource as one file, and problems are listed by its rows.",
        "Put the rows of all parts under one header in one file, or make each its own resource.",
    ),
    Entry(
        "separate-description",
        GATE,
        "A schema or dialect is kept outside the descriptor",
        "The descriptor must say by itself what its columns are, so that readers have it in one "
        "file and nothing is fetched from elsewhere.",
        "Copy the content of that file into the descriptor, in place of its path.",
    ),
    Entry(
        "not-text",
        GATE,
        "A file that should be text is not",
        "Tables are read as text (CSV). A workbook saved with the wrong name looks like noise.",
        "In the spreadsheet program choose Save as, then CSV UTF-8, and use that file.",
    ),
    Entry(
        "control-character",
        GATE,
        "A text holds an invisible control character",
        "Such characters come from copying out of old systems. They break downloads, pictures "
        "and feeds, or show words in another order than they stand in, and nobody sees them.",
        "Delete the character: type the text again where the message points.",
    ),
    Entry(
        "byte-order-mark",
        GATE,
        "A file begins with a byte-order mark",
        "Three invisible bytes stand before the first column's name, so programs do not find "
        "that column.",
        "Save the file as plain UTF-8, without a byte-order mark (in many programs: CSV UTF-8 "
        "without BOM).",
    ),
    Entry(
        "encoding",
        GATE,
        "A file is not in UTF-8",
        "In any other encoding letters such as é, ñ or – turn into other signs.",
        "Save the file as UTF-8 (in Excel: Save as, CSV UTF-8).",
    ),
    Entry(
        "pattern",
        GATE,
        "A regular expression is not on the allowed list",
        "Some regular expressions take hours on an unlucky text and would hang the build.",
        "Use one of the allowed expressions, list the allowed values with `enum`, or ask the "
        "data desk to add the expression to the setting allowed_patterns.",
    ),
    Entry(
        "yaml-alias",
        GATE,
        "A YAML descriptor uses anchors or aliases",
        "With them a few lines can unfold to fill the computer's memory.",
        "Write the text out at each place, without & and *.",
    ),
)
