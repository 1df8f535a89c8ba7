"""The minutes as what was logged makes them: a general part, and a part for each case, for the facilitator to edit."""

from collections import Counter
from collections.abc import Iterable

from django.utils import timezone

from cases.models import Case, CommissionerIssue, Discussion, Feedback, NextStep
from copsite.kit.templatetags.kit import clock, day
from knowledge.models import Question
from meetings.models import Attendance, Meeting, Roll
from members.models import Member


def general_from_log(meeting: Meeting) -> str:
    """Who came in numbers and roles, the ground rules, how many steps came back, when the next meeting is.

    Nothing in it is about a case: everybody who reads the site reads it.
    """
    roll = meeting.roll()
    paragraphs = [
        _who_came(roll, meeting),
        _ground_rules(roll, meeting),
        _came_back(meeting),
        _asked(Question.objects.filter(meeting=meeting, case=None)),
        _next_meeting(meeting),
    ]
    return "\n\n".join(filter(None, paragraphs))


def _who_came(roll: Roll, meeting: Meeting) -> str:
    here = [member for member in roll.everyone if member.mark == Attendance.Mark.PRESENT]
    marks = Counter(member.mark for member in roll.everyone)
    visits = Counter(visit.get_capacity_display() for visit in meeting.visits.all())
    sentences = []
    if here:
        roles = Counter(str(member.discipline) for member in here)
        sentences.append(f"{_members(len(here))} came: {_counted(roles)}.")
    if number := marks[Attendance.Mark.STAND_IN]:
        sentences.append(f"{_members(number)} sent a stand-in.")
    if number := marks[Attendance.Mark.APOLOGIES]:
        sentences.append(f"{_members(number)} sent apologies.")
    if visits:
        sentences.append(f"With us: {_counted(visits)}.")
    return " ".join(sentences)


def _members(number: int) -> str:
    return f"{number} member{'' if number == 1 else 's'}"


def _counted(names: Counter) -> str:
    """Probation officer (2), Street outreach worker."""
    return "; ".join(f"{name} ({number})" if number > 1 else name for name, number in sorted(names.items()))


def _ground_rules(roll: Roll, meeting: Meeting) -> str:
    rules = meeting.ground_rules
    here = [member for member in roll.everyone if member.mark == Attendance.Mark.PRESENT]
    if rules is None or not here:
        return ""
    agreed = sum(member.has_agreed for member in here)
    if agreed == len(here):
        return f"The ground rules (version {rules.version}) were reaffirmed by all who were here."
    return f"The ground rules (version {rules.version}) were reaffirmed by {agreed} of the {len(here)} members here."


def _came_back(meeting: Meeting) -> str:
    outcomes = list(Feedback.objects.filter(meeting=meeting).values_list("outcome", flat=True))
    if not outcomes:
        return ""
    counted = Counter(outcomes)
    words = ", ".join(
        f"{counted[outcome]} {label.lower()}"
        for outcome, label in Feedback.Outcome.choices
        if counted[outcome]
    )
    steps = "1 earlier next step" if len(outcomes) == 1 else f"{len(outcomes)} earlier next steps"
    return f"{steps} came back: {words}."


def _asked(questions: Iterable[Question]) -> str:
    return _listed("Asked of the knowledge broker:", [question.words for question in questions])


def _listed(heading: str, lines: list[str]) -> str:
    """A heading with its lines as a list; nothing without lines."""
    return "\n".join([heading, *(f"- {' '.join(line.split())}" for line in lines)]) if lines else ""


def _next_meeting(meeting: Meeting) -> str:
    later = Meeting.objects.not_cancelled().filter(site=meeting.site_id, starts_at__gt=meeting.starts_at)
    coming = later.order_by("starts_at").first()
    if coming is None:
        return ""
    place = f", {coming.place[:1].lower()}{coming.place[1:]}" if coming.place else ""
    return f"We meet again on {timezone.localtime(coming.starts_at):%A} {day(coming.starts_at)}, {clock(coming.starts_at)}{place}."


