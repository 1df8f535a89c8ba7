"""Notices to presenters: their case is chosen, moved, removed or not complete yet; and requests to bring a case.

The last notice that each presenter was given is a row. Comparing it with the present agenda shows which notice is due,
so the actions of other apps do not need to create notices.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from cases.audit_verbs import CaseVerb
from cases.locking import locked
from cases.models import BringRequest, Case, Discussion, Presenter, PresenterNotice
from cases.turns import ASKED_ONCE_IN
from kit.audit import record
from kit.errors import RefusedError
from kit.prepared import Prepared
from kit.words import day
from meetings.models import Meeting
from members.models import Member, User

About = PresenterNotice.About
REMIND_BEFORE = timedelta(days=2)  # the day to fill in the template by
FROM = time(8, 0)  # local time; no mail is sent at night
STILL_NEWS = timedelta(days=31)  # after this, a case put on an agenda gets no notice


@dataclass(frozen=True)
class PendingNotice:
    """A notice that a presenter has not been given yet. `last` is the notice they were given before about the same
    meeting."""

    about: str
    case: Case
    meeting: Meeting
    member: Member
    template_by: date
    last: PresenterNotice | None = None

    @property
    def number(self) -> int:
        """The number of this notice among those about the same case, meeting and presenter, from 1."""
        return self.last.number + 1 if self.last else 1


def pending_notices(*, sites: Iterable[int] | None = None) -> list[PendingNotice]:
    """Return the notices due about future meetings in running programmes, at `sites` or at all sites.

    Compares the present agendas with the last notice that each presenter was given, in three queries.
    """
    meetings = Meeting.objects.filter(starts_at__gt=timezone.now(), site__programme__ended_on__isnull=True)
    if sites is not None:
        meetings = meetings.filter(site__in=list(sites))
    last_notices = _last_notices(meetings)
    found, present = [], set()
    for discussion, member in _presenting(meetings):
        key = (discussion.case_id, discussion.meeting_id, member.pk)
        present.add(key)
        last = last_notices.get(key)
        if about := _about(discussion, last):
            found.append(_notice_of(discussion, member, about, last))
    return found + [
        _removal(last)
        for key, last in last_notices.items()
        if key not in present and last.about in PresenterNotice.STANDING
    ]


def _last_notices(meetings) -> dict[tuple[int, int, int], PresenterNotice]:
    """Return the last notice about each case, meeting and presenter, by their ids."""
    notices = (
        PresenterNotice.objects.filter(meeting__in=meetings)
        .select_related("case__site", "meeting__site", "member__user")
        .order_by("number", "pk")
    )
    found: dict[tuple[int, int, int], PresenterNotice] = {}
    for notice in notices:
        key = (notice.case_id, notice.meeting_id, notice.member_id)
        found[key] = _merged(found.get(key), notice)
    return found


def _notice_of(
    discussion: Discussion, member: Member, about: str, last: PresenterNotice | None
) -> PendingNotice:
    return PendingNotice(about, discussion.case, discussion.meeting, member, discussion.fill_in_by, last)


def _removal(last: PresenterNotice) -> PendingNotice:
    """Return the notice that a case is no longer at a meeting, or that the meeting is cancelled."""
    about = About.CALLED_OFF if last.meeting.is_cancelled else About.OFF
    return PendingNotice(about, last.case, last.meeting, last.member, last.template_by, last)


def _merged(before: PresenterNotice | None, notice: PresenterNotice) -> PresenterNotice:
    """Return the last notice that says whether and when they present. A reminder only raises its number."""
    if notice.about == About.FILL_IN and before is not None:
        before.number = notice.number
        return before
    return notice


def _presenting(meetings) -> list[tuple[Discussion, Member]]:
    """Return the presenters of cases on the agendas of `meetings` that are not cancelled, except those who have left."""
    discussions = {
        row.pk: row
        for row in Discussion.objects.filter(meeting__in=meetings.not_cancelled()).select_related(
            "case__site", "meeting__site"
        )
    }
    by_case: dict[int, list[Discussion]] = {}
    for discussion in discussions.values():
        by_case.setdefault(discussion.case_id, []).append(discussion)
    rows = Presenter.objects.filter(case__in=by_case, member__left_on__isnull=True)
    return [
        (discussion, row.member)
        for row in rows.select_related("member__user").order_by("pk")
        for discussion in by_case[row.case_id]
    ]


def _about(discussion: Discussion, last: PresenterNotice | None) -> str:
    """Return what the next notice to a presenter is about, or "" if none is due."""
    if last is None or last.about not in PresenterNotice.STANDING:
        is_news = discussion.added_at > timezone.now() - STILL_NEWS
        return About.PICKED if is_news else ""
    is_same = (last.starts_at, last.template_by) == (discussion.meeting.starts_at, discussion.fill_in_by)
    return "" if is_same else About.MOVED


@transaction.atomic
def make_due_notices() -> int:
    """Create the notices and reminders due by mail, and return how many. Repeating creates none."""
    made = 0
    for pending in pending_notices():
        last = pending.last
        if not pending.member.can_be_mailed:
            continue
        if last is not None and _is_unsent(last):  # a notice that was not sent needs no correction
            PresenterNotice.objects.filter(
                pk=last.pk, sent_at__isnull=True, claimed_until__isnull=True
            ).delete()
            if pending.about in (About.OFF, About.CALLED_OFF):
                continue
            pending = PendingNotice(
                last.about, pending.case, pending.meeting, pending.member, pending.template_by, last
            )
        _write(pending)
        made += 1
    return made + _make_reminders()


def _is_unsent(notice: PresenterNotice) -> bool:
    return notice.sent_at is None and notice.failed_at is None and notice.claimed_until is None


def _write(pending: PendingNotice, **facts) -> PresenterNotice:
    notice, _ = PresenterNotice.objects.get_or_create(
        case=pending.case,
        meeting=pending.meeting,
        member=pending.member,
        number=pending.number,
        defaults={
            "about": pending.about,
            "starts_at": pending.meeting.starts_at,
            "template_by": pending.template_by,
            **facts,
        },
    )
    return notice


def _make_reminders() -> int:
    """Create the reminders to complete a case, two days before the date for it, and return how many.

    A reminder is sent once. If none was sent on that day, it is sent on the day after.
    """
    now = timezone.localtime()
    if now.time() < FROM:
        return 0
    meetings = Meeting.objects.not_cancelled().filter(
        starts_at__gt=now, starts_at__lt=now + timedelta(days=60), site__programme__ended_on__isnull=True
    )
    made = 0
    for discussion, member in _presenting(meetings):
        if not (_needs_reminder(discussion, now) and member.can_be_mailed):
            continue
        notices = PresenterNotice.objects.filter(
            case=discussion.case_id, meeting=discussion.meeting_id, member=member
        )
        earlier = list(notices.order_by("number"))
        if not _is_reminded(discussion, earlier, now):
            _write(_notice_of(discussion, member, About.FILL_IN, earlier[-1] if earlier else None))
            made += 1
    return made


def _needs_reminder(discussion: Discussion, now: datetime) -> bool:
    """Return whether the case is not complete and the day for it is near."""
    left = discussion.fill_in_by - now.date()
    return timedelta(days=1) <= left <= REMIND_BEFORE and not discussion.case.presentation.strip()


def _is_reminded(discussion: Discussion, earlier: list[PresenterNotice], now: datetime) -> bool:
    """Return whether the presenter was reminded of this day, or given any notice within the last day."""
    if any(row.about == About.FILL_IN and row.template_by == discussion.fill_in_by for row in earlier):
        return True
    return bool(earlier) and earlier[-1].made_at > now - timedelta(days=1)


@transaction.atomic
def record_told_in_person(
    case: Case, *, meeting: Meeting, member: Member, by: User
) -> PresenterNotice | None:
    """Record that `by` gave a presenter without e-mail the notice due about `case` at `meeting`. Return it, or None."""
    locked(case)
    pending = pending_notice(case, meeting=meeting, member=member)
    return _write(pending, told_by=by, sent_at=timezone.now()) if pending else None


def pending_notice(case: Case, *, meeting: Meeting, member: Member) -> PendingNotice | None:
    """Return the notice due to `member` about their `case` at `meeting`, or None."""
    all_of_site = pending_notices(sites=[case.site_id])
    same = (
        pending
        for pending in all_of_site
        if (pending.case, pending.meeting, pending.member) == (case, meeting, member)
    )
    return next(same, None)


def _without_mail(sites: Iterable[int]) -> QuerySet:
    """Return who presents or presented a case at `sites` that was chosen for a meeting ahead, and cannot be mailed."""
    without_mail = Member.objects.filter(site__in=sites, left_on__isnull=True).exclude(
        pk__in=Member.objects.can_be_mailed()
    )
    ahead = Q(case__discussions__meeting__starts_at__gt=timezone.now()) | Q(
        case__notices__meeting__starts_at__gt=timezone.now()
    )
    return Presenter.objects.filter(ahead, member__in=without_mail).order_by().values_list("pk")[:1]


WITHOUT_MAIL = Prepared(_without_mail)


def notices_to_give_in_person(sites: Iterable[int]) -> list[PendingNotice]:
    """Return the notices due at `sites` to presenters who cannot be mailed. Takes one query if there are none."""
    sites = list(sites)
    if not WITHOUT_MAIL.read(sites=sites):
        return []
    return [pending for pending in pending_notices(sites=sites) if not pending.member.can_be_mailed]


@transaction.atomic
def ask_to_bring(member: Member, *, by: User) -> BringRequest:
    """Ask `member` by mail to bring a case.

    Raise RefusedError if they were asked in the last month, have left, or cannot be mailed.
    """
    member = (
        Member.objects.select_for_update(of=("self",)).select_related("site__programme").get(pk=member.pk)
    )
    if member.left_on is not None:
        raise RefusedError(f"{member.name} has left. Ask a current member.")
    if not member.site.programme.is_running:
        raise RefusedError("This programme has ended, so you cannot ask for cases.")
    if not member.can_be_mailed:
        raise RefusedError(f"We cannot e-mail {member.name}. Ask them in person.")
    last = member.bring_requests.order_by("-made_at").first()
    if last and last.made_at > timezone.now() - ASKED_ONCE_IN:
        raise RefusedError(
            f"{member.name} was asked on {day(last.made_at)}. Wait until {day(last.made_at + ASKED_ONCE_IN)}, "
            "or ask them in person."
        )
    request = BringRequest.objects.create(member=member, asked_by=by)
    record(CaseVerb.ASK_FOR_CASE, member, by=by)
    return request
