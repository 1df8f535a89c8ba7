"""The action of the certificate: saving what a member learned, in their own words."""

from django.db import transaction
from django.utils import timezone

from kit.audit import record
from kit.editing.history import keep_revisions
from kit.errors import RefusedError
from kit.locking import lock_row, refuse_another
from members.audit_verbs import MemberVerb
from members.models import Member, OwnWords, User

MOST_LETTERS = 2000


@transaction.atomic
def write_own_words(member: Member, *, words: str, by: User) -> OwnWords:
    """Save what `member` says they learned. Where somebody else writes it, it is marked as written down for them.

    Empty words remove it. Earlier words are kept as revisions. The same words again change nothing, not even who wrote them.
    """
    words = words.replace("\r\n", "\n").strip()
    if len(words) > MOST_LETTERS:
        raise RefusedError(f"Use {MOST_LETTERS:,} characters or fewer, so that it fits on the certificate.")
    lock_row(member)
    row, is_new = OwnWords.objects.get_or_create(member=member)
    if not is_new:
        refuse_another(row)
    if row.words == words:
        return row
    keep_revisions(row, sections=["words"], by=row.written_by)
    row.words, row.written_by, row.at = words, by, timezone.now()
    row.is_written_down_for_them = member.user_id != by.pk
    row.save()
    keep_revisions(row, sections=["words"], by=by)
    record(MemberVerb.WRITE_WHAT_WAS_LEARNED, member, by=by)
    return row
