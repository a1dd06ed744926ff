"""The first gate, for descriptors: what a descriptor may ask for, before anything is opened."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from performance.settings import Settings
from performance.validate.fault import Fault, Path, mapping, members, shown
from performance.validate.safety import CONTROL, UNSEEN

ARCHIVES = (".zip", ".gz", ".tgz", ".tar", ".7z", ".xz", ".bz2", ".zst", ".rar", ".z", ".lz4")
# fmt: off
TEXTS = (
    ".csv", ".tsv", ".tab", ".txt", ".json", ".geojson", ".topojson", ".ndjson",
    ".jsonl", ".md", ".rst", ".yaml", ".yml", ".prj",
)
DOCUMENTS = (
    ".pdf", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".tif", ".tiff", ".xlsx",
    ".xls", ".ods", ".docx", ".odt", ".pptx", ".parquet", ".feather",
    ".gpkg", ".shp", ".shx", ".dbf",
)
# fmt: on
RESERVED = ("datapackage.json", "datapackage.yaml", "sha256sums")
UNSAFE_SIGNS = re.compile(r'[<>:"|?*#%\\\x00-\x1f\x7f]')
UTF8 = ("utf-8", "utf8", "ascii", "us-ascii", "utf_8")
# What the text of a JSON document shows where a text in it holds a character that none may have.
DOUBTFUL = re.compile(f"[{UNSEEN}\ud800-\udfff]|" + r"\\u00|\\[bf]")
LINK = re.compile(r"(?:https?://[^\s/]|mailto:[^\s])", re.IGNORECASE)
IN_FOLDER = "Put the file into the package's folder and give its path from there: requests.csv."
# Where links stand that pages show; of each, the keys that hold one.
LINKED = ("licenses", "sources", "contributors", "benchmarks")
KEYS = ("path", "url", "web", "homepage")


def is_text(path: str) -> bool:
    """Whether files of this ending are text that must be UTF-8."""
    return PurePosixPath(path).suffix.lower() in TEXTS


def faults(descriptor: Mapping[str, Any], settings: Settings) -> Iterator[Fault]:
    """Yield everything in a descriptor that is unsafe to follow or to show."""
    if DOUBTFUL.search(json.dumps(descriptor, ensure_ascii=False)):
        yield from _controls(descriptor, ())
    yield from _links(descriptor, ())
    for place, resource in members(descriptor, "resources"):
        path = ("resources", place)
        yield from _resource(resource, path)
        yield from _patterns(resource, path, settings.allowed_patterns)
        yield from _links(resource, path)
    document = mapping(mapping(descriptor.get("budget")).get("document"))
    yield from _link(document, ("budget", "document"))
    for place, metric in members(descriptor, "metrics"):
        path = ("metrics", place)
        yield from _links(metric, path)
        yield from _link(mapping(metric.get("borrowed_from")), (*path, "borrowed_from"))
        for number, benchmark in members(metric, "benchmarks"):
            source = mapping(benchmark.get("source"))
            yield from _link(source, (*path, "benchmarks", number, "source"))


def path_fault(value: str, path: Path) -> Fault | None:
    """Return why a resource's path must not be followed, none where it may."""
    steps = value.split("/")
    unsafe = next((why for why, wrong in _wrongs(value, steps) if wrong), None)
    if unsafe:
        return Fault("unsafe-path", path, unsafe, IN_FOLDER, value)
    ending = PurePosixPath(value).suffix.lower()
    if ending in ARCHIVES:
        return Fault("archive", path, "compressed files are not accepted", UNPACK, value)
    if ending not in TEXTS and ending not in DOCUMENTS:
        return Fault(
            "file-type",
            path,
            f"files of this kind are not published; allowed: {' '.join(TEXTS + DOCUMENTS)}",
            "Publish tables as CSV and documents as PDF.",
            value,
        )
    if value.lower() in RESERVED:
        return Fault(
            "name-reserved",
            path,
            "the site itself writes a file of this name",
            "Give the file another name.",
            value,
        )
    return None


UNPACK = "Unpack the file and name what was inside. The site offers a zip of each package itself."


def _wrongs(value: str, steps: list[str]) -> Iterator[tuple[str, bool]]:
    yield "a web address cannot be a resource's path", "://" in value
    yield "an absolute path leads out of the package", value.startswith(("/", "\\", "~"))
    yield "an absolute path leads out of the package", bool(re.match(r"[A-Za-z]:", value))
    yield "a path with .. can lead out of the package", ".." in re.split(r"[/\\]", value)
    yield "folders in a path are separated by /, not by \\", "\\" in value
    yield "the path holds a sign that a file name cannot have", bool(UNSAFE_SIGNS.search(value))
    yield "a path begins with the name of the file or folder, not with ./", "." in steps
    yield "a hidden file or folder is not published", any(s.startswith(".") for s in steps)
    odd = any(not s or s != s.strip() or s.endswith(".") for s in steps)
    yield "the path holds an empty step, or one that ends in a space or full stop", odd
    yield "the path is too long", len(value) > 200


