"""Find and read data packages: the only reader of `datasets/`."""

from __future__ import annotations

from performance.load.budget import budget
from performance.load.dtypes import DTYPES, floats
from performance.load.file import read
from performance.load.find import Found, Place, find, unreadable
from performance.load.grid import frame, grid_of, plain_grid
from performance.load.metric import metric
from performance.load.package import fields, name_of, package, resource
from performance.load.position import line_of, lines, on_lines
from performance.load.syntax import parse
from performance.load.table import TableError, is_table, sheet

__all__ = [
    "DTYPES",
    "Found",
    "Place",
    "TableError",
    "budget",
    "fields",
    "find",
    "floats",
    "frame",
    "grid_of",
    "is_table",
    "line_of",
    "lines",
    "metric",
    "name_of",
    "on_lines",
    "package",
    "parse",
    "plain_grid",
    "read",
    "resource",
    "sheet",
    "unreadable",
]
