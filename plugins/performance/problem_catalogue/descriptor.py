"""Problems of the second gate: the descriptor of a package, its files and its columns."""

from __future__ import annotations

from performance.problem_catalogue.entry import Entry

GATE = "descriptor"

ENTRIES = (
    Entry(
        "descriptor-syntax",
        GATE,
        "The descriptor cannot be read",
        "One comma or quotation mark too many or too few, and the whole package is unreadable.",
        "Look at the line named, and at the end of the line above it. Compare it with a package "
        "that passes.",
    ),
    Entry(
        "property-repeated",
        GATE,
        "A property is written twice",
        "Of two properties with one name, a program silently uses one and drops the other.",
        "Delete one of the two.",
    ),
    Entry(
        "property-missing",
        GATE,
        "A required property is missing",
        "Without it the data cannot be shown or explained.",
        "Add the property to the descriptor.",
    ),
    Entry(
        "property-unknown",
        GATE,
        "A property is not known",
        "A misspelt property has no effect: what it was meant to say would silently be left out.",
        "Correct its spelling, or remove it.",
    ),
    Entry(
        "property-type",
        GATE,
        "A property holds the wrong kind of value",
        'Text stands between quotation marks, numbers without them: 90 is a number, "90" is text.',
        "Write the value in the way the message says.",
    ),
    Entry(
        "property-value",
        GATE,
        "A property's value is not one of those allowed",
        "Pages are built from these values; one that is not known cannot be shown.",
        "Choose one of the values that the message lists, or write it in the form it shows.",
    ),
    Entry(
        "standard",
        GATE,
        "The descriptor departs from the Data Package standard",
        "Other programs read these packages too, and they rely on the standard.",
        "Change the property as the message says; the standard is described at datapackage.org.",
    ),
    Entry(
        "name-taken",
        GATE,
        "A name is used twice",
        "A name is an address on the site, and one address can lead to one thing only.",
        "Give one of the two another name. Keep the name that is already public.",
    ),
    Entry(
        "name-reserved",
        GATE,
        "A name is reserved",
        "The site itself uses this name for one of its own pages or files.",
        "Choose another name.",
    ),
    Entry(
        "name-form",
        GATE,
        "A name cannot be part of an address",
        "Names become folders and addresses of the site, so they are plain: small letters, digits "
        "and hyphens.",
        "Write it like this: solid-waste-requests.",
    ),
    Entry(
        "department",
        GATE,
        "The department is missing or not known",
        "Every metric stands on the page of the department that answers for it.",
        "Give `department` the name of a file in content/departments/, without its .md.",
    ),
    Entry(
        "priority",
        GATE,
        "The priority is not known",
        "A metric with a priority stands on that priority's page, which must exist.",
        "Give `priority` the name of a file in content/priorities/, without its .md.",
    ),
    Entry(
        "fields-match",
        GATE,
        "`fieldsMatch` is not supported",
        "The columns of a file are compared with the descriptor one by one and in order, so that "
        "none is lost unnoticed.",
        "Remove `fieldsMatch`, and list every column of the file under `fields`, in its order.",
    ),
    Entry(
        "field-type",
        GATE,
        "A column's type is not known",
        "The type says how a column's cells are read; an unknown one cannot be checked.",
        "Use a type of the Table Schema standard: string, integer, number, boolean, date, "
        "datetime, year, yearmonth …",
    ),
    Entry(
        "dialect",
        GATE,
        "The dialect asks for something that is not supported",
        "The dialect says how the file is written. A setting that is not followed would change "
        "the data's meaning unnoticed.",
        "Save the file in the usual form: one header row, commas, double quotation marks. Then "
        "remove the property.",
    ),
    Entry(
        "field-unknown",
        GATE,
        "A column is named that does not exist",
        "A metric, key or constraint points at a column that the resource does not have.",
        "Correct the name, or add the column under `fields`. Small and capital letters count.",
    ),
    Entry(
        "resource-unknown",
        GATE,
        "A resource is named that does not exist",
        "A metric or foreign key points at a table that the package does not have.",
        "Give the `name` of one of the package's resources.",
    ),
    Entry(
        "not-a-table",
        GATE,
        "A metric points at a file that is not a table",
        "Metrics are computed from CSV tables with described columns.",
        "Save the table as CSV and describe its columns under `schema`.",
    ),
    Entry(
        "file-changed",
        GATE,
        "A file is not the one that the descriptor describes",
        "The descriptor gives the file's size or checksum, and the file has another. Either the "
        "file was changed or damaged, or the descriptor was not brought up to date.",
        "If the file is right, correct or remove `bytes` and `hash`.",
    ),
)
