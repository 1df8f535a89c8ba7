"""The action of the certificate: saving what a member learned, in their own words."""

from django.db import transaction
from django.utils import timezone

from kit.audit import record
from kit.errors import RefusedError
from members.audit_verbs import MemberVerb
from members.models import Member, OwnWords, User

MOST_LETTERS = 2000


@transaction.atomic
def write_own_words(member: Member, *, words: str, by: User) -> OwnWords:
    """Save what `member` says they learned. Where somebody else writes it, it is marked as written down for them.

    Empty words remove it. The same words again change nothing, not even who wrote them.
    """
    words = words.replace("\r\n", "\n").strip()
    if len(words) > MOST_LETTERS:
        raise RefusedError(f"Use {MOST_LETTERS:,} characters or fewer, so that it fits on the certificate.")
    row, _ = OwnWords.objects.select_for_update().get_or_create(member=member)
    if row.words == words:
        return row
    row.words, row.written_by, row.at = words, by, timezone.now()
    row.is_written_down_for_them = member.user_id != by.pk
    row.save()
    record(MemberVerb.WRITE_WHAT_WAS_LEARNED, member, by=by)
    return row
