"""The form of the file in which bytes are kept: its tables, and what is asked of them."""

from __future__ import annotations

NAME = "memory-4.sqlite3"
# The files of earlier forms of it, of which nobody else would ever get rid.
OLD = "memory-*.sqlite3"
# The bytes of a page of the file: much of what is kept is larger than SQLite's own four kilobytes.
PAGE = 16_384

# When something was last of use stands by itself: a row that changes is written anew with its data.
TABLES = """
CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, sum INTEGER, data BLOB);
CREATE TABLE IF NOT EXISTS uses (key TEXT PRIMARY KEY, build INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS builds (number INTEGER);
INSERT INTO builds SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM builds);
"""

GET = "SELECT sum, data FROM kept WHERE key = ?"
HAS = "SELECT key FROM kept WHERE key IN ({})"
PUT = "INSERT OR REPLACE INTO kept VALUES (?, ?, ?)"
# What is put in is of use to the build that goes on, whose number is the next one.
PUT_USE = "INSERT OR REPLACE INTO uses VALUES (?, (SELECT number + 1 FROM builds))"

TURN = "UPDATE builds SET number = number + 1"
# The keys as bytes, for in a damaged file one may be no text, and how many builds ago each was of
# use. It is one look at all of them.
UNUSED = """
SELECT CAST(key AS BLOB), number - build FROM uses, builds WHERE build <= number - ?
"""
# Mostly all were of use again, and few not: those few are told apart in a table of their own,
# for to name each of the others takes several times as long.
LEFT = "CREATE TEMP TABLE unused (key TEXT PRIMARY KEY) WITHOUT ROWID"
PUT_LEFT = "INSERT INTO unused VALUES (CAST(? AS TEXT))"
USE = """
UPDATE uses SET build = (SELECT number FROM builds)
WHERE build <= (SELECT number FROM builds) - ? AND key NOT IN (SELECT key FROM unused)
"""
FORGET = tuple(
    f"DELETE FROM {table} WHERE key = CAST(? AS TEXT)"  # noqa: S608  # Two names of this module.
    for table in ("kept", "uses")
)
