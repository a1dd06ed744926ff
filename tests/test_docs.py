"""What the documents claim is held to the code."""

import re
import shlex

import pytest
from click.testing import CliRunner

from built import ROOT
from performance.cli import main
from performance.settings import SETTINGS

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_readme_explains_every_setting() -> None:
    """The README's table holds each setting with its help, in order."""
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", README, flags=re.MULTILINE)
    assert rows == [(s.name, s.help) for s in SETTINGS]


def test_readme_commands_exist() -> None:
    """Each `portal` command of the README is one that answers --help."""
    commands = re.findall(r"`\.venv/bin/portal ([a-z ]+?)(?: [A-Z].*?)?`", README)
    assert len(commands) >= 4
    for command in commands:
        result = CliRunner().invoke(main, [*command.split(), "--help"])
        assert result.exit_code == 0, command


def test_options_that_guides_name_exist() -> None:
    """Each option of a `portal` command in the README and the guide is one that it takes."""
    guide = (ROOT / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8")
    found = re.findall(r"`(?:\.venv/bin/)?portal ([a-z]+)([^`]*)`", README + guide)
    named = {(command, each) for command, rest in found for each in re.findall(r"--[a-z-]+", rest)}
    assert named >= {("build", "--no-cache"), ("build", "--verify"), ("build", "--published")}
    for command, option in named:
        known = {name for each in main.commands[command].params for name in each.opts}
        assert option in known, (command, option)


def test_git_passes_over_what_builds_make() -> None:
    """The site, what lies beside it while it is written, and what builds remember."""
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert set(lines) >= {"output/", ".output.*", ".cache/"}


def test_readme_make_targets_exist() -> None:
    """Each make target that the README names stands in the Makefile."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"\bmake ([a-z]+)\b", README)) - {"and"}:
        assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE), target


def test_continuous_integration_runs_the_readmes_test_command() -> None:
    """What runs unattended is what the README tells a newcomer to run, and nothing hidden."""
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    commands = [shlex.split(line) for line in lines if line and not line.startswith("#")]
    assert commands[-1] == ["make", "test"]
    assert len(commands) == 3


@pytest.mark.parametrize("name", ["runtime.txt", "dev.txt"])
def test_requirements_are_locked_with_hashes_and_name_no_index(name: str) -> None:
    """Every requirement has its version and a hash, and no index address stands in the lock."""
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert "index" not in text.replace("sphinx", "")
    for block in re.split(r"\n(?=[a-zA-Z])", text.strip()):
        assert re.match(r"[\w.\[\]-]+==\S+", block), block
        assert "--hash=sha256:" in block, block
