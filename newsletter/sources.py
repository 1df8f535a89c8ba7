"""What happened in a month, as pieces for an issue: from meetings, write-ups, evidence, replies and coming dates.

Nothing of a case is read here. Write-ups and issues for commissioners are read from their published ClearedText,
evidence is a citation of something already public, and of a meeting only its number, its day and its attendance are
read.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from cases.clearance.models import OUTWARD, Audience, ClearedText, WithdrawalReason
from cases.commissioning.models import IssueReply, MovedDate, PromiseOutcome
from kit.dates import month_bounds
from kit.words import clock, counted, day_of_month, lower_first, weekday
from knowledge.citations.write_ups import cite_publication
from knowledge.library.models import LearningObjectVersion
from knowledge.models import Evidence
from meetings.models import Attendance, Meeting
from newsletter.models import Edition, Entry, NewsletterIssue, SiteUpdate
from newsletter.withdrawn import Withdrawn, withdrawn_before
from sites_app.models import ProgrammeEvent, Site

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

HELD, KEPT = "was held on ", "Done on "  # before a day in the words of a piece
PUBLISHED_OR_REPLACED = Q(cleared_text__publication__withdrawn_at=None) | Q(
    cleared_text__publication__withdrawn_because=WithdrawalReason.NEWER
)
LOOKING_AHEAD = timedelta(days=62)  # the diary has the dates of the two months after


class PeopleCame(TypedDict):
    """What is added to each meeting of the month."""

    people_came: int


@dataclass(frozen=True)
class Piece:
    """Something that happened, in words that can be an entry of an issue. `source` names the row it came from."""

    kind: str
    source: str
    headline: str
    words: str
    audience: str = Audience.PROGRAMME  # the widest that needs no decision
    link: str = ""
    site: Site | None = None
    is_promise: bool = False  # a commissioner promises something, or kept a promise
    made_from: ClearedText | None = None  # the published text it repeats


def pieces_of(issue: NewsletterIssue) -> list[Piece]:
    """Return everything that happened in the programme of `issue` in its month, in the order of the newsletter."""
    found = [
        *_site_updates(issue),
        *_learning_objects(issue),
        *_evidence(issue),
        *_replies(issue),
        *_diary(issue),
        *(correction_piece(each) for each in withdrawn_before(issue)),
    ]
    return [_head(issue, found), *found]


def _source(row) -> str:
    """Return the name of `row` in the form "app.model:id"."""
    return f"{row._meta.label_lower}:{row.pk}"


def _head(issue: NewsletterIssue, found: list[Piece]) -> Piece:
    """Return the title and summary. The summary counts only what everybody may read about."""
    met = len({piece.site.pk for piece in found if piece.kind == Entry.Kind.SITE_UPDATE and piece.site})
    new = sum(
        piece.kind == Entry.Kind.LEARNING_OBJECT and piece.audience == Audience.PUBLIC for piece in found
    )
    lines = []
    if met:
        lines.append(f"{counted(met, 'site', 'sites')} met this month.")
    if new:
        lines.append(f"{counted(new, 'new write-up', 'new write-ups')} to read.")
    return Piece(Entry.Kind.HEAD, _source(issue), issue.name, " ".join(lines), audience=Audience.PUBLIC)


def _site_updates(issue: NewsletterIssue) -> list[Piece]:
    """Return one piece for each site: the facts of its meetings, then the facilitator's own words.

    Attendance is for members and commissioners: a piece for the public does not give it.
    """
    meetings = _meetings_held(issue)
    written = dict(SiteUpdate.objects.filter(issue=issue).values_list("site", "words"))
    public = set(
        issue.entries.filter(kind=Entry.Kind.SITE_UPDATE, audience=Audience.PUBLIC).values_list(
            "site", flat=True
        )
    )
    sites = Site.objects.filter(pk__in=meetings.keys() | written.keys()).order_by("code")
    return [
        Piece(
            Entry.Kind.SITE_UPDATE,
            _source(site),
            site.place,
            "\n\n".join(
                part
                for part in (
                    _facts(meetings.get(site.pk, []), with_numbers=site.pk not in public),
                    written.get(site.pk, ""),
                )
                if part
            ),
            site=site,
        )
        for site in sites
    ]


def _meetings_held(issue: NewsletterIssue) -> dict[int, list["WithAnnotations[Meeting, PeopleCame]"]]:
    """Return the meetings of the month by site, each with the number of people who came."""
    begins, ends = month_bounds(issue.month)
    came = Count(
        "attendances",
        filter=Q(attendances__mark__in=[Attendance.Mark.PRESENT, Attendance.Mark.STAND_IN]),
    )
    meetings: dict[int, list[WithAnnotations[Meeting, PeopleCame]]] = {}
    for meeting in (
        Meeting.objects.held()
        .filter(site__programme=issue.programme_id, starts_at__gte=begins, starts_at__lt=ends)
        .annotate(people_came=came)
    ):
        meetings.setdefault(meeting.site_id, []).append(meeting)
    return meetings


def _facts(meetings: list["WithAnnotations[Meeting, PeopleCame]"], *, with_numbers: bool) -> str:
    """Meeting 4 was held on 12 June. Eight people came."""
    sentences = []
    for meeting in meetings:
        name = "The taster session" if meeting.kind == Meeting.Kind.TASTER else meeting.name
        sentences.append(f"{name} {HELD}{day_of_month(meeting.starts_at)}.")
        if with_numbers and meeting.people_came:
            sentences.append(f"{counted(meeting.people_came, 'person', 'people')} came.")
    return " ".join(sentences)


def _learning_objects(issue: NewsletterIssue) -> list[Piece]:
    """Return the write-ups published in the month, with their own title and standfirst.

    A later version is included only if its audience is wider than before, also than that of versions it replaced.
    """
    return [
        Piece(
            Entry.Kind.LEARNING_OBJECT,
            _source(version.learning_object),
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

    Only the citation is used, which is public: the bottom line, and why it matters in the case, stay with the site.
    Evidence of an earlier issue is passed over.
    """
    begins, ends = month_bounds(issue.month)
    attached = Q(attachments__attached_at__gte=begins, attachments__attached_at__lt=ends)
    reported = Q(
        attachments__reported_at__starts_at__gte=begins, attachments__reported_at__starts_at__lt=ends
    )
    evidence = Evidence.objects.filter(attached | reported, programme=issue.programme_id).distinct()
    cited_before = set(
        Entry.objects.kept()
        .filter(kind=Entry.Kind.EVIDENCE, issue__programme=issue.programme_id, issue__month__lt=issue.month)
        .values_list("source", flat=True)
    )
    return [evidence_piece(each) for each in evidence if _source(each) not in cited_before]


