"""Run the steps of a GitHub workflow on this computer, as its runners would."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from built import ROOT

FOLDER = ROOT / ".github" / "workflows"
EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
# Answers as GitHub's own command line does, from files, and notes what it was asked.
GH = """#!{python}
import json, os, subprocess, sys
from pathlib import Path
answers, words = Path(os.environ["ANSWERS"]), sys.argv[1:]
def after(flag):
    return words[words.index(flag) + 1] if flag in words else None
sent = [Path(f).read_text() for f in (after("--input"), after("--body-file")) if f]
with (answers / "asked").open("a") as asked:
    asked.write(json.dumps([*words, *sent]) + "\\n")
if words[0] == "api" and "--silent" not in words:
    path = next(w for w in words[1:] if "/" in w or w == "meta").partition("?")[0]
    file = answers / path.replace("/", "_")
    if not file.exists():
        sys.exit(f"gh: Not Found (HTTP 404) {{path}}")
    data = file.read_bytes()
    if after("--jq"):
        data = subprocess.run(["jq", "-r", after("--jq")], input=data, stdout=-1, check=True).stdout
    sys.stdout.buffer.write(data)
elif words[1:2] == ["list"]:
    data = (answers / f"{{words[0]}}s").read_bytes()
    if after("--jq"):
        data = subprocess.run(["jq", "-r", after("--jq")], input=data, stdout=-1, check=True).stdout
    sys.stdout.buffer.write(data)
"""


def workflow(name: str) -> dict[Any, Any]:
    """Return a workflow by the name of its file."""
    facts: dict[Any, Any] = yaml.safe_load((FOLDER / f"{name}.yml").read_text(encoding="utf-8"))
    return facts


def jobs() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield every job: its workflow's name, its own and what it says."""
    for file in sorted(FOLDER.glob("*.yml")):
        for name, job in workflow(file.stem)["jobs"].items():
            yield file.stem, name, job


@dataclass
class Run:
    """What the steps of a job did: their exit statuses by name, output, outputs and summary."""

    statuses: dict[str, int] = field(default_factory=dict)
    printed: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)
    summary: str = ""


class Runner:
    """A folder in which steps run one after another, with the values of expressions."""

    def __init__(
        self, workspace: Path, values: Mapping[str, str], given: Mapping[str, str] | None = None
    ) -> None:
        """Take the values of expressions, and variables `given` in place of a step's own."""
        self.workspace = workspace
        self.given = dict(given or {})
        self.values = {"github.workspace": str(workspace), **values}
        self.answers = workspace.parent / "answers"
        self.answers.mkdir()
        self.programs = workspace.parent / "programs"
        self.programs.mkdir()
        self._program("gh", GH.format(python=sys.executable))

    def python(self, folder: str) -> None:
        """Put this Python where the workflow would have installed one."""
        there = self.workspace / folder / "bin"
        there.mkdir(parents=True)
        (there / "python").write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n', encoding="utf-8")
        (there / "python").chmod(0o755)

    def run(self, name: str, job: str, *, only: str = "") -> Run:
        """Run the steps of a job that are commands, without those that install anything.

        A step runs after another has failed only where it says so; `only` names a single one.
        """
        facts = workflow(name)["jobs"][job]
        done = Run()
        for step in facts["steps"]:
            is_wanted = step["name"] == only if only else not step["name"].startswith("Install")
            if (
                "run" not in step
                or not is_wanted
                or not self._is_due(step, done, is_alone=bool(only))
            ):
                continue
            self._step(step, {**facts.get("env", {}), **step.get("env", {})}, done)
        return done

    def _is_due(self, step: Mapping[str, Any], done: Run, *, is_alone: bool) -> bool:
        condition = str(step.get("if", ""))
        has_failed = any(done.statuses.values())
        if is_alone:
            return True
        if "lane.outputs" in condition or "install.outcome" in condition:
            goes_on = "!cancelled()" in condition
            return done.outputs.get("data") == "true" and (goes_on or not has_failed)
        if "outputs.number" in condition:
            return bool(done.outputs.get("number"))
        return not has_failed

    def _step(self, step: Mapping[str, Any], said: Mapping[str, str], done: Run) -> None:
        files = {n: self.workspace.parent / n for n in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "PYTHON"))},
            **{name: self._valued(value, done) for name, value in said.items()},
            **self.given,
            **{name: str(file) for name, file in files.items()},
            "ANSWERS": str(self.answers),
            "RUNNER_TEMP": str(self.workspace.parent),
            "GITHUB_WORKSPACE": str(self.workspace),
            "PATH": f"{self.programs}:{os.environ['PATH']}",
        }
        ended = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=self.workspace / step.get("working-directory", ""),
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        done.statuses[step["name"]] = ended.returncode
        done.printed[step["name"]] = ended.stdout + ended.stderr
        if files["GITHUB_OUTPUT"].exists():
            lines = files["GITHUB_OUTPUT"].read_text(encoding="utf-8").splitlines()
            done.outputs |= dict(line.split("=", 1) for line in lines)
        if files["GITHUB_STEP_SUMMARY"].exists():
            done.summary = files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8")

    def _valued(self, value: object, done: Run) -> str:
        def one(found: re.Match[str]) -> str:
            name = found[1]
            if name.startswith("steps."):
                return done.outputs.get(name.rpartition(".")[2], self.values.get(name, ""))
            return self.values[name]

        return EXPRESSION.sub(one, str(value))

    def _program(self, name: str, text: str) -> None:
        file = self.programs / name
        file.write_text(text, encoding="utf-8")
        file.chmod(0o755)
