"""What runs by itself: the tick finds what is due, and a real worker in another process makes the PDF."""

import pytest

from cases.clearance import actions as clearance_actions
from knowledge.library import tasks
from knowledge.library.actions import write_ups
from knowledge.library.models import Pdf


@pytest.mark.worker
def test_a_separate_worker_makes_the_pdf_of_what_is_published(worker, publish, eventually):
    version = publish("public")

    tasks.make_due_pdfs.delay()  # as beat does every 20 seconds

    pdf = eventually(lambda: Pdf.objects.filter(version=version, made_at__isnull=False).first())

    with pdf.file.open() as file:
        assert file.read(5) == b"%PDF-"
    assert pdf.attempts == 1


@pytest.mark.worker
def test_a_lost_message_loses_no_pdf(worker, people, write_up, approve, eventually):
    version = write_ups.send_write_up_for_checking(write_up, audience="programme", by=people.facilitator)
    approve(version.cleared_text)
    clearance_actions.publish(version.cleared_text, by=people.facilitator)
    assert not Pdf.objects.exists()

    tasks.make_due_pdfs.delay()

    eventually(lambda: Pdf.objects.filter(version=version, made_at__isnull=False).exists())


@pytest.mark.django_db
def test_a_pdf_that_is_gone_is_nothing_to_make():
    tasks.make_pdf(0)
