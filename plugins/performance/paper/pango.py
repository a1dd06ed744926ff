"""The Pango library of the system, which WeasyPrint sets text with."""

from __future__ import annotations

import ctypes
import ctypes.util
from functools import lru_cache
from itertools import chain

# As WeasyPrint looks for it: Windows, Linux, macOS.
NAMES = ("libpango-1.0-0", "pango-1.0-0", "pango-1.0", "libpango-1.0.so.0", "libpango-1.0.dylib")
BESIDE = ("libpangoft2-1.0-0", "pangoft2-1.0", "libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib")


@lru_cache(maxsize=1)
def version() -> int | None:
    """Return the version of Pango as one number; none where it, or its part for fonts, is not."""
    found = _loaded(NAMES)
    if found is None or _loaded(BESIDE) is None:
        return None
    return int(found.pango_version())


def _loaded(names: tuple[str, ...]) -> ctypes.CDLL | None:
    # Asking the system where it keeps a library starts programs of its own: only as a last resort.
    for place in chain(names, filter(None, map(ctypes.util.find_library, names))):
        try:
            return ctypes.CDLL(place)
        except OSError:
            continue
    return None
