"""Papers: rendering a page as a tagged PDF (PDF/UA-1) in our own typefaces, and sending one that is never stored.

Each process makes one PDF at a time, because the libraries it uses share what they know of the fonts.
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
    """Return the HTML `page` as a PDF with the style sheets of the templates `styles`, in their order.

    Only our own fonts are loaded, and no other file or address. Title, language, author and keywords are
    those of the page's head. The PDF carries `identifier` where one is given.
    """
    from kit.typesetting import typeset  # takes over a second, only needed for a PDF

    with ONE_AT_A_TIME:
        return Rendered(*typeset(page, styles=styles, identifier=identifier))


def warm_up() -> None:
    """Make a paper that nobody reads, so that the first one of this process waits for no library and no typeface."""
    render_paper('<html lang="en"><title>-</title><p>-</p></html>', styles=["pdf/faces.css", "pdf/paper.css"])


def paper_response(rendered: Rendered, *, name: str) -> HttpResponse:
    """Return a response that shows a confidential PDF in the browser and is not stored by any cache."""
    response = HttpResponse(rendered.data, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
