"""Papers: a page as a tagged PDF (PDF/UA-1) in our own typefaces, and how one is sent that is never stored.

One PDF is made at a time in a process: the libraries under it share what they know of the fonts.
"""

from dataclasses import dataclass
from threading import Lock

from django.http import HttpResponse

ONE_AT_A_TIME = Lock()


@dataclass(frozen=True)
class Rendered:
    """A finished PDF."""

    data: bytes
    pages: int


def render_paper(page: str, *, styles: list[str], identifier: bytes | None = None) -> Rendered:
    """Return the HTML `page` as a PDF, dressed by the templates of style sheets `styles`, in their order.

    It opens our own fonts, and nothing else of this machine or of the network. Title, language, author and keywords
    are those of the page's head. With the same `identifier`, the PDF carries the same one.
    """
    from kit.typesetting import typeset  # more than a second, which a site that makes no PDF does not pay

    with ONE_AT_A_TIME:
        return Rendered(*typeset(page, styles=styles, identifier=identifier))


def paper_response(rendered: Rendered, *, name: str) -> HttpResponse:
    """A PDF with confidential words: made for this reader now, shown in the browser, kept nowhere on the way."""
    response = HttpResponse(rendered.data, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
