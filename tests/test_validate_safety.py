"""The first gate: nothing unsafe is opened, parsed, followed or shown."""

import json
import os
import socket
from pathlib import Path
from typing import Any

import pytest

from conftest import Builder
from gates import (
    Case,
    changed,
    codes,
    datasets,
    descriptor_of,
    gate,
    problems,
    with_resource,
    with_rows,
    write,
)

TABLE = "observations.csv"


def missing_path(package: Builder) -> Path:
    """A path with nothing at it."""
    return package() / "nowhere"


def empty_folder(package: Builder) -> Path:
    """A folder without a package."""
    folder = package() / "empty"
    folder.mkdir()
    return folder


def misnamed(package: Builder) -> Path:
    """A descriptor whose name has a capital letter, beside a good one."""
    folder = package()
    (folder / "Datapackage.json").write_text("{}")
    return folder


def twice_described(package: Builder) -> Path:
    """A folder with two descriptors."""
    folder = package()
    (folder / "datapackage.yaml").write_text("resources: []")
    return folder


def linked_table(package: Builder) -> Path:
    """A table that is a link to a file outside the package."""
    folder = package()
    outside = folder.parent / "secret.csv"
    outside.write_bytes((folder / TABLE).read_bytes())
    (folder / TABLE).unlink()
    (folder / TABLE).symlink_to(outside)
    return folder


def linked_folder(package: Builder) -> Path:
    """A folder of packages that is a link."""
    folder = package()
    (folder.parent / "again").symlink_to(folder, target_is_directory=True)
    return datasets(folder)


def pipe(package: Builder) -> Path:
    """A pipe in the place of a table, which would never end."""
    folder = package()
    (folder / TABLE).unlink()
    os.mkfifo(folder / TABLE)
    return folder


def folder_as_descriptor(package: Builder) -> Path:
    """A folder called datapackage.json."""
    folder = package()
    (folder / "datapackage.json").unlink()
    (folder / "datapackage.json").mkdir()
    return folder


def without_table(package: Builder) -> Path:
    """A package whose table is not there."""
    folder = package()
    (folder / TABLE).rename(folder / "observation.csv")
    return folder


def large_descriptor(package: Builder) -> Path:
    """A descriptor of more than one megabyte."""
    folder = package()
    facts = descriptor_of(folder)
    facts["description"] = "x" * 1_100_000
    return write(folder, facts)


def of_bytes(data: bytes) -> Case:
    """A package whose table has these bytes."""

    def case(package: Builder) -> Path:
        folder = package()
        (folder / TABLE).write_bytes(data)
        return folder

    return case


def yaml_alias(package: Builder) -> Path:
    """A YAML descriptor with an anchor and its alias."""
    folder = package()
    (folder / "datapackage.json").unlink()
    (folder / "datapackage.yaml").write_text("a: &x [1]\nb: *x\nresources: []\n")
    return folder


def pattern(facts: dict[str, Any]) -> None:
    """Ask for a regular expression whose time grows exponentially."""
    facts["resources"][0]["schema"]["fields"][0] = {
        "name": "month",
        "type": "string",
        "constraints": {"pattern": "^(a+)+$"},
    }


def script_link(facts: dict[str, Any]) -> None:
    """Link to a script."""
    facts["sources"] = [{"title": "Source", "path": "javascript:alert(1)"}]


def inline(facts: dict[str, Any]) -> None:
    """Put the data into the descriptor."""
    facts["resources"].append({"name": "inline", "data": [{"a": 1}]})


