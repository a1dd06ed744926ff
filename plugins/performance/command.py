"""What the commands of the command line share: their ends, their folders and their refusals."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import click

from performance.problem import BuildError, Exit, shown
from performance.unchanged import Request

P = ParamSpec("P")
T = TypeVar("T")

FOLDER = click.Path(path_type=Path)
PROJECT = Path(__file__).resolve().parents[2]
INTERRUPTED = 130  # What a shell calls the status of a program that Ctrl-C stopped.


def ends_in_words(command: Callable[P, T]) -> Callable[P, T]:
    """End in words on standard error and an exit status, whatever stops a command."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return command(*args, **kwargs)
        except BuildError as error:
            for problem in error.problems:
                click.echo(problem.as_text(), err=True)
            click.echo(error.message, err=True)
            sys.exit(error.exitcode)
        except KeyboardInterrupt:
            click.echo("Stopped.", err=True)
            sys.exit(INTERRUPTED)
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise  # `portal check | head` has read enough: click ends it quietly.
            place = f" ({error.filename})" if error.filename else ""
            click.echo(f"The system refused: {error.strerror or error}{place}.", err=True)
            sys.exit(Exit.WRONG_USE)

    return run


def must_exist(path: Path) -> None:
    """Raise BuildError where there is nothing at a path that was given."""
    if not path.exists():
        raise BuildError(
            f"{path} does not exist. Name a folder of data packages, one package's folder or its "
            "datapackage.json.",
            exitcode=Exit.WRONG_USE,
        )


def content_of(datasets: Path, given: Path | None) -> Path:
    """Return the content folder that goes with a path of packages.

    Raises BuildError where a folder was named that does not exist.
    """
    if given is not None:
        if not given.is_dir():
            raise BuildError(
                f"{given} is not a folder. --content names the folder that holds departments/ "
                "and priorities/.",
                exitcode=Exit.WRONG_USE,
            )
        return given
    start = datasets.absolute()
    for ancestor in (start, *start.parents):
        content = ancestor / "content"
        # A city whose data is its budget alone has settings and no departments.
        if (content / "departments").is_dir() or (content / "settings.yaml").is_file():
            return Path(shown(content))
    return Path("content")


def request(
    datasets: Path | None,
    content: Path | None,
    output: Path | None,
    *,
    published: Path | None = None,
) -> Request:
    """Return what a build is asked for: which settings, and what the options lay over them."""
    here = Path("pelicanconf.py")
    conf = here if here.exists() else PROJECT / "pelicanconf.py"
    overrides: dict[str, Any] = {}
    if datasets is not None:
        must_exist(datasets)
        overrides["DATASETS_PATH"] = str(datasets.absolute())
    if content is not None or datasets is not None:
        overrides["PATH"] = str(content_of(datasets or Path("datasets"), content).absolute())
    if published is not None:
        overrides["PUBLISHED_PATH"] = str(published.absolute())
    if output is not None:
        overrides["OUTPUT_PATH"] = str(output.absolute())
    return Request(conf, overrides)
