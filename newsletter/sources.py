"""What happened in a month, as pieces for an issue: from meetings, write-ups, evidence, replies and coming dates.

Nothing of a case is read here. Write-ups and issues for commissioners are read from their published ClearedText, and of
evidence what its library says. What the records of sites say is in newsletter/site_news.py, and what all of them together say
in newsletter/across.py.
"""

from dataclasses import replace
from datetime import date

from django.db.models import Exists, OuterRef, Q

from cases.clearance.models import OUTWARD, Audience, ClearedText, WithdrawalReason
from cases.commissioning.models import IssueReply, MovedDate, PromiseOutcome
from kit.dates import month_bounds, months_after
from kit.words import counted, day_of_month, listed
from knowledge.citations.references import reference
from knowledge.library.models import LearningObjectVersion
from knowledge.models import Evidence
from knowledge.publications import item_of
from newsletter.across import across_pieces, page_of, question_pieces, waiting_pieces, wordings_of
from newsletter.diary import diary_pieces
from newsletter.models import Edition, Entry, NewsletterIssue
from newsletter.pieces import Piece, source_of
from newsletter.site_news import brief_pieces, months_of_sites, update_pieces
from newsletter.withdrawn import Withdrawn, withdrawn_before

KEPT = "Done on "  # before a day in the words of a piece
PUBLISHED_OR_REPLACED = Q(cleared_text__publication__withdrawn_at=None) | Q(
    cleared_text__publication__withdrawn_because=WithdrawalReason.NEWER
)


def pieces_of(issue: NewsletterIssue) -> list[Piece]:
    """Return everything that happened in the programme of `issue` in its month, in the order of the newsletter."""
    months = months_of_sites(issue)
    updates, write_ups = update_pieces(issue, months), _learning_objects(issue)
    met = sum(bool(month.meetings) for month in months.values())
    return [
        _head(issue, write_ups, met=met),
        *updates,
        *across_pieces(issue, months),
        *write_ups,
        *_evidence(issue),
        *question_pieces(issue),
        *_replies(issue),
        *waiting_pieces(issue),
        *diary_pieces(issue),
        *(correction_piece(each) for each in withdrawn_before(issue)),
        *brief_pieces([piece.site for piece in updates if piece.site], months),
    ]


def _head(issue: NewsletterIssue, write_ups: list[Piece], *, met: int) -> Piece:
    """Return the title and summary of a month in which so many sites `met`. The summary counts only what everybody may
    read about.
    """
    new = sum(piece.audience == Audience.PUBLIC for piece in write_ups)
    lines = []
    if met:
        lines.append(f"{counted(met, 'site', 'sites')} met this month.")
    if new:
        lines.append(f"{counted(new, 'new write-up', 'new write-ups')} to read.")
    return Piece(Entry.Kind.HEAD, source_of(issue), issue.name, " ".join(lines), audience=Audience.PUBLIC)


def _learning_objects(issue: NewsletterIssue) -> list[Piece]:
    """Return the write-ups published in the month, with their own title and standfirst.

    A later version is included only if its audience is wider than before, also than that of versions it replaced.
    """
    return [
        Piece(
            Entry.Kind.LEARNING_OBJECT,
            source_of(version.learning_object),
            version.cleared_text.title,
            version.cleared_text.content.get("standfirst", ""),
            audience=version.cleared_text.audience,
            link=version.learning_object.get_absolute_url(),
            site=version.learning_object.site,
            made_from=version.cleared_text,
        )
        for version in _new_versions(issue)
    ]


def _new_versions(issue: NewsletterIssue) -> list[LearningObjectVersion]:
    """Return the versions published in the month that are news, in the order of publication."""
    begins, ends = month_bounds(issue.month)
    versions = (
        LearningObjectVersion.objects.filter(
            PUBLISHED_OR_REPLACED,
            learning_object__site__programme=issue.programme_id,
            cleared_text__publication__published_at__lt=ends,
        )
        .select_related("cleared_text__publication", "learning_object__site")
        .order_by("cleared_text__publication__published_at", "number")
    )
    widest: dict[int, int] = {}
    new: set[int] = set()  # the write-ups that some readers could not read before this month
    news: dict[int, LearningObjectVersion] = {}  # of several for different readers, the one for most
    widest_out: dict[int, int] = {}
    for version in versions:
        text, about = version.cleared_text, version.learning_object_id
        reach = OUTWARD.index(Audience(text.audience))
        if text.publication.published_at >= begins and reach > widest.get(about, -1):
            new.add(about)
        if about in new and text.is_published and reach >= widest_out.get(about, -1):
            news[about], widest_out[about] = version, reach
        widest[about] = max(reach, widest.get(about, -1))
    return list(news.values())


def _evidence(issue: NewsletterIssue) -> list[Piece]:
    """Return the evidence that was attached to a case or reported at a meeting in the month.

    Its citation and its summary are used: the bottom line, and why it matters in the case, stay with the site.
    Evidence of an earlier issue is passed over.
    """
    begins, ends = month_bounds(issue.month)
    attached = Q(attachments__attached_at__gte=begins, attachments__attached_at__lt=ends)
    reported = Q(
        attachments__reported_at__starts_at__gte=begins, attachments__reported_at__starts_at__lt=ends
    )
    evidence = (
        Evidence.objects.filter(attached | reported, programme=issue.programme_id)
        .distinct()
        .prefetch_related("themes")
    )
    cited_before = set(
        Entry.objects.kept()
        .filter(kind=Entry.Kind.EVIDENCE, issue__programme=issue.programme_id, issue__month__lt=issue.month)
        .values_list("source", flat=True)
    )
    return [
        piece for each in evidence if source_of(each) not in cited_before for piece in evidence_pieces(each)
    ]


