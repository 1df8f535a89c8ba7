"""The background tasks of kit."""

from importlib import import_module

from celery import shared_task
from django.conf import settings

from kit import queues
from kit.editing.history import prune
from kit.once import forget_presses
from kit.public_changes import forget_public_changes
from kit.statistics import renew_statistics


@shared_task(name="kit.send_due_mail")
def send_due_mail() -> int:
    """Send the mail that is due, of every kind that an installed app has."""
    return queues.send_due()


@shared_task(name="kit.forget_ended_sessions")
def forget_ended_sessions():
    """Delete the sessions that have expired."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


@shared_task(name="kit.prune_drafts")
def prune_drafts():
    """Delete typing history, keys, presses, holds, refused addresses and notes of public changes that are no longer needed."""
    prune()
    forget_presses()
    queues.forget_refused()
    forget_public_changes()


@shared_task(name="kit.renew_statistics")
def renew_database_statistics():
    """Renew what the database knows of its tables, where it does not do so by itself."""
    renew_statistics()
