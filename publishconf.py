"""Settings for publishing: pelicanconf.py's, with the site's public address."""

import sys
from pathlib import Path

# Pelican loads this file by its path alone, so its neighbour is not found without this.
sys.path.insert(0, str(Path(__file__).resolve().parent))

from pelicanconf import *

# A site that is published lacks nothing: where a report's PDF cannot be made, nothing is built.
PERFORMANCE_PUBLISH = True

# The public address of the site, without a slash at the end; citations and code examples use it.
# Where it is empty, the one in content/settings.yaml stays in force.
SITEURL = ""
if SITEURL:
    PERFORMANCE = {**PERFORMANCE, "site_url": SITEURL}
