"""What turns a page into HTML: given to the build by whoever has the templates."""

from collections.abc import Callable

from performance.pages.page import Page

Render = Callable[[Page], str]
