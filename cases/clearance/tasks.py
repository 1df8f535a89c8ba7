"""The tasks of the clearance. A task looks for what is due, so that nothing is missed if a run fails."""

from celery import shared_task

from cases.clearance import rereading, showing


@shared_task(name="clearance.show_texts")
def show_texts() -> int:
    """Show the texts being checked to presenters who were named after they were sent."""
    return showing.show_what_is_due()


@shared_task(name="clearance.read_new_texts")
def read_new_texts() -> int:
    """Note what is found in texts that were published just now, as seen by those who checked them."""
    return rereading.read_new_texts()


@shared_task(name="clearance.read_again")
def read_again() -> int:
    """Read what is published again where more is known than when it was last read."""
    return rereading.read_again()
