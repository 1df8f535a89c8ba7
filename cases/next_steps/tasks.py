"""What next steps do by themselves. Each task looks for rows that are due, so that a lost message loses nothing."""

from celery import shared_task

from cases.next_steps.actions import mails


@shared_task(name="next_steps.make_due_mail")
def make_due_mail() -> int:
    """Make the mails that are due: for meetings that were closed, and on Mondays for what is overdue."""
    return mails.make_due_steps_mails() + mails.make_due_weekly_mails()
