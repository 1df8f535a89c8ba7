"""What the newsletter does by itself. Each task looks for rows that are due, so that a lost message loses nothing."""

from celery import shared_task

from newsletter import actions


@shared_task(name="newsletter.assemble_due_issues")
def assemble_due_issues() -> int:
    """Make last month's issue of every running programme that lacks it."""
    return len(actions.assemble_due())
