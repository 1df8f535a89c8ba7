"""What the library does by itself: make PDFs. The rows are the queue, so a lost message loses nothing."""

from celery import shared_task

from knowledge.library.actions import indexing, write_ups
from knowledge.library.models import Pdf


@shared_task(name="library.make_pdf")
def make_pdf(pdf_id: int) -> None:
    """Make one PDF, unless it is made, being made or no longer wanted."""
    pdf = Pdf.objects.filter(pk=pdf_id).first()
    if pdf is not None:
        write_ups.make_pdf(pdf)


@shared_task(name="library.make_due_pdfs")
def make_due_pdfs() -> None:
    """Ask for the PDF of every published version that has none, queue those that are due, drop the withdrawn ones."""
    write_ups.ask_for_missing_pdfs()
    write_ups.remove_withdrawn_pdfs()
    for pdf_id in Pdf.objects.due().values_list("pk", flat=True):
        make_pdf.delay(pdf_id)


@shared_task(name="library.index_texts")
def index_texts() -> None:
    """Let the texts that are new be found in the library."""
    indexing.index_texts()
