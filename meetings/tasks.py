"""What meetings do by themselves. Each task looks for rows that are due, so that a lost message loses nothing."""

from celery import shared_task

from meetings.actions import invitations, minutes_mail, reminders


@shared_task(name="meetings.send_due_mail")
def send_due_mail() -> int:
    """Send the calendar mails, the reminders and the mails about minutes that are due."""
    sent = invitations.send_due_calendar_mail() + reminders.send_due_reminders()
    return sent + minutes_mail.send_due_minutes_mail()


@shared_task(name="meetings.ask_and_remind")
def ask_and_remind() -> int:
    """Make the mail that is due: to those who joined since a date was set, and before a meeting."""
    return invitations.take_out_leavers() + invitations.ask_newcomers() + reminders.make_due_reminders()
