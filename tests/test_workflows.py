"""The workflows of GitHub: held to what is known of attacks, and their steps run right here."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from built import ROOT
from conftest import metric_descriptor
from repository import Repository
from workflows import EXPRESSION, FOLDER, Runner, jobs, workflow

PROGRAMS = Path(sys.executable).parent
FILES = sorted(FOLDER.glob("*.yml"))
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[0-9]*.yml"))
PINNED = re.compile(r"^actions/[a-z-]+@[0-9a-f]{40}$")
# Each with the version that a person can look up, in the same words wherever it stands.
USED = re.compile(r"^\s+uses: (\S+)(?: # (v\d+\.\d+\.\d+))?$", re.MULTILINE)
METRIC = metric_descriptor(targets=[{"from": "2026-01", "value": 90, "near": 5}])
FIRST = "2026-01,100,80,final,\n2026-02,200,180,final,\n"
SECOND = "2026-01,100,80,final,\n2026-02,200,170,revised,Ten twice.\n2026-03,100,90,final,\n"
NUMBER = "github.event.pull_request.number"

needs_tools = pytest.mark.skipif(
    not all(map(shutil.which, ("jq", "unzip", "curl", "awk"))),
    reason="GitHub's runners have jq, unzip, curl and awk; this computer has not",
)


def test_zizmor_finds_nothing() -> None:
    """The auditor of workflows has no finding; what it is told to pass over has its reason."""
    command = [PROGRAMS / "zizmor", "--offline", "--no-progress", "--quiet", *FILES]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    for file in FILES:
        for line in file.read_text(encoding="utf-8").splitlines():
            assert re.search(r"zizmor: ignore\[[a-z-]+\] \S+", line) or "zizmor:" not in line, line


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("vendor.github-workflows", FILES),
        ("vendor.github-issue-forms", FORMS),
        ("vendor.github-issue-config", [ROOT / ".github" / "ISSUE_TEMPLATE" / "config.yml"]),
    ],
)
def test_files_follow_githubs_schemas(schema: str, files: list[Path]) -> None:
    """Workflows, issue forms and their configuration are of the form that GitHub reads."""
    assert files
    command = [PROGRAMS / "check-jsonschema", "--builtin-schema", schema, *files]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout


def test_actions_are_githubs_own_and_pinned_to_commits() -> None:
    """Forty hexadecimal digits with the version beside them, one commit and version an action."""
    found: dict[str, set[tuple[str, str]]] = {}
    for file in FILES:
        text = file.read_text(encoding="utf-8")
        assert len(USED.findall(text)) == text.count("uses: ")
        for action, version in USED.findall(text):
            assert PINNED.match(action), action
            assert version, f"{action} in {file.name} does not say its version"
            name, _, commit = action.partition("@")
            found.setdefault(name, set()).add((commit, version))
    assert {name: len(pins) for name, pins in found.items()} == dict.fromkeys(found, 1)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_rights_are_named_job_by_job(file: Path) -> None:
    """Nothing is granted to all jobs; each has a time limit and names what it may do."""
    facts = workflow(file.stem)
    assert facts["permissions"] == {}
    assert facts["concurrency"]["group"]
    for job in facts["jobs"].values():
        assert isinstance(job["permissions"], dict)
        assert job["timeout-minutes"] <= 60


def test_only_these_jobs_may_write() -> None:
    """The whole list of what workflows may change."""
    writes = {
        f"{name}/{job}: {right}"
        for name, job, facts in jobs()
        for right, level in facts["permissions"].items()
        if level == "write"
    }
    assert writes == {
        "comment/comment: pull-requests",
        "late/late: issues",
        "publish/deploy: pages",
        "publish/deploy: id-token",
        "publish/attest: id-token",
        "publish/attest: attestations",
    }


def test_nothing_of_a_stranger_becomes_a_command() -> None:
    """No expression stands in a command: values come by environment variables, quoted there."""
    for name, job, facts in jobs():
        for step in facts["steps"]:
            assert not EXPRESSION.search(step.get("run", "")), f"{name}/{job}: {step['name']}"


def test_what_pull_requests_start_has_no_secret_and_keeps_no_credentials() -> None:
    """Secrets are read by one workflow alone, which a pull request cannot change."""
    for file in FILES:
        text = file.read_text(encoding="utf-8")
        assert "pull_request_target" not in text
        assert ("secrets." in text) is (file.stem == "preview-pages")
        assert text.count("persist-credentials: false") == text.count("uses: actions/checkout@")


def test_nothing_of_one_run_goes_into_another_run_but_artifacts() -> None:
    """No workflow keeps what builds remember, which a pull request could fill for the next run."""
    for name, job, facts in jobs():
        for step in facts["steps"]:
            assert "/cache" not in step.get("uses", ""), f"{name}/{job}: {step['name']}"
            assert not [key for key in step.get("with", {}) if "cache" in key]
            assert ".cache" not in json.dumps(step), f"{name}/{job}: {step['name']}"


def test_owners_are_named_for_every_department() -> None:
    """Each department's data and words have its team; no line names a folder that is not there."""
    lines = (ROOT / ".github" / "CODEOWNERS").read_text(encoding="utf-8").splitlines()
    owned = {line.split()[0]: line.split()[1:] for line in lines if line and line[0] != "#"}
    slugs = [file.stem for file in (ROOT / "content" / "departments").glob("*.md")]
    for slug in slugs:
        assert owned[f"/datasets/{slug}/"][0] == f"@port-alder/{slug}"
        assert owned[f"/content/departments/{slug}.md"][0] == f"@port-alder/{slug}"
    assert all(path == "*" or (ROOT / path.lstrip("/")).exists() for path in owned)


