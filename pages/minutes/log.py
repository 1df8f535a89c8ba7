"""A draft of the minutes from what was logged: a general part, and a part for each case."""

from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from django.db.models import Exists, OuterRef, Q

from cases.commissioning.models import CommissionerIssue
from cases.models import Case, CaseMinutes, Discussion
from cases.next_steps.models import Feedback, NextStep
from kit.words import clock, ended, figures, full_day, listed, lower_first, name_key
from knowledge.models import Question
from meetings.models import Attendance, Meeting, Roll
from members.models import Member


def cases_of(meeting: Meeting, user) -> list[Case]:
    """Return the cases that the minutes of `meeting` have a part about and that `user` may read.

    Those with feedback only come first, then those on the agenda.
    """
    on_agenda = Discussion.objects.filter(case=OuterRef("pk"), meeting=meeting)
    with_feedback = Feedback.objects.for_meeting(meeting).filter(next_step__discussion__case=OuterRef("pk"))
    written = CaseMinutes.objects.filter(case=OuterRef("pk"), meeting=meeting)
    found = (
        Case.objects.read_by(user)
        .filter(site=meeting.site_id)
        .annotate(is_on_the_agenda=Exists(on_agenda))
        .filter(Q(is_on_the_agenda=True) | Exists(with_feedback) | Exists(written))
    )
    found = found.select_related("site").prefetch_related("presenters")
    return sorted(found, key=lambda case: (case.is_on_the_agenda, case.number))


class Log:
    """What was logged at `meeting` itself and about each of `cases`. Everything is read once."""

    def __init__(self, meeting: Meeting, cases: list[Case]):
        self.meeting, self.cases = meeting, cases

    def general(self) -> str:
        """Return the general part: attendance, the ground rules, how many steps had feedback, the next meeting.

        It contains nothing about a case, because everybody who may read the site may read it.
        """
        roll = self.meeting.roll()
        questions = [question for question in self.questions if question.case_id is None]
        paragraphs = [
            self._who_came(roll),
            _ground_rules(roll, self.meeting),
            self._feedback(),
            _listed("Asked of the knowledge broker:", [question.words for question in questions]),
            self._next_meeting(),
        ]
        return "\n\n".join(filter(None, paragraphs))

    def of(self, case: Case) -> str:
        """Return the part about `case`: feedback, notes, next steps, questions, issues."""
        steps = [step for step in self.steps if step.discussion.case_id == case.pk]
        return "\n\n".join(
            filter(
                None,
                [
                    _brought(case),
                    _listed("Feedback:", [_answer(row) for row in self.answers if _is_of(row, case)]),
                    *[row.notes.strip() for row in self.discussions if row.case_id == case.pk],
                    _listed("Next steps:", [_step(step) for step in steps]),
                    _listed(
                        "Asked of the knowledge broker:",
                        [row.words for row in self.questions if row.case_id == case.pk],
                    ),
                    _listed(
                        "For commissioners:",
                        [
                            f"{row.get_theme_display()}: {row.words}"
                            for row in self.issues
                            if row.case_id == case.pk
                        ],
                    ),
                ],
            )
        )

    @cached_property
    def answers(self) -> list[Feedback]:
        """The feedback of the meeting about any case, given there or since the one before."""
        rows = Feedback.objects.for_meeting(self.meeting).select_related(
            "next_step__owner", "next_step__discussion"
        )
        return list(rows.order_by("next_step__position", "pk"))

    @cached_property
    def discussions(self) -> list[Discussion]:
        """The discussions of the cases at the meeting."""
        return list(self.meeting.discussions.filter(case__in=self.cases))

    @cached_property
    def steps(self) -> list[NextStep]:
        """The next steps agreed at the meeting."""
        rows = NextStep.objects.filter(discussion__meeting=self.meeting, discussion__case__in=self.cases)
        return list(rows.select_related("owner", "due_meeting", "discussion").order_by("position", "pk"))

    @cached_property
    def questions(self) -> list[Question]:
        """Questions asked at the meeting, about any case or none."""
        return list(Question.objects.filter(meeting=self.meeting).order_by("asked_at", "pk"))

    @cached_property
    def coming(self) -> Meeting | None:
        """The next meeting of the site."""
        later = Meeting.objects.not_cancelled().filter(
            site=self.meeting.site_id, starts_at__gt=self.meeting.starts_at
        )
        return later.order_by("starts_at").first()

    @cached_property
    def issues(self) -> list[CommissionerIssue]:
        """The issues about the cases that were raised between this meeting and the next."""
        issues = CommissionerIssue.objects.filter(case__in=self.cases, raised_at__gte=self.meeting.starts_at)
        if self.coming:
            issues = issues.filter(raised_at__lt=self.coming.starts_at)
        return list(issues.order_by("raised_at", "pk"))

    def _who_came(self, roll: Roll) -> str:
        present = [member for member in roll.everyone if member.mark == Attendance.Mark.PRESENT]
        marks = Counter(member.mark for member in roll.everyone)
        visits = Counter(visit.get_capacity_display() for visit in self.meeting.visits.all())
        sentences = []
        if present:
            roles = Counter(member.role for member in present)
            sentences.append(f"{_members(len(present))} came: {_counted(roles)}.")
        if number := marks[Attendance.Mark.STAND_IN]:
            sentences.append(f"{_members(number)} sent a stand-in.")
        if number := marks[Attendance.Mark.APOLOGIES]:
            sentences.append(f"{_members(number)} sent apologies.")
        if visits:
            sentences.append(f"With us: {_counted(visits)}.")
        return " ".join(sentences)

    def _feedback(self) -> str:
        counted = Counter(answer.outcome for answer in self.answers)
        if not counted:
            return ""
        words = ", ".join(
            f"{counted[outcome]} {label.lower()}"
            for outcome, label in Feedback.Outcome.choices
            if counted[outcome]
        )
        steps = figures(len(self.answers), "earlier next step", "earlier next steps")
        return f"{steps} had feedback: {words}."

    def _next_meeting(self) -> str:
        coming = self.coming
        if coming is None:
            return ""
        place = f", {lower_first(coming.place)}" if coming.place else ""
        return f"The next meeting is on {full_day(coming.starts_at)}, {clock(coming.starts_at)}{place}."


