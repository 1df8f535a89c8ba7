"""The background tasks of meetings. Each looks for rows that are due, so that a lost task does no harm."""

from celery import shared_task

from meetings.actions import calendar_mail, reminders


@shared_task(name="meetings.ask_and_remind")
def ask_and_remind() -> int:
    """Queue the mail that is due: to members who joined or left since, and reminders."""
    asked = calendar_mail.cancel_for_leavers() + calendar_mail.ask_newcomers()
    return asked + reminders.make_due_reminders()
