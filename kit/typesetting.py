"""WeasyPrint with what all PDFs of a process share: our fonts, our style sheets, and no access to other files.

Importing it takes more than a second, so `kit.paper` imports it when the first PDF is made.
"""

import atexit
import io
import os
import re
from functools import cache

from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from kit.faces import FONTS, files_for

os.environ.setdefault(
    "SOURCE_DATE_EPOCH", "0"
)  # the fonts in a PDF would say when it was made: the same twice
FONT_ADDRESS = re.compile(r"font:///([a-z0-9-]+\.woff2)")


class OwnFontsOnly(URLFetcher):
    """A URL fetcher that opens our own font files and refuses every other address."""

    def fetch(self, url, headers=None):
        """Return the font file at `url`. Raise ValueError for any other address."""
        match = FONT_ADDRESS.fullmatch(url)
        if not match:
            raise ValueError(f"A PDF may not load {url}")
        return URLFetcherResponse(url, (FONTS / match.group(1)).read_bytes(), {"Content-Type": "font/woff2"})


def typeset(page: str, *, styles: list[str], identifier: bytes | None) -> tuple[bytes, int]:
    """Return the HTML `page` as PDF/UA-1 and its number of pages, with the style sheets of the templates `styles`.

    Not safe for two threads at once: the libraries under it share what they know of the fonts.
    """
    for file in files_for(page):
        _face(file)
    document = HTML(string=page, url_fetcher=_fetcher()).render(
        stylesheets=[_style(name) for name in styles], font_config=_fonts(), pdf_variant="pdf/ua-1"
    )
    target = io.BytesIO()
    document.write_pdf(target, pdf_variant="pdf/ua-1", pdf_identifier=identifier)
    return target.getvalue(), len(document.pages)


@cache
def _fonts() -> FontConfiguration:
    return FontConfiguration()


@cache
def _fetcher() -> OwnFontsOnly:
    return OwnFontsOnly()


@cache
def _face(file: str) -> CSS:
    """Load one more font file for this process. Letters that the named typefaces lack are then taken from it."""
    rule = f'@font-face {{ font-family: Names; src: url("font:///{file}"); }}'
    return CSS(string=rule, font_config=_fonts(), url_fetcher=_fetcher())


@cache
def _style(name: str) -> CSS:
    return CSS(string=render_to_string(name), font_config=_fonts(), url_fetcher=_fetcher())


@atexit.register  # before the libraries that it uses are unloaded
def _forget() -> None:
    _style.cache_clear()
    _face.cache_clear()
    _fetcher.cache_clear()
    _fonts.cache_clear()
