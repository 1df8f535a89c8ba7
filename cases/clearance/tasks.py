"""The tasks of the clearance. A task looks for what is due, so that nothing is missed if a run fails."""

from celery import shared_task

from cases.clearance import checkers, rereading, showing


@shared_task(name="clearance.show_texts")
def show_texts() -> int:
    """Show the texts being checked to presenters who were named after they were sent."""
    return showing.show_what_is_due()


@shared_task(name="clearance.ask_next")
def ask_next() -> int:
    """Ask the next person to check each text whose checker let the day pass, said no or can no longer check it."""
    return checkers.ask_next_where_due()


@shared_task(name="clearance.read_new_texts")
def read_new_texts() -> int:
    """Note what is found in texts that were published just now, as seen by those who checked them."""
    return rereading.read_new_texts()


@shared_task(name="clearance.read_again")
def read_again() -> int:
    """Read what is published again where more is known than when it was last read."""
    return rereading.read_again()
