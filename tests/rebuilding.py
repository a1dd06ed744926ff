"""A small city that is edited at random, and two ways to build it: remembered, and all anew."""

import json
import shutil
from pathlib import Path
from random import Random
from typing import Any

from built import ROOT, files
from conftest import metric_descriptor
from performance import direct, plugin
from performance.memory.form import NAME
from performance.problem import BuildError
from performance.unchanged import CACHE, Look, Request, look

SCHEMA = "https://datapackage.org/profiles/2.0/datapackage.json"
DEPARTMENTS = ("public-works", "parks", "fire")
TEMPLATES = ("base.html", "metric.html", "home.html", "embed.html", "macros/card.html")
SHEETS = ("tokens.css", "site.css")


class City:
    """A city in a folder, with a word for each of its edits; `chance` settles the rest.

    `twin` is the last site that was built anew, in a folder of its own.
    """

    def __init__(self, folder: Path, chance: Random) -> None:
        self.folder = folder
        self.chance = chance
        self.output = folder / "output"
        self.twin = folder / "twin"
        self.count = 0
        shutil.copytree(ROOT / "theme", folder / "theme")
        shutil.copy(ROOT / "pelicanconf.py", folder)
        (folder / "content" / "departments").mkdir(parents=True)
        (folder / "content" / "priorities").mkdir()
        (folder / "content" / "pages").mkdir()
        self.settings = {"as_of": "2026-11-20", "tagline": "How we do"}
        self._write_settings()
        for slug in DEPARTMENTS:
            self.department(slug, slug.title())
        for _ in range(2):
            self.add_package()
        self.process = plugin.holding(Request(self.folder / "pelicanconf.py", {}))

    # How it is built.

    def build(self, *, remember: bool = True, verify: bool = False, goes_on: bool = False) -> str:
        """Build the site, or into `twin` all anew; return what was wrong, "" for nothing.

        Builds that `goes_on` are those of one process, as `portal serve` is.
        """
        over = {} if remember else {"OUTPUT_PATH": str(self.twin)}
        request = Request(self.folder / "pelicanconf.py", over)
        found = look(request) if remember and not verify else Look()
        if found.site is not None:
            return ""
        try:
            store = self.process if goes_on else None
            direct.run(request, found, remember=remember, verify=verify, store=store)
        except BuildError as error:
            return "\n".join([error.message, *(each.as_text() for each in error.problems)])
        return ""

    def differences(self) -> list[str]:
        """Return the files in which the site and its twin differ."""
        one, other = files(self.output), files(self.twin)
        return sorted(name for name in one | other if one.get(name) != other.get(name))

    def keep(self) -> None:
        """Keep everything that the city has written, as it is."""
        shutil.rmtree(self.folder / "kept", ignore_errors=True)
        for name in ("content", "datasets", "theme"):
            shutil.copytree(self.folder / name, self.folder / "kept" / name)
        self.kept = dict(self.settings)

    def mend(self) -> None:
        """Go back to what was kept: what nobody can build would hide what the next edits do."""
        for name in ("content", "datasets", "theme"):
            shutil.rmtree(self.folder / name)
            shutil.copytree(self.folder / "kept" / name, self.folder / name)
        self.settings = dict(self.kept)

    # The edits, each of something chosen by chance; those that find nothing to do, do nothing.

    def change_cell(self) -> None:
        """Change a count in a row."""
        table = self._table()
        if table is not None:
            lines = table.read_text("utf-8").splitlines()
            place = self.chance.randrange(1, len(lines))
            cells = lines[place].split(",")
            cells[2] = str(self.chance.randint(70, 99))
            lines[place] = ",".join(cells)
            table.write_text("\n".join(lines) + "\n", "utf-8")

    def add_row(self) -> None:
        """Add the next month."""
        table = self._table()
        if table is not None:
            lines = table.read_text("utf-8").splitlines()
            if len(lines) < 21:
                lines.append(self._row(len(lines) - 1))
                table.write_text("\n".join(lines) + "\n", "utf-8")

    def remove_row(self) -> None:
        """Remove the last month."""
        table = self._table()
        if table is not None:
            lines = table.read_text("utf-8").splitlines()
            if len(lines) > 3:
                table.write_text("\n".join(lines[:-1]) + "\n", "utf-8")

    def spoil_cell(self) -> None:
        """Make a count a word: nothing can be built until it is mended by another edit."""
        table = self._table()
        if table is not None:
            text = table.read_text("utf-8")
            table.write_text(text.rstrip("\n").rsplit(",", 1)[0] + ",many\n", "utf-8")

    def add_package(self) -> None:
        """Add a package with a metric."""
        self.count += 1
        name = f"package-{self.count}"
        folder = self.folder / "datasets" / self.chance.choice(DEPARTMENTS) / name
        folder.mkdir(parents=True)
        rows = [self._row(n) for n in range(self.chance.randint(8, 16))]
        text = "\n".join(["month,requests,on_time", *rows]) + "\n"
        (folder / "observations.csv").write_text(text, encoding="utf-8")
        self._write(folder, self._descriptor(name, [self._metric(f"metric-{self.count}")]))

    def remove_package(self) -> None:
        """Remove a package, but for the last one."""
        found = self._packages()
        if len(found) > 1:
            shutil.rmtree(self.chance.choice(found))

    def rename_package(self) -> None:
        """Rename a package, folder and all."""
        found = self._packages()
        self.count += 1
        if found:
            old = self.chance.choice(found)
            new = old.rename(old.with_name(f"renamed-{self.count}"))
            self._write(new, {**self._read(new), "name": new.name})

    def move_package(self) -> None:
        """Give a package to another department."""
        found = self._packages()
        if found:
            old = self.chance.choice(found)
            place = self.folder / "datasets" / self.chance.choice(DEPARTMENTS) / old.name
            if not place.exists():
                place.parent.mkdir(exist_ok=True)
                old.rename(place)

    def raise_version(self) -> None:
        """Raise the version of a package, whose values stay."""
        self.count += 1
        self._edit({"version": f"2026.11.{self.count}"})

    def retitle_package(self) -> None:
        """Give a package another title and description."""
        self.count += 1
        self._edit({"title": f"Package, {self.count}th title", "description": "*New* words."})

    def add_metric(self) -> None:
        """Add a metric to a package."""
        self.count += 1
        found = self._packages()
        if found:
            folder = self.chance.choice(found)
            facts = self._read(folder)
            made = self._metric(f"metric-{self.count}")
            self._write(folder, {**facts, "metrics": [*facts["metrics"], made]})

    def remove_metric(self) -> None:
        """Remove a metric from a package, but for the last one."""
        found = self._packages()
        if found:
            folder = self.chance.choice(found)
            facts = self._read(folder)
            kept = facts["metrics"][1:] or facts["metrics"]
            self._write(folder, {**facts, "metrics": kept})

    def change_metric(self) -> None:
        """Change what is said or wanted of a metric."""
        found = self._packages()
        self.count += 1
        if found:
            folder = self.chance.choice(found)
            facts = self._read(folder)
            metric = self.chance.choice(facts["metrics"])
            metric.update(
                self.chance.choice(
                    [
                        {"title": f"Metric, {self.count}th title"},
                        {"name": f"renamed-metric-{self.count}"},
                        {"targets": [{"from": "2025-01", "value": self.count, "near": 2}]},
                        {"direction": self.chance.choice(["increase", "decrease"])},
                        {"priority": self.chance.choice(["safety", "nowhere"])},
                        {"stage": self.chance.choice(["live", "pilot", "paused"])},
                        {"actions": [{"date": "2026-10-01", "owner": "Chief", "text": "*Do* it."}]},
                        {"related": [f"metric-{self.chance.randint(1, 4)}"]},
                    ]
                )
            )
            self._write(folder, facts)

    def department(self, slug: str = "", title: str = "") -> None:
        """Write the words on a department."""
        self.count += 1
        name = slug or self.chance.choice(DEPARTMENTS)
        file = self.folder / "content" / "departments" / f"{name}.md"
        title = title or f"The {self.count}th {name}"
        file.write_text(f"---\ntitle: {title}\n---\nWe serve, {self.count}.\n", encoding="utf-8")

    def priority(self) -> None:
        """Write or remove the words on a priority."""
        self.count += 1
        file = self.folder / "content" / "priorities" / "safety.md"
        if file.exists() and self.chance.random() < 0.3:
            file.unlink()
        else:
            text = f"---\ntitle: Safety {self.count}\n---\nBe safe.\n"
            file.write_text(text, encoding="utf-8")

    def article(self) -> None:
        """Write or remove an article."""
        self.count += 1
        file = self.folder / "content" / "pages" / f"article-{self.chance.randint(1, 2)}.md"
        if file.exists() and self.chance.random() < 0.3:
            file.unlink()
        else:
            text = f"---\ntitle: Article {self.count}\n---\nWords.\n"
            file.write_text(text, encoding="utf-8")

    def setting(self) -> None:
        """Change a setting."""
        self.count += 1
        choices: list[tuple[str, list[str]]] = [
            ("tagline", [f"Tagline {self.count}"]),
            ("banner", ["", f"Banner {self.count}"]),
            ("as_of", ["2026-11-20", "2026-12-31", "2026-10-05"]),
            ("site_url", ["", "https://example.org/site"]),
            ("fiscal_year_start", ["1", "7"]),
            ("city", ["Port Alder", "Our city"]),
        ]
        name, values = self.chance.choice(choices)
        self.settings[name] = self.chance.choice(values)
        self._write_settings()

    def template(self) -> None:
        """Change a template."""
        self.count += 1
        file = self.folder / "theme" / "templates" / self.chance.choice(TEMPLATES)
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("<p", f"<p data-n{self.count}", 1), encoding="utf-8")

    def sheet(self) -> None:
        """Change a style sheet."""
        self.count += 1
        file = self.folder / "theme" / "static" / "css" / self.chance.choice(SHEETS)
        with file.open("a", encoding="utf-8") as out:
            out.write(f"/* {self.count} */\n")

    def touch_site(self) -> None:
        """Change, empty or remove a file of the published site behind the program's back."""
        found = [f for f in sorted(self.output.rglob("*")) if f.is_file() and f.name[0] != "."]
        if found:
            file = self.chance.choice(found)
            if self.chance.random() < 0.5:
                file.unlink()
            else:
                file.write_bytes(self.chance.choice([b"", b"else", file.read_bytes() + b"x"]))

    def damage_memory(self) -> None:
        """Cut, spoil or remove what is kept of earlier builds."""
        file = self.folder / CACHE / NAME
        if file.exists():
            data = bytearray(file.read_bytes())
            if self.chance.random() < 0.3:
                file.unlink()
            elif self.chance.random() < 0.5:
                file.write_bytes(data[: self.chance.randrange(len(data))])
            else:
                for _ in range(200):
                    data[self.chance.randrange(len(data))] ^= 255
                file.write_bytes(data)

    # What the edits share.

    def _packages(self) -> list[Path]:
        return sorted(f.parent for f in (self.folder / "datasets").rglob("datapackage.json"))

    def _table(self) -> Path | None:
        found = sorted((self.folder / "datasets").rglob("*.csv"))
        return self.chance.choice(found) if found else None

    def _row(self, number: int) -> str:
        year, month = divmod(number, 12)
        done = 80 + (number * 7 + self.count) % 15
        return f"{2025 + year}-{month + 1:02d},100,{done}"

    def _metric(self, name: str) -> dict[str, Any]:
        return metric_descriptor(name=name, title=f"On time: {name}", priority=None)

    def _descriptor(self, name: str, metrics: list[dict[str, Any]]) -> dict[str, Any]:
        fields = [
            {"name": "month", "type": "yearmonth"},
            {"name": "requests", "type": "integer", "unit": "requests"},
            {"name": "on_time", "type": "integer", "unit": "requests"},
        ]
        resource = {
            "name": "observations",
            "path": "observations.csv",
            "type": "table",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": {"fields": fields, "primaryKey": ["month"]},
        }
        licence = {"name": "CC0-1.0", "title": "CC0"}
        return {
            "$schema": SCHEMA,
            "name": name,
            "title": name.title(),
            "version": "2026.11.0",
            "licenses": [licence],
            "resources": [resource],
            "metrics": metrics,
        }

    def _read(self, folder: Path) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((folder / "datapackage.json").read_text("utf-8"))
        return found

    def _write(self, folder: Path, facts: dict[str, Any]) -> None:
        (folder / "datapackage.json").write_text(json.dumps(facts), encoding="utf-8")

    def _edit(self, changes: dict[str, Any]) -> None:
        found = self._packages()
        if found:
            folder = self.chance.choice(found)
            self._write(folder, {**self._read(folder), **changes})

    def _write_settings(self) -> None:
        text = "".join(f"{name}: {value}\n" for name, value in self.settings.items() if value)
        (self.folder / "content" / "settings.yaml").write_text(text, encoding="utf-8")


EDITS = (
    *("change_cell", "add_row", "remove_row", "spoil_cell", "add_package", "remove_package"),
    *("rename_package", "move_package", "raise_version", "retitle_package", "add_metric"),
    *("remove_metric", "change_metric", "department", "priority", "article", "setting"),
    *("template", "sheet", "touch_site", "damage_memory"),
)
