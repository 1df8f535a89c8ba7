"""The library's Celery tasks. The rows are the queue, so a lost message loses nothing."""

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
    """Create missing PDF rows, delete the files of withdrawn ones, and queue those that are due."""
    write_ups.ask_for_missing_pdfs()
    write_ups.remove_withdrawn_pdfs()
    for pdf_id in Pdf.objects.due().values_list("pk", flat=True):
        make_pdf.delay(pdf_id)


@shared_task(name="library.index_texts")
def index_texts() -> None:
    """Add newly published texts to the search index."""
    indexing.index_texts()