CASES: dict[str, Case] = {
    "path-missing": missing_path,
    "no-package": empty_folder,
    "descriptor-name": misnamed,
    "two-descriptors": twice_described,
    "symlink": linked_table,
    "special-file": pipe,
    "file-missing": without_table,
    "file-size": large_descriptor,
    "unsafe-path": with_resource(path="../observations.csv"),
    "unsafe-link": changed(script_link),
    "inline-data": changed(inline),
    "archive": with_resource(path="observations.csv.gz"),
    "file-type": with_resource(path="observations.html"),
    "several-files": with_resource(path=["observations.csv", "more.csv"]),
    "separate-description": with_resource(schema="schema.json"),
    "not-text": of_bytes(b"PK\x03\x04\x14\x00\x06\x00"),
    "control-character": with_rows("month,requests,on_time,note\n2025-01,100,90,a\x01b\n"),
    "byte-order-mark": of_bytes(b"\xef\xbb\xbfmonth,requests,on_time\n2025-01,100,90\n"),
    "encoding": of_bytes("month,requests,on_time\n2025-01,100,90\n".encode("utf-16")),
    "pattern": changed(pattern),
    "yaml-alias": yaml_alias,
}


@pytest.mark.parametrize("code", CASES)
def test_each_unsafe_thing_has_its_own_problem(code: str, package: Builder) -> None:
    """What is unsafe is reported with exactly its own code, and nothing of it is accepted."""
    examined = gate(CASES[code](package))
    assert {problem.code for problem in examined.problems} == {code}
    assert (examined.packages == ()) == (code not in ("descriptor-name", "two-descriptors"))


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd",
        "../x.csv",
        "data/../../x.csv",
        "http://city.example/x.csv",
        "https://city.example/x.csv",
        "ftp://city.example/x.csv",
        "file:///etc/x.csv",
        "C:\\data\\x.csv",
        "C:x.csv",
        "data\\x.csv",
        "..\\x.csv",
        "~/x.csv",
        ".hidden/x.csv",
        "data//x.csv",
        "./x.csv",
        "x.csv ",
        "x\n.csv",
        "x%2e%2e.csv",
        "a" * 300 + ".csv",
    ],
)
def test_no_path_leads_out_of_the_package(path: str, package: Builder) -> None:
    """Every way of leading out of the folder is refused before anything is opened."""
    found = codes(with_resource(path=path)(package))
    assert "unsafe-path" in found
    assert found <= {"unsafe-path", "control-character"}


@pytest.mark.parametrize(
    ("link", "safe"),
    [
        ("https://city.example/data?x=1#y", True),
        ("HTTP://city.example", True),
        ("mailto:data@city.example", True),
        ("LICENSE.md", True),
        ("javascript:alert(1)", False),
        ("JavaScript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("java\tscript:alert(1)", False),
        ("data:text/html,x", False),
        ("vbscript:x", False),
        ("//evil.example/x", False),
        ("/etc/passwd", False),
        ("../x", False),
        ('https://x"onclick="y', False),
    ],
)
@pytest.mark.parametrize("where", ["sources", "licenses", "homepage", "benchmarks"])
def test_links_are_of_safe_kinds(link: str, safe: bool, where: str, package: Builder) -> None:
    """Only http, https, mailto and the package's own files can be linked, wherever links stand."""
    folder = package()
    facts = descriptor_of(folder)
    source = {"title": "T", "path": link}
    if where == "benchmarks":
        facts["metrics"][0]["benchmarks"] = [
            {"title": "T", "value": 1, "comparability": "Good.", "source": source}
        ]
    else:
        facts[where] = link if where == "homepage" else [source]
    found = codes(write(folder, facts)) - {"control-character"}
    assert found == (set() if safe else {"unsafe-link"})


def test_a_linked_folder_is_reported_and_not_followed(package: Builder) -> None:
    """The package behind the link is not read a second time."""
    examined = gate(linked_folder(package))
    assert [problem.code for problem in examined.problems] == ["symlink"]
    assert len(examined.packages) == 1


def test_a_linked_table_is_one_problem(package: Builder) -> None:
    """The link is found in the folder and named by the descriptor, and told once."""
    (found,) = problems(linked_table(package))
    assert found.code == "symlink"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("./observations.csv", "not with ./"),
        (["observations.csv"], "as text, not as a list"),
        (["a.csv", "b.csv"], "one file"),
    ],
)
def test_a_path_in_another_form_is_told_as_such(path: object, words: str, package: Builder) -> None:
    """What other programs write for one file is no hidden folder and no second file."""
    (found,) = problems(with_resource(path=path)(package))
    assert words in found.message


