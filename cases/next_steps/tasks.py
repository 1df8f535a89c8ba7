"""The tasks of next steps. They look for rows that are due, so that nothing is missed if a run fails."""

from celery import shared_task

from cases.next_steps.actions import figures, mails


@shared_task(name="next_steps.make_due_mail")
def make_due_mail() -> int:
    """Create the mails that are due: for closed meetings, and on Mondays about overdue steps."""
    return mails.make_due_steps_mails() + mails.make_due_weekly_mails()


@shared_task(name="next_steps.publish_due_figures")
def publish_due_figures() -> int:
    """Publish what helps for the quarters that are over."""
    return figures.publish_due_figures()
