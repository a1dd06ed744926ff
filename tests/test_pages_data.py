"""The catalogue of data packages and the page of each."""

import ast
import dataclasses
from datetime import date

import pytest
from msgspec.structs import replace

from frames import rows_of
from performance.model import Field
from performance.pages import dictionary
from performance.pages.provenance import facts
from performance.pages.snippets import Source, snippets
from reference import (
    BARE,
    PACKAGE,
    PUBLIC_WORKS,
    REQUESTS,
    SETTINGS,
    TABLE,
    WORDING,
    cells,
    portal,
    record,
    shown,
    tidy,
    words,
)


def test_unsafe_addresses_are_words_and_not_links() -> None:
    """A source at a javascript: address is named and cannot be followed."""
    main = shown("data/service-requests/")
    assert "Work orders" in words(main)
    assert [link for link in main.xpath("//a/@href") if link.lower().startswith("javascript")] == []
    assert main.xpath("//a[@href='https://example.org/by']")[0].text == "Attribution 4.0"
    assert main.xpath("//a[@href='mailto:desk@portalder.example']")[0].text == "Data desk"


def test_package_says_where_it_comes_from() -> None:
    """Publisher, contact, department, version, day, licence, its sense and sources, in order."""
    told = [(fact.term, str(fact.words)) for fact in facts(PACKAGE, PUBLIC_WORKS, WORDING)]
    assert [term for term, _ in told] == [
        *("Publisher", "Contact", "Department", "Version", "Created", "License"),
        *("What you may do", "Sources"),
    ]
    assert dict(told)["Created"] == "November 20, 2026"
    assert dict(told)["What you may do"] == (
        "You may use, change and share the data, also for money, if you name the source and say "
        "what you changed."
    )


def test_package_that_says_nothing_says_that_no_licence_is_stated() -> None:
    """Only the lack of a licence is told: nobody may reuse the data without one."""
    assert [(f.term, f.words) for f in facts(BARE, None, WORDING)] == [
        ("License", "None stated"),
        ("What you may do", "No license is stated: ask the publisher before you reuse the data."),
    ]
    main = shown("data/bare/")
    assert words(main.xpath("//h1")[0]) == "bare"
    assert "This is not a table." in words(main)
    assert "The package names no version." in words(main)
    assert not main.xpath("//h2[.='Load it in code']")


def test_date_that_is_none_is_shown_as_written() -> None:
    """A package that was created "last spring" is not given a date."""
    told = facts(replace(BARE, created="last spring"), None, WORDING)
    assert {fact.term: fact.words for fact in told}["Created"] == "last spring"


def test_dictionary_tells_every_column_in_words() -> None:
    """Type, unit and rules of each column stand in the table; what no column has is no column."""
    main = shown("data/service-requests/")
    table = main.xpath("//table[caption='Columns of Requests']")[0]
    assert [words(h) for h in table.xpath("./thead//th")] == [
        *("Column", "Type", "Title", "Unit", "Meaning", "A value is"),
    ]
    key = "part of what identifies the row"
    assert cells(table) == [
        ["month", "month", "Month", "–", "–", f"{key}; never empty"],
        ["zone", "text", "–", "–", "Part of the city.", f"{key}; one of: North; South"],
        ["requests", "whole number", "–", "requests", "–", "at least 0"],
        ["on_time", "whole number", "–", "requests", "–", "–"],
        ["obs_status", "text", "–", "–", "–", "–"],
    ]
    plain = dataclasses.replace(REQUESTS, fields=(Field("value", "number"),), primary_key=())
    city = portal(packages=(replace(PACKAGE, resources=(plain,)),))
    headers = shown("data/service-requests/", city).xpath("//table[caption='Columns of Requests']")
    assert [words(h) for h in headers[0].xpath("./thead//th")] == ["Column", "Type"]


@pytest.mark.parametrize(
    ("field", "rules"),
    [
        (Field("x", constraints={"required": False, "unique": True}), ("never twice",)),
        (
            Field("x", "number", constraints={"minimum": 0, "exclusiveMaximum": 1}),
            ("at least 0", "less than 1"),
        ),
        (Field("x", constraints={"maxLength": 3}), ("at most 3 characters",)),
        (Field("x", constraints={"pattern": "^a$"}), ("must match the pattern ^a$",)),
        (
            Field("x", raw={"categories": [{"value": 1, "label": "One"}, {"value": 2}]}),
            ("one of: 1; 2",),
        ),
        # Twenty are named, the other five counted.
        (
            Field("x", constraints={"enum": [f"v{number}" for number in range(25)]}),
            ("one of: " + "; ".join(f"v{number}" for number in range(20)) + "; and 5 more",),
        ),
    ],
)
def test_rules_of_a_column_are_in_words(field: Field, rules: tuple[str, ...]) -> None:
    """Each constraint of a Table Schema has its words."""
    held = dataclasses.replace(REQUESTS, fields=(field,), primary_key=())
    assert dictionary.columns(held)[0].rules == rules


