"""The standards' own checks of the documents that a site publishes; each answers with faults.

Nothing is fetched: the schemas, contexts and shapes are those in tests/schemas.
"""

import json
import re
import warnings
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import unquote

import csvw
import jsonschema
import mlcroissant
import pyshacl
import rdflib
from lxml import etree
from rdflib.namespace import DCAT, DCTERMS, SDO, XSD
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4, DRAFT202012

SCHEMAS = Path(__file__).parent / "schemas"
DCAT_US_3 = SCHEMAS / "dcat-us-3"

ATOM = "{http://www.w3.org/2005/Atom}"
XHTML = "{http://www.w3.org/1999/xhtml}"

# What DCAT-US 1.1 requires of federal agencies alone: a city has no such codes.
FEDERAL = {"bureauCode", "programCode"}


def load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def dcat_us(document: Any, *, whole: bool) -> list[str]:
    """Return the faults of a DCAT-US 1.1 catalogue; `whole` is whether its addresses must be."""
    files = {f.name: load(f) for f in (SCHEMAS / "dcat-us-1.1").glob("*.json")}
    for name in ("dataset.json",):
        files[name]["required"] = [k for k in files[name]["required"] if k not in FEDERAL]
    registry: Registry[Any] = Registry().with_resources(
        (schema["id"].rstrip("#"), Resource(schema, DRAFT4)) for schema in files.values()
    )
    validator = jsonschema.Draft4Validator(
        files["catalog.json"], registry=registry, format_checker=_formats(whole=whole)
    )
    return [_fault(error) for error in validator.iter_errors(document)]


def dcat_us_3(document: Any, *, whole: bool) -> list[str]:
    """Return the faults of a DCAT-US 3 catalogue by the profile's JSON Schema.

    As published the schemas cannot be used by a validator: the identifiers of their properties turn
    every reference within into one to another document, and some classes that they refer to are
    described nowhere. The identifiers are dropped, and of those classes anything is accepted.
    """
    definitions = {
        file.stem: _without_ids(load(file)) for file in (DCAT_US_3 / "definitions").glob("*.json")
    }
    for name in set(_referred(definitions)) - set(definitions):
        definitions[name] = {"type": "object"}
    schema = {"definitions": definitions, "$ref": "#/definitions/Catalog"}
    validator = jsonschema.Draft7Validator(schema, format_checker=_formats(whole=whole))
    return [_fault(error) for error in validator.iter_errors(document)]


def shapes(document: Mapping[str, Any], address: str) -> list[str]:
    """Return the faults of a DCAT-US 3 catalogue, read at an address, by the profile's shapes.

    The profile's schema and context have dates as plain texts where its shapes want typed ones:
    they are typed here.
    """
    context = load(DCAT_US_3 / "dcat-us-3.0.jsonld")["@context"]
    graph = _graph({**document, "@context": context}, address)
    dated = (DCTERMS.issued, DCTERMS.modified, DCAT.startDate, DCAT.endDate)
    for subject, predicate, value in list(graph):
        if predicate in dated:
            graph.set((subject, predicate, rdflib.Literal(str(value), datatype=XSD.date)))
    shacl = DCAT_US_3 / "dcat-us_3.0_shacl_shapes.ttl"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        conforms, _, words = pyshacl.validate(graph, shacl_graph=str(shacl), inference="none")
    assert len(graph) > 20
    return [] if conforms else [words]


def schema_org(document: Mapping[str, Any]) -> list[str]:
    """Return the faults of JSON-LD in schema.org's words, by its terms and Google's rules."""
    faults = list(_unknown_terms(document))
    if document["@type"] == "Dataset":
        faults += [f"has no {name}" for name in ("name", "description") if not document.get(name)]
        length = len(document.get("description", ""))
        if not 50 <= length <= 5000:
            faults.append(f"its description has {length} characters; 50 to 5000 are accepted")
    return faults


def csv_on_the_web(sidecar: Path) -> list[str]:
    """Return the faults of a CSV file by its description, which lies beside it.

    The checker takes the address in the description for the file's name, percent signs and all.
    """
    with TemporaryDirectory() as folder:
        here = Path(folder)
        url = load(sidecar)["url"]
        (here / url).write_bytes((sidecar.parent / unquote(url)).read_bytes())
        (here / sidecar.name).write_bytes(sidecar.read_bytes())
        try:
            table = csvw.CSVW(str(here / sidecar.name), validate=True)
            found = table.is_valid
        except ValueError as error:
            return [str(error)]
    return [] if found else [str(warning.message) for warning in table.warnings] or ["not valid"]


def croissant(description: Path | Mapping[str, Any]) -> mlcroissant.Dataset:
    """Return a data set by its description in Croissant; ValidationError where it has faults."""
    given = dict(description) if isinstance(description, Mapping) else str(description)
    return mlcroissant.Dataset(jsonld=given)


