"""The index of the search page: what goes in, what comes out, and a system without Pagefind."""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from built import ROOT, files, run
from performance import search
from performance.problem import BuildError

PAGE = """<html lang="en"><body><aside>banner</aside>
<main data-pagefind-body data-pagefind-meta="sort:Metric"><h1>Potholes filled</h1>
<p>Share of holes mended in time.</p><p data-pagefind-meta="attainment:near"></p>
<p class="finding" data-pagefind-ignore>The newest</p>
<ul class="links" data-pagefind-ignore><li>newest</li></ul>
<table class="scroll"><tr><td>9876</td></tr></table><figure>drawn</figure></main></body></html>"""
UNMARKED = '<html lang="en"><body><main><h1>Unmarked</h1></main></body></html>'


def indexed(pages: dict[str, str]) -> dict[str, bytes]:
    with search.Index() as index:
        assert index.usable
        for address, html in pages.items():
            index.add(address, html)
        return dict(index.files())


def fragments(made: dict[str, bytes]) -> dict[str, dict[str, object]]:
    """Return what the index keeps of each page, by the page's address."""
    read = [
        json.loads(gzip.decompress(data).removeprefix(b"pagefind_dcd"))
        for path, data in made.items()
        if path.startswith("fragment/")
    ]
    return {fragment["url"]: fragment for fragment in read}


def test_the_words_of_a_page_go_in_and_its_tables_and_pictures_do_not() -> None:
    """Only the main part counts, without what nobody searches for; its facts come with it."""
    kept = fragments(indexed({"metrics/potholes/": PAGE}))["metrics/potholes/"]
    assert "holes mended in time" in str(kept["content"])
    for word in ("banner", "9876", "drawn", "newest"):
        assert word not in str(kept["content"])
    assert kept["meta"] == {"title": "Potholes filled", "sort": "Metric", "attainment": "near"}


def test_an_unmarked_page_is_not_found() -> None:
    """A page whose main part is not marked stays out."""
    made = fragments(indexed({"metrics/potholes/": PAGE, "other/": UNMARKED}))
    assert list(made) == ["metrics/potholes/"]


def test_only_the_files_that_a_browser_asks_for_are_made() -> None:
    """Not the ready-made boxes, their styles, the worker, or the program for other languages."""
    made = indexed({"metrics/potholes/": PAGE})
    top = {path for path in made if "/" not in path and not path.endswith(".pf_meta")}
    assert top == {"pagefind.js", "pagefind-entry.json", "wasm.en.pagefind"}
    assert {path.split("/")[0] for path in made if "/" in path} == {"fragment", "index"}


def test_many_large_pages_do_not_block_the_pipe() -> None:
    """More pages than a pipe holds answers to, each larger than a pipe, all go in."""
    long = PAGE.replace("Share of", "word " * 40_000)
    pages = {f"metrics/m{n}/": PAGE for n in range(600)} | {f"l{n}/": long for n in range(3)}
    assert len(fragments(indexed(pages))) == 603


def test_the_same_pages_give_the_same_bytes_in_any_time_zone(demo_site: Path) -> None:
    """The demo city's index, made anew on the other side of the earth, is the published one."""
    program = (
        "import sys, hashlib; from pathlib import Path; from performance import search, urls\n"
        "site = Path(sys.argv[1])\n"
        "with search.Index() as index:\n"
        "    for file in sorted(site.rglob('index.html')):\n"
        "        address = file.parent.relative_to(site).as_posix() + '/'\n"
        "        index.add(address, file.read_text(encoding='utf-8'))\n"
        "    for path, data in index.files(): print(path, hashlib.sha256(data).hexdigest())\n"
    )
    first = run(["-c", program, demo_site], zone="Pacific/Auckland")
    second = run(["-c", program, demo_site], zone="America/New_York")
    assert first.returncode == 0, first.stderr
    assert len(first.stdout.splitlines()) > 200
    assert first.stdout == second.stdout