def cases_of(meeting: Meeting, user) -> list[Case]:
    """The cases that the minutes of `meeting` have a part about, as far as `user` may read them: those that only came
    back first, then those on the agenda."""
    visible = Case.objects.visible_to(user).filter(site=meeting.site_id).select_related("site")
    discussed = visible.filter(discussions__meeting=meeting)
    back = visible.filter(discussions__next_steps__feedback__meeting=meeting)
    written = visible.filter(minutes_parts__meeting=meeting)
    found = {case.pk: case for case in visible.filter(pk__in=[*_pks(back), *_pks(written), *_pks(discussed)])}
    on_the_agenda = set(_pks(discussed))
    return sorted(found.values(), key=lambda case: (case.pk in on_the_agenda, case.number))


def _pks(cases) -> list[int]:
    return list(cases.order_by().values_list("pk", flat=True).distinct())


def cases_from_log(meeting: Meeting, cases: list[Case]) -> dict[int, str]:
    """What was logged about each of `cases` at `meeting`, by the case's id: what came back and how it went, notes, next
    steps, questions, issues."""
    answers = Feedback.objects.filter(meeting=meeting, next_step__discussion__case__in=cases).select_related(
        "next_step__owner", "next_step__discussion", "given_by", "recorded_by"
    )
    discussions = list(meeting.discussions.filter(case__in=cases).prefetch_related("case__presenters"))
    steps = NextStep.objects.filter(discussion__in=discussions).select_related("owner", "due_meeting")
    steps = list(steps.order_by("position", "pk"))
    questions = list(Question.objects.filter(meeting=meeting, case__in=cases).order_by("asked_at", "pk"))
    issues = list(_issues_of(meeting, cases))
    answers = list(answers.order_by("next_step__position", "pk"))
    return {
        case.pk: "\n\n".join(
            filter(
                None,
                [
                    _brought([row for row in discussions if row.case_id == case.pk]),
                    _listed(
                        "What came back:",
                        [_answer(row) for row in answers if row.next_step.discussion.case_id == case.pk],
                    ),
                    *[row.notes.strip() for row in discussions if row.case_id == case.pk],
                    _listed(
                        "Next steps:",
                        [_step(row) for row in steps if _case_of(row, discussions) == case.pk],
                    ),
                    _asked(row for row in questions if row.case_id == case.pk),
                    _listed(
                        "For commissioners:",
                        [
                            f"{row.get_theme_display()}: {row.words}"
                            for row in issues
                            if row.case_id == case.pk
                        ],
                    ),
                ],
            )
        )
        for case in cases
    }


def _case_of(step: NextStep, discussions: list[Discussion]) -> int:
    return next(row.case_id for row in discussions if row.pk == step.discussion_id)


def _issues_of(meeting: Meeting, cases: list[Case]):
    """The issues about `cases` raised from `meeting` on, until the next one began."""
    later = Meeting.objects.not_cancelled().filter(site=meeting.site_id, starts_at__gt=meeting.starts_at)
    until = later.order_by("starts_at").values_list("starts_at", flat=True).first()
    issues = CommissionerIssue.objects.filter(case__in=cases, raised_at__gte=meeting.starts_at)
    if until:
        issues = issues.filter(raised_at__lt=until)
    return issues.order_by("raised_at", "pk")


def _brought(discussions: list[Discussion]) -> str:
    names = [member.name for row in discussions for member in row.case.presenters.all()]
    return f"Brought by {_and(names)}." if names else ""


def _and(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def _answer(answer: Feedback) -> str:
    step = answer.next_step
    said = " ".join(answer.words.split())
    return (
        f"{_stopped(step.what)} {_who(step.owner)}{answer.get_outcome_display()}.{f' {said}' if said else ''}"
    )


def _who(owner: Member | None) -> str:
    return f"{owner.name}: " if owner else ""


def _step(step: NextStep) -> str:
    who = step.owner.name if step.owner else "Nobody yet"
    due = f"{step.due_meeting.name.lower()}" if step.due_meeting else "the next meeting"
    return f"{_stopped(step.what)} {who}, by {due}."


def _stopped(words: str) -> str:
    """With a full stop, unless it ends in a mark of its own."""
    words = " ".join(words.split())
    return words if words.endswith((".", "?", "!", "…")) else f"{words}."
