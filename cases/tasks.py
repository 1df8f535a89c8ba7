"""The tasks of cases. They look for rows that are due, so that nothing is missed if a run fails."""

from celery import shared_task

from cases.actions import presenter_notices


@shared_task(name="cases.make_due_mail")
def make_due_mail() -> int:
    """Create the mails that are due to presenters."""
    return presenter_notices.make_due_notices()