def test_what_is_not_sent_would_not_be_indexed(demo_site: Path) -> None:
    """The index is the same, byte for byte, when Pagefind reads the tables and pictures too."""
    pages = {
        file.parent.relative_to(demo_site).as_posix() + "/": file.read_text(encoding="utf-8")
        for place in ("metrics", "departments", "data", "reports")
        for file in sorted((demo_site / place).glob("*/index.html"))
    }
    spared = {address: search.sought(html) for address, html in pages.items()}
    assert sum(map(len, spared.values())) < sum(map(len, pages.values())) / 5
    assert indexed(spared) == indexed(pages)


def test_how_a_page_looks_is_no_concern_of_the_index() -> None:
    """Other classes and links leave what is read; other words, anchors and facts change it."""
    read = search.sought(PAGE)
    assert search.sought(PAGE.replace("<p>Share", '<p class="large" title="x">Share')) == read
    assert search.sought(PAGE.replace("<p>Share", '<p id="share">Share')) != read
    assert search.sought(PAGE.replace("holes", "potholes")) != read
    assert search.sought(PAGE.replace("attainment:near", "attainment:met")) != read


def test_every_metric_of_the_demo_city_is_in_the_index(demo_site: Path) -> None:
    """All metrics, departments, priorities, packages and articles can be found; lists cannot."""
    kept = fragments(files(demo_site / "pagefind"))
    for place in ("metrics", "departments", "priorities", "data", "problems"):
        made = (file.parent.name for file in (demo_site / place).glob("*/index.html"))
        assert {f"{place}/{name}/" for name in made} <= set(kept), place
    assert {"glossary/", "methodology/", "accessibility/"} <= set(kept)
    assert not {"", "metrics/", "a-z/", "search/", "404.html"} & set(kept)


def test_the_index_stays_small(demo_site: Path) -> None:
    """What a first search loads of the demo city is under 250 KB, and all of it under 1 MB."""
    sizes = {path: len(data) for path, data in files(demo_site / "pagefind").items()}
    at_first = sum(size for path, size in sizes.items() if "/" not in path)
    assert at_first + max(s for p, s in sizes.items() if p.startswith("index/")) < 250_000
    assert sum(sizes.values()) < 1_000_000


@pytest.mark.parametrize("program", ["missing", "/bin/true", "/etc/hostname"])
def test_without_pagefind_there_is_no_index(program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that is not there, ends at once, or cannot be run is no reason to fail."""
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", program)
    with search.Index() as index:
        assert not index.usable
        index.add("metrics/potholes/", PAGE)
        assert list(index.files()) == []


def test_a_program_that_breaks_off_stops_the_build() -> None:
    """An index that lacks pages without saying so would be a lie: the build ends in words."""
    with search.Index() as index:
        index.add("metrics/potholes/", PAGE)
        assert index._process is not None
        index._process.kill()
        index._process.wait()
        with pytest.raises(BuildError, match="index of the search page could not be made"):
            dict(index.files())


def test_a_site_without_pagefind_is_built_and_says_so(tmp_path: Path) -> None:
    """The build says so in one line; the search page is the list alone, under the usual policy."""
    source = ROOT / "tests" / "sites" / "small-city" / "input" / "datasets"
    output = tmp_path / "site"
    ended = subprocess.run(
        [sys.executable, "-m", "performance", "build", "--datasets", source, "--output", output],
        cwd=ROOT,
        env={**os.environ, "PAGEFIND_BINARY_PATH": "missing"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stderr.splitlines()[:-1] == [search.UNUSABLE]
    assert not (output / "pagefind").exists()
    page = (output / "search" / "index.html").read_text(encoding="utf-8")
    assert "wasm-unsafe-eval" not in page
    assert "<script" not in page
    assert 'type="search"' not in page
    assert "Every name is in the lists below." in page
