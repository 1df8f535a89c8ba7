"""Withdraw a text together with the texts of the same thing that other readers have."""

from django.db import transaction

from cases.clearance.actions import withdraw
from cases.clearance.models import ClearedText, Publication
from cases.locking import lock_row
from members.models import User


@transaction.atomic
def withdraw_together(
    text: ClearedText, *, because: str, by: User, note: str = "", only_this: bool = False
) -> Publication:
    """Withdraw a published text, and every other text of the same thing unless `only_this`. Repeating changes nothing."""
    lock_row(text, case=text.case)
    publication = withdraw(text, because=because, by=by, note=note)
    for other in [] if only_this else text.beside():
        withdraw(other, because=because, by=by, note=note)
    return publication