class PullRequest:
    """A pull request against a little city, checked out as the workflows do it."""

    def __init__(self, folder: Path) -> None:
        self.origin = Repository(folder / "origin")
        self.folder = folder
        self.origin.package("1.0.0", FIRST, metric=METRIC)
        departments = self.origin.folder / "content" / "departments"
        departments.mkdir(parents=True)
        page = "---\ntitle: Public Works\ncontact: works@example.org\n---\nKeeps the city clean.\n"
        (departments / "public-works.md").write_text(page, encoding="utf-8")
        settings = "city: Alder\nas_of: 2026-04-30\n"
        (departments.parent / "settings.yaml").write_text(settings, encoding="utf-8")
        self.origin.commit("Publish February", "2026-03-20")
        self.origin.git("checkout", "--quiet", "-b", "change")

    def opened(self) -> Runner:
        """Commit what was changed, merge it as GitHub does to try it, and check both states out."""
        self.origin.commit("Publish March", "2026-04-20")
        self.origin.git("checkout", "--quiet", "--detach", "main")
        self.origin.git("merge", "--quiet", "--no-ff", "-m", "Merge", "change")
        main, merge = self.origin.git("rev-parse", "main", "HEAD").split()
        workspace = self.folder / "workspace"
        workspace.mkdir()
        for name, commit in (("base", main), ("merged", merge)):
            self.origin.git("clone", "--quiet", str(self.origin.folder), str(workspace / name))
            self.origin.git("-C", str(workspace / name), "checkout", "--quiet", "--detach", commit)
        # The program is that of the base commit.
        for name in ("plugins", ".github", "theme", "pelicanconf.py"):
            (workspace / "base" / name).symlink_to(ROOT / name)
        runner = Runner(workspace, {NUMBER: "7"})
        runner.python("base/.venv")
        return runner


@pytest.fixture
def pull_request(tmp_path: Path) -> PullRequest:
    """A pull request that has changed nothing yet."""
    return PullRequest(tmp_path)


def test_a_good_pull_request_is_checked_and_compared(pull_request: PullRequest) -> None:
    """Every step ends well, and the comment says in its first sentences what changes."""
    pull_request.origin.package("1.1.0", SECOND, metric=METRIC)
    runner = pull_request.opened()
    run = runner.run("validate", "validate")
    assert run.statuses == {
        "Keep to the data lane": 0, "Check the data": 0, "Work out what merging changes": 0,
    }, run.printed  # fmt: skip
    comment = (runner.workspace / "comment" / "diff.md").read_text(encoding="utf-8")
    assert "1 package changes: 1 row is added (March 2026), 1 figure is revised" in comment
    assert comment in run.summary
    assert (runner.workspace / "comment" / "number").read_text(encoding="utf-8") == "7\n"
    assert "<figure>" in (runner.workspace / "difference.html").read_text(encoding="utf-8")


def test_a_fault_fails_the_check_and_is_compared_all_the_same(pull_request: PullRequest) -> None:
    """The fault is on its line of the pull request's own file, and the comment is there."""
    pull_request.origin.package("1.1.0", SECOND.replace("100,90", "100,9O"), metric=METRIC)
    runner = pull_request.opened()
    run = runner.run("validate", "validate")
    assert run.statuses["Check the data"] == 1
    file = "datasets/public-works/service-requests/observations.csv"
    assert f"::error file={file},line=4," in run.printed["Check the data"]
    assert run.statuses["Work out what merging changes"] == 0
    assert (runner.workspace / "comment" / "diff.md").exists()


