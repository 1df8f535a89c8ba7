"""The background tasks of meetings. Each looks for rows that are due, so that a lost message loses nothing."""

from celery import shared_task

from meetings.actions import calendar_mail, reminders


@shared_task(name="meetings.ask_and_remind")
def ask_and_remind() -> int:
    """Make the mail that is due: to those who joined since, or left, and before a meeting."""
    asked = calendar_mail.take_out_leavers() + calendar_mail.ask_newcomers()
    return asked + reminders.make_due_reminders()
