"""Settings for publishing: pelicanconf.py's, with the site's public address."""

from pelicanconf import *

# The public address of the site, without a slash at the end; citations and code examples use it.
SITEURL = ""
PERFORMANCE = {**PERFORMANCE, "site_url": SITEURL}
