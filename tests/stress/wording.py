"""Odd words: long, unbroken, right-to-left, like HTML; as titles, units, notes and members."""

from collections.abc import Iterator
from typing import Any

import yaml

from stress.package import Odd, Package
from stress.series import Rows, monthly, shares, wave

LETTERS_40 = "Donaudampfschifffahrtsgesellschaftsbuero"
LETTERS_120 = (
    "Share of requests for the removal of fallen branches from streets and parks that were closed "
    "within the ten days promised"
)
MARKUP = '<b>"A" & B</b>'
NOTE = (
    "The counter stood still for nine days while the building was without electricity; the value "
    "was filled in from the paper forms of the four branches, checked twice, and is thought to be "
    "right to within two visits. See https://example.org/a/very/long/address/without/any/break/"
    "that/a/browser/would/find/by/itself?and=still&more=parameters#at-the-end for the forms."
)
UNIT = "cubic metres of reclaimed water delivered per connected household and working day"
TITLES = {
    "title-of-120": LETTERS_120,
    "word-of-40": LETTERS_40,
    "markup": MARKUP,
    "right-to-left": "חלק הבקשות שנסגרו בזמן (2026)",
    "arabic": "نسبة الطلبات المنجزة في الوقت المحدد",
    "wide-letters": "期限内に完了した道路補修の割合（区ごと）",
    "combined": "Ẁ́ëïr̈d c̲o̲m̲b̲ined 🚲🚌🏳️‍🌈 signs ½ ‰ № ∑",
}
DEPARTMENTS: dict[str, tuple[dict[str, Any], str]] = {
    "crowd": ({"title": "Crowd", "order": 1}, "To measure a great deal."),
    "words": (
        {
            "title": f"Office of {MARKUP} and of the {LETTERS_40}",
            "order": 2,
            "head": "The office is vacant; the deputy commissioner of everything else acts in it",
            "head_title": "Commissioner of Very Long Titles, Subtitles and Sub-subtitles",
            "contact": "a-very-long-address-of-an-office-without-a-break@departments.example.org",
            "website": "https://example.org/departments/words/and/more/words/without/an/end",
            "programs": [LETTERS_120, LETTERS_40, MARKUP],
            "spending": 123456789012,
            "staff": 98765.5,
            "fiscal_year": 2026,
        },
        f"{LETTERS_40}. {NOTE}\n\n> {LETTERS_120}\n\n1. {MARKUP}\n2. `{LETTERS_40 * 3}`",
    ),
    "numbers": ({"title": "Numbers without a mission", "order": 3}, ""),
    "times": ({"title": "Times", "order": 4}, "To count days."),
    "members": ({"title": "Members", "order": 5}, "To be broken down."),
    "empty": ({"title": "A department without metrics", "order": 6}, ""),
}
PRIORITIES: dict[str, tuple[dict[str, Any], str]] = {
    "everything": ({"title": "Everything", "order": 1}, "That everything is good."),
    "long": (
        {"title": f"{LETTERS_120}: {LETTERS_40}", "order": 2, "spending": 9876543210.5},
        LETTERS_40,
    ),
    "nothing": ({"title": "A priority without metrics", "order": 3}, ""),
}
PAGE = f"""\
Some words with a [link](https://example.org/{LETTERS_40.lower()}/{LETTERS_40.lower()}/).

## {LETTERS_120}

| Column | {LETTERS_40} | Another | And another | One more |
|---|---|---|---|---|
| {LETTERS_40} | {LETTERS_120} | 1 | 2 | {MARKUP} |

### Code

```
{LETTERS_40 * 4}
```

Term
:   {NOTE}
"""


def content() -> dict[str, str]:
    """Return the files of `content/` that hold words, by path."""
    found = {}
    for folder, texts in (("departments", DEPARTMENTS), ("priorities", PRIORITIES)):
        for slug, (facts, body) in texts.items():
            found[f"content/{folder}/{slug}.md"] = _page(facts, body)
    found["content/pages/odd.md"] = _page({"title": MARKUP, "summary": NOTE}, PAGE)
    return found


def packages() -> Iterator[Package]:
    """Yield the package of odd words, described in odd words itself."""
    titled = [
        Odd(name, title, shares(wave(20, 85, 9, place)), _said(title, place))
        for place, (name, title) in enumerate(TITLES.items())
    ]
    facts: dict[str, Any] = {
        "title": f"{MARKUP} {LETTERS_40} {LETTERS_120}",
        "description": f"{NOTE}\n\n{LETTERS_40 * 3}",
        "licenses": [
            {"name": "other-closed", "title": LETTERS_120, "path": "https://example.org/"}
        ],
        "sources": [
            {"title": LETTERS_120, "path": f"https://example.org/{LETTERS_40}"},
            {"title": MARKUP},
            {"title": LETTERS_40 * 2},
        ],
    }
    yield Package("words", "words", [*titled, *_units(), *_notes()], facts)


def _said(title: str, place: int) -> dict[str, Any]:
    return {
        "group": title,
        "priority": "long",
        "description": f"{title}: {NOTE}",
        "why": f"# {title}\n\n- {LETTERS_40}\n- {MARKUP}",
        "method": f"`{LETTERS_40 * 2}` {NOTE}",
        "limitations": NOTE,
        "targets": [{"from": "2025-04", "value": 85 + place, "near": 3, "reason": NOTE}],
        "breaks": [{"period": "2025-09", "note": f"{title}. {LETTERS_40}"}],
        "benchmarks": [
            {
                "title": f"{title} elsewhere",
                "value": 91.25,
                "source": {"title": LETTERS_120, "path": "https://example.org/"},
                "comparability": NOTE,
            }
        ],
        "actions": [
            {"date": "2026-10-15", "owner": f"Commissioner of {LETTERS_40}", "text": NOTE},
            {"date": "2026-09-15", "owner": MARKUP, "text": f"- {title}\n- {LETTERS_40}"},
        ],
        "borrowed_from": {"title": LETTERS_120, "path": "https://example.org/"},
    }


def _units() -> Iterator[Odd]:
    for name, unit in (
        ("long-unit", {"name": UNIT, "decimals": 2}),
        ("long-symbol", {"name": LETTERS_40, "symbol": "m³/(d·hh)", "decimals": 3}),
    ):
        target = {"from": "2025-04", "value": 101.125, "near": 0.5}
        facts = {"unit": unit, "targets": [target], "priority": "everything"}
        yield Odd(name, f"A measure in {unit['name']}", monthly(wave(20)), facts)


def _notes() -> Iterator[Odd]:
    table: Rows = [
        {**row, "note": NOTE if place % 3 == 0 else ""}
        for place, row in enumerate(monthly(wave(20)))
    ]
    yield Odd("long-notes", "Values with long notes", table, {"priority": "everything"})


def _page(facts: dict[str, Any], body: str) -> str:
    front = yaml.safe_dump(facts, allow_unicode=True, sort_keys=False, width=1000)
    return f"---\n{front}---\n\n{body}\n"
