"""The actions of marks: keeping a suspected word at a site, and taking that back."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from kit.audit import record
from kit.errors import RefusedError
from kit.locking import one_of
from kit.privacy.identifiers import IdentifierKind, refused_passages
from members.audit_verbs import MemberVerb
from members.known_names import IdentifierFinder
from members.models import KeptWord, User
from members.models.kept_words import digest_of, family_of
from sites_app.models import Site

LONGEST_WORD = 300
NAMES_SOMEBODY = (
    "Somebody known at this site has this name. Choose “agreed with the person” if they agreed, or “another reason” if it"
    " means somebody or something else. Otherwise write their role instead."
)


@transaction.atomic
def keep_word(site: Site, *, word: str, kind: str, reason: KeptWord.Reason, by: User) -> KeptWord:
    """Keep a suspected word at `site`, for one of the reasons. Repeating it with another reason changes the reason.

    Raises RefusedError for what is certain to identify somebody, for more than a few words, and for the name of somebody
    known at the site that is kept as "not a person" or "public figure".
    """
    if sentences := refused_passages(word):
        raise RefusedError(f"This cannot be kept, whatever the reason. {sentences[0]}")
    if not word.strip() or len(word) > LONGEST_WORD:
        raise RefusedError("Only a word or a few words can be kept. Choose one of the marks.")
    if not IdentifierFinder(site).can_keep(word, reason):
        raise RefusedError(NAMES_SOMEBODY)
    row, is_new = one_of(
        KeptWord.objects.get_or_create,
        site=site,
        digest=digest_of(site.pk, word, kind),
        defaults={"kind": family_of(kind), "reason": reason, "kept_by": by},
    )
    if is_new or row.reason != reason:
        row.reason, row.kept_by, row.kept_at = reason, by, timezone.now()
        row.save()
        record(MemberVerb.KEEP_WORD, site, by=by, note=reason)
    return row


@transaction.atomic
def forget_word(site_ids: Iterable[int], *, word: str) -> int:
    """Keep a word at none of these sites any more, of whatever kind: it is permanently removed. Return how many kept it."""
    digests = {digest_of(pk, word, kind) for pk in site_ids for kind in IdentifierKind}
    return KeptWord.objects.filter(digest__in=digests).delete()[0]


@transaction.atomic
def unkeep_word(site: Site, *, word: str, kind: str, by: User) -> bool:
    """Take back that a word is kept at `site`, so that it is marked again. Return whether it was kept."""
    was_kept = bool(KeptWord.objects.of(site, word, kind).delete()[0])
    if was_kept:
        record(MemberVerb.UNKEEP_WORD, site, by=by)
    return was_kept
