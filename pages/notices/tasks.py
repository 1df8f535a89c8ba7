"""The task of notices. It looks for what waits now, so that nothing is missed if a run fails."""

from celery import shared_task

from pages.notices import mailing


@shared_task(name="notices.make_due_mail")
def make_due_mail() -> int:
    """Create the mails that are due to people for whom something waits."""
    return mailing.make_due_mail()
