"""The newsletter's Celery tasks. A task looks for rows that are due, so a lost message loses nothing."""

from celery import shared_task

from newsletter import actions, delivery


@shared_task(name="newsletter.follow_newer_texts")
def follow_newer_texts() -> int:
    """Let entries follow write-ups of which a newer version is published, and return how many changed."""
    return actions.follow_newer_texts()


@shared_task(name="newsletter.assemble_due_issues")
def assemble_due_issues() -> int:
    """Create last month's issue in every running programme that does not have one, and return how many were new."""
    return len(actions.assemble_due())


@shared_task(name="newsletter.tell_of_withdrawn")
def tell_of_withdrawn() -> int:
    """Tell those who had a text by mail that it was withdrawn, and return how many mails were made."""
    return actions.tell_of_withdrawn()


@shared_task(name="newsletter.deliver")
def deliver() -> int:
    """Send the letters of sent issues that are due, and return how many the mail server took."""
    return delivery.deliver()


@shared_task(name="newsletter.forget_unconfirmed")
def forget_unconfirmed() -> int:
    """Delete the addresses of who asked for the newsletter and never confirmed, and return how many there were."""
    return actions.forget_unconfirmed()


@shared_task(name="newsletter.note_refusals")
def note_refusals() -> int:
    """Note the addresses whose mail server refused a letter, and return how many there were in the last days."""
    return actions.note_refusals()
