"""The process that lays out a PDF: HTML and CSS on standard input, the PDF on standard output."""

from __future__ import annotations

import json
import logging
import re
import sys

# What leads nowhere on paper: an address relative to a page that the PDF is not.
RELATIVE = re.compile(r'<a href="(?!#|https?:|mailto:)[^"]*">')


def run() -> None:
    """Lay out standard input; what cannot be laid out ends the process with a sentence."""
    html, style = json.loads(sys.stdin.buffer.read())
    sys.stdout.buffer.write(pdf(html, style))


def pdf(html: str, style: str) -> bytes:
    """Return the PDF of a page, as WeasyPrint makes it, for PDF/UA-1."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    from performance.paper import fonts

    # An anchor that leads nowhere and a property of the screen are no news to whoever builds.
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    config = FontConfiguration()
    sheets = [CSS(string=text, font_config=config, base_url=None) for text in (fonts.css(), style)]
    document = HTML(string=RELATIVE.sub("<a>", html), base_url=None)
    return bytes(
        document.write_pdf(
            stylesheets=sheets,
            font_config=config,
            pdf_variant="pdf/ua-1",
            pdf_identifier=b"portal",
            custom_metadata=False,
        )
    )
