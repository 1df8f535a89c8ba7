"""What cases do by themselves. Each task looks for rows that are due, so that a lost message loses nothing."""

from celery import shared_task

from cases.actions import presenter_notices


@shared_task(name="cases.make_due_mail")
def make_due_mail() -> int:
    """Make the mails that are due to presenters."""
    return presenter_notices.make_due_notices()
