"""The command line: a function for each command of `portal`."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from performance import __version__
from performance.authoring.commands import add, new
from performance.command import FOLDER, content_of, ends_in_words, must_exist, request
from performance.garbage import seldom
from performance.problem import Exit, Problem, shown
from performance.progress import steps
from performance.unchanged import NOTHING, Look, Request, look


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="portal")
@click.pass_context
def main(context: click.Context) -> None:
    """Check a city's data packages and publish them as a static site.

    Exit status: 0 good, 1 problems in the data (all are listed), 2 wrong use.
    """
    context.call_on_close(seldom())


@main.command(
    epilog="Example: portal check datasets/public-works/solid-waste-requests --format json",
)
@click.argument("paths", nargs=-1, type=FOLDER, metavar="[PATH]...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="How problems are printed: a line of text, a JSON object or a GitHub annotation each.",
)
@click.option("--content", type=FOLDER, help="The content folder [default: content/].")
@click.option(
    "--against",
    metavar="REV",
    help="The commit to compare with [default: what is checked out; in CI where this branch left "
    "the main one; nothing where there is no git].",
)
@ends_in_words
def check(paths: Sequence[Path], form: str, content: Path | None, against: str | None) -> None:
    """Check data packages and list everything that is wrong with them.

    What was published before is held too: a metric, column or row that is gone, and a final value
    that was changed without a reason, are problems.

    PATH is a datasets folder, one package's folder or a descriptor (datapackage.json); by default
    datasets/. Departments and priorities come from the content folder: the one given, else the
    one that stands in or beside the datasets, else content/. Without a PATH the words of the annual
    reports are held against the data too.
    """
    from performance import city  # Imported late: --help answers at once.
    from performance.past import against as past

    chosen = tuple(paths) or (Path("datasets"),)
    folder = content_of(chosen[0], content)
    for path in chosen:
        must_exist(path)
    said = city.read(folder, {}, "")
    given = against or (past.base(chosen) if "CI" in os.environ else None)
    with steps() as shown:
        before = past.packages_at(chosen, given, said.settings)
        examined = city.examine(chosen, said, shown, before=before)
        problems: Sequence[Problem] = examined.problems
        if not problems and not paths and said.content.reports:
            shown.begin("Checking the annual report")
            _, problems = city.computed(examined, said)
    for problem in problems:
        click.echo(_printed(problem, form))
    click.echo(_verdict(len(examined.packages), problems), err=True)
    if problems:
        sys.exit(Exit.PROBLEMS)


@main.command(epilog="Example: portal diff main --format html > difference.html")
@click.argument("base", required=False)
@click.argument("head", required=False)
@click.option("--datasets", type=FOLDER, help="The folder of data packages [default: datasets/].")
@click.option("--content", type=FOLDER, help="The content folder [default: content/].")
@click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", "html", "json"]),
    default="markdown",
    show_default=True,
    help="A comment for GitHub, a page with charts that stands alone, or a document for programs.",
)
@ends_in_words
def diff(
    base: str | None, head: str | None, datasets: Path | None, content: Path | None, form: str
) -> None:
    """Tell in plain words what changes between two states of the data packages.

    BASE and HEAD are commits, by any name git knows them by, or folders; by default where this
    branch left the main branch, and the files as they are. Rows added and revised, attainment that
    changes, columns and definitions. The exit status is 0 whatever has changed.
    """
    from performance import city, difference

    folder = datasets or Path("datasets")
    must_exist(folder)
    words = content_of(folder, content)
    said = city.read(words, {}, "")
    click.echo(difference.told(base, head, folder, words, city=said, form=form), nl=False)


@main.command(epilog="Example: portal late --format json")
@click.option("--datasets", type=FOLDER, help="The folder of data packages [default: datasets/].")
@click.option("--content", type=FOLDER, help="The content folder [default: content/].")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="A line for each late metric, or each department with the words of a notice to it.",
)
@ends_in_words
def late(datasets: Path | None, content: Path | None, form: str) -> None:
    """List the metrics whose next value is overdue, by department."""
    from performance import city, overdue

    folder = datasets or Path("datasets")
    must_exist(folder)
    said = city.read(content_of(folder, content), {}, "")
    with steps() as shown:
        click.echo(overdue.told([folder], said, shown, form=form), nl=False)


main.add_command(new)
main.add_command(add)


@main.command(epilog="Example: portal build --datasets datasets --output output")
@click.option("--datasets", type=FOLDER, help="The folder of data packages [default: datasets/].")
@click.option("--content", type=FOLDER, help="The content folder [default: content/].")
@click.option("--output", type=FOLDER, help="Where the site is written [default: output/].")
@click.option(
    "--published",
    type=FOLDER,
    help="The site as it was published before: the build ends where a version of it would change.",
)
@click.option("--no-cache", is_flag=True, help="Make everything anew, whatever is kept in .cache/.")
@click.option(
    "--verify",
    is_flag=True,
    help="Read every file that is kept from earlier builds, and make anew what is not as it was.",
)
@ends_in_words
def build(
    datasets: Path | None,
    content: Path | None,
    output: Path | None,
    published: Path | None,
    no_cache: bool,
    verify: bool,
) -> None:
    """Check the data packages and build the site.

    Only what has changed since the last build is made again; the site is the same as if all were.

    Where there is a problem all are listed and the site that was there stays as it was. Versions
    that were published may not change: they are compared with the git history, and with the
    folder of the published site (or its data/<package>/versions.json alone) where that is given.
    """
    asked = request(datasets, content, output, published=published)
    found = NOTHING if no_cache or verify or published else look(asked)
    if found.site is not None:
        click.echo(f"Nothing has changed: the site is in {shown(found.site)}", err=True)
        return
    written = _built(asked, found, remember=not no_cache, verify=verify)
    click.echo(f"The site is in {written}", err=True)


@main.command(epilog="Example: portal serve --port 8000")
@click.option("--datasets", type=FOLDER, help="The folder of data packages [default: datasets/].")
@click.option("--content", type=FOLDER, help="The content folder [default: content/].")
@click.option("--output", type=FOLDER, help="Where the site is written [default: output/].")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="The port of this computer; 0 for any that is free.",
)
@ends_in_words
def serve(datasets: Path | None, content: Path | None, output: Path | None, port: int) -> None:
    """Build the site and serve it on this computer until Ctrl-C.

    Whatever is changed meanwhile, in the data, the words or the theme, is built again: reload the
    page to see it. Where something is wrong with it, it is said and the site stays as it was.
    """
    from performance import serving

    try:
        serving.serve(
            request(datasets, content, output), port, lambda words: click.echo(words, err=True)
        )
    except KeyboardInterrupt:
        click.echo("Stopped.", err=True)


@main.command(epilog="Example: portal freeze 2026")
@click.argument("fiscal_year", type=int)
@click.option("--datasets", type=FOLDER, help="The folder of data packages [default: datasets/].")
@click.option("--content", type=FOLDER, help="The content folder [default: content/].")
@ends_in_words
def freeze(fiscal_year: int, datasets: Path | None, content: Path | None) -> None:
    """Freeze an annual report: keep the figures that it is published with.

    They are written into frozen.json in the report's folder. From then on the report shows them,
    and lists as a correction whatever the data say otherwise later.
    """
    from performance import freezing

    chosen = datasets or Path("datasets")
    must_exist(chosen)
    written = freezing.freeze(fiscal_year, chosen, content_of(chosen, content))
    click.echo(f"The figures of fiscal year {fiscal_year} are in {shown(written)}", err=True)


@main.group(name="import")
def import_() -> None:
    """Turn data of another system into data packages."""


@import_.command(epilog="Example: portal import foratlanta ../foratlanta atlanta")
@click.argument("source", type=FOLDER)
@click.argument("destination", type=FOLDER)
@ends_in_words
def foratlanta(source: Path, destination: Path) -> None:
    """Import the original FOR Atlanta data.

    SOURCE holds data.csv and charts/*.yml as the City of Atlanta published them. DESTINATION, new
    or empty, receives datasets/, content/ and a report of every fault met.
    """
    from performance.foratlanta import run

    report = run(source, destination)
    click.echo(report.summary(), err=True)


@import_.command(epilog="Example: portal import budget ../chicago-budget chicago --city Chicago")
@click.argument("source", type=FOLDER)
@click.argument("destination", type=FOLDER)
@click.option("--city", default="Our city", show_default=True, help="The city's name.")
@ends_in_words
def budget(source: Path, destination: Path, city: str) -> None:
    """Import a published budget.

    SOURCE holds appropriations-by-fund.csv, appropriations-by-category.csv, revenue-by-source.csv
    and totals.csv. DESTINATION, new or empty, receives datasets/, content/ and a report of every
    fault met and of how each table stands to the totals.
    """
    from performance.appropriations import run

    report = run(source, destination, city)
    click.echo(report.summary(), err=True)


def _built(asked: Request, found: Look, *, remember: bool, verify: bool) -> Path:
    from performance import direct

    written = direct.run(asked, found, remember=remember, verify=verify)
    # The process ends: nobody need look what of all this was garbage.
    gc.freeze()
    return Path(shown(written))


def _printed(problem: Problem, form: str) -> str:
    match form:
        case "json":
            return problem.as_json()
        case "github":
            return problem.as_github()
        case _:
            return problem.as_text()


def _verdict(packages: int, problems: Sequence[Problem]) -> str:
    if not problems:
        return f"No problems in {packages} package{'' if packages == 1 else 's'}."
    files = len({problem.file for problem in problems})
    return (
        f"{len(problems)} problem{'' if len(problems) == 1 else 's'} "
        f"in {files} file{'' if files == 1 else 's'}."
    )