def test_a_pull_request_that_touches_code_leaves_the_data_lane(pull_request: PullRequest) -> None:
    """It is said which files are outside, nothing fails and nothing else runs."""
    pull_request.origin.package("1.1.0", SECOND, metric=METRIC)
    (pull_request.origin.folder / "evil.py").write_text("raise SystemExit\n", encoding="utf-8")
    odd = pull_request.origin.folder / "line\n## break.md"
    odd.write_text("x", encoding="utf-8")
    runner = pull_request.opened()
    for name, job in (("validate", "validate"), ("preview", "build")):
        run = runner.run(name, job)
        assert run.statuses == {"Keep to the data lane": 0}
        assert run.outputs == {"data": "false"}
    assert "leaves the data lane" in run.summary
    assert "    evil.py\n" in run.summary
    assert "\n## break" not in run.summary
    assert not (runner.workspace / "comment").exists()


def test_the_pull_requests_own_program_is_never_run(pull_request: PullRequest) -> None:
    """Modules beside its data, with the names of ours and of Python's, are not what is run."""
    for name in ("performance", "click", "json"):
        for folder in ("datasets", "content"):
            file = pull_request.origin.folder / folder / f"{name}.py"
            file.write_text("raise SystemExit('evil')\n", encoding="utf-8")
    pull_request.origin.package("1.1.0", SECOND, metric=METRIC)
    run = pull_request.opened().run("validate", "validate")
    assert not any(run.statuses.values()), run.printed


def test_the_preview_is_the_site_as_merging_would_publish_it(pull_request: PullRequest) -> None:
    """The site is built of the merged data by the program of the base commit."""
    pull_request.origin.package("1.1.0", SECOND, metric=METRIC)
    runner = pull_request.opened()
    run = runner.run("preview", "build")
    assert not any(run.statuses.values()), run.printed
    page = runner.workspace / "preview" / "site" / "metrics" / "requests-on-time" / "index.html"
    assert "March 2026" in page.read_text(encoding="utf-8")


HEAD = "a" * 40


def artifact(tmp_path: Path, *, number: str = "7", diff: str = "## What\n", **facts: Any) -> Runner:
    """Return a runner that finds an artifact of a run, and the pull request that it names."""
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    (workspace / ".github").symlink_to(ROOT / ".github")
    values = {
        "github.token": "token",
        "github.repository": "city/portal",
        "github.event.workflow_run.id": "99",
        "github.event.workflow_run.head_sha": HEAD,
        "github.event.workflow_run.conclusion": "success",
        "github.event.workflow_run.html_url": "https://example.org/run",
    }
    runner = Runner(workspace, values)
    with zipfile.ZipFile(runner.answers / "repos_city_portal_actions_artifacts_5_zip", "w") as made:
        made.writestr("number", number)
        made.writestr("diff.md", diff)
        made.writestr("../outside", "x")
    found = {"id": 5, "name": "comment", "size_in_bytes": facts.get("size", 900), "expired": False}
    pull = {
        "state": facts.get("state", "open"),
        "head": {"sha": facts.get("head", HEAD)},
        "changed_files": 2,
    }
    files = [{"filename": name} for name in facts.get("files", ("datasets/a.csv", "content/b.md"))]
    comments = facts.get("comments", [])
    for name, answer in (
        ("actions_runs_99_artifacts", {"artifacts": [found]}),
        ("pulls_7", pull),
        ("pulls_7_files", files),
        ("issues_7_comments", comments),
    ):
        (runner.answers / f"repos_city_portal_{name}").write_text(json.dumps(answer), "utf-8")
    return runner


def asked(runner: Runner) -> list[list[str]]:
    """Return what GitHub was asked to change."""
    lines = (runner.answers / "asked").read_text(encoding="utf-8").splitlines()
    words = [json.loads(line) for line in lines]
    return [each for each in words if "--method" in each or each[0] in ("issue", "label")]