def test_a_link_in_the_middle_of_a_path_is_refused(package: Builder) -> None:
    """Every step of a path is looked at, not only the last."""
    folder = with_resource(path="data/observations.csv")(package)
    (folder / "elsewhere").mkdir()
    (folder / TABLE).rename(folder / "elsewhere" / TABLE)
    (folder / "data").symlink_to(folder / "elsewhere")
    assert codes(folder) == {"symlink"}


def test_a_descriptor_that_is_a_link_is_not_read(package: Builder) -> None:
    """A descriptor's own file may not be a link either, however it is named."""
    folder = package()
    (folder / "datapackage.json").rename(folder / "real.json")
    (folder / "datapackage.json").symlink_to(folder / "real.json")
    assert codes(folder) == {"symlink"}
    assert codes(folder / "datapackage.json") == {"symlink"}


def test_a_folder_in_the_place_of_a_descriptor_is_a_problem(package: Builder) -> None:
    """A folder called datapackage.json is not searched, and named."""
    assert codes(folder_as_descriptor(package)) == {"special-file"}


def test_what_may_not_be_read_is_a_problem(
    package: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A refusal of the system is a problem of that file alone."""
    folder = package()
    real = os.open

    def refuse(path: Any, *args: Any, **kwargs: Any) -> int:
        # The tests may run as a user to whom nothing is refused.
        if str(path).endswith(TABLE):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *args, **kwargs)

    monkeypatch.setattr(os, "open", refuse)
    (found,) = problems(folder)
    assert found.code == "unreadable"
    assert found.file.endswith(TABLE)
    assert "permission denied" in found.message


def test_nothing_is_fetched(package: Builder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Addresses in the descriptor are never connected to."""

    def refuse(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    folder = package()
    facts = descriptor_of(folder)
    facts["$schema"] = "https://evil.example/profile.json"
    facts["profile"] = "https://evil.example/profile.json"
    facts["resources"][0]["profile"] = "fiscal-data-package"
    facts["resources"][0]["$schema"] = "https://evil.example/resource.json"
    facts["resources"][0]["schema"]["$schema"] = "https://evil.example/schema.json"
    assert codes(write(folder, facts)) == set()
    facts["resources"][0]["schema"] = "https://evil.example/schema.json"
    facts["resources"][0]["dialect"] = "https://evil.example/dialect.json"
    assert codes(write(folder, facts)) == {"separate-description"}


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"PK\x03\x04\x00", "not-text", "an Excel workbook"),
        (b"\xd0\xcf\x11\xe0\x00", "not-text", "an old Excel workbook"),
        (b"\x1f\x8b\x08\x00", "not-text", "a compressed file"),
        (b"%PDF-1.7\n%\xe2\xe3", "not-text", "a PDF document"),
        (b"a,b\n1,\x00\n", "not-text", "NUL"),
        ("a,b\n1,2\n".encode("utf-16-le"), "encoding", "UTF-16"),
        (b"\xff\xfea\x00", "encoding", "UTF-16"),
        (b"month,requests,on_time\n2025-01,100,\x96\n", "encoding", "Windows-1252"),
        (b"month,\x81\x8d\n", "encoding", "not in UTF-8"),
    ],
)
def test_what_is_not_utf8_text_is_named(
    data: bytes, code: str, words: str, package: Builder
) -> None:
    """The message says what the file seems to be, so that it can be saved the right way."""
    found = [p for p in problems(of_bytes(data)(package)) if p.code == code]
    assert len(found) == 1
    assert words in found[0].message