def evidence_piece(evidence: Evidence) -> Piece:
    """Return the citation of a publication as a piece."""
    return Piece(
        Entry.Kind.EVIDENCE,
        _source(evidence),
        evidence.title[:160],
        cite_publication(authors=evidence.authors, year=evidence.year, title="", source=evidence.source),
        audience=Audience.PUBLIC,
        link=(evidence.doi_link or evidence.link)[:300],
    )


def _replies(issue: NewsletterIssue) -> list[Piece]:
    """Return what commissioners replied, or did as promised, in the month, with the published wording of the issue."""
    begins, ends = month_bounds(issue.month)
    replies = list(
        IssueReply.objects.filter(
            Q(replied_at__gte=begins, replied_at__lt=ends)
            | Q(kept_on__gte=issue.month, kept_on__lte=issue.last_day)
            | Exists(MovedDate.objects.filter(reply=OuterRef("pk"), at__gte=begins, at__lt=ends))
            | Exists(PromiseOutcome.objects.filter(reply=OuterRef("pk"), at__gte=begins, at__lt=ends)),
            issue__site__programme=issue.programme_id,
        )
        .with_story()
        .select_related("issue__site")
        .order_by("replied_at", "pk")
    )
    out = ClearedText.objects.published().filter(issue_wording__issue__in=[each.issue_id for each in replies])
    wordings: dict[int, ClearedText] = {}  # of several for different readers, the one that says least
    for text in out.select_related("issue_wording").widest_first():
        wordings.setdefault(text.issue_wording.issue_id, text)
    return [
        Piece(
            Entry.Kind.REPLY,
            _source(reply),
            wordings[reply.issue_id].title[:160],
            _reply_words(reply, by=issue.last_day),
            is_promise=_is_promise(reply, by=issue.last_day),
            link=_page_of(reply, wordings[reply.issue_id]),
            site=reply.issue.site,
            made_from=wordings[reply.issue_id],
        )
        for reply in replies
        if reply.issue_id in wordings
    ]


