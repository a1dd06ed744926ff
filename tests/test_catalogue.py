"""The words of the standards: licences, citations, columns, addresses, sitemaps."""

import dataclasses
import json
import re
from collections.abc import Iterator
from datetime import date

import pandas as pd
import pytest
from msgspec.structs import replace

import standards
from frames import rows_of
from performance.catalogue import (
    catalogs,
    citation,
    csvw,
    entries_of,
    licence,
    schema_org,
    sitemap,
)
from performance.catalogue.address import Base
from performance.catalogue.dataset import (
    Dataset,
    contact,
    covers,
    datasets,
    expected,
    records_by_package,
)
from performance.catalogue.files import of_package
from performance.catalogue.inventory import Folders, Inventory, inventory
from performance.model import Contributor, Field, Link, Portal, Resource
from performance.settings import Settings
from reference import BARE, DOWNLOADS, HOSTILE, METRIC, PACKAGE, SETTINGS, WORDING, portal, record

WHOLE = replace(SETTINGS, site_url="https://data.example/results/")


def published() -> Inventory:
    """Return the files of two packages and the series of a metric."""
    return inventory({**DOWNLOADS, "metrics/requests-on-time/data.csv": 431})


def test_a_licence_is_said_in_a_sentence_with_its_address() -> None:
    """Known ones by their code, in any case; of others nothing is claimed."""
    known = Link("CC BY", None, "cc-by-4.0")
    assert licence.permission((known,)).endswith("if you name the source and say what you changed.")
    assert licence.address(known) == "https://creativecommons.org/licenses/by/4.0/"
    assert licence.address(Link("CC BY", "https://example.org/by", "CC-BY-4.0")) == (
        "https://example.org/by"
    )
    own = Link("Our terms", "javascript:alert(1)", "ours")
    assert licence.address(own) is None
    assert licence.permission((own,)) == "Read the license for what you may do with the data."
    assert licence.permission((Link("None", None, "notspecified"),)) == licence.permission(())
    both = licence.permission((known, own, known))
    assert both.count("name the source") == 1
    assert both.endswith("Read the license for what you may do with the data.")


def test_every_known_licence_has_a_sentence_and_a_whole_address() -> None:
    """What the table of licences says can be shown as it stands."""
    for words, address in licence.KNOWN.values():
        assert words.startswith("You may ")
        assert words.endswith(".")
        assert address.startswith("https://")


def test_bibtex_is_what_tex_reads() -> None:
    """Signs that are commands of TeX are written as themselves; braces are balanced."""
    package = replace(PACKAGE, contributors=(Contributor("R&D_100%", ("publisher",)),))
    title = r"Costs in $ {net} of #1 ~ \x^2"
    made = citation.bibtex(package, title, "metrics/costs/", wording=WORDING, settings=WHOLE)
    assert made.splitlines() == [
        "@misc{costs,",
        r"  author = {{R\&D\_100\%}},",
        r"  title = {{Costs in \$ \{net\} of \#1 \textasciitilde{} "
        r"\textbackslash{}x\textasciicircum{}2}},",
        "  year = {2026},",
        "  month = nov,",
        "  howpublished = {Focus on Results. Data package service-requests, version 2026.10.0},",
        "  note = {Data as of November 20, 2026},",
        "  url = {https://data.example/results/metrics/costs/},",
        "}",
    ]
    plain = re.sub(r"\\[{}]", "", made)
    assert plain.count("{") == plain.count("}")
    without = citation.bibtex(package, title, "metrics/costs/", wording=WORDING, settings=SETTINGS)
    assert "url" not in without


def test_addresses_are_whole_or_lead_from_the_document() -> None:
    """With a site's address whole; without one, the relative way that resolves to the same."""
    assert Base("https://x.example", "data/a.json").of("metrics/m/") == (
        "https://x.example/metrics/m/"
    )
    assert Base("", "data/a.json").of("metrics/m/") == "../metrics/m/"
    assert Base("", "data.json").of("") == "./"


def test_coverage_is_of_periods_with_a_value() -> None:
    """Of metrics together: from the first day of any to the last."""
    august, autumn = (date(2026, 8, 1), date(2026, 8, 31)), (date(2026, 9, 1), date(2026, 10, 31))
    one, other = (dataclasses.replace(record(), covers=days) for days in (august, autumn))
    assert covers((one, record(), other)) == (date(2026, 8, 1), date(2026, 10, 31))
    assert covers((one, record())) == august
    assert covers((record(),)) is None
    assert expected((record(),)) == date(2026, 11, 20)


