"""Attacks that come in with a pull request or a spreadsheet: each is refused, or harmless."""

import gzip
import io
import json
import re
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from built import files, run
from conftest import Builder, metric_descriptor
from desk import city, made, portal, workbook
from gates import codes, descriptor_of, problems, with_metric, with_resource, with_rows, write
from performance.problem import Problem

OUTSIDE = ("../secret.csv", "/etc/passwd", "http://city.example/x.csv", "https://city.example/x")
# Every property of a descriptor that is read as a file, or could be by another program.
READ = {
    "resource path": ("resources", 0, "path"),
    "resource path in a list": ("resources", 0, "path", 0),
    "schema": ("resources", 0, "schema"),
    "dialect": ("resources", 0, "dialect"),
    "data": ("resources", 0, "data"),
}
SCRIPT = "<script>alert(1)</script>"
FRAME = "<iframe src=https://city.example></iframe><svg onload=alert(1)>"
IMAGE = '"><img src=x onerror=alert(1)>'
MARKDOWN = "[click](javascript:alert(1)) ![x](javascript:alert(1)) <a href='javascript:alert(1)'>x"
COMMANDS = (
    "::set-output name=token::x",
    "::error file=README.md::You have been hacked",
    "::add-mask::x",
    "::stop-commands::x",
    "##[set-output name=x]y",
    "##[add-path]/tmp",
    "x\n::set-env name=PATH::/tmp",
    "x\r::set-env name=PATH::/tmp",
    "x%0A::set-env name=PATH::/tmp",
    "x\u2028::error::x",
    "x\x85::error::x",
)


def put(facts: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    """Put a value at a property; a list is begun where an item is put."""
    here: Any = facts
    for step, following in pairwise(path):
        if isinstance(following, int) and not isinstance(here[step], list):
            here[step] = [None]
        here = here[step]
    here[path[-1]] = value
    return facts


@pytest.mark.parametrize("where", READ)
@pytest.mark.parametrize("path", OUTSIDE)
def test_no_property_that_is_read_leads_out(where: str, path: str, package: Builder) -> None:
    """`..`, an absolute path and a web address are refused wherever a file is named."""
    folder = package()
    (folder.parent / "secret.csv").write_text("month,requests,on_time\n2025-01,1,1\n")
    found = codes(write(folder, put(descriptor_of(folder), READ[where], path)))
    assert found & {"unsafe-path", "separate-description", "inline-data", "several-files"}


@pytest.mark.parametrize(
    "where", ["licenses", "sources", "contributors", "benchmarks", "borrowed_from", "homepage"]
)
@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd"])
def test_no_link_runs_code(where: str, link: str, package: Builder) -> None:
    """Links that readers follow are https, http or mailto, wherever they stand."""
    folder = package()
    facts = descriptor_of(folder)
    if where == "benchmarks":
        source = {"title": "S", "path": link}
        facts["metrics"][0]["benchmarks"] = [
            {"title": "T", "value": 1, "source": source, "comparability": "C"}
        ]
    elif where == "borrowed_from":
        facts["metrics"][0]["borrowed_from"] = {"title": "S", "path": link}
    elif where == "homepage":
        facts["homepage"] = link
    else:
        facts[where] = [{"title": "S", "name": "S", "path": link}]
    assert "unsafe-link" in codes(write(folder, facts))


def test_a_link_out_of_the_package_is_not_followed(package: Builder, tmp_path: Path) -> None:
    """A file that is a symbolic link to a secret is never opened."""
    secret = tmp_path / "secret.csv"
    secret.write_text("month,requests,on_time\n2025-01,SECRET,1\n")
    folder = package()
    (folder / "observations.csv").unlink()
    (folder / "observations.csv").symlink_to(secret)
    found = problems(folder)
    assert {p.code for p in found} == {"symlink"}
    assert all("SECRET" not in p.as_text() for p in found)


def test_a_sparse_file_of_2_gigabytes_is_refused_by_its_size(
    package: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes no room on disk and would fill the memory: not one byte of it is read."""
    folder = package()
    with (folder / "observations.csv").open("r+b") as file:
        file.truncate(2 * 1024**3)
    opened = []
    real = io.open

    def watched(file: Any, *args: Any, **more: Any) -> Any:
        opened.append(str(file))
        return real(file, *args, **more)

    monkeypatch.setattr(io, "open", watched)
    (found,) = problems(folder)
    assert found.code == "file-size"
    assert "2048.0 MB" in found.message
    assert all("observations.csv" not in name for name in opened)


@pytest.mark.parametrize("name", ["observations.csv.gz", "observations.zip", "observations.csv"])
def test_a_bomb_is_never_unpacked(name: str, package: Builder) -> None:
    """An archive is refused by its name and by its first bytes, whatever it is called."""
    folder = package()
    out = io.BytesIO()
    if name.endswith(".zip"):
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("x.csv", b"0" * 50_000_000)
        data = out.getvalue()
    else:
        data = gzip.compress(b"0" * 50_000_000)
    facts = descriptor_of(folder)
    facts["resources"][0]["path"] = name
    (folder / name).write_bytes(data)
    assert codes(write(folder, facts)) & {"archive", "file-type", "not-text"}


@pytest.mark.parametrize("pattern", ["(a+)+$", "^(([a-z])+.)+$", "(a|a)*b", "(.*a){20}"])
def test_a_catastrophic_expression_is_never_run(pattern: str, package: Builder) -> None:
    """With a cell on which it would take years."""
    fields = [
        {"name": "month", "type": "yearmonth"},
        {"name": "requests", "type": "integer"},
        {"name": "on_time", "type": "integer"},
        {"name": "note", "type": "string", "constraints": {"pattern": pattern}},
    ]
    table = "month,requests,on_time,note\n2025-01,1,1," + "a" * 5000 + "!\n"
    assert codes(with_rows(table, fields)(package)) == {"pattern"}


def bomb(parts: int, size: int) -> bytes:
    """Return a workbook that unfolds to `parts` sheets of `size` bytes each."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(parts):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", b"<x/>" + b" " * size)
    return out.getvalue()


def entities() -> bytes:
    """Return a workbook whose shared texts unfold a thousandfold, and name a file to be read."""
    laughs = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(1, 9))
    text = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l1 "ha">{laughs}'
    text += '<!ENTITY f SYSTEM "file:///etc/passwd">]><sst><si><t>&l9;&f;</t></si></sst>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/sharedStrings.xml", text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (bomb(3, 100_000_000), "unfolds to far more"),
        (bomb(2500, 1), "unfolds to far more"),
        (entities(), "definitions that no program of Excel writes"),
        (b"PK\x03\x04" + b"\0" * 100, "no Excel workbook"),
    ],
    ids=["large parts", "many parts", "entities", "no archive"],
)
def test_a_hostile_workbook_is_refused(data: bytes, says: str, tmp_path: Path) -> None:
    """Before a library reads it, in one sentence."""
    folder = made(city(tmp_path))
    (tmp_path / "x.xlsx").write_bytes(data)
    result = portal("add", folder, tmp_path / "x.xlsx", "--yes")
    assert result.exit_code == 2
    assert says in result.stderr