@needs_tools
def test_the_comment_is_written_once(tmp_path: Path) -> None:
    """A first comment begins with the mark by which it is found again."""
    runner = artifact(tmp_path, diff="## What\n\n“é” | $(touch ran) `touch ran`\n")
    run = runner.run("comment", "comment")
    assert not any(run.statuses.values()), run.printed
    (sent,) = asked(runner)
    assert sent[1:4] == ["--method", "POST", "repos/city/portal/issues/7/comments"]
    body = json.loads(sent[-1])["body"]
    assert body.startswith("<!-- portal-diff -->\n**The check found no problem.**\n\n## What\n")
    assert "“é” | $(touch ran) `touch ran`" in body
    assert list(tmp_path.rglob("ran")) == list(tmp_path.rglob("outside")) == []


@needs_tools
def test_the_comment_is_edited_in_place(tmp_path: Path) -> None:
    """Ours is edited; one of somebody else that begins with the same mark is not."""
    body = "<!-- portal-diff -->\nold"
    comments = [
        {"id": 1, "user": {"login": "somebody"}, "body": body},
        {"id": 2, "user": {"login": "github-actions[bot]"}, "body": "Other"},
        {"id": 3, "user": {"login": "github-actions[bot]"}, "body": body},
    ]
    runner = artifact(tmp_path, comments=comments)
    runner.run("comment", "comment")
    (sent,) = asked(runner)
    assert sent[1:4] == ["--method", "PATCH", "repos/city/portal/issues/comments/3"]


@needs_tools
@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"number": "7; touch ran"}, "names no pull request"),
        ({"number": "../8"}, "names no pull request"),
        ({"number": "07"}, "names no pull request"),
        ({"number": "9" * 400}, "names no pull request"),
        ({"head": "b" * 40}, "has moved on"),
        ({"state": "closed"}, "has moved on"),
        ({"size": 9_000_000}, "larger than allowed"),
        ({"files": ("datasets/a.csv", ".github/workflows/validate.yml")}, "leaves the data lane"),
        ({"files": ("datasets/a.csv\nplugins/b.py",)}, "leaves the data lane"),
    ],
)
def test_a_hostile_artifact_is_not_believed(
    tmp_path: Path, facts: dict[str, Any], said: str
) -> None:
    """Its number must be one, and of a pull request with that very commit and data alone."""
    runner = artifact(tmp_path, **facts)
    run = runner.run("comment", "comment")
    assert said in run.printed["Fetch what the run made"], run.printed
    assert asked(runner) == []
    assert list(tmp_path.rglob("ran")) == []


