"""The syntax of references: how an author writes a figure without typing it.

    {{ metric("solid-waste-on-time").fy(2026).value }}
    {{ metric("solid-waste-on-time").period("2026-06").value }}
    {{ counts.met }}   {{ counts.fy(2025).missed }}
    {{ money("public-works").spending }}   {{ money.revenue }}
    {{ literal("38", "City Clerk, May 2026") }}

A reference is a subject, maybe with arguments, and steps after full stops. It is read by the few
rules here and never evaluated: nothing that an author writes can run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

# What stands between two pairs of braces; a pair that is not closed on its line ends at the line.
HOLE = re.compile(r"\{\{(.*?)\}\}|\{\{[^\n]*|\}\}")
TOKEN = re.compile(
    r'\s*(?:(?P<name>[a-z_]+)|(?P<text>"[^"\n]*")|(?P<number>\d+)|(?P<sign>[().,])|(?P<end>$))'
)
MOST_STEPS = 4

Argument = str | int


class Call(Struct, frozen=True):
    """A name with its arguments: `fy(2026)`; without parentheses it has none."""

    name: str
    arguments: tuple[Argument, ...] = ()


class Reference(Struct, frozen=True):
    """A reference as it is written: `text` with its braces, `start` its place in the passage.

    `calls` are the subject and its steps; empty where it cannot be read, and `fault` says why.
    """

    text: str
    start: int
    calls: tuple[Call, ...] = ()
    fault: str = ""

    @property
    def subject(self) -> str:
        """What is referred to: "metric", "counts", "money" or "literal"; "" where unreadable."""
        return self.calls[0].name if self.calls else ""

    @property
    def named(self) -> str:
        """The first argument of the subject where that is text: the name of a metric."""
        arguments = self.calls[0].arguments if self.calls else ()
        return arguments[0] if arguments and isinstance(arguments[0], str) else ""


def references(text: str) -> Iterator[Reference]:
    """Yield every reference of a passage, in order, the unreadable ones with their fault."""
    for found in HOLE.finditer(text):
        written = found.group()
        if found.group(1) is None:
            pair = "{{" if written.startswith("{{") else "}}"
            fault = f"two braces {pair} stand alone"
            yield Reference(written, found.start(), fault=fault)
            continue
        try:
            yield Reference(written, found.start(), parsed(found.group(1)))
        except ValueError as error:
            yield Reference(written, found.start(), fault=str(error))


def parsed(inner: str) -> tuple[Call, ...]:
    """Return the calls of what stands between the braces.

    Raises ValueError, in words, where it is no reference.
    """
    tokens = list(_tokens(inner))
    calls: list[Call] = []
    place = 0
    while True:
        call, place = _call(tokens, place)
        calls.append(call)
        kind, written = tokens[place]
        if kind == "end":
            break
        if written != ".":
            raise ValueError(f"a full stop is expected before {written!r}")
        place += 1
    if len(calls) > MOST_STEPS:
        raise ValueError(f"more than {MOST_STEPS - 1} steps")
    return tuple(calls)


def _tokens(inner: str) -> Iterator[tuple[str, str]]:
    place = 0
    while True:
        found = TOKEN.match(inner, place)
        if found is None:
            at = inner[place:].strip()[:1]
            if at == '"':
                raise ValueError("a quotation mark is not closed")
            raise ValueError(f"{at!r} cannot stand there")
        kind = str(found.lastgroup)
        yield kind, found[kind]
        if kind == "end":
            return
        place = found.end()


def _call(tokens: list[tuple[str, str]], place: int) -> tuple[Call, int]:
    kind, name = tokens[place]
    if kind != "name":
        raise ValueError(f"a name is expected, found {name!r}" if name else "a name is expected")
    place += 1
    if tokens[place][1] != "(" or tokens[place][0] != "sign":
        return Call(name), place
    arguments: list[Argument] = []
    while True:
        kind, written = tokens[place + 1]
        if kind not in ("text", "number"):
            raise ValueError(f"{name}( must hold a number or a text in quotation marks")
        arguments.append(written[1:-1] if kind == "text" else int(written))
        sign = tokens[place + 2]
        place += 2
        if sign == ("sign", ")"):
            return Call(name, tuple(arguments)), place + 1
        if sign != ("sign", ","):
            raise ValueError(f"{name}( is not closed")


def asked(text: str) -> Iterator[tuple[str, str]]:
    """Yield each metric and period that a passage refers to; "latest" for the last with a value."""
    for reference in references(text):
        for call in reference.calls[1:]:
            if reference.subject == "metric" and call.name == "latest":
                yield reference.named, call.name
            if reference.subject == "metric" and call.name == "period" and call.arguments:
                yield reference.named, str(call.arguments[0])
