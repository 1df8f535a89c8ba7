"""Edit an issue before it is approved: write a site's update, change entries, change their order, leave entries out."""

from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from cases.clearance.audiences import is_wider
from cases.clearance.models import OUTWARD, Audience
from cases.models import Case
from kit.audit import record
from kit.editing.history import keep_revisions
from kit.errors import RefusedError
from kit.locking import lock_row, refuse_another
from members.models import User
from newsletter.actions import freezing
from newsletter.actions.assembling import compare
from newsletter.audit_verbs import NewsletterVerb
from newsletter.locking import locked
from newsletter.models import Entry, EntryAnswers, NewsletterIssue, SiteUpdate, UpdateAnswers
from sites_app.models import Site

LEFT_OUT_OF_PLACE = "That entry is no longer in this newsletter. Open the newsletter again."


@transaction.atomic
def write_site_update(
    issue: NewsletterIssue,
    *,
    site: Site,
    words: str,
    by: User,
    case: Case | None = None,
    answers: dict[str, str] | None = None,
) -> SiteUpdate:
    """Save the facilitator's update about the month at `site`, and add it to the issue after the facts.

    `case` is the case that it tells about, if any: its presenters have to agree before others read it. `answers` are what
    `by` says of who would know whom it is about. Writing again replaces the update; earlier words are kept as revisions. An entry that a broker edited keeps the
    broker's words; the issue's page shows that the site wrote newer ones.
    """
    locked(issue)
    if site.programme_id != issue.programme_id:
        raise RefusedError(
            "This site belongs to another programme. Choose the newsletter of its own programme."
        )
    if not words.strip():
        raise RefusedError("Enter your update. Two or three lines are enough.")
    if case is not None and case.site_id != site.pk:
        raise RefusedError("This case belongs to another site. Choose a case of your own site.")
    update, is_new = SiteUpdate.objects.get_or_create(
        issue=issue, site=site, defaults={"words": words.strip(), "written_by": by, "case": case}
    )
    if not is_new:
        refuse_another(update)
        update.words, update.written_by, update.written_at = words.strip(), by, timezone.now()
        update.case = case
        update.save()
    if case is not None and answers:
        UpdateAnswers.objects.update_or_create(update=update, defaults=answers)
    else:
        UpdateAnswers.objects.filter(update=update).delete()  # they were about the words before
    if keep_revisions(update, sections=["words"], by=by):
        record(NewsletterVerb.WRITE_SITE_UPDATE, update, by=by)
    compare(issue.programme, month=issue.month, by=by)
    return update


def edit_issue(
    issue: NewsletterIssue, *, title: str, standfirst: str, by: User, audience: str | None = None
) -> Entry:
    """Set the title and summary of the issue, and return the entry that holds them.

    They are checked like all other words: by somebody who did not write them, and by two people if everyone may read
    them. Without `audience` their audience does not change. Readers outside it see the month as the title.
    """
    head = issue.entries.get(kind=Entry.Kind.HEAD)
    return edit_entry(head, headline=title, words=standfirst, audience=audience or head.audience, by=by)


@transaction.atomic
def edit_entry(
    entry: Entry,
    *,
    headline: str,
    words: str,
    audience: str,
    by: User,
    answers: dict[str, str] | None = None,
) -> Entry:
    """Change the words and the audience of an entry.

    Changed words survive assembling again, and `by` becomes an author. `answers` are what they say of who would know whom
    the new words are about, where these are about a case. Repeating changes nothing.

    Raise RefusedError if there is no headline, or if the audience is wider than that of the text the entry repeats.
    """
    locked(entry.issue)
    lock_row(entry)
    _refuse_entry(entry, headline=headline, audience=audience)
    headline, words = headline.strip(), words.strip()
    if (headline, words, audience) == (entry.headline, entry.words, entry.audience):
        return entry
    entry.audience = audience
    if (headline, words) != (entry.headline, entry.words):
        _rewrite(entry, headline=headline, words=words, by=by, answers=answers)
    entry.save()
    record(NewsletterVerb.EDIT_ENTRY, entry, by=by, note=audience)
    if not entry.is_edited:
        compare(entry.issue.programme, month=entry.issue.month, by=by)  # the facts depend on the audience
        entry.refresh_from_db()
    if entry.issue.sent_for_checking_at and not entry.is_left_out:
        freezing.freeze(entry, by=by)
    return entry


