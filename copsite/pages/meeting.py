"""The page of one meeting, composed of what four apps know of it: when, who, which cases, what came back, what was asked."""

import rules
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render

from cases.models import Feedback, NextStep
from copsite.kit.http import page_view, require_perm
from knowledge.models import Question
from meetings.agenda import with_clock
from meetings.models import Attendance, AttendanceCorrection, Meeting

CAME = [Attendance.Mark.PRESENT, Attendance.Mark.STAND_IN]


@page_view
def meeting_detail(request, pk):
    user = request.user
    meeting = get_object_or_404(
        Meeting.objects.visible_to(user).select_related("site__programme", "cancelled_by", "closed_by"), pk=pk
    )
    require_perm(user, "meetings.read_meeting", meeting)
    attendances = meeting.attendances.select_related("member__discipline", "stand_in_joined_as")
    reads_all = rules.has_perm("meetings.read_attendance", user, meeting)
    if reads_all and meeting.is_closed:
        corrections = AttendanceCorrection.objects.select_related("by")
        attendances = attendances.prefetch_related(Prefetch("corrections", corrections))
    if not reads_all:
        attendances = attendances.filter(mark__in=CAME)
    attendances = list(attendances)
    asks = not meeting.is_closed and not meeting.is_cancelled
    asks_who = asks and not meeting.has_started
    steps = NextStep.objects.visible_to(user)
    due = (
        steps.due_at(meeting).select_related("owner", "discussion__case__site", "due_meeting") if asks else []
    )
    due = list(due.prefetch_related("feedback")) if asks else []
    answerable = [step for step in due if rules.has_perm("cases.give_feedback", user, step)]
    context = {
        "meeting": meeting,
        "agenda": with_clock(meeting.starts_at, list(meeting.agenda_items.all())),
        "attendances": attendances,
        "reads_all": reads_all,
        "replies": list(meeting.replies.select_related("member")) if reads_all and asks_who else [],
        "silent": list(meeting.have_not_said()) if reads_all and asks_who else [],
        "asks_me": asks_who and rules.has_perm("meetings.say_coming", user, meeting),
        "visits": list(meeting.visits.all()),
        "discussions": list(
            meeting.discussions.visible_to(user)
            .select_related("case__site")
            .prefetch_related("case__presenters", "next_steps")
        ),
        "answerable": answerable,
        "due": [step for step in due if step not in answerable],
        "answers": list(
            Feedback.objects.filter(meeting=meeting, next_step__in=steps).select_related(
                "next_step__owner", "next_step__discussion__case__site"
            )
        ),
        "questions": list(
            Question.objects.visible_to(user)
            .filter(meeting=meeting)
            .select_related("site", "case__site", "taken_by")
            .with_attached()
        ),
        "verb": main_verb(user, meeting, is_marked=bool(attendances)),
    }
    return render(request, "pages/meeting_detail.html", context)


def main_verb(user, meeting: Meeting, *, is_marked: bool) -> str:
    """What this person would do with `meeting` now, as the permission of its one filled button; "" for nothing."""
    if (
        meeting.is_cancelled
        or meeting.is_closed
        or not rules.has_perm("meetings.record_attendance", user, meeting)
    ):
        return ""
    if not meeting.has_started:
        return "meetings.print_pack"
    if not is_marked:
        return "meetings.record_attendance"
    if not meeting.minutes and rules.has_perm("meetings.write_minutes", user, meeting):
        return "meetings.write_minutes"
    return "meetings.close_meeting"