@needs_tools
def test_reminders_are_opened_edited_and_closed(tmp_path: Path) -> None:
    """One issue a department: a new one, one that is there already, and one that is done."""
    (tmp_path / "workspace").mkdir()
    runner = Runner(
        tmp_path / "workspace", {"github.token": "", "github.repository": "city/portal"}
    )
    titles = {"fire": "Fire & Rescue", "police": "Police", "parks": "Parks", "water": "Water"}
    late = [
        {
            "department": slug,
            "title": title,
            "metrics": [{}] if slug in ("fire", "police") else [],
            "notice": f"{title} owes `$(touch ran)`",
        }
        for slug, title in titles.items()
    ]
    (runner.workspace / "late.json").write_text(json.dumps(late), encoding="utf-8")
    issues = [
        {"number": 4, "body": "<!-- late-data:police -->\nold"},
        {"number": 5, "body": "<!-- late-data:parks -->\nold"},
    ]
    (runner.answers / "issues").write_text(json.dumps(issues), encoding="utf-8")
    run = runner.run("late", "late", only="Open, edit or close one issue a department")
    assert not any(run.statuses.values()), run.printed
    new, edited, closed = (
        e for e in asked(runner) if e[1] in ("create", "edit", "close") and e[0] == "issue"
    )
    assert new[:4] == ["issue", "create", "--title", "Late data: Fire & Rescue"]
    assert new[-1] == "<!-- late-data:fire -->\nFire & Rescue owes `$(touch ran)`\n"
    assert edited[:3] == ["issue", "edit", "4"]
    assert closed[:3] == ["issue", "close", "5"]
    assert list(tmp_path.rglob("ran")) == []


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this computer while the block runs."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Print nothing."""

    with ThreadingHTTPServer(("localhost", 0), partial(Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://localhost:{server.server_port}/portal/"
        finally:
            server.shutdown()
            thread.join()


def site(folder: Path) -> Path:
    """Write a little site with its checksums, as the workflow lists them."""
    texts = {
        "index.html": "home",
        "data/requests/versions.json": "{}",
        "data/a b/ü&.csv": "1",
        **{f"metrics/{n}/index.html": f"{n}" for n in range(30)},
    }
    for path, text in texts.items():
        file = folder / "portal" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder / "portal"


@needs_tools
def test_the_live_site_is_compared_with_the_build(tmp_path: Path) -> None:
    """The checksums of the build are those of the live site, and files are as the list says."""
    made = site(tmp_path / "live")
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    shutil.copytree(made, workspace / "site")
    with served(tmp_path / "live") as address:
        values = {"needs.deploy.outputs.url": address, "steps.pages.outputs.base_url": address}
        runner = Runner(workspace, values, {"ATTEMPTS": "1", "WAIT": "0"})
        listing = runner.run("publish", "build", only="List the checksum of every file")
        assert not any(listing.statuses.values()), listing.printed
        sums = (workspace / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
        home = hashlib.sha256(b"home").hexdigest()
        assert len(sums) == 33
        assert f"{home}  index.html" in sums
        shutil.copy(workspace / "SHA256SUMS", made)
        good = runner.run("publish", "smoke", only="Compare")
        assert not any(good.statuses.values()), good.printed
        assert "33 files compared" in good.summary
        fetched = runner.run(
            "publish", "build", only="Fetch the lists of versions that are published"
        )
        assert not any(fetched.statuses.values()), fetched.printed
        found = [f for f in (workspace / "published").rglob("*") if f.is_file()]
        assert [f.read_text(encoding="utf-8") for f in found] == ["{}"]
        (made / "index.html").write_text("another", encoding="utf-8")
        bad = runner.run("publish", "smoke", only="Compare")
        assert bad.statuses == {"Compare": 1}
        assert "index.html" in bad.printed["Compare"]


@needs_tools
def test_a_first_publication_compares_with_nothing(tmp_path: Path) -> None:
    """Where nothing answers with a list of checksums yet the build goes on without."""
    (tmp_path / "live").mkdir()
    (tmp_path / "workspace").mkdir()
    name = "Fetch the lists of versions that are published"
    with served(tmp_path / "live") as address:
        runner = Runner(tmp_path / "workspace", {"steps.pages.outputs.base_url": address})
        run = runner.run("publish", "build", only=name)
    assert run.statuses == {name: 0}, run.printed
    assert not (tmp_path / "workspace" / "published").exists()


@needs_tools
def test_a_preview_is_put_beside_those_of_open_pull_requests(tmp_path: Path) -> None:
    """The site takes its place, those of closed ones go, and nothing leads out of its folder."""
    runner = artifact(tmp_path)
    previews = Repository(tmp_path / "remote" / "city" / "previews.git")
    for number in (3, 4, 7):
        page = previews.folder / "pull" / str(number) / "index.html"
        page.parent.mkdir(parents=True)
        page.write_text(f"old {number}", encoding="utf-8")
    previews.commit("Previews", "2026-04-01")
    previews.git("config", "receive.denyCurrentBranch", "ignore")
    (runner.answers / "meta").write_text('{"ssh_keys": ["ssh-ed25519 AAAA"]}', encoding="utf-8")
    (runner.answers / "prs").write_text('[{"number": 4}, {"number": 7}]', encoding="utf-8")
    with zipfile.ZipFile(runner.workspace / "preview.zip", "w") as made:
        made.writestr("site/index.html", "new 7")
        made.writestr("site/../../outside.html", "x")
        link = zipfile.ZipInfo("site/link")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        made.writestr(link, "/etc/passwd")
    name = "Put the site beside the other previews"
    runner.values |= {
        "steps.artifact.outputs.number": "7",
        "vars.PREVIEW_REPOSITORY": "city/previews",
        "secrets.PREVIEW_KEY": "key",
    }
    # What would go to GitHub goes to the folder beside.
    runner.given |= {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{tmp_path / 'remote'}/.insteadOf",
        "GIT_CONFIG_VALUE_0": "git@github.com:",
    }
    run = runner.run("preview-pages", "publish", only=name)
    assert not any(run.statuses.values()), run.printed
    listed = previews.git("ls-tree", "-r", "--name-only", "main").split()
    # unzip leaves the way out of the folder away, and links are deleted.
    assert listed == [
        ".nojekyll", "pull/4/index.html", "pull/7/index.html", "pull/7/outside.html",
    ]  # fmt: skip
    assert previews.git("show", "main:pull/7/index.html") == "new 7"
    assert previews.git("rev-list", "--count", "main").strip() == "1"
