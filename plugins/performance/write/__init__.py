"""Write the site: everything goes into a staging folder, which then takes the place of the output.

Beside the output `site` lie `.site.lock` (held while a build runs; the empty file stays),
`.site.staging` (what is being written), `.site.spare` (second names of the site's files, from which
the next site is made) and, only where a system cannot exchange two folders in one step, for an
instant `.site.previous`. A build that fails or is killed leaves the output as it was; the next one
clears away what it left.

A web server may serve the output while it is swapped: each request gets a file of the old site or
of the new one. A server that entered the folder (`cd site`) stays in what is then the spare, where
files come and go: name the folder to it instead (`python -m http.server --directory site`).

Nothing is synced to disk (`fsync`): after a power cut a site is built anew from its sources.
"""

from __future__ import annotations

from performance.write.folders import MANIFEST, staging_folder
from performance.write.single import write_file
from performance.write.staging import Staging
from performance.write.tree import Known, Left, scan

__all__ = ["MANIFEST", "Known", "Left", "Staging", "scan", "staging_folder", "write_file"]