def test_a_spreadsheet_cannot_add_a_formula(tmp_path: Path) -> None:
    """What Excel would run when a reader opens the download does not come in."""
    folder = made(city(tmp_path))
    for cell in ("@SUM(1)", "+cmd|' /C calc'!A0"):
        rows = [["Month", "Visits", "Status", "Note"], ["2026-02", 5, "final", cell]]
        result = portal("add", folder, workbook(tmp_path / "x.xlsx", rows), "--yes")
        assert result.exit_code == 1
        assert "[cell-formula]" in result.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_no_cell_smuggles_a_workflow_command(command: str, package: Builder) -> None:
    """Every line that is printed is ours: one for each problem, and it begins as we began it."""
    quoted = '"' + command.replace('"', '""') + '"'
    table = f"month,requests,on_time,note\n2025-01,{quoted},1,\n2025-02,5,4,\n"
    for problem in problems(with_rows(table)(package)):
        assert_harmless(problem)


@pytest.mark.parametrize("command", COMMANDS)
def test_no_header_smuggles_a_workflow_command(command: str, package: Builder) -> None:
    """A column's name stands in the place of a problem, outside of quotation marks."""
    quoted = '"' + command.replace('"', '""') + '"'
    table = f"month,requests,on_time,{quoted}\n2025-01,n/a,1,x\n"
    fields = [{"name": n, "type": "string"} for n in ("month", "requests", "on_time")]
    for problem in problems(with_rows(table, fields)(package)):
        assert_harmless(problem)


