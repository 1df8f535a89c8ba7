"""Copsite: communities of practice, from the meeting to the commissioner's reply."""

from copsite.celery import app as celery_app

__all__ = ["celery_app"]
