"""Read `content/briefings/`: what staff write for the meetings about a month.

Each month has a folder (2026-10) with `cabinet.md`, `memo.md`, `roundtable-<department>.md` and
`frontline/<unit>.md`, all of them as wanted. A pack whose status is not "published" is a draft.
"""

from __future__ import annotations

from performance.briefings.agree import is_strange, problems
from performance.briefings.read import read

__all__ = ["is_strange", "problems", "read"]