@pytest.mark.parametrize("command", COMMANDS)
def test_no_name_in_a_descriptor_smuggles_a_workflow_command(
    command: str, package: Builder
) -> None:
    """Nor does a property's name or value, nor a path."""
    folder = package(kind=command, **{command: 1})
    facts = descriptor_of(folder)
    facts["resources"].append({"name": "x", "path": command})
    for problem in problems(write(folder, facts)):
        assert_harmless(problem)


@pytest.mark.parametrize("name", ["::error::x", "##[add-path]x", "a%0A::error::x", "x,y:z"])
def test_no_folder_smuggles_a_workflow_command(name: str, package: Builder) -> None:
    """A folder may be called almost anything."""
    folder = package("month,requests,on_time\n2025-01,n/a,1\n", name="x")
    other = folder.with_name(name)
    folder.rename(other)
    for problem in problems(other):
        assert_harmless(problem)
    relative = Problem("no-rows", f"{name}/x.csv", "m", "r")
    assert_harmless(relative)


def assert_harmless(problem: Problem) -> None:
    """Assert that no form of a problem is a command that is not ours."""
    for line in (problem.as_text(), problem.as_json(), problem.as_github()):
        assert len(line.splitlines()) == 1
        assert "##[" not in line
    assert not problem.as_text().lstrip().startswith("::")
    shown = problem.as_github()
    head, _, _ = shown.removeprefix("::error ").partition("::")
    # As GitHub reads it: properties parted by commas, with nothing after the third.
    keys = [part.partition("=")[0] for part in head.split(",")]
    assert keys in (["file", "line", "title"], ["file", "title"])
    assert json.loads(problem.as_json())["code"] == problem.code


@pytest.mark.parametrize("sign", ["\x1b[31m", "\x1b]8;;http://x\x07", "\x9b31m", "\u202e", "\x08"])
def test_no_cell_colours_the_terminal(sign: str, package: Builder, tmp_path: Path) -> None:
    """Escape sequences and signs that turn the direction of text are shown, not obeyed."""
    table = f'month,requests,on_time,"n{sign}"\n2025-01,{sign}5,4,\n'
    for problem in problems(with_rows(table)(package)):
        for line in (problem.as_text(), problem.as_json(), problem.as_github()):
            assert sign[0] not in line
            assert line.isprintable()
    folder = made(city(tmp_path / "desk"))
    file = tmp_path / "x.csv"
    file.write_text(f"Month,Visits,Status,Clerk{sign}\n2026-02,5{sign},final,\n", "utf-8")
    shown = portal("add", folder, file, "--yes")
    assert sign[0] not in shown.stdout + shown.stderr


@pytest.mark.parametrize("text", ["@octocat", "@everyone", "a | b | --- |", "<!-- x", "`x`"])
def test_mentions_and_table_breakers_stay_on_their_line(text: str, package: Builder) -> None:
    """In a problem they are quoted text; a cell that begins with @ is refused."""
    fields = [
        {"name": "month", "type": "yearmonth"},
        {"name": "requests", "type": "integer"},
        {"name": "on_time", "type": "integer"},
        {"name": "zone", "type": "string", "constraints": {"enum": ["North"]}},
    ]
    found = problems(
        with_rows(f"month,requests,on_time,zone\n2025-01,5,4,{text}\n", fields)(package)
    )
    assert found
    for problem in found:
        assert_harmless(problem)
    if text.startswith("@"):
        assert "cell-formula" in {p.code for p in found}