def test_contact_is_the_packages_then_the_sites() -> None:
    """An office without an e-mail keeps its name; the site's web address is no e-mail."""
    assert contact(PACKAGE, SETTINGS).email == "desk@portalder.example"
    office = replace(PACKAGE, contributors=(Contributor("Office", ("contact",)),))
    assert contact(office, SETTINGS).name == "Office"
    assert contact(office, SETTINGS).email == "data@portalder.example"
    elsewhere = replace(SETTINGS, contact="https://portalder.example/ask")
    assert contact(BARE, elsewhere).email == ""
    assert contact(BARE, elsewhere).name == "Port Alder"


def described(city: Portal) -> list[Dataset]:
    """Return every dataset of a city: each package, and after it the metrics made from it."""
    filed = records_by_package(city)
    return [
        each
        for package in city.packages
        for each in datasets(
            package,
            filed.get(package.name, ()),
            published(),
            department=city.content.department(package.department),
            settings=SETTINGS,
        )
    ]


def test_the_catalogue_has_each_package_and_after_it_its_metrics() -> None:
    """Nothing is said that the package does not say: no day, no frequency, no place."""
    first, series, bare = described(portal())
    assert [d.name for d in (first, series, bare)] == [
        *("service-requests", "requests-on-time", "bare"),
    ]
    assert first.place == series.place == "Port Alder"
    assert series.part_of == first.address
    assert first.parts == (series.address,)
    assert [f.name for f in series.files] == ["data.csv"]
    assert (bare.place, bare.modified, bare.frequency, bare.covers) == ("", "", None, None)
    assert bare.keywords == ("bare",)
    assert bare.description == "bare, published by Port Alder."


def test_a_package_says_its_place_and_keywords_itself() -> None:
    """What the descriptor says counts before what is taken from the department."""
    said = {"spatial": "Atlanta, Georgia", "keywords": ["trash", "Public works", "trash"]}
    package = replace(PACKAGE, descriptor=said)
    city = portal(record(package=package), packages=(package,))
    made, series = described(city)
    assert made.place == series.place == "Atlanta, Georgia"
    assert made.keywords == ("trash", "Public works", "Customer service")


@pytest.mark.parametrize("settings", [WHOLE, SETTINGS], ids=["whole", "relative"])
def test_catalogues_conform_with_and_without_an_address(settings: Settings) -> None:
    """Of a package that says nothing only the day is lacking, which nobody can make up."""
    whole = settings is WHOLE
    city, filed = portal(), records_by_package(portal())
    entries = [
        entries_of(
            package,
            filed.get(package.name, ()),
            published(),
            department=city.content.department(package.department),
            settings=settings,
        )
        for package in city.packages
    ]
    older, newer = (json.loads(data) for _, data in catalogs(entries, settings))
    assert standards.dcat_us(older, whole=whole) == ["dataset/2: 'modified' is a required property"]
    assert standards.dcat_us_3(newer, whole=whole) == []
    assert standards.shapes(newer, "https://x.example/data/dcat-us-3.json") == []


def test_json_within_a_page_cannot_end_its_element() -> None:
    """Whatever a title holds, the element ends where it should and the text reads back."""
    made = schema_org.embedded({"name": f"</script>{HOSTILE} & more"})
    assert not {"<", ">", "&"} & set(made)
    assert json.loads(made) == {"name": f"</script>{HOSTILE} & more"}


def test_search_engines_get_a_description_of_the_length_they_take() -> None:
    """One too short says who publishes it; one too long is cut."""
    city = portal(record(replace(METRIC, description="Short.")))
    _, series, _ = described(city)
    for text, length in ((series.description, 64), ("word " * 2_000, 5_000)):
        made = json.loads(
            schema_org.dataset(
                replace(series, description=text.strip()), Base("", "x/"), site_title="Results"
            )
        )
        assert len(made["description"]) == length
        assert standards.schema_org(made) == []


def test_terms_that_schema_org_does_not_know_are_found_out() -> None:
    """The check does check."""
    assert standards.schema_org({"@type": "DataCatalog", "nmae": "x"}) == ["nmae is no property"]


@pytest.mark.parametrize(
    ("field", "texts", "datatype"),
    [
        (Field("x", "yearmonth"), ["2026-09"], "gYearMonth"),
        (Field("x", "any"), ["?"], "string"),
        (Field("x", "date", "%d/%m/%Y"), ["31/12/2026"], "string"),
        (Field("x", "integer", raw={"bareNumber": False}), ["5 km"], "string"),
        (
            Field("x", "number", raw={"decimalChar": ",", "groupChar": "."}),
            ["1.234,5"],
            {"base": "decimal", "format": {"decimalChar": ",", "groupChar": "."}},
        ),
        (
            Field("x", "integer", constraints={"minimum": 0, "exclusiveMaximum": 5}),
            ["3"],
            {"base": "integer", "minimum": 0, "maxExclusive": 5},
        ),
        (Field("x", "boolean"), ["true", "0", ""], "boolean"),
        (Field("x", "boolean"), ["True", "False"], {"base": "boolean", "format": "True|False"}),
        (Field("x", "boolean"), ["True", "TRUE"], "string"),
        (
            Field("x", "boolean", raw={"trueValues": ["yes"], "falseValues": ["no"]}),
            ["yes", "yes"],
            {"base": "boolean", "format": "yes|no"},
        ),
    ],
)
def test_columns_have_the_types_of_csv_on_the_web(
    field: Field, texts: list[str], datatype: object
) -> None:
    """What a cell may be; where CSV on the Web has no such type, it is text."""
    assert csvw.column(field, texts)["datatype"] == datatype


