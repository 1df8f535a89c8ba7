"""What knowledge does by itself: make PDFs. The rows are the queue, so a lost message loses nothing."""

from celery import shared_task

from knowledge.actions import indexing, library
from knowledge.models import Pdf


@shared_task(name="knowledge.make_pdf")
def make_pdf(pdf_id: int) -> None:
    """Make one PDF, unless it is made, being made or no longer wanted."""
    pdf = Pdf.objects.filter(pk=pdf_id).first()
    if pdf is not None:
        library.make_pdf(pdf)


@shared_task(name="knowledge.make_due_pdfs")
def make_due_pdfs() -> None:
    """Ask for the PDF of every published version that has none, queue those that are due, drop the withdrawn ones."""
    library.ask_for_missing_pdfs()
    library.remove_withdrawn_pdfs()
    for pdf_id in Pdf.objects.due().values_list("pk", flat=True):
        make_pdf.delay(pdf_id)


@shared_task(name="knowledge.index_issues")
def index_issues() -> None:
    """Let the issues for commissioners that are out be found in the library."""
    indexing.index_issues()