def test_dictionary_tells_what_stands_for_no_value() -> None:
    """Missing codes have a column of their own where the package has any."""
    field = Field("x", missing_values=("", "-", "n/a"))
    held = dataclasses.replace(REQUESTS, fields=(field,), primary_key=())
    city = portal(packages=(replace(PACKAGE, resources=(held,)),))
    table = shown("data/service-requests/", city).xpath("//table[caption='Columns of Requests']")[0]
    assert [words(h) for h in table.xpath("./thead//th")] == [
        *("Column", "Type", "No value is also written"),
    ]
    assert cells(table) == [["x", "text", "- or n/a"]]


def test_first_rows_are_ten_as_the_file_writes_them() -> None:
    """Every column of the first ten rows, and how many there are; all rows where there are few."""
    main = shown("data/service-requests/")
    table = main.xpath(
        "//table[caption='The first 10 of 12 rows of Requests, as the file has them']"
    )[0]
    assert len(cells(table)) == 10
    assert cells(table)[0] == ["2026-01", "North", "100", "91", "final"]
    few = dataclasses.replace(REQUESTS, rows=rows_of(TABLE.tail(2)))
    city = portal(packages=(replace(PACKAGE, resources=(few,)),))
    table = shown("data/service-requests/", city).xpath("//table[starts-with(caption, 'All')]")[0]
    assert cells(table)[1] == ["2026-12", "North", "100", "", "missing"]


def test_tables_of_a_page_have_names_of_their_own() -> None:
    """Two resources with one title: a list of the page's regions tells their tables apart."""
    twins = (REQUESTS, dataclasses.replace(REQUESTS, name="more", path="more.csv"))
    main = shown("data/service-requests/", portal(packages=(replace(PACKAGE, resources=twins),)))
    captions = [words(caption) for caption in main.xpath("//section//caption")]
    assert captions == [
        "Columns of Requests (requests)",
        "The first 10 of 12 rows of Requests (requests), as the file has them",
        "Columns of Requests (more)",
        "The first 10 of 12 rows of Requests (more), as the file has them",
    ]


def test_table_without_rows_says_so() -> None:
    """A file of a header alone is not passed over in silence."""
    none = dataclasses.replace(REQUESTS, rows=rows_of(TABLE.head(0)))
    city = portal(packages=(replace(PACKAGE, resources=(none,)),))
    assert "This table has no rows." in words(shown("data/service-requests/", city))


def test_files_have_sizes_and_the_checksums_of_what_the_package_holds() -> None:
    """The whole comes first, then each resource, then what describes them."""
    table = shown("data/service-requests/").xpath("//table[caption='The newest files']")[0]
    # What the build makes is checked by SHA256SUMS, which cannot hold its own sum.
    made = "in SHA256SUMS"
    assert cells(table) == [
        ["Everything in one file", "9 KB", "service-requests.zip", made],
        ["Requests (CSV)", "1.5 MB", "requests.csv", "ab" * 32],
        ["Requests (Parquet)", "4 KB", "requests.parquet", made],
        ["map (GeoJSON)", "2 bytes", "zones.geojson", "cd" * 32],
        ["Description of the package", "2 KB", "datapackage.json", made],
        ["Checksums of all files", "300 bytes", "SHA256SUMS", "–"],
    ]
    edition = shown("data/service-requests/").xpath("//table[starts-with(caption, 'Files of')]")[0]
    assert {a.split("/")[0] for a in edition.xpath(".//a/@href")} == {".."}
    assert all("/v2026.10.0/" in a for a in edition.xpath(".//a/@href"))


def test_code_reads_from_the_site_where_its_address_is_known() -> None:
    """Whole addresses with a site_url; without one, the names of the downloaded files."""
    settings = replace(SETTINGS, site_url="https://data.example/results/")
    main = shown("data/service-requests/", settings=settings)
    address = "https://data.example/results/data/service-requests/latest"
    assert [code.text for code in main.xpath("//pre[@aria-labelledby]/code")] == [
        f'import pandas as pd\n\nrequests = pd.read_parquet("{address}/requests.parquet")',
        "import urllib.request\n\nimport duckdb\n\n"
        f'urllib.request.urlretrieve("{address}/requests.parquet", "requests.parquet")\n'
        "requests = duckdb.sql(\"SELECT * FROM read_parquet('requests.parquet')\")",
        f'requests <- read.csv("{address}/requests.csv")',
        f'=IMPORTDATA("{address}/requests.csv")',
    ]
    assert "straight from this site" in words(main)
    main = shown("data/service-requests/")
    codes = [code.text for code in main.xpath("//pre[@aria-labelledby]/code")]
    assert codes[2:] == ['requests <- read.csv("requests.csv")']
    assert "In Excel choose Data, then From Text/CSV" in words(main)
    assert "Download the files first." in words(main)


