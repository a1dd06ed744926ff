"""Arrow arrays of what numpy and Python hold.

Arrow itself, given a list or an array, imports pandas to ask whether it is one of its own, which
takes a quarter of a second. So the buffers are given to it as its format describes them ("Arrow
Columnar Format": validity bitmap, offsets and values).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

LONGEST = 2**31 - 1  # Bytes of the texts of an array.


def texts(values: Sequence[str | None]) -> pa.Array[Any]:
    """Return texts as UTF-8."""
    known = [text or "" for text in values]
    joined = "".join(known)
    # Of ASCII, which most texts are, every letter is a byte.
    sizes = known if joined.isascii() else [text.encode() for text in known]
    ends = np.fromiter(accumulate(map(len, sizes), initial=0), "int64", len(known) + 1)
    if ends[-1] > LONGEST:
        raise OverflowError("the texts of a column are longer than Arrow's offsets reach")
    there = None
    if None in values:
        there = _bitmap(np.array([text is not None for text in values], dtype=bool))
    buffers = [there, _buffer(ends.astype("int32")), pa.py_buffer(joined.encode())]
    return pa.Array.from_buffers(pa.string(), len(known), buffers)


def array(values: NDArray[Any], there: NDArray[np.bool_], kind: pa.DataType) -> pa.Array[Any]:
    """Return numbers, truth values, days or moments (in the unit of `kind`) as Arrow's `kind`.

    There is no value where none is `there`.
    """
    if pa.types.is_boolean(kind):
        data = np.packbits(values, bitorder="little")
    else:
        data = np.ascontiguousarray(values).view("int64").astype(f"i{kind.bit_width // 8}")
    return pa.Array.from_buffers(kind, len(values), [_bitmap(there), _buffer(data)])


def _bitmap(there: NDArray[np.bool_]) -> pa.Buffer | None:
    return None if there.all() else _buffer(np.packbits(there, bitorder="little"))


def _buffer(data: NDArray[Any]) -> pa.Buffer:
    return pa.py_buffer(data.tobytes())