def interface(document: Any, schema: str) -> list[str]:
    """Return the faults of a document of the JSON interface by one of our own schemas."""
    files = {
        f.name: json.loads(f.read_text("utf-8"))
        for f in resources.files("performance.schemas").iterdir()
        if f.name.endswith(".json")
    }
    registry: Registry[Any] = Registry().with_resources(
        (name, DRAFT202012.create_resource(found)) for name, found in files.items()
    )
    validator = jsonschema.Draft202012Validator(
        files[schema],
        registry=registry,
        format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER,
    )
    return [_fault(error) for error in validator.iter_errors(document)]


@cache
def _formats(*, whole: bool) -> jsonschema.FormatChecker:
    """Return a checker of days and moments and, where `whole`, of addresses with a scheme."""
    checker = jsonschema.FormatChecker(formats=())
    checker.checks("date", ValueError)(lambda value: bool(date.fromisoformat(str(value))))
    checker.checks("date-time")(lambda value: "T" in str(value))
    for name in ("uri", "iri") if whole else ():
        checker.checks(name)(_is_address)
    return checker


def atom(document: bytes) -> list[str]:
    """Return the faults of a feed by the rules of RFC 4287, section by section."""
    root = etree.fromstring(document)
    faults = [] if root.tag == f"{ATOM}feed" else ["4.1.1: the document is no feed"]
    faults += [f"4.1.1: a feed has one {name}" for name in _not_one(root, "id", "title", "updated")]
    authored = root.find(f"{ATOM}author") is not None
    # 4.1.1: an entry without an author takes the feed's.
    entries = root.findall(f"{ATOM}entry")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    faults += ["4.1.1: entries of one id"] if len(set(ids)) != len(ids) else []
    for node in (root, *entries):
        faults += _atom_node(node)
    for entry in entries:
        faults += [
            f"4.1.2: an entry has one {n}" for n in _not_one(entry, "id", "title", "updated")
        ]
        if not authored and entry.find(f"{ATOM}author") is None:
            faults.append("4.1.1: nobody is the author")
    newest = max((e.findtext(f"{ATOM}updated", "") for e in entries), default="")
    faults += (
        ["an entry is newer than the feed"] if newest > root.findtext(f"{ATOM}updated", "") else []
    )
    return faults


def _not_one(node: etree._Element, *names: str) -> list[str]:
    return [name for name in names if len(node.findall(f"{ATOM}{name}")) != 1]


def _atom_node(node: etree._Element) -> Iterator[str]:
    """Yield what is wrong with the parts that a feed and an entry have in common."""
    if not re.fullmatch(
        r"urn:uuid:[0-9a-f-]{36}|https?://\S+|tag:\S+", node.findtext(f"{ATOM}id", "")
    ):
        yield "4.2.6: an id is a whole IRI"
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", node.findtext(f"{ATOM}updated", "")):
        yield "3.3: a date is of RFC 3339"
    for name in ("title", "subtitle", "rights"):
        if any(
            len(part) or part.get("type", "text") != "text"
            for part in node.findall(f"{ATOM}{name}")
        ):
            yield f"3.1.1: the {name} is plain text"
    for person in node.findall(f"{ATOM}author"):
        if not (person.findtext(f"{ATOM}name") or "").strip():
            yield "3.2.1: a person has a name"
    links = node.findall(f"{ATOM}link")
    if any(not link.get("href") or " " in link.get("href", "") for link in links):
        yield "4.2.7.1: a link has an address"
    if [link.get("rel") for link in links].count("alternate") != 1:
        yield "4.1.1: there is one alternate of a type and language"
    if any(not category.get("term") for category in node.findall(f"{ATOM}category")):
        yield "4.2.2.1: a category has a term"
    for content in node.findall(f"{ATOM}content"):
        if content.get("type") != "xhtml" or [part.tag for part in content] != [f"{XHTML}div"]:
            yield "4.1.3.3: the content of xhtml is one div"


def _is_address(value: object) -> bool:
    text = str(value)
    return text.startswith(("http://", "https://", "mailto:")) and " " not in text


def _fault(error: jsonschema.ValidationError) -> str:
    deepest = jsonschema.exceptions.best_match([error])
    return f"{'/'.join(map(str, deepest.absolute_path))}: {deepest.message[:300]}"


def _without_ids(node: Any) -> Any:
    if isinstance(node, dict):
        return {k: _without_ids(v) for k, v in node.items() if k not in ("$id", "$schema")}
    return [_without_ids(each) for each in node] if isinstance(node, list) else node


def _referred(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"].rpartition("/")[2]
        for each in node.values():
            yield from _referred(each)
    elif isinstance(node, list):
        for each in node:
            yield from _referred(each)


def _graph(document: Mapping[str, Any], address: str) -> rdflib.Graph:
    graph = rdflib.Graph()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        graph.parse(data=json.dumps(document), format="json-ld", publicID=address, base=address)
    return graph


def _unknown_terms(node: Any) -> Iterator[str]:
    """Yield every type and property of JSON-LD that schema.org does not know."""
    if isinstance(node, list):
        for each in node:
            yield from _unknown_terms(each)
    if not isinstance(node, Mapping):
        return
    if "@type" in node and node["@type"] not in SDO:
        yield f"{node['@type']} is no type"
    for key, value in node.items():
        if not key.startswith("@") and key not in SDO:
            yield f"{key} is no property"
        yield from _unknown_terms(value)
