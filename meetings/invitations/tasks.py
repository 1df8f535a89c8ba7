"""The background tasks of invitations. Each looks for rows that are due, so that a lost task does no harm."""

from celery import shared_task

from meetings.invitations import actions


@shared_task(name="invitations.ask_and_tell")
def ask_and_tell() -> int:
    """Invite knowledge brokers to new meetings, and queue what those who were invited have not been told yet."""
    return actions.ask_brokers() + actions.tell()


@shared_task(name="invitations.remind")
def remind() -> int:
    """Queue the reminders that are due to those who were invited."""
    return actions.make_due_reminders()
