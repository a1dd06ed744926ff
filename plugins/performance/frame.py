"""The frame of a site: what its settings say, and what Pelican itself publishes beside the data.

It hangs on the settings files, the theme and the content alone. Where only data have changed it
stays, and nothing of it need be asked of Pelican again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct


class Setup(Struct, frozen=True):
    """What a build is told by its settings; the folders are paths.

    `above` hold templates that count before the theme's. `overrides` are settings of the portal
    laid over those in the content. `before` is the folder of the site as it was published before,
    "" where it is not known. `belongs` is the digest of what pages are shown by beside templates,
    "" where nobody can know all of it. A site that is `published` must lack nothing.
    """

    content: str
    datasets: str
    theme: str
    above: Sequence[str]
    output: str
    cache: str
    overrides: Mapping[str, Any]
    before: str
    belongs: str
    published: bool


class Frame(Struct, frozen=True):
    """A setup, what templates are read by, and the SHA-256 of each file that Pelican published.

    `environment` are arguments of Jinja's, of which `undefined` is the name of one of its classes.
    """

    setup: Setup
    environment: Mapping[str, Any]
    files: Mapping[str, str]
