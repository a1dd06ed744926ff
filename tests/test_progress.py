"""How far long work has come: on a terminal a bar with counts and an estimate, in a log nothing."""

import io
import sys

import pytest

from performance import progress


class Terminal(io.StringIO):
    """A terminal that keeps what is written on it."""

    def isatty(self) -> bool:
        """It is one."""
        return True


def shown(monkeypatch: pytest.MonkeyPatch, out: io.StringIO) -> str:
    """Return what steps show on an output."""

    monkeypatch.setattr(sys, "stderr", out)
    monkeypatch.setenv("COLUMNS", "120")
    with progress.steps() as steps:
        steps.begin("Drawing charts", 200)
        steps.advance(50)
        steps.reach(60, 200)
        steps.begin("Computing")
        steps.begin("Writing pages", 8)
        steps.advance()
    return out.getvalue()


def test_a_terminal_shows_counts_and_an_estimate(monkeypatch: pytest.MonkeyPatch) -> None:
    """The newest step stands there with how much of it is done, and nothing of the one before."""
    monkeypatch.setenv("TERM", "xterm")
    said = shown(monkeypatch, Terminal())
    last = said.rsplit("Writing pages", 1)[1]
    assert "1/8" in last
    assert "left" in last
    assert "200" not in last


def test_a_log_stays_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody watches, nothing is written."""
    assert shown(monkeypatch, io.StringIO()) == ""


def test_a_note_is_kept_in_mind(capsys: pytest.CaptureFixture[str]) -> None:
    """What has to be said is said everywhere, and the build knows that it was."""
    with progress.steps() as steps:
        assert not steps.has_noted
        steps.note("The PDF was not made.")
        assert steps.has_noted
    assert capsys.readouterr().err == "The PDF was not made.\n"
