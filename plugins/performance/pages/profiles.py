"""The profiles: what the descriptor of a package may say, key by key, from our JSON Schemas."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Any, ClassVar

from msgspec import Struct

from performance import urls
from performance.model import Portal
from performance.pages import parts
from performance.pages.page import Page, Site
from performance.pages.site import HOME
from performance.settings import Settings

TYPES = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "array": "list",
    "object": "keys and values",
    "null": "nothing",
}
BRANCHES = ("allOf", "oneOf", "anyOf")


class Key(Struct, frozen=True):
    """A key of a profile. `path` leads to it: "metrics[].period.lag" is in each of the metrics.

    `type` and `allowed` are in words, empty where the profile does not limit them; `required` is
    whether it has to be there where what holds it is there. `see` is the file of the profile that
    tells what is below the key, empty where this one does.
    """

    path: str
    type: str
    allowed: str
    required: bool
    meaning: str
    see: str = ""


class Profile(Struct, frozen=True):
    """A JSON Schema as published: its title, what it is for, its file and its keys."""

    id: str
    title: str
    meaning: str
    file: parts.Download
    keys: tuple[Key, ...]


class ProfilesPage(Page, frozen=True, kw_only=True):
    """Every profile, each before those it refers to; `titles` are theirs, by their files."""

    template: ClassVar[str] = "profiles.html"

    profiles: tuple[Profile, ...]
    titles: Mapping[str, str]


def pages(
    portal: Portal, site: Site, downloads: Mapping[str, int], settings: Settings
) -> Iterator[Page]:
    """Yield the page of profiles; they are the same in every city."""
    del portal, settings
    found = {n: s for n, s in schemas().items() if urls.PROFILES + n in downloads}
    yield ProfilesPage(
        site=site,
        address=urls.PROFILES,
        title="Profiles",
        description="What the descriptor of a data package may say, key by key.",
        crumbs=(HOME,),
        profiles=tuple(_profile(name, found, downloads) for name in _in_order(found)),
        titles={name: _title(name, found) for name in found},
    )


def schemas() -> dict[str, Any]:
    """Return the JSON Schemas that come with the program, by the names of their files."""
    found = resources.files("performance.schemas").iterdir()
    files = sorted((f for f in found if f.name.endswith(".json")), key=lambda f: f.name)
    return {file.name: json.loads(file.read_text(encoding="utf-8")) for file in files}


def keys(schema: Mapping[str, Any]) -> tuple[Key, ...]:
    """Return every key that a JSON Schema names, each once, in the schema's order."""
    found: dict[str, Key] = {}
    for key in _keys(schema, "", schema, seen=()):
        found.setdefault(key.path, key)
    return tuple(found.values())


def _profile(name: str, found: Mapping[str, Any], downloads: Mapping[str, int]) -> Profile:
    title, meaning = _title(name, found), str(found[name].get("description", ""))
    file = parts.download(f"{title} (JSON Schema)", urls.PROFILES + name, downloads)
    return Profile(name, title, meaning, file, keys(found[name]))


def _title(name: str, found: Mapping[str, Any]) -> str:
    return str(found[name].get("title") or name)


def _in_order(found: Mapping[str, Any]) -> list[str]:
    """Return the schemas' files, each before those it refers to where that can be done."""
    below = {name: [k.see for k in keys(found[name]) if k.see in found] for name in found}
    referred = {name for names in below.values() for name in names}
    waiting = [*(name for name in found if name not in referred), *found]
    ordered: list[str] = []
    while waiting:
        name = waiting.pop(0)
        if name not in ordered:
            ordered.append(name)
            waiting = below[name] + waiting
    return ordered


def _keys(
    node: Mapping[str, Any], path: str, whole: Mapping[str, Any], *, seen: tuple[str, ...]
) -> Iterator[Key]:
    """Yield the keys below a node of the schema `whole`; `seen` are the references on the way."""
    reference = str(node.get("$ref", ""))
    if reference in seen:
        return
    if reference:
        yield from _keys(_resolve(reference, whole), path, whole, seen=(*seen, reference))
    required = node.get("required", ())
    for name, below in node.get("properties", {}).items():
        if not isinstance(below, Mapping):
            continue
        inner = f"{path}.{name}" if path else name
        yield _key(below, inner, whole, required=name in required)
        yield from _keys(below, inner, whole, seen=seen)
    if isinstance(node.get("items"), Mapping):
        yield from _keys(node["items"], f"{path}[]", whole, seen=seen)
    for branch in BRANCHES:
        for option in node.get(branch, ()):
            if isinstance(option, Mapping):
                yield from _keys(option, path, whole, seen=seen)


def _key(below: Mapping[str, Any], path: str, whole: Mapping[str, Any], *, required: bool) -> Key:
    target = _resolve(str(below["$ref"]), whole) if "$ref" in below else {}
    merged = {**target, **below}
    meaning = str(merged.get("description", ""))
    return Key(path, _type(merged), _allowed(merged), required, meaning, _see(merged))


def _see(node: Mapping[str, Any]) -> str:
    """Return the file of the schema that a key, or each item of its list, refers to, or ""."""
    items = node.get("items")
    reference = node.get("$ref") or (items.get("$ref") if isinstance(items, Mapping) else None)
    return "" if not reference or reference.startswith("#") else str(reference)


def _resolve(reference: str, whole: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the part of a schema that a reference within it names; nothing for any other."""
    node: Any = whole
    if not reference.startswith("#"):
        return {}
    for step in reference.removeprefix("#").strip("/").split("/"):
        if step:
            node = node.get(step.replace("~1", "/").replace("~0", "~"), {})
    return node if isinstance(node, Mapping) else {}


def _type(node: Mapping[str, Any]) -> str:
    named = node.get("type", ())
    types = [named] if isinstance(named, str) else list(named)
    return " or ".join(TYPES.get(name, name) for name in types)


def _allowed(node: Mapping[str, Any]) -> str:
    """Return the values that a key may have, where the schema lists them."""
    if "const" in node:
        return json.dumps(node["const"], ensure_ascii=False)
    return ", ".join(_plain(value) for value in node.get("enum", ()))


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
