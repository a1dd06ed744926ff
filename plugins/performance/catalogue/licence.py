"""What a licence lets a reader do, in one plain sentence, and where its text stands."""

from __future__ import annotations

from performance.model import Link

_CC = "https://creativecommons.org/"
_ODC = "https://opendatacommons.org/licenses/"
ANYTHING = "You may use the data for anything, without asking and without naming anyone."
NAMED = "You may use, change and share the data, also for money, if you name the source"
ALIKE = "share what you make of them under the same license"

# By the names that SPDX and the Open Definition give them, in small letters.
KNOWN = {
    "cc0-1.0": (ANYTHING, f"{_CC}publicdomain/zero/1.0/"),
    "cc-by-4.0": (f"{NAMED} and say what you changed.", f"{_CC}licenses/by/4.0/"),
    "cc-by-3.0": (f"{NAMED} and say what you changed.", f"{_CC}licenses/by/3.0/"),
    "cc-by-sa-4.0": (
        f"{NAMED}, say what you changed and {ALIKE}.",
        f"{_CC}licenses/by-sa/4.0/",
    ),
    "cc-by-nc-4.0": (
        "You may use, change and share the data, but not for money, if you name the source and "
        "say what you changed.",
        f"{_CC}licenses/by-nc/4.0/",
    ),
    "pddl-1.0": (ANYTHING, f"{_ODC}pddl/1-0/"),
    "odc-pddl-1.0": (ANYTHING, f"{_ODC}pddl/1-0/"),
    "odc-by-1.0": (f"{NAMED}.", f"{_ODC}by/1-0/"),
    "odbl-1.0": (f"{NAMED} and {ALIKE}.", f"{_ODC}odbl/1-0/"),
    "odc-odbl-1.0": (f"{NAMED} and {ALIKE}.", f"{_ODC}odbl/1-0/"),
}
NOT_STATED = ("notspecified", "other-closed")


def permission(licences: tuple[Link, ...]) -> str:
    """Return what a reader may do with data under these licences, in one sentence or two.

    The text of the licence is what counts: of one that is not known here nothing is claimed.
    """
    if not licences or all(_key(each) in NOT_STATED for each in licences):
        return "No license is stated: ask the publisher before you reuse the data."
    said = [KNOWN[_key(each)][0] for each in licences if _key(each) in KNOWN]
    if len(said) < len(licences):
        said.append("Read the license for what you may do with the data.")
    return " ".join(dict.fromkeys(said))


def address(licence: Link) -> str | None:
    """Return where a licence's text stands: where the package says, else where it is known to."""
    if licence.path and licence.path.lower().startswith(("https://", "http://")):
        return licence.path
    known = KNOWN.get(_key(licence))
    return known[1] if known else None


def _key(licence: Link) -> str:
    return (licence.name or licence.title).strip().lower()