def test_names_of_columns_are_variables_of_uri_templates() -> None:
    """Letters, digits and underscores stay, but for one at the beginning; the rest is encoded."""
    assert csvw.variable("on_time") == "on_time"
    assert csvw.variable("_id") == "%5Fid"
    assert csvw.variable("Country Name-é") == "Country%20Name%2D%C3%A9"


def test_a_table_says_how_it_is_written() -> None:
    """Only what differs from the standard's own dialect; missing codes with their column."""
    dialect = {"delimiter": ";", "quoteChar": "'", "headerRows": [3], "skipInitialSpace": True}
    table = Resource(
        "t",
        "t.csv",
        b"",
        "",
        fields=(Field("a", missing_values=("", "-")),),
        primary_key=("a",),
        rows=rows_of(pd.DataFrame({"a": ["1"]})),
        raw={"path": "t.csv", "dialect": dialect},
    )
    made = csvw.of_resource(table, "my t.csv", ())
    assert made["url"] == "my%20t.csv"
    assert made["dialect"] == {
        "delimiter": ";",
        "quoteChar": "'",
        "skipInitialSpace": True,
        "skipRows": 2,
    }
    assert made["tableSchema"]["primaryKey"] == ["a"]
    assert made["tableSchema"]["columns"][0]["null"] == ["", "-"]
    with pytest.raises(ValueError, match="not a table"):
        csvw.of_resource(dataclasses.replace(table, rows=None), "t.csv", ())


def test_files_are_found_by_folder_and_keep_their_sums() -> None:
    """Of an edition, each with its own checksum or the one that the build took."""
    held = inventory(DOWNLOADS, {"data/service-requests/latest/requests.parquet": "ef" * 32})
    found = {file.name: file for file in of_package(PACKAGE, "latest", held)}
    assert found["requests.csv"].sha256 == "ab" * 32
    assert found["requests.parquet"].sha256 == "ef" * 32
    assert found["SHA256SUMS"].sha256 == ""
    assert found["zones.geojson"].mediatype == "application/geo+json"
    assert of_package(PACKAGE, "v1", held) == ()


def test_published_files_lie_in_folders_of_two_names() -> None:
    """They may grow. Until they do, they are not looked through again, for each metric asks."""

    class Sizes(dict[str, int]):
        looks = 0

        def __iter__(self) -> Iterator[str]:
            self.looks += 1
            return super().__iter__()

    sizes = Sizes({"metrics/x/data.csv": 1, "index.html": 2, "data/p/latest/p.zip": 3})
    folders = Folders(sizes)
    own = {"metrics/x/": {"metrics/x/data.csv": 1}, "data/p/": {"data/p/latest/p.zip": 3}}
    assert [folders.now() for _ in range(3)] == [own] * 3
    assert sizes.looks == 1
    sizes["metrics/x/explore/index.html"] = 4
    own["metrics/x/"]["metrics/x/explore/index.html"] = 4
    assert (folders.now(), sizes.looks) == (own, 2)


def test_sitemap_lists_pages_and_not_their_other_views() -> None:
    """Filters, frames, the search and what is not there are left out."""
    for address in ("", "metrics/", "metrics/x/", "data/x/", "glossary/"):
        assert sitemap.is_listed(address)
    for address in (
        *("404.html", "metrics/attainment/met/", "embed/x/", "metrics/x/explore/", "search/"),
    ):
        assert not sitemap.is_listed(address)


def test_sitemap_is_split_where_one_file_cannot_hold_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two files of pages and one that lists them; without an address of the site, none."""
    monkeypatch.setattr(sitemap, "MOST", 2)
    pages = ["", "metrics/requests-on-time/", "404.html", "data/"]
    made = dict(sitemap.files(pages, portal(), WHOLE))
    assert list(made) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap.xml", "robots.txt"]
    assert made["sitemap-1.xml"].count(b"<lastmod>2026-11-20</lastmod>") == 2
    assert b"<loc>https://data.example/results/sitemap-2.xml</loc>" in made["sitemap.xml"]
    assert b"404" not in b"".join(made.values())
    without = dict(sitemap.files(pages, portal(), SETTINGS))
    assert without == {"robots.txt": b"User-agent: *\nAllow: /\n"}