def _refuse_entry(entry: Entry, *, headline: str, audience: str) -> None:
    """Raise RefusedError if `entry` cannot have this headline and audience."""
    if not headline.strip():
        raise RefusedError("Enter a headline.")
    if audience not in OUTWARD:
        raise RefusedError("Choose an audience: members of every site, commissioners or everyone.")
    if entry.made_from and is_wider(audience, than=entry.made_from.audience):
        allowed = Audience(entry.made_from.audience).label
        raise RefusedError(
            f"The text it is about is approved for {allowed}, so the entry cannot have a wider audience."
        )


def _rewrite(entry: Entry, *, headline: str, words: str, by: User, answers: dict[str, str] | None) -> None:
    """Give `entry` other words, with what `by` answers about these; what was answered about the words before goes."""
    keep_revisions(entry, sections=["headline", "words"], by=None)  # as it was assembled
    entry.headline, entry.words = headline, words
    entry.edited_by, entry.edited_at = by, timezone.now()
    keep_revisions(entry, sections=["headline", "words"], by=by)
    if answers:
        EntryAnswers.objects.update_or_create(entry=entry, defaults=answers)
    else:
        EntryAnswers.objects.filter(entry=entry).delete()


@transaction.atomic
def add_entry(
    issue: NewsletterIssue, *, headline: str, words: str, audience: str, by: User, answers: None = None
) -> Entry:
    """Add an entry of the editor's own to `issue`, after the others like it, and return it. `by` is its author.

    Assembling leaves it alone. It is about no case, so there are no `answers`. Calling again adds another. Raise RefusedError if there is no headline or no text.
    """
    locked(issue)
    if not words.strip():
        raise RefusedError("Enter the text of your entry.")
    own = issue.entries.filter(kind=Entry.Kind.OWN)
    entry = Entry(
        issue=issue, kind=Entry.Kind.OWN, source=f"newsletter.own:{uuid4().hex}", audience=audience,
        position=list(Entry.Kind).index(Entry.Kind.OWN) * 1000 + own.count(), edited_by=by, edited_at=timezone.now(),
    )  # fmt: skip
    _refuse_entry(entry, headline=headline, audience=audience)
    entry.headline, entry.words = headline.strip(), words.strip()
    entry.save()
    keep_revisions(entry, sections=["headline", "words"], by=by)
    record(NewsletterVerb.ADD_ENTRY, entry, by=by, note=audience)
    if issue.sent_for_checking_at:
        freezing.freeze(entry, by=by)
    return entry


@transaction.atomic
def narrow(entry: Entry, *, by: User) -> Entry:
    """Limit an entry to members of the programme. Its words do not change."""
    locked(entry.issue)
    lock_row(entry)
    return edit_entry(entry, headline=entry.headline, words=entry.words, audience=Audience.PROGRAMME, by=by)


@transaction.atomic
def leave_out(entry: Entry, *, by: User) -> Entry:
    """Leave an entry out of the issue. Assembling again does not bring it back. Repeating changes nothing."""
    locked(entry.issue)
    lock_row(entry)
    if entry.kind == Entry.Kind.HEAD:
        raise RefusedError("A newsletter needs a title. Change the title instead.")
    if entry.is_left_out:
        return entry
    entry.left_out_at = timezone.now()
    entry.save(update_fields=["left_out_at"])
    freezing.take_back_from_checking(entry, by=by)
    record(NewsletterVerb.LEAVE_OUT, entry, by=by)
    return entry


@transaction.atomic
def take_back_in(entry: Entry, *, by: User) -> Entry:
    """Add an entry that was left out to the issue again. Repeating changes nothing."""
    locked(entry.issue)
    lock_row(entry)
    if not entry.is_left_out:
        return entry
    entry.left_out_at = None
    entry.save(update_fields=["left_out_at"])
    if entry.issue.sent_for_checking_at:
        freezing.freeze(entry, by=by)
    record(NewsletterVerb.TAKE_BACK_IN, entry, by=by)
    return entry


@transaction.atomic
def move(entry: Entry, *, above: int | None, by: User) -> Entry:
    """Move an entry up, to the place before the entry of its kind with the key `above`. Repeating changes nothing."""
    locked(entry.issue)
    siblings = list(entry.issue.entries.filter(kind=entry.kind).order_by("position", "pk"))
    places = {each.pk: place for place, each in enumerate(siblings)}
    if entry.pk not in places or above not in places:
        raise RefusedError(LEFT_OUT_OF_PLACE)
    here, there = places[entry.pk], places[above]
    if there < here:
        siblings.insert(there, siblings.pop(here))
        first = list(Entry.Kind).index(Entry.Kind(entry.kind)) * 1000
        for place, each in enumerate(siblings):
            each.position = first + place
        Entry.objects.bulk_update(siblings, ["position"])
        record(NewsletterVerb.ORDER, entry.issue, by=by)
    entry.refresh_from_db()
    return entry
