"""The profiles: every key of our JSON Schemas in words."""

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from performance.pages import profiles
from reference import shown


def test_profile_tells_every_key_of_a_schema_once() -> None:
    """Keys of lists, of references, of branches and of itself, each by its path."""
    schema: Mapping[str, Any] = {
        "properties": {
            "metrics": {"type": "array", "items": {"$ref": "#/$defs/metric"}},
            "stage": {"enum": ["live", 1]},
            "schema": {"$ref": "table.json"},
        },
        "$defs": {
            "metric": {
                "required": ["name"],
                "properties": {"name": {"type": "string", "description": "Its id."}},
                "oneOf": [
                    {"properties": {"value": {"type": ["string", "null"]}}},
                    {"properties": {"value": {}, "parts": {"items": {"$ref": "#/$defs/metric"}}}},
                ],
            }
        },
    }
    assert profiles.keys(schema) == (
        profiles.Key("metrics", "list", "", required=False, meaning=""),
        profiles.Key("metrics[].name", "text", "", required=True, meaning="Its id."),
        profiles.Key("metrics[].value", "text or nothing", "", required=False, meaning=""),
        profiles.Key("metrics[].parts", "", "", required=False, meaning=""),
        profiles.Key("stage", "", "live, 1", required=False, meaning=""),
        profiles.Key("schema", "", "", required=False, meaning="", see="table.json"),
    )


def test_every_key_of_our_schemas_has_a_sentence() -> None:
    """The page of profiles explains each key that a schema of ours names, or says where."""
    found = profiles.schemas()
    assert "metric.json" in found
    for name, schema in found.items():
        for key in profiles.keys(schema):
            assert re.search(r"[.…]$", key.meaning) or key.see in found, (name, key.path)


def test_profiles_are_told_from_the_whole_to_its_parts() -> None:
    """The package comes before its resources, a table before its columns; all can be downloaded."""
    main = shown("profiles/1.0/")
    order = main.xpath(".//h2/@id")
    assert sorted(order) == sorted(profiles.schemas())
    for whole, part in pairwise(("package.json", "resource.json", "table.json", "field.json")):
        assert order.index(whole) < order.index(part)
    assert main.xpath(".//ul[@class='downloads plain']//a/@href") == [
        f"../../profiles/1.0/{name}" for name in order
    ]