def hostile_city(folder: Path) -> Path:
    """Write a city whose every text is an attack, and return its datasets folder."""
    evil = f"{SCRIPT} {IMAGE} {FRAME} {MARKDOWN}"
    for name in ("departments", "priorities", "pages"):
        (folder / "content" / name).mkdir(parents=True)
    (folder / "content" / "departments" / "library.md").write_text(
        f"---\ntitle: '{SCRIPT}'\nhead: '{SCRIPT}'\n---\n{evil}\n"
    )
    (folder / "content" / "priorities" / "learning.md").write_text(
        f"---\ntitle: '{SCRIPT}'\n---\n{evil}\n"
    )
    (folder / "content" / "pages" / "about.md").write_text(
        f"---\ntitle: '{SCRIPT}'\nslug: about\n---\n{evil}\n"
    )
    (folder / "content" / "settings.yaml").write_text(
        f"city: '{SCRIPT}'\ntitle: '{SCRIPT}'\ntagline: '{SCRIPT}'\nbanner: '{SCRIPT}'\n"
        "as_of: 2026-06-15\n"
    )
    package = folder / "datasets" / "library" / "visits"
    package.mkdir(parents=True)
    metric = metric_descriptor(
        title=evil, description=evil, why=evil, method=evil, limitations=evil, group=evil,
        priority="learning", dimensions=["zone"], targets=[
            {"from": "2026-01", "value": 90, "near": 5, "reason": evil}],
        unit={"name": SCRIPT, "symbol": SCRIPT}, breaks=[{"period": "2026-02", "note": evil}],
        benchmarks=[{"title": evil, "value": 1, "comparability": evil,
                     "source": {"title": evil, "path": "https://example.org/"}}],
        actions=[{"date": "2026-01-01", "owner": evil, "text": evil}], stage="pilot",
        history=[{"date": "2026-01-01", "stage": "pilot", "reviewer": evil, "note": evil}],
        borrowed_from={"title": evil},
    )  # fmt: skip
    names = ("month", "zone", "requests", "on_time", "obs_status", "note")
    types = {"month": "yearmonth", "requests": "integer", "on_time": "integer"}
    fields = [
        {"name": n, "type": types.get(n, "string"), "title": evil, "description": evil}
        for n in names
    ]
    facts = {
        "name": "visits", "title": evil, "description": evil, "version": "2026.1.0",
        "created": "2026-03-01T00:00:00Z",
        "licenses": [{"name": "CC-BY-4.0", "title": evil}], "sources": [{"title": evil}],
        "contributors": [{"title": evil, "roles": ["publisher"]}], "department": "library",
        "resources": [{"name": "observations", "title": evil, "description": evil,
                       "path": "observations.csv", "type": "table", "format": "csv",
                       "schema": {"fields": fields}}],
        "metrics": [metric],
    }  # fmt: skip
    (package / "datapackage.json").write_text(json.dumps(facts))
    rows = [",".join(names)]
    cell = '"' + evil.replace('"', '""') + '"'
    for month in range(1, 6):
        rows += [f"2026-{month:02d},{zone},100,90,final,{cell}" for zone in (cell, "North")]
    (package / "observations.csv").write_text("\n".join(rows) + "\n")
    return folder / "datasets"


def is_data(script: html.HtmlElement) -> bool:
    """Whether a script is a description for search engines that no text of it can end."""
    text = script.text or ""
    described = script.get("type") == "application/ld+json" and "<" not in text
    return described and isinstance(json.loads(text), dict)


def is_file(script: html.HtmlElement) -> bool:
    """Whether a script is a file of the site alone, with nothing in the page itself."""
    return bool(script.get("src")) and not script.text


def attacks(page: bytes) -> Iterator[str]:
    """Yield what a browser would run of a page that is not the site's own."""
    tree = html.document_fromstring(page)
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "script" and not is_data(element) and not is_file(element):
            yield html.tostring(element, encoding="unicode")
        if element.tag in ("iframe", "object", "embed"):
            yield str(element.tag)
        for name, value in element.attrib.items():
            is_link = str(name) in ("href", "src", "action", "xlink:href")
            runs = re.match(r"\s*(javascript|data|vbscript):", str(value), re.IGNORECASE)
            own_icon = element.tag == "link" and element.get("rel") == "icon"
            if own_icon:
                continue
            if str(name).startswith("on") or str(name) == "style" or (is_link and runs):
                yield f"{element.tag} {name}={value}"
        if element.tag == "img" and element.get("src") == "x":
            yield "img"


def test_no_text_of_a_city_runs_in_a_reader_s_browser(tmp_path: Path) -> None:
    """HTML, script and Markdown in every text of content and package come out as words."""
    datasets = hostile_city(tmp_path)
    ended = run(["-m", "performance", "build", "--datasets", datasets,
                 "--output", tmp_path / "site"])  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    made_ = files(tmp_path / "site")
    shown = {name: data for name, data in made_.items() if name.endswith((".html", ".svg"))}
    assert "metrics/requests-on-time/index.html" in shown
    found = {name: list(attacks(data)) for name, data in shown.items()}
    assert {name: each for name, each in found.items() if each} == {}
    page = shown["metrics/requests-on-time/index.html"].decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_no_property_is_a_way_around(package: Builder) -> None:
    """A resource with a second way to its file has one of them refused."""
    found = codes(with_resource(url="https://city.example/x.csv")(package))
    assert found <= {"unsafe-path", "unsafe-link"}
    assert codes(with_metric(resource="../x")(package)) == {"resource-unknown"}
