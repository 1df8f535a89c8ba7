"""Turn the present words of an entry into a text to check, which never changes."""

from cases.clearance import actions as clearance_actions
from cases.clearance.models import ClearedText
from cases.clearance.models.texts import canonical
from cases.commissioning.models import IssueReply
from kit.models import Revision, subject_of
from members.models import User
from newsletter.models import Entry, SiteUpdate


def freeze(entry: Entry, *, by: User | None) -> ClearedText:
    """Freeze what `entry` says now, for its audience, and return the text. The same words stay the same text.

    A write-up that nobody edited is its own published text and needs no other approval. What Copsite put together
    from facts has no author; whoever edited it is one, and so are the facilitator whose words it holds and the
    commissioner who replied.
    """
    if entry.made_from and entry.is_its_own_text:
        text = entry.made_from
    else:
        content = entry.content
        before = entry.cleared_text if entry.cleared_text_id != entry.made_from_id else None
        if before and before.body == canonical(content) and before.audience == entry.audience:
            return before
        authors = authors_of(entry)
        made_from = entry.made_from
        text = clearance_actions.send_for_checking(
            content,
            kind=ClearedText.Kind.NEWSLETTER_ENTRY,
            audience=entry.audience,
            programme=entry.issue.programme,
            site=made_from.site if made_from else entry.site,
            case=made_from.case if made_from else None,
            authors=authors,
            by=by if by in authors else None,
            replaces=before,
        )
    if entry.cleared_text_id != text.pk:
        entry.cleared_text = text
        entry.save(update_fields=["cleared_text"])
    return text


def take_back_from_checking(entry: Entry, *, by: User) -> None:
    """An entry that is left out is not checked any longer."""
    text = entry.cleared_text
    entry.cleared_text = None
    entry.save(update_fields=["cleared_text"])
    if (
        text
        and text.pk != entry.made_from_id
        and ClearedText.objects.being_checked().filter(pk=text.pk).exists()
    ):
        clearance_actions.send_back(text, reason="Removed from the newsletter.", by=by)


def authors_of(entry: Entry) -> list[User]:
    """Everyone who wrote part of what `entry` says."""
    writers = set(_writers(entry))
    if entry.kind == Entry.Kind.SITE_UPDATE:
        for update in SiteUpdate.objects.filter(issue=entry.issue_id, site=entry.site_id):
            writers |= {update.written_by_id, *_writers(update)}
    if entry.kind == Entry.Kind.REPLY:
        reply = IssueReply.objects.filter(pk=entry.source.partition(":")[2]).first()
        writers |= {reply.by_id} if reply else set()
    if entry.made_from:
        writers |= set(entry.made_from.authorships.values_list("user", flat=True))
    return list(User.objects.filter(pk__in=writers).order_by("pk"))


def _writers(row) -> list[int]:
    revisions = Revision.objects.filter(subject=subject_of(row), by__isnull=False)
    return list(revisions.values_list("by", flat=True).distinct().order_by())
