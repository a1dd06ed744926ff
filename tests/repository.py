"""Real little git repositories, and packages in them that go through releases."""

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from conftest import SCHEMA, metric_descriptor, resource

IDENTITY = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Somebody",
    "GIT_AUTHOR_EMAIL": "somebody@example.org",
    "GIT_COMMITTER_NAME": "Somebody",
    "GIT_COMMITTER_EMAIL": "somebody@example.org",
}
ROWS = "month,requests,on_time,obs_status,note\n"
FIELDS = (
    {"name": "month", "type": "yearmonth"},
    {"name": "requests", "type": "integer"},
    {"name": "on_time", "type": "integer"},
    {"name": "obs_status", "type": "string"},
    {"name": "note", "type": "string"},
)


class Repository:
    """A git repository with a datasets folder; every commit has a moment of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.datasets = folder / "datasets"
        self.datasets.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *words: str, at: str = "2026-01-01T12:00:00+00:00") -> str:
        """Run git here, with commits dated `at`, and return what it prints."""
        moment = {"GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at}
        kept = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
        ended = subprocess.run(
            ["git", *words],
            cwd=self.folder,
            env={**kept, **IDENTITY, **moment},
            capture_output=True,
            text=True,
            check=True,
        )
        return ended.stdout

    def commit(self, message: str, at: str) -> str:
        """Commit everything; `at` is a day or a moment. Return the commit's id."""
        moment = f"{at}T12:00:00+00:00" if len(at) == 10 else at
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", message, at=moment)
        return self.git("rev-parse", "HEAD").strip()

    def package(
        self,
        version: str | None,
        rows: str,
        *,
        folder: str = "public-works/service-requests",
        name: str = "service-requests",
        fields: Any = FIELDS,
        metric: Mapping[str, Any] | None = None,
        **properties: Any,
    ) -> Path:
        """Write a package of monthly requests in a version; `rows` are CSV below the header."""
        path = self.datasets / folder
        path.mkdir(parents=True, exist_ok=True)
        chosen = metric_descriptor(targets=None) if metric is None else dict(metric)
        facts = {
            "$schema": SCHEMA,
            "name": name,
            "title": "Service requests",
            "version": version,
            "created": "2025-12-31T00:00:00Z",
            "licenses": [{"name": "CC-BY-4.0", "title": "Creative Commons Attribution 4.0"}],
            "sources": [{"title": "Work-order system"}],
            "department": "public-works",
            "resources": [resource({"fields": list(fields), "primaryKey": ["month"]})],
            "metrics": [chosen] if chosen else None,
            **properties,
        }
        facts = {key: value for key, value in facts.items() if value is not None}
        header = ",".join(field["name"] for field in fields) + "\n"
        (path / "observations.csv").write_text(header + rows, encoding="utf-8")
        (path / "datapackage.json").write_text(json.dumps(facts, indent=2), encoding="utf-8")
        return path
