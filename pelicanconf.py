"""Pelican's settings. What a city says about itself is in content/settings.yaml."""

from typing import Any

from jinja2 import StrictUndefined

SITENAME = "Focus on Results"
SITEURL = ""
RELATIVE_URLS = True
TIMEZONE = "UTC"
DEFAULT_LANG = "en"

PATH = "content"
DATASETS_PATH = "datasets"
OUTPUT_PATH = "output"
THEME = "theme"
PLUGIN_PATHS = ["plugins"]
PLUGINS = ["performance"]

# Settings of the portal laid over those of content/settings.yaml, by the same names.
PERFORMANCE: dict[str, Any] = {}

# A wrong name in a template is an error, and text is escaped.
JINJA_ENVIRONMENT = {
    "autoescape": True,
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
}

# The plugin makes every page; Pelican itself publishes the theme's static files alone.
ARTICLE_PATHS: list[str] = []
PAGE_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
DIRECT_TEMPLATES: list[str] = []
TEMPLATE_PAGES: dict[str, str] = {}
FEED_ALL_ATOM = None
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
ARCHIVES_SAVE_AS = ""
AUTHOR_SAVE_AS = ""
CATEGORY_SAVE_AS = ""
TAG_SAVE_AS = ""

# The whole site is swapped in at the end; nothing is deleted before.
DELETE_OUTPUT_DIRECTORY = False
CACHE_CONTENT = False
# What takes long to make, such as a report's PDF, is kept here from build to build.
CACHE_PATH = ".cache"
LOAD_CONTENT_CACHE = False
