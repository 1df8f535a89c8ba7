"""The task of commissioning. It looks for rows that are due, so that nothing is missed if a run fails."""

from celery import shared_task

from cases.commissioning import actions


@shared_task(name="commissioning.publish_due_figures")
def publish_due_figures() -> int:
    """Publish how often each theme was raised in the quarters that are over."""
    return actions.publish_due_figures()
