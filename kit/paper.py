"""Papers: a page as a tagged PDF (PDF/UA-1) in our own typefaces, and how one is sent that is never stored.

WeasyPrint is imported by the first PDF, not with the site: it takes more than a second. Fonts and style sheets are read
once for each process and stay. One PDF is made at a time in a process: the libraries under it share what they know of
the fonts.
"""

import atexit
import io
import re
from dataclasses import dataclass
from functools import cache
from threading import Lock

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string

FONTS = settings.BASE_DIR / "static" / "dist" / "fonts"
FONT_ADDRESS = re.compile(r"font:///([a-z0-9-]+\.woff2)")
ONE_AT_A_TIME = Lock()


@dataclass(frozen=True)
class Rendered:
    """A finished PDF."""

    data: bytes
    pages: int


def render_paper(page: str, *, styles: list[str], identifier: bytes | None = None) -> Rendered:
    """The HTML `page` as a PDF, dressed by the templates of style sheets `styles`, in their order.

    It opens our own fonts, and nothing else of this machine or of the network. Title, language, author and keywords
    are those of the page's head. With the same `identifier`, the PDF carries the same one.
    """
    from weasyprint import HTML

    with ONE_AT_A_TIME:
        tools = _tools()
        document = HTML(string=page, url_fetcher=tools.fetcher).render(
            stylesheets=[_style(name) for name in styles], font_config=tools.fonts, pdf_variant="pdf/ua-1"
        )
        target = io.BytesIO()
        document.write_pdf(target, pdf_variant="pdf/ua-1", pdf_identifier=identifier)
    return Rendered(target.getvalue(), len(document.pages))


def paper_response(rendered: Rendered, *, name: str) -> HttpResponse:
    """A PDF with confidential words: made for this reader now, shown in the browser, kept nowhere on the way."""
    response = HttpResponse(rendered.data, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


@dataclass(frozen=True)
class Tools:
    """What every PDF of this process shares."""

    fonts: object
    fetcher: object


@cache
def _tools() -> Tools:
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFontsOnly(URLFetcher):
        """Opens our own font files, and refuses every other address: no network, no file of this machine."""

        def fetch(self, url, headers=None):
            match = FONT_ADDRESS.fullmatch(url)
            if not match:
                raise ValueError(f"A PDF may not load {url}")
            return URLFetcherResponse(
                url, (FONTS / match.group(1)).read_bytes(), {"Content-Type": "font/woff2"}
            )

    atexit.register(_forget)  # before the libraries under it go
    return Tools(FontConfiguration(), OwnFontsOnly())


@cache
def _style(name: str):
    from weasyprint import CSS

    tools = _tools()
    return CSS(string=render_to_string(name), font_config=tools.fonts, url_fetcher=tools.fetcher)


def _forget() -> None:
    _style.cache_clear()
    _tools.cache_clear()