def _resource(resource: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    given = resource.get("path")
    if isinstance(given, str) and given:
        unsafe = path_fault(given, (*path, "path"))
        if unsafe:
            yield unsafe
    if isinstance(given, list) and len(given) == 1 and not resource.get("extrapaths"):
        yield Fault(
            "several-files",
            (*path, "path"),
            "the path of a resource is written as text, not as a list",
            "Remove the square brackets around it.",
        )
    elif isinstance(given, list) or resource.get("extrapaths"):
        yield Fault(
            "several-files",
            (*path, "path"),
            "a resource must be one file",
            "Put the rows of all parts under one header in one file.",
        )
    if "data" in resource:
        yield Fault(
            "inline-data",
            (*path, "data"),
            "data must not stand in the descriptor itself",
            "Move it into a CSV file beside the descriptor and name that file in path.",
        )
    if resource.get("compression") not in (None, "", "no"):
        where = (*path, "compression")
        found = shown(resource["compression"])
        yield Fault("archive", where, "compressed files are not accepted", UNPACK, found)
    yield from _separate(resource, path)
    yield from _encoding(resource, path)


def _separate(resource: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    for key in ("schema", "dialect"):
        if isinstance(resource.get(key), str):
            yield Fault(
                "separate-description",
                (*path, key),
                f"the {key} must stand in the descriptor itself",
                "Copy the content of that file into the descriptor, in place of its path.",
                resource[key],
            )


def _encoding(resource: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    encoding = resource.get("encoding")
    given = resource.get("path")
    of_text = isinstance(given, str) and is_text(given)
    if of_text and isinstance(encoding, str) and encoding.lower() not in UTF8:
        yield Fault(
            "encoding",
            (*path, "encoding"),
            "files must be in utf-8",
            "Save the file as UTF-8 (in Excel: Save as, CSV UTF-8) and write utf-8 here.",
            encoding,
        )


def _patterns(resource: Mapping[str, Any], path: Path, allowed: tuple[str, ...]) -> Iterator[Fault]:
    for place, field in members(mapping(resource.get("schema")), "fields"):
        pattern = mapping(field.get("constraints")).get("pattern")
        if isinstance(pattern, str) and pattern not in allowed:
            yield Fault(
                "pattern",
                (*path, "schema", "fields", place, "constraints", "pattern"),
                f"this regular expression is not on the list: {'  '.join(allowed)}",
                "Use one of these, list the allowed values with enum, or remove the pattern.",
                pattern,
            )


def _links(facts: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    yield from _link({"homepage": facts.get("homepage")}, path)
    for key in LINKED:
        for place, each in members(facts, key):
            yield from _link(each, (*path, key, place))
    if isinstance(facts.get("license"), Mapping):
        yield from _link(facts["license"], (*path, "license"))


def _link(facts: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    for key in KEYS:
        value = facts.get(key)
        if isinstance(value, str) and value and not _is_safe_link(value):
            yield Fault(
                "unsafe-link",
                (*path, key),
                "a link must begin with https://, http:// or mailto:, or name a file here",
                "Correct the address.",
                value,
            )


def _is_safe_link(value: str) -> bool:
    if re.search(r"[\x00-\x20\x7f\\<>\"]", value):
        return False
    if ":" in value.split("/")[0] or value.startswith("//"):
        return LINK.match(value) is not None
    return not value.startswith("/") and ".." not in value.split("/")


def _controls(value: Any, path: Path) -> Iterator[Fault]:
    """Yield texts and names with characters that no download or picture can hold."""
    if isinstance(value, str) and _unprintable(value):
        yield Fault(
            "control-character",
            path,
            "an invisible control character stands in the text",
            "Delete it: type the text again.",
        )
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if _unprintable(key):
                yield Fault(
                    "control-character",
                    path,
                    "an invisible control character stands in a property's name",
                    "Delete it: type the name again.",
                )
            else:
                yield from _controls(inner, (*path, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _controls(inner, (*path, place))


def _unprintable(text: str) -> bool:
    # A half of a surrogate pair (\ud800 in JSON) cannot be written to any file.
    return bool(CONTROL.search(text) or "\0" in text or re.search("[\ud800-\udfff]", text))