def test_code_holds_whatever_a_resource_is_called() -> None:
    """Python parses the code of names with quotes, digits, hyphens and reserved words."""
    names = ('it"s', "2026-data", "class", "open-data", "é")
    made = snippets([Source(name, f"{name}.csv", "", ";") for name in names])
    for snippet in made[:2]:
        parsed = ast.parse(snippet.code).body
        assigned = [node.targets[0] for node in parsed if isinstance(node, ast.Assign)]
        assert [t.id for t in assigned if isinstance(t, ast.Name)] == [
            *("it_s", "table_2026_data", "table_class", "open_data", "table"),
        ]
    assert made[1].code.splitlines()[4] == (
        "table_class = duckdb.sql(\"SELECT * FROM read_csv('class.csv', delim = ';')\")"
    )
    assert snippets([Source("a", "it's.csv", "")])[1].code.endswith(
        "a = duckdb.sql(\"SELECT * FROM read_csv('it''s.csv')\")"
    )
    online = snippets([Source("a", 'https://example.org/a"b.csv', "", ";")])
    assert online[3].code == '=IMPORTDATA("https://example.org/a""b.csv", ";")'


def test_revised_values_are_listed_the_latest_first() -> None:
    """Each changed value stands with its period, member and reason; final ones do not."""
    revised = tidy(
        [
            ("2026-07", "North", 90.04, "revised", "Late closures."),
            ("2026-08", "North", 88.0, "final", ""),
            ("2026-09", "South", 91.25, "revised", ""),
        ]
    )
    main = shown("data/service-requests/", portal(record(tidy=revised)))
    # 91.25 rounds half away from zero at one decimal.
    assert cells(main.xpath("//table[caption='Revised values']")[0]) == [
        ["Sep 2026", "Requests on time", "South", "91.3%", ""],
        ["Jul 2026", "Requests on time", "North", "90.0%", "Late closures."],
    ]
    assert "2 values in it are marked as revised" in words(main)
    assert "No value in it is marked as revised." in words(shown("data/service-requests/"))


def test_package_says_what_it_covers_and_when_the_next_values_come() -> None:
    """As-of date, first and last month with a value, frequency, and when more is due."""
    city = portal(record(covers=(date(2026, 7, 1), date(2026, 8, 31))))
    main = shown("data/service-requests/", city)
    told = {
        words(line.xpath("./dt")[0]): words(line.xpath("./dd")[0])
        for line in main.xpath("//dl/div")
    }
    assert told["Data as of"] == "November 20, 2026"
    assert told["Covers"] == "July 2026 to August 2026"
    assert told["Reported"] == "Monthly"
    assert told["Next values"] == "Due November 20, 2026"
    line = words(
        shown("data/", city).xpath("//main//ul[contains(@class, 'rows')]/li[2]/ul/li[2]")[0]
    )
    assert line == "July 2026 to August 2026, monthly"


def test_package_says_how_to_cite_it() -> None:
    """Publisher, title, portal, edition, the day the data speak from and the address."""
    settings = replace(SETTINGS, site_url="https://data.example/results/")
    main = shown("data/service-requests/", settings=settings)
    assert words(main.xpath("//h2[.='Cite this']/following-sibling::p[1]")[0]) == (
        f"Public Works. “{PACKAGE.title}.” Focus on Results. Data package service-requests, "
        "version 2026.10.0. Data as of November 20, 2026. "
        "https://data.example/results/data/service-requests/"
    )
    assert main.xpath("//pre[@aria-label='BibTeX']/code")[0].text.startswith(
        "@misc{service-requests,"
    )


def test_catalogue_lists_every_package_by_title() -> None:
    """Each with its first paragraph, department, timing, rows, formats and licence."""
    items = shown("data/").xpath("//main//ul[contains(@class, 'rows')]/li")
    assert [words(item.xpath("./div/h3")[0]) for item in items] == ["bare", PACKAGE.title]
    assert [[words(fact) for fact in item.xpath("./ul/li")] for item in items] == [
        ["GeoJSON", "No license stated"],
        [
            *("Public Works", "monthly", "Updated November 20, 2026"),
            *("12 rows, CSV, Parquet, GeoJSON", "Attribution 4.0"),
        ],
    ]
    assert words(items[1].xpath("./div/p")[0]) == "What residents asked for."
