"""Turn the present words of an entry into a text to check, which never changes."""

from cases.clearance import actions as clearance_actions
from cases.clearance.asking import answer_about, carry_over, why_not
from cases.clearance.models import Audience, ClearedText
from cases.clearance.models.recognising import AnswersAboutReaders
from cases.clearance.models.texts import canonical
from cases.commissioning.models import IssueReply
from cases.models import Case
from kit.errors import RefusedError
from kit.models import Revision, subject_of
from knowledge.models import Evidence
from members.models import User
from newsletter.models import Entry, EntryAnswers, SiteUpdate, UpdateAnswers
from newsletter.public_already import is_public_already


def freeze(entry: Entry, *, by: User | None) -> ClearedText:
    """Freeze the present words of `entry` for its audience, and return the text. The same words give the same text.

    A write-up that nobody edited here is its own published text and needs no other approval. What Copsite assembles
    from records has no author. Whoever edited it is an author, and so are the facilitator who wrote the update, the
    commissioner who replied and the broker who added the evidence.
    """
    text = _text_to_check(entry, by=by)
    _take_answers(entry, text)
    if entry.cleared_text_id != text.pk:
        entry.cleared_text = text
        entry.save(update_fields=["cleared_text"])
    return text


def _take_answers(entry: Entry, text: ClearedText) -> None:
    """Record for `text` what the author of the words in `entry` answered: the broker who rewrote it, or the author of a
    write-up that it repeats, or of a site's update about a case. Raise RefusedError if the entry is for readers who
    would know whom it is about.
    """
    rewritten = EntryAnswers.objects.filter(entry=entry).first() if text.case_id else None
    if rewritten and entry.edited_by and text.pk != entry.made_from_id:
        _answer(entry, text, said=rewritten, by=entry.edited_by)
        return
    if entry.made_from:
        carry_over(entry.made_from, text)
        return
    written = UpdateAnswers.objects.filter(update__issue=entry.issue_id, update__site=entry.site_id)
    said = written.select_related("update__written_by").first()
    if text.case_id is None or entry.kind != Entry.Kind.SITE_UPDATE or said is None:
        return
    _answer(entry, text, said=said, by=said.update.written_by)


def _answer(entry: Entry, text: ClearedText, *, said: AnswersAboutReaders, by: User) -> None:
    """Record for `text` that `by` answered what is `said`. Raise RefusedError if one of its readers would know."""
    if why_not(text.audience, said.given):
        raise RefusedError(
            f"{by.name} said that some of these readers would know whom “{entry.headline}” is about. "
            "Choose fewer readers for it, or change its words."
        )
    answer_about(text, answers=said.given, by=by)


def _text_to_check(entry: Entry, *, by: User | None) -> ClearedText:
    """Return a text with the present words of `entry`: the one it has if nothing changed, or a new one to check."""
    if entry.made_from and entry.is_its_own_text:
        return entry.made_from
    content, made_from, case = entry.content, entry.made_from, case_of(entry)
    before = entry.cleared_text if entry.cleared_text_id != entry.made_from_id else None
    is_public = case is None and is_public_already(entry)
    same = before and before.body == canonical(content) and before.audience == entry.audience
    if before and same and before.case == case and before.is_public_already == is_public:
        return before
    authors = authors_of(entry)
    return clearance_actions.send_for_checking(
        content,
        kind=ClearedText.Kind.NEWSLETTER_ENTRY,
        audience=entry.audience,
        programme=entry.issue.programme,
        site=made_from.site if made_from else entry.site,
        case=case,
        authors=authors,
        by=by if by in authors else None,
        replaces=before,
        is_public_already=is_public,
    )


def take_replacement(old: ClearedText, new: ClearedText) -> None:
    """Let the entries with the text `old`, whose words were permanently removed, wait for `new` instead.

    An entry that is its own published write-up repeats the new version. The caller has locked the newsletters, before the
    case of the text: see newsletter.locking.
    """
    for entry in (
        Entry.objects.select_for_update(of=("self",), no_key=True).filter(cleared_text=old).order_by("pk")
    ):
        entry.made_from = new if entry.made_from_id == old.pk else entry.made_from
        entry.cleared_text = new
        entry.save(update_fields=["made_from", "cleared_text"])


def case_of(entry: Entry) -> Case | None:
    """Return the case that `entry` tells about: that of the text it repeats, or the one that the site's update names."""
    if entry.made_from:
        return entry.made_from.case
    if entry.kind != Entry.Kind.SITE_UPDATE:
        return None
    return Case.objects.filter(
        newsletter_updates__issue=entry.issue_id, newsletter_updates__site=entry.site_id
    ).first()


def take_back_from_checking(entry: Entry, *, by: User) -> None:
    """Stop the checking of an entry that is left out."""
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
    """Return everyone who wrote part of the present words of `entry`.

    A summary of evidence is the words of who wrote it. A citation is the words of the publication: whoever copied it may be
    one of the two who check it for everyone, but never the only one who checks it: where one reader is enough, they are an
    author.
    """
    writers = set(_writers(entry))
    if entry.kind == Entry.Kind.SITE_UPDATE:
        for update in SiteUpdate.objects.filter(issue=entry.issue_id, site=entry.site_id):
            writers |= {update.written_by_id, *_writers(update)}
    if entry.kind == Entry.Kind.REPLY:
        reply = IssueReply.objects.filter(pk=entry.source.partition(":")[2]).first()
        writers |= {reply.by_id} if reply else set()
    label, _, key = entry.source.partition(":")
    evidence = Evidence.objects.filter(pk=key).first() if label == "knowledge.evidence" else None
    is_summary = entry.kind == Entry.Kind.EVIDENCE and evidence and evidence.summary
    if evidence and (is_summary or entry.audience != Audience.PUBLIC or is_public_already(entry)):
        writers |= set(_writers(evidence))
        writers |= {evidence.added_by_id} if evidence.added_by_id else set()
    if entry.made_from:
        writers |= set(entry.made_from.authorships.values_list("user", flat=True))
    return list(User.objects.filter(pk__in=writers).order_by("pk"))


def _writers(row) -> list[int]:
    """Return the ids of the users who wrote a revision of `row`."""
    revisions = Revision.objects.filter(subject=subject_of(row), by__isnull=False)
    return list(revisions.values_list("by", flat=True).distinct().order_by())
