"""What cases do by themselves. Each task looks for rows that are due, so that a lost message loses nothing."""

from celery import shared_task

from cases.actions import presenting, step_mails


@shared_task(name="cases.send_due_mail")
def send_due_mail() -> int:
    """Send the mails that are due: what owners took on, what is overdue, what presenters are told, who is asked for a case."""
    return step_mails.send_due_step_mails() + presenting.send_due_notices()


@shared_task(name="cases.make_due_mail")
def make_due_mail() -> int:
    """Make the mails that are due: for meetings that were closed, on Mondays for what is overdue, and for presenters."""
    made = step_mails.make_due_steps_mails() + step_mails.make_due_weekly_mails()
    return made + presenting.make_due_notices()
