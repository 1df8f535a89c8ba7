"""The task of the clearance. It looks for what is due, so that nothing is missed if a run fails."""

from celery import shared_task

from cases.clearance import showing


@shared_task(name="clearance.show_texts")
def show_texts() -> int:
    """Show the texts being checked to presenters who were named after they were sent."""
    return showing.show_what_is_due()
