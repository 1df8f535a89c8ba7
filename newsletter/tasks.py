"""What the newsletter does by itself. Each task looks for rows that are due, so that a lost message loses nothing."""

from celery import shared_task

from newsletter import actions


@shared_task(name="newsletter.assemble_due_issues")
def assemble_due_issues() -> int:
    """Make last month's issue of every running programme that lacks it."""
    return len(actions.assemble_due())


@shared_task(name="newsletter.send_due_deliveries")
def send_due_deliveries() -> int:
    """Send the letters that are due, and the mails that ask new readers whether it is them."""
    return actions.send_due_confirmations() + actions.deliver_due()