def test_windows_encoding_does_not_hide_other_problems(package: Builder) -> None:
    """A file in Windows-1252 is still read, and the line of its first wrong byte named."""
    data = b"month,requests,on_time,note\n2025-01,100,90,ok\n2025-02,100,n/a,caf\xe9\n"
    found = problems(of_bytes(data)(package))
    assert {(p.code, p.row) for p in found} >= {("encoding", 3)}
    assert "header-extra" in {p.code for p in found}


def test_limits_are_settings(package: Builder) -> None:
    """A table may be as large as the setting says, to the byte."""
    rows = "".join(f"2025-{month:02d},100,90\n" for month in range(1, 13))
    text = "month,requests,on_time\n" + rows
    folder = of_bytes((text + "#" * (1024 * 1024 + 1 - len(text))).encode())(package)
    (found,) = problems(folder, max_file_mb=1)
    assert found.code == "file-size"
    assert "1 MB" in found.message


def test_patterns_of_the_list_are_allowed(package: Builder) -> None:
    """An expression is accepted by being on the list, and only then."""
    # The months 2025-01 and 2025-02 hold no letter a: now that it may run, it finds them wrong.
    folder = changed(pattern)(package)
    assert codes(folder, allowed_patterns=("^(a+)+$",)) == {"cell-not-allowed"}


def test_a_pattern_that_is_not_allowed_is_never_run(package: Builder) -> None:
    """Not one cell is matched: this one would take years."""
    folder = changed(pattern)(package)
    cell = "a" * 60 + "!"
    (folder / TABLE).write_text(f"month,requests,on_time\n{cell},1,1\n")
    assert codes(folder) == {"pattern", "cell-date"}  # It is no month either.


@pytest.mark.parametrize("sign", ["\u202a", "\u202e", "\u2066", "\u2069"])
def test_no_sign_turns_words_around(sign: str, package: Builder) -> None:
    """Neither as it is nor told by its number; letters that are written from the right stay."""
    hebrew = "\u05d7\u05d5\u05e8\u05d9\u05dd \u200f(2026)\u200e"
    assert codes(package(title=hebrew)) == set()
    folder = package(title="Calls LATE")
    descriptor, table = folder / "datapackage.json", folder / TABLE
    written = descriptor.read_text(encoding="utf-8")
    for told in (sign, f"\\u{ord(sign):04x}"):
        descriptor.write_text(written.replace("LATE", f"{told}late"), encoding="utf-8")
        assert codes(folder) == {"control-character"}
    descriptor.write_text(written, encoding="utf-8")
    table.write_text(table.read_text("utf-8").replace("\n", f"{sign}\n", 1), encoding="utf-8")
    assert "control-character" in codes(folder)


@pytest.mark.parametrize("text", ["\ud800", "a\x0bb", "\u0000", "\ufffe"])
def test_unprintable_descriptor_texts_are_refused(text: str, package: Builder) -> None:
    """What no file, picture or feed can hold does not come in, and can still be reported."""
    folder = package(title=text)
    found = problems(folder)
    assert {p.code for p in found} == {"control-character"}
    for problem in found:
        problem.as_text().encode()
        json.loads(problem.as_json())


def test_documents_are_published_as_they_are(package: Builder) -> None:
    """A PDF and a map need not be tables or even text."""
    folder = package()
    facts = descriptor_of(folder)
    (folder / "plan.pdf").write_bytes(b"%PDF-1.7\x00\xff")
    (folder / "map.geojson").write_text('{"type": "FeatureCollection", "features": []}')
    facts["resources"] += [
        {"name": "plan", "path": "plan.pdf"},
        {"name": "map", "path": "map.geojson", "format": "geojson"},
    ]
    (package_read,) = gate(write(folder, facts)).packages
    assert [r.text is None for r in package_read.resources] == [False, True, True]
    assert package_read.resource("plan").data == b"%PDF-1.7\x00\xff"
