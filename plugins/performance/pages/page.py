"""What every page has: the site around it, its address, title, description and way back."""

from __future__ import annotations

from typing import ClassVar

from markupsafe import Markup
from msgspec import Struct

from performance import urls

# What a page may load: files of this site alone. Nothing inline, nothing evaluated.
POLICY = Markup(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'"
)


class Anchor(Struct, frozen=True):
    """A link: words and the address they lead to, relative to the site's root."""

    title: str
    address: str


class SharedPicture(Struct, frozen=True):
    """The picture of a link: its whole address, its size in pixels, and what it shows in words."""

    url: str
    alt: str
    width: int
    height: int


class Share(Struct, frozen=True):
    """What the programs that show links are told beside a page's title and description.

    `kind` is a type of the Open Graph protocol. `url` is the page's whole address, "" where the
    site's is not known; then there is no `picture` either, because no relative address may stand
    in its place.
    """

    kind: str
    url: str
    picture: SharedPicture | None = None


class Site(Struct, frozen=True):
    """What all pages share. `as_of` is in words; `navigation` the links of the header.

    `url` is the site's public address without a slash at the end, empty where it is not known.
    """

    city: str
    title: str
    tagline: str
    banner: str
    contact: str | Markup
    as_of: str
    language: str
    navigation: tuple[Anchor, ...]
    footer: tuple[Anchor, ...]
    url: str = ""


class Page(Struct, frozen=True, kw_only=True):
    """The one variable `page` of a template; every page class adds its own fields.

    `address` is relative to the root; `title` the H1 and, with the site's title, the document's;
    `description` one sentence for search engines; `crumbs` the way from home, without the page.
    `share` is what a link to the page shows elsewhere, none where that is left to others.
    `sort` is what a result of the site's search says that the page is; without one it is not found.
    `described` is the page's data in schema.org's words, as JSON-LD, none where it has none.
    `feeds` are the Atom feeds of what the page shows, its own first.
    """

    template: ClassVar[str]
    sort: ClassVar[str] = ""

    site: Site
    address: str
    title: str
    description: str
    crumbs: tuple[Anchor, ...] = ()
    share: Share | None = None
    described: Markup | None = None
    feeds: tuple[Anchor, ...] = ()

    @property
    def canonical(self) -> str:
        """The page's one whole address, for search engines; empty where it is not known."""
        return f"{self.site.url}/{self.address}" if self.site.url else ""

    @property
    def document_title(self) -> str:
        """The title of the browser's tab: the page's and the site's."""
        return f"{self.title} – {self.site.title}"

    @property
    def stylesheets(self) -> tuple[str, ...]:
        """The addresses of the style sheets, in order."""
        return urls.STYLESHEETS

    @property
    def scripts(self) -> tuple[str, ...]:
        """The addresses of the scripts, in order; each page works without them."""
        return ()

    @property
    def policy(self) -> Markup:
        """The Content-Security-Policy of the page."""
        return POLICY

    @property
    def home(self) -> str:
        """The relative way to the home page: never empty, which would be a link to nowhere."""
        return self.root or "./"

    @property
    def root(self) -> str:
        """The relative way to the site's root; links are `{{ page.root }}{{ address }}`."""
        return urls.root(self.address)
