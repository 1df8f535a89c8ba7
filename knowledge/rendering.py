"""A cleared write-up as a tagged PDF (PDF/UA-1). WeasyPrint is imported by the first PDF, not with the site: it takes
more than a second, and only workers need it. Their fonts and style sheet are read once and stay."""

import atexit
import io
import re
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.template.loader import render_to_string

from knowledge import reading
from knowledge.citations import cite_write_up
from knowledge.models import LearningObjectVersion

FONTS = settings.BASE_DIR / "static" / "dist" / "fonts"
FONT_ADDRESS = re.compile(r"font:///([a-z0-9-]+\.woff2)")


@dataclass(frozen=True)
class Rendered:
    """A finished PDF."""

    data: bytes
    pages: int


def render_learning_object(version: LearningObjectVersion) -> Rendered:
    """The PDF of exactly the cleared text of `version`. Reads nothing of its case."""
    from weasyprint import HTML

    tools = _tools()
    page = render_to_string("knowledge/pdf/learning_object.html", context_of(version))
    document = HTML(string=page, url_fetcher=tools.fetcher).render(
        stylesheets=[tools.style], font_config=tools.fonts, pdf_variant="pdf/ua-1"
    )
    target = io.BytesIO()
    document.write_pdf(target, pdf_variant="pdf/ua-1", pdf_identifier=version.cleared_text.sha256.encode())
    return Rendered(target.getvalue(), len(document.pages))


def context_of(version: LearningObjectVersion) -> dict:
    """What the template of the PDF needs, all of it from the cleared text, its clearances and its publication."""
    text = version.cleared_text
    content = text.content
    published_at = text.publication.published_at
    address = f"{settings.SITE_ADDRESS}{version.learning_object.get_absolute_url()}"
    return {
        "content": content,
        "sections": reading.sections_of(content),
        "steps": reading.step_table(content.get("steps", [])).rows,
        "version": version,
        "published_at": published_at,
        "address": address,
        "citation": cite_write_up(content, year=published_at.year, version=version.number, address=address),
        "clearers": text.clearances.count(),
    }


@dataclass(frozen=True)
class _Tools:
    """What every PDF of this process shares."""

    fonts: object
    fetcher: object
    style: object


@cache
def _tools() -> _Tools:
    from weasyprint import CSS
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

    fonts, fetcher = FontConfiguration(), OwnFontsOnly()
    style = CSS(
        string=render_to_string("knowledge/pdf/learning_object.css"), font_config=fonts, url_fetcher=fetcher
    )
    atexit.register(_tools.cache_clear)  # before the libraries under it go
    return _Tools(fonts, fetcher, style)
