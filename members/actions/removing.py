"""The action that removes a member who was added by mistake."""

from django.db import transaction

from kit.errors import RefusedError
from kit.locking import lock_row
from kit.models import RemovedRow
from kit.removal import set_aside
from members.models import Member, User


@transaction.atomic
def remove_member(member: Member, *, by: User) -> RemovedRow:
    """Remove a member who was added by mistake, with their invitation, and return what is kept aside. It can be undone
    for ten minutes.

    Raise RefusedError if they facilitate or facilitated, or if anything is recorded of them: attendance, a case, a step.
    """
    lock_row(member.site)
    stays = RefusedError(
        f"Something is recorded of {member}: a meeting, a case or a next step. Record that they have left instead."
    )
    if member.facilitations.exists() or member.absences.exists():
        raise stays
    try:
        return set_aside(member, by=by)
    except RefusedError:
        raise stays from None
