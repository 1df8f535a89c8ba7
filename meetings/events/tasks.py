"""The background tasks of programmes' dates. Each looks for rows that are due, so that a lost task does no harm."""

from celery import shared_task

from meetings.events import actions


@shared_task(name="events.ask")
def ask() -> int:
    """Invite to dates of their programme those whom they are for by now."""
    return actions.ask_all()
