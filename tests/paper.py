"""Looking into the PDFs that pages answer with."""

import io

import pikepdf

from tests.permissions.planting import words_of_pdf


def words_in(response) -> str:
    """What a PDF says, its spaces made single; fails for an answer that is no PDF."""
    assert response.status_code == 200, response.status_code
    assert response["Content-Type"] == "application/pdf"
    return " ".join(words_of_pdf(response.content).split())


def opened(response) -> pikepdf.Pdf:
    """The PDF itself."""
    return pikepdf.open(io.BytesIO(response.content))