def evidence_pieces(evidence: Evidence) -> list[Piece]:
    """Return a publication as pieces: with its summary and themes for members, who read them in the library, and its
    citation for everybody else. Without a summary the citation is for everybody.
    """
    citation = evidence_piece(evidence)
    if not evidence.summary.strip():
        return [replace(citation, kind=Entry.Kind.EVIDENCE)]
    about = listed(each.name for each in evidence.themes.all())
    words = [evidence.summary.strip(), f"It is about {about}." if about else "", citation.words]
    told = "\n\n".join(part for part in words if part)
    full = replace(citation, kind=Entry.Kind.EVIDENCE, audience=Audience.PROGRAMME, words=told)
    return [full, citation]


def evidence_piece(evidence: Evidence) -> Piece:
    """Return the citation of a publication as a piece for everybody who does not have its summary."""
    return Piece(
        Entry.Kind.BRIEF,
        source_of(evidence),
        evidence.title[:160],
        reference(item_of(evidence.publication)).text,
        audience=Audience.PUBLIC,
        link=(evidence.doi_link or evidence.link)[:300],
    )


def _replies(issue: NewsletterIssue) -> list[Piece]:
    """Return what commissioners replied, or did as promised, in the month, and what they promised for the next one, with the
    published wording of the issue.
    """
    begins, ends = month_bounds(issue.month)
    replies = list(
        IssueReply.objects.filter(
            Q(replied_at__gte=begins, replied_at__lt=ends)
            | Q(kept_on__gte=issue.month, kept_on__lte=issue.last_day)
            | Q(
                kind=IssueReply.Kind.WILL_CHANGE,
                due_on__gt=issue.last_day,
                due_on__lt=months_after(issue.month, 2),
                kept_on=None,
            )
            | Exists(MovedDate.objects.filter(reply=OuterRef("pk"), at__gte=begins, at__lt=ends))
            | Exists(PromiseOutcome.objects.filter(reply=OuterRef("pk"), at__gte=begins, at__lt=ends)),
            issue__site__programme=issue.programme_id,
        )
        .with_story()
        .select_related("issue__site")
        .order_by("replied_at", "pk")
    )
    wordings = wordings_of({each.issue_id for each in replies})
    return [
        Piece(
            Entry.Kind.REPLY,
            source_of(reply),
            wordings[reply.issue_id].title[:160],
            _reply_words(reply, by=issue.last_day),
            is_promise=_is_promise(reply, by=issue.last_day),
            link=page_of(reply.issue, wordings[reply.issue_id]),
            site=reply.issue.site,
            made_from=wordings[reply.issue_id],
        )
        for reply in replies
        if reply.issue_id in wordings
    ]


def _reply_words(reply: IssueReply, *, by: date) -> str:
    """We will change this. There is a duty worker on Fridays from May. Promised for 1 May 2013."""
    sentences = [reply.says, reply.words.strip()]
    if _is_kept(reply, by=by) and not reply.is_disputed:  # then each side is told below
        sentences.insert(0, f"{KEPT}{day_of_month(reply.kept_on)}.")
    if not _is_kept(reply, by=by) or reply.first_promised_for:
        sentences.append(reply.dates_in_words)
    if not _is_kept(reply, by=by) or reply.is_disputed:
        sentences.append(reply.outcome_in_words(by=by))
    return " ".join(sentence for sentence in sentences if sentence)


def _is_kept(reply: IssueReply, *, by: date) -> bool:
    """Return True if what was promised was done by the day `by`."""
    return reply.kept_on is not None and reply.kept_on <= by


def _is_promise(reply: IssueReply, *, by: date) -> bool:
    """Return True if the reply is a promise, or says that one was kept, and nobody says otherwise."""
    return (reply.kind == IssueReply.Kind.WILL_CHANGE or _is_kept(reply, by=by)) and not reply.is_disputed


def correction_piece(withdrawn: Withdrawn) -> Piece:
    """Return that something in an earlier issue was withdrawn, and the reason from the list. None of its words is in it."""
    return Piece(
        Entry.Kind.CORRECTION,
        source_of(withdrawn.publication),
        f"{_what_it_was(withdrawn)} in the {withdrawn.issue.name} issue was withdrawn",
        withdrawn.publication.get_withdrawn_because_display(),
        audience=Audience.PUBLIC if Edition.PUBLIC in withdrawn.editions else Audience.PROGRAMME,
    )


def _what_it_was(withdrawn: Withdrawn) -> str:
    """Return the kind of a withdrawn text: the group that it stood in, for an entry that was written for the newsletter."""
    if withdrawn.text.kind == ClearedText.Kind.NEWSLETTER_ENTRY:
        return f"An entry of “{withdrawn.entry.get_kind_display()}”"
    return withdrawn.text.get_kind_display()