def _page_of(reply: IssueReply, wording: ClearedText) -> str:
    """Return the page of the issue of `reply` that every reader of the newsletter may open, or "".

    What is for commissioners can be opened by those of the sites that raised it alone, and they have it on their list, unless
    it is for every site.
    """
    if wording.audience == Audience.PUBLIC:
        return reply.issue.get_public_url()
    return "" if wording.is_narrow else reply.issue.get_absolute_url()


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


def _diary(issue: NewsletterIssue) -> list[Piece]:
    """Return the next meeting of each site and the programme's dates in the two months after.

    Places of meetings are left out.
    """
    _, begins = month_bounds(issue.month)
    ends = begins + LOOKING_AHEAD
    events = ProgrammeEvent.objects.not_cancelled().filter(
        programme=issue.programme_id, starts_at__gte=begins, starts_at__lt=ends
    )
    meetings = _next_meetings(issue, begins=begins, ends=ends)
    dates = [(meeting.starts_at, meeting_piece(meeting)) for meeting in meetings]
    dates += [(event.starts_at, _event_piece(event)) for event in events]
    return [piece for _, piece in sorted(dates, key=lambda pair: (pair[0], pair[1].source))]


def _next_meetings(issue: NewsletterIssue, *, begins: datetime, ends: datetime) -> list[Meeting]:
    """Return the first meeting of each site between `begins` and `ends`."""
    meetings: dict[int, Meeting] = {}
    for meeting in (
        Meeting.objects.not_cancelled()
        .filter(site__programme=issue.programme_id, starts_at__gte=begins, starts_at__lt=ends)
        .select_related("site")
        .order_by("starts_at")
    ):
        meetings.setdefault(meeting.site_id, meeting)
    return list(meetings.values())


def meeting_piece(meeting: Meeting) -> Piece:
    """Return a coming meeting as a piece, without its place. Nobody typed a word of it, so it is for everyone."""
    return Piece(
        Entry.Kind.DIARY,
        _source(meeting),
        f"{meeting.site.place}, {lower_first(meeting.name)}",
        _moment(meeting.starts_at),
        audience=Audience.PUBLIC,
        site=meeting.site,
    )


def _event_piece(event: ProgrammeEvent) -> Piece:
    """Return an event of the programme as a piece."""
    return Piece(
        Entry.Kind.DIARY,
        _source(event),
        ", ".join(part for part in (event.title, event.place) if part)[:160],
        _moment(event.starts_at, days=event.days),
    )


def _moment(moment: datetime, *, days: int = 1) -> str:
    """Monday 10 December, 2:00pm; for more days than one: 10 to 11 December."""
    local = timezone.localtime(moment)
    if days > 1:
        last = local + timedelta(days=days - 1)
        first = f"{local.day}" if local.month == last.month else day_of_month(local)
        return f"{first} to {day_of_month(last)}"
    return f"{weekday(moment)}, {clock(moment)}"


def correction_piece(withdrawn: Withdrawn) -> Piece:
    """Return that something in an earlier issue was withdrawn, and the reason from the list. None of its words is in it."""
    return Piece(
        Entry.Kind.CORRECTION,
        _source(withdrawn.publication),
        f"{_what_it_was(withdrawn)} in the {withdrawn.issue.name} issue was withdrawn",
        withdrawn.publication.get_withdrawn_because_display(),
        audience=Audience.PUBLIC if Edition.PUBLIC in withdrawn.editions else Audience.PROGRAMME,
    )


def _what_it_was(withdrawn: Withdrawn) -> str:
    """Return the kind of a withdrawn text: the group that it stood in, for an entry that was written for the newsletter."""
    if withdrawn.text.kind == ClearedText.Kind.NEWSLETTER_ENTRY:
        return f"An entry of “{withdrawn.entry.get_kind_display()}”"
    return withdrawn.text.get_kind_display()
