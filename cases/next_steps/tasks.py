"""The tasks of next steps. They look for rows that are due, so that nothing is missed if a run fails."""

from celery import shared_task

from cases.next_steps.actions import mails


@shared_task(name="next_steps.make_due_mail")
def make_due_mail() -> int:
    """Create the mails that are due: for closed meetings, and on Mondays about overdue steps."""
    return mails.make_due_steps_mails() + mails.make_due_weekly_mails()
