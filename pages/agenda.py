"""The agenda of a meeting, composed of the data of several apps. Lines with nothing to show are left out."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.text import Truncator

from cases.commissioning.models import CommissionerIssue, IssueReply, IssueReplyQuerySet
from cases.models import Discussion, Presenter, SteppedOut
from cases.next_steps.looking_again import Look, any_could_be_due, looks_at, with_cases
from cases.next_steps.models import Feedback, NextStep
from cases.next_steps.returns import ItsReturn, with_returns
from kit.words import count, listed
from knowledge.models import AttachedEvidence, Question
from meetings.agenda import About, clock_times, share_out, title_of
from meetings.models import AgendaItem, Meeting, Visit

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

PRESENTERS = Prefetch(
    "case__presenter_rows", Presenter.objects.select_related("member").order_by("member__name")
)
UNREPORTED_SHOWN_FOR = timedelta(days=60)  # how long evidence that was not reported is on agendas
COME_AND_GO = {About.MINUTES, About.FEEDBACK, About.ANSWERS, About.REPLIES, About.GUEST}
NOTES: dict[str, str] = {About.CHECK_IN: "A short check-in from everyone. This is not recorded."}
A_CASE, A_STEP, AN_ANSWER, A_REPLY = 40, 4, 5, 5  # minutes of two hours
MOST_FEEDBACK, MOST_ANSWERS, MOST_REPLIES = 40, 15, 10


def number_stepped_out(case: str) -> Coalesce:
    """Return an expression: how many members stepped out of the case in the column `case`."""
    rows = SteppedOut.objects.filter(case=OuterRef(case)).order_by().values("case")
    return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")), 0)


@dataclass(frozen=True)
class AgendaPart:
    """An entry under a line of the agenda: a case, the due steps of a case, a reply, a guest."""

    text: str
    reference: str = ""
    url: str = ""


@dataclass
class Line:
    """One line of the agenda, with the entries under it that this reader may see."""

    item: AgendaItem
    begins: datetime
    minutes_long: int
    shows: tuple[AgendaPart, ...] = ()
    is_there: bool = True  # False for a line that is left out, with nothing to show
    place: str = ""  # the part of the room's page that it links to
    is_recorded: bool = False  # what belongs to it is saved

    @property
    def about(self) -> str:
        """What the line is about."""
        return self.item.about

    @property
    def title(self) -> str:
        """The title, in the plural for several cases."""
        return title_of(self.item, cases=len(self.shows))

    @property
    def note(self) -> str:
        """A note about lines of this kind."""
        return NOTES.get(self.about, "")

    @property
    def ends(self) -> datetime:
        """When the line ends."""
        return self.begins + timedelta(minutes=self.minutes_long)

    @property
    def state(self) -> str:
        """The state of the line: "now", "done" if its time is over or it is recorded, or "" if it is to come."""
        now = timezone.now()
        if self.begins <= now < self.ends:
            return "now"
        return "done" if self.is_recorded or self.ends <= now else ""


class Agenda:
    """The agenda of `meeting` as `user` may read it. Everything is read once, and only if a line is about it."""

    def __init__(self, meeting: Meeting, user):
        self.meeting, self.user = meeting, user

    @cached_property
    def items(self) -> list[AgendaItem]:
        """The saved lines of the agenda."""
        return list(self.meeting.agenda_items.all())

    @cached_property
    def all_lines(self) -> list[Line]:
        """All lines, including those with nothing to show, which take no time."""
        shows = {item.about: self.shown(item.about) for item in self.items}
        there = [self.is_there(item.about) for item in self.items]
        present = [item for item, is_there in zip(self.items, there, strict=True) if is_there]
        wanted = [
            (item.minutes_long if item.has_set_length else self.usual_length_of(item), item.has_set_length)
            for item in present
        ]
        shared = iter(share_out(self.meeting.minutes_long, wanted))
        lengths = [next(shared) if is_there else 0 for is_there in there]
        begins = clock_times(self.meeting.starts_at, lengths)
        return [
            Line(item, at, length, shows[item.about], is_there)
            for item, at, length, is_there in zip(self.items, begins, lengths, there, strict=True)
        ]

    @cached_property
    def lines(self) -> list[Line]:
        """The lines with something to show, with their times."""
        return [line for line in self.all_lines if line.is_there]

    @property
    def minutes_long(self) -> int:
        """How many minutes all lines take."""
        return sum(line.minutes_long for line in self.lines)

    @property
    def minutes_over(self) -> int:
        """By how many minutes it is longer than the meeting, or 0."""
        return max(0, self.minutes_long - self.meeting.minutes_long)

    def is_there(self, about: str) -> bool:
        """Return whether a line about this has something to show. A meeting with a guest keeps a line for one."""
        if about == About.GUEST and self.meeting.kind == Meeting.Kind.GUEST:
            return True
        return about not in COME_AND_GO or bool(self.shown(about))

    def usual_length_of(self, item: AgendaItem) -> int:
        """Return how many minutes a line takes of a two-hour meeting, by what is shown under it."""
        if item.about == About.FEEDBACK:
            return min(
                MOST_FEEDBACK, max(item.minutes_long, A_STEP * (self.number_of_steps + len(self.looks)))
            )
        if item.about == About.ANSWERS:
            return min(MOST_ANSWERS, AN_ANSWER * len(self.shown(item.about)))
        if item.about == About.REPLIES:
            return min(MOST_REPLIES, A_REPLY * len(self.replies))
        if item.about == About.CASE:
            return max(item.minutes_long, A_CASE * (len(self.discussions) - 1))
        return item.minutes_long

    def shown(self, about: str) -> tuple[AgendaPart, ...]:
        """Return what is shown under lines about this."""
        parts: dict[str, Iterable[AgendaPart]] = {
            About.CHECK_IN: self._of_brokers,
            About.MINUTES: self._of_minutes,
            About.FEEDBACK: self._of_feedback,
            About.ANSWERS: self._of_answers,
            About.REPLIES: self._of_replies,
            About.GUEST: self._of_guests,
            About.CASE: self._of_cases,
        }
        return tuple(parts[about]) if about in parts else ()

    # what is read

    @cached_property
    def meetings(self) -> list[Meeting]:
        """All meetings of the site by time, including cancelled ones."""
        return meetings_around(self.meeting)

    @cached_property
    def last(self) -> Meeting | None:
        """The meeting of the site before this one."""
        before = self.meeting.starts_at
        earlier = (each for each in reversed(self.meetings) if each.starts_at < before)
        found = next((each for each in earlier if not each.is_cancelled), None)
        if found:
            found.site = self.meeting.site
        return found

    @cached_property
    def due(self) -> list["WithAnnotations[NextStep, ItsReturn]"]:
        """The next steps awaiting feedback at this meeting; none once it is over."""
        if self.meeting.is_closed or self.meeting.is_cancelled:
            return []
        steps = NextStep.objects.read_by(self.user).due_at(self.meeting)
        return with_returns(
            steps.with_feedback_dates()
            .annotate(number_stepped_out=number_stepped_out("discussion__case"))
            .select_related("owner", "discussion__case__site", "discussion__meeting", "due_meeting")
            .prefetch_related("feedback"),
            {self.meeting.site_id: self.meetings},
        )

    @cached_property
    def feedback(self) -> list[Feedback]:
        """The feedback given at this meeting, and by owners since the last one."""
        return list(
            Feedback.objects.read_by(self.user)
            .for_meeting(self.meeting)
            .with_attribution()
            .select_related("next_step__owner", "next_step__discussion__case__site")
        )

    @cached_property
    def looks(self) -> list[Look]:
        """The cases to look at again at this meeting, three or six months after they were presented, and those where it
        was said on its day. Nothing is read if no meeting with a case was that long ago."""
        if not any_could_be_due(self.meeting, self.meetings):
            return []
        return looks_at(self.meeting, self.user)

    @property
    def looks_due(self) -> list[Look]:
        """Those of which nothing was said yet."""
        return [look for look in self.looks if not look.said]

    @cached_property
    def number_of_steps(self) -> int:
        """How many next steps had feedback due at this meeting, including those that have it now."""
        return len({step.pk for step in self._steps()})

    def _steps(self) -> Iterable[NextStep]:
        yield from self.due
        yield from (answer.next_step for answer in self.feedback)

    @cached_property
    def all_questions(self) -> list[Question]:
        """The questions of the site that were answered since the last meeting or asked at this one."""
        answered = Q(answered_at__lt=self.meeting.ends_at)
        if self.last:
            answered &= Q(answered_at__gte=self.last.starts_at)
        found = Question.objects.read_by(self.user).filter(answered | Q(meeting=self.meeting))
        return list(found.filter(site=self.meeting.site_id).with_attached().order_by("answered_at", "pk"))

    @property
    def questions(self) -> list[Question]:
        """The questions of the site that were answered since the last meeting."""
        since = self.last.starts_at if self.last else None
        return [
            question
            for question in self.all_questions
            if question.answered_at
            and question.answered_at < self.meeting.ends_at
            and (since is None or question.answered_at >= since)
        ]

    @cached_property
    def evidence(self) -> list[AttachedEvidence]:
        """The evidence on the site's cases that was not reported at an earlier meeting."""
        meeting = self.meeting
        since = meeting.starts_at - UNREPORTED_SHOWN_FOR
        if self.last:
            since = min(since, self.last.starts_at)
        waits = Q(reported_at__isnull=True, attached_at__gte=since, attached_at__lt=meeting.ends_at)
        return list(
            AttachedEvidence.objects.read_by(self.user)
            .filter(waits | Q(reported_at=meeting), case__site=meeting.site_id)
            .select_related("case__site", "evidence")
            .order_by("attached_at", "pk")
        )

    @cached_property
    def replies(self) -> list[IssueReply]:
        """The replies of commissioners to the site's issues since the last meeting, and those of which they moved the date or
        said what became of it. Nothing is read if none came.
        """
        replies = _replies_before(self.meeting)
        if self.last:
            latest, since = self.last.latest_reply_at, self.last.starts_at  # type: ignore[attr-defined]
            if latest is None or latest < since:
                return []
            replies = replies.filter(news_at__gte=since)
        # a column and no condition: as a condition, PostgreSQL scanned every issue and text for each row
        issues = CommissionerIssue.objects.filter(pk=OuterRef("issue"))
        found = replies.with_story().annotate(is_readable=Exists(issues.readable_by(self.user)))
        found = found.select_related("issue__theme_word", "by").order_by("replied_at", "pk")
        return [reply for reply in found if reply.is_readable]

    @cached_property
    def visits(self) -> list[Visit]:
        """The visits to the meeting."""
        return self.meeting.visits_read

    @cached_property
    def discussions(self) -> list[Discussion]:
        """The cases of this meeting that this person may read, with their presenters."""
        before_the_day = self.meeting.day > timezone.localdate()  # nothing is agreed yet
        steps = NextStep.objects.none() if before_the_day else NextStep.objects.all()
        return list(
            self.meeting.discussions.visible_to(self.user)
            .select_related("case__site")
            .prefetch_related(PRESENTERS, Prefetch("next_steps", steps))
            .order_by("pk")
        )

    # what is shown of it

    @property
    def _of_minutes(self) -> Iterable[AgendaPart]:
        last = self.last
        if last is None or not last.minutes:
            return
        approval = getattr(last, "minutes_approval", None)
        if approval is None or approval.at_meeting_id == self.meeting.pk:
            yield AgendaPart(last.name, url=f"{last.get_absolute_url()}#minutes")

    @property
    def _of_feedback(self) -> Iterable[AgendaPart]:
        by_case: dict = defaultdict(dict)
        for step in self._steps():
            by_case[step.discussion.case][step.pk] = step
        for case, steps in sorted(by_case.items(), key=lambda pair: pair[0].number):
            owners = dict.fromkeys(step.owner.first_name for step in steps.values() if step.owner)
            who = f": {listed(owners)}" if owners else ""
            yield AgendaPart(
                f"{count(len(steps), 'step', 'steps')}{who}", case.reference, case.get_absolute_url()
            )
        for look in self.looks:
            yield AgendaPart(look.in_words, look.case.reference, look.case.get_absolute_url())

    @property
    def _of_answers(self) -> Iterable[AgendaPart]:
        for question in self.questions:
            words = Truncator(question.words).chars(90)
            yield AgendaPart(words, _reference(question.case), question.get_absolute_url())
        answered = {question.pk for question in self.questions}
        for attached in self.evidence:
            if attached.question_id not in answered:
                words = Truncator(attached.evidence.title).chars(90)
                yield AgendaPart(words, attached.case.reference, attached.case.get_absolute_url())

    @property
    def _of_replies(self) -> Iterable[AgendaPart]:
        for reply in self.replies:
            issue = reply.issue
            said = [reply.says, reply.outcome_in_words() or reply.dates_in_words]
            words = f"{issue.get_theme_display()}: {' '.join(filter(None, said))}"
            yield AgendaPart(words, url=issue.get_absolute_url())

    @property
    def _of_guests(self) -> Iterable[AgendaPart]:
        for visit in self.visits:
            if visit.capacity != Visit.Capacity.KNOWLEDGE_BROKER:
                yield AgendaPart(f"{visit.name}, {visit.get_capacity_display().lower()}")

    @property
    def _of_brokers(self) -> Iterable[AgendaPart]:
        for visit in self.visits:
            if visit.capacity == Visit.Capacity.KNOWLEDGE_BROKER:
                yield AgendaPart(f"{visit.name}, {visit.get_capacity_display().lower()}")

    @property
    def _of_cases(self) -> Iterable[AgendaPart]:
        for discussion in self.discussions:
            case = discussion.case
            who = [member.first_name for member in discussion.presenters]
            presenters = f", presented by {listed(who)}" if who else ""
            yield AgendaPart(f"{case.title}{presenters}", case.reference, case.get_absolute_url())


def meetings_around(meeting: Meeting) -> list[Meeting]:
    """Return all meetings of the site of `meeting` by time, including cancelled ones, as its agenda needs them.

    The `latest_reply_at` of each says when a commissioner last replied to the site before the end of `meeting`.
    """
    latest = _replies_before(meeting).order_by("-news_at").values("news_at")[:1]
    found = Meeting.objects.filter(site=meeting.site_id).select_related("minutes_approval")
    return list(with_cases(found).annotate(latest_reply_at=Subquery(latest)).order_by("starts_at", "pk"))


def _replies_before(meeting: Meeting) -> IssueReplyQuerySet:
    raised_here = CommissionerIssue.objects.raised_at([meeting.site_id]).values("pk")
    return IssueReply.objects.filter(issue__in=raised_here).with_news_before(meeting.ends_at)


def _reference(case) -> str:
    return case.reference if case else ""


def agenda_of(meeting: Meeting, user) -> Agenda:
    """Return the agenda of `meeting` as `user` may read it."""
    return Agenda(meeting, user)
