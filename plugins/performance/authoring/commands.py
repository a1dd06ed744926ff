"""The commands `portal new` and `portal add`: questions, answers and consent."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from performance.authoring.questions import QUESTIONS, Question, answered
from performance.command import FOLDER, content_of, ends_in_words, must_exist
from performance.problem import BuildError, Exit, harmless

if TYPE_CHECKING:
    from performance.authoring.add import Proposal
    from performance.city import City


def _options(command: Any) -> Any:
    """Give a command an option for each question."""
    for question in reversed(QUESTIONS):
        command = click.option(
            f"--{question.option}",
            question.name,
            metavar=question.metavar,
            multiple=question.is_repeated,
            help=question.help,
        )(command)
    return command


@click.command(epilog="Example: portal new --department library --title 'Library visits'")
@click.option("--datasets", type=FOLDER, help="The folder of data packages [default: datasets/].")
@click.option("--content", type=FOLDER, help="The content folder [default: content/].")
@_options
@ends_in_words
def new(datasets: Path | None, content: Path | None, **given: Any) -> None:
    """Make a new package with one metric, and an Excel form beside it.

    Asks for what no option gives. Writes datasets/DEPARTMENT/NAME/ with datapackage.json, the table
    as CSV, and NAME.xlsx, the form to fill in, which is not published. Overwrites nothing.
    """
    from performance import city
    from performance.authoring.new import make, taken

    folder = datasets or Path("datasets")
    said = city.read(content_of(folder, content), {}, "")
    ask = _ask if sys.stdin.isatty() else None
    definition = answered(given, said, ask, taken(folder))
    made = make(definition, folder, said, said.settings.today)
    name = made.name
    click.echo(f"The package is in {made}. It passes portal check.", err=True)
    click.echo(f"1. Fill in {made / f'{name}.xlsx'} and save it.", err=True)
    click.echo(f"2. Run: portal add {made} {made / f'{name}.xlsx'}", err=True)
    click.echo("3. Open a pull request.", err=True)


def _ask(question: Question, choices: Sequence[str], why: str) -> str:
    """Ask a person a question; `why` says why the answer before could not be used."""
    if why:
        click.echo(harmless(f"  {why}"), err=True)
    words = f"{question.prompt} ({', '.join(choices)})" if choices else question.prompt
    answer: str = click.prompt(
        words,
        default=question.default or "",
        show_default=bool(question.default),
        err=True,
    )
    return answer


@click.command(epilog="Example: portal add datasets/fire-rescue/fire-response responses.xlsx")
@click.argument("package", type=FOLDER)
@click.argument("file", type=FOLDER)
@click.option("--resource", metavar="NAME", help="The table that is meant, where several fit.")
@click.option("--reason", help="Why final values change; it is put into the rows' notes.")
@click.option("--yes", is_flag=True, help="Write without asking.")
@click.option("--content", type=FOLDER, help="The content folder [default: content/].")
@ends_in_words
def add(
    package: Path,
    file: Path,
    resource: str | None,
    reason: str | None,
    *,
    yes: bool,
    content: Path | None,
) -> None:
    """Add the rows of a spreadsheet to a package, or revise rows that are there.

    FILE is an Excel workbook or a CSV file as Excel saves it. Its columns are found by their names
    or titles, its rows by the columns that tell rows apart. Shows what would change, checks the
    result and asks before anything is written. Where FILE is the package's own CSV file, it is
    written as it should be: UTF-8, with commas.
    """
    from performance import city

    must_exist(package)
    if not file.exists():
        raise BuildError(
            f"{file} does not exist. Name the workbook (.xlsx) or CSV file with the rows.",
            exitcode=Exit.WRONG_USE,
        )
    said = city.read(content_of(package, content), {}, "")
    if not _converted(package, file, said, yes=yes):
        _added(package, file, said, resource=resource, reason=reason, yes=yes)


def _converted(package: Path, file: Path, said: City, *, yes: bool) -> bool:
    """Write a package's own file as it should be, once agreed; whether it is one to convert."""
    from performance.authoring.convert import converted
    from performance.write import desk

    made = converted(package, file, said)
    if made is None:
        return False
    path, data, notes = made
    for note in notes:
        click.echo(harmless(f"  Read so    {note}"))
    _agree(f"Write {path} anew?", yes=yes)
    desk.replace({path: data})
    click.echo(f"{path} is written. Now run: portal check {package}", err=True)
    return True


def _added(
    package: Path,
    file: Path,
    said: City,
    *,
    resource: str | None,
    reason: str | None,
    yes: bool,
) -> None:
    """Show what the rows of a file change in a package, and write what passes and is agreed."""
    from performance.authoring import add as adding
    from performance.write import desk

    found = adding.package_at(package, said)
    proposed = adding.proposal(found, file, said, resource)
    for line in adding.summary(proposed):
        click.echo(harmless(line))
    adding.must_be_usable(proposed)
    if not proposed.changes:
        click.echo("There is nothing to change.", err=True)
        return
    proposed = _explained(proposed, reason)
    files, version = adding.files(proposed, said.settings.today)
    _must_pass(proposed, files, said)
    _agree(f"Write this into {found.folder}?", yes=yes)
    desk.replace(
        {found.folder / path: data for path, data in files.items() if _is_new(found, path, data)}
    )
    as_version = f" as version {version}" if version else ""
    click.echo(f"{found.folder} is written{as_version}. Next: open a pull request.", err=True)


def _is_new(found: Any, path: str, data: bytes) -> bool:
    from performance.load.history import files_of

    return files_of(found).get(path) != data


def _explained(proposed: Proposal, reason: str | None) -> Proposal:
    """Return the proposal with a reason in the notes that need one; asks where none is given."""
    from performance.authoring.add import explained

    count = proposed.needs_reason
    if not count:
        return proposed
    words = f"{count} final value{' was' if count == 1 else 's were'} published and would change."
    if reason is None and sys.stdin.isatty():
        reason = click.prompt(f"{words} Why?", err=True)
    if not reason or not reason.strip():
        raise BuildError(
            f"{words} Say why in the note column of the spreadsheet, or with --reason: readers are "
            "told.",
            exitcode=Exit.WRONG_USE,
        )
    return explained(proposed, " ".join(reason.split()))


def _must_pass(proposed: Proposal, files: Mapping[str, bytes], said: City) -> None:
    """Raise BuildError, with the problems by the spreadsheet's rows, where there are any."""
    from performance.authoring.add import problems

    own, other = problems(proposed, files, said)
    if own or other:
        raise BuildError(
            "Nothing was written: the result would not pass the check. A question is answered in "
            "the note column of the spreadsheet.",
            [*own, *other],
        )


def _agree(question: str, *, yes: bool) -> None:
    """Ask for consent; without a terminal and without --yes nothing is written."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise BuildError(
            "Nothing was written. Run the command with --yes to write it.", exitcode=Exit.WRONG_USE
        )
    if not click.confirm(question, err=True):
        raise BuildError("Nothing was written.", exitcode=Exit.GOOD)