def _members(number: int) -> str:
    return figures(number, "member", "members")


def _counted(names: Counter) -> str:
    """Return names with their counts, such as "Probation officer (2); Street outreach worker"."""
    return "; ".join(
        f"{name} ({number})" if number > 1 else name
        for name, number in sorted(names.items(), key=lambda pair: name_key(pair[0]))
    )


def _ground_rules(roll: Roll, meeting: Meeting) -> str:
    rules = meeting.ground_rules
    present = [member for member in roll.everyone if member.mark == Attendance.Mark.PRESENT]
    if rules is None or not present:
        return ""
    agreed = sum(member.has_agreed for member in present)
    if agreed == len(present):
        return f"The ground rules (version {rules.version}) were reaffirmed by all who were here."
    return f"The ground rules (version {rules.version}) were reaffirmed by {agreed} of the {len(present)} members here."


def _listed(heading: str, lines: Iterable[str]) -> str:
    """Return a heading with `lines` as a list, or nothing if there are none."""
    lines = [f"- {' '.join(line.split())}" for line in lines]
    return "\n".join([heading, *lines]) if lines else ""


def _brought(case: Case) -> str:
    names = [member.name for member in case.presenters.all()] if case.is_on_the_agenda else []
    return f"Presented by {listed(names)}." if names else ""


def _is_of(answer: Feedback, case: Case) -> bool:
    return answer.next_step.discussion.case_id == case.pk


def _answer(answer: Feedback) -> str:
    step = answer.next_step
    said = " ".join(answer.words.split())
    return f"{_with_full_stop(step.what)} {_who(step.owner)}{answer.get_outcome_display()}.{f' {said}' if said else ''}"


def _who(owner: Member | None) -> str:
    return f"{owner.name}: " if owner else ""


def _step(step: NextStep) -> str:
    who = step.owner.name if step.owner else "No owner yet"
    due = step.due_meeting.name.lower() if step.due_meeting else "the next meeting"
    return f"{_with_full_stop(step.what)} {who}, by {due}."


def _with_full_stop(words: str) -> str:
    """Return `words` on one line with a full stop, unless they end in punctuation."""
    return ended(" ".join(words.split()))
