"""What a build remembers of earlier ones, so that only what changed is made again.

Everything remembered is the result of a pure function, under a key that is a digest of all that
went into it: the bytes of the data and what git knows of them, the words, the settings, the theme
and the program itself with its libraries. What is lacking, damaged or under another key is made
again; no memory at all gives the same site, only later.

The files of a site are not kept twice. Their digests are, and the files stay where they are: in the
published site, if they have not been touched there since.
"""

from __future__ import annotations

from performance.memory.digest import digest, folder, program
from performance.memory.drawings import Drawings
from performance.memory.site import File, Files, Made, Site, files_of, known_files, remember_files
from performance.memory.store import LostError, Store

__all__ = [
    "Drawings",
    "File",
    "Files",
    "LostError",
    "Made",
    "Site",
    "Store",
    "digest",
    "files_of",
    "folder",
    "known_files",
    "program",
    "remember_files",
]
