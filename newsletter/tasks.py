"""The newsletter's Celery tasks. A task looks for rows that are due, so a lost message loses nothing."""

from celery import shared_task

from newsletter import actions


@shared_task(name="newsletter.follow_newer_texts")
def follow_newer_texts() -> int:
    """Let entries follow write-ups of which a newer version is published, and return how many changed."""
    return actions.follow_newer_texts()


@shared_task(name="newsletter.assemble_due_issues")
def assemble_due_issues() -> int:
    """Create last month's issue in every running programme that does not have one, and return how many were new."""
    return len(actions.assemble_due())
