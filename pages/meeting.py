"""The page of one meeting: attendance, cases, feedback, questions, minutes."""

import rules
from django.db.models import Count, Prefetch
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from kit.http import page_view, require_perm
from kit.words import by_name
from meetings.invitations.models import DateInvitation
from meetings.models import Attendance, AttendanceCorrection, Meeting, Reply, with_visits
from members.as_of import as_they_were
from pages.agenda import agenda_of
from pages.minutes.for_reader import RECORDS, minutes_for, to_approve

CAME = [Attendance.Mark.PRESENT, Attendance.Mark.STAND_IN]


@page_view
def meeting_detail(request, pk):
    """Show a meeting."""
    user = request.user
    meetings = with_visits(Meeting.objects.read_by(user)).annotate(
        times_corrected=Count("attendances__corrections", distinct=True)
    )
    meeting = get_object_or_404(
        meetings.select_related("site__programme", "cancelled_by", "closed_by", *RECORDS),
        pk=pk,
    )
    require_perm(user, "meetings.read_meeting", meeting)
    attendances = meeting.attendances.select_related("member__discipline", "stand_in_joined_as")
    reads_all = rules.has_perm("meetings.read_attendance", user, meeting)
    if reads_all and meeting.is_closed:
        corrections = AttendanceCorrection.objects.select_related("by")
        if not meeting.times_corrected:
            corrections = corrections.none()
        attendances = attendances.prefetch_related(Prefetch("corrections", corrections))
    if not reads_all:
        attendances = attendances.filter(mark__in=CAME)
    attendances = by_name(attendances, "member.name")
    if meeting.day < timezone.localdate():
        as_they_were([row.member for row in attendances], on=meeting.day, with_name=False)
    asks_who = not meeting.is_closed and not meeting.is_cancelled and not meeting.has_started
    replies = list(meeting.replies.select_related("member")) if reads_all and asks_who else []
    invited = invited_to(meeting, user) if asks_who else []
    agenda = agenda_of(meeting, user)
    answerable = [step for step in agenda.due if rules.has_perm("next_steps.give_feedback", user, step)]
    context = {
        "meeting": meeting,
        "agenda": agenda,
        "minutes": minutes_for(meeting, user),
        "to_approve": to_approve(agenda.last) if meeting.has_started else None,
        "attendances": attendances,
        "reads_all": reads_all,
        "replies": by_name(replies, "member.name"),
        "has_apologies": any(each.coming != Reply.Coming.YES for each in replies),
        "silent": by_name(meeting.members_without_reply()) if reads_all and asks_who else [],
        "not_reached": by_name(meeting.members_then().refused()) if reads_all and asks_who else [],
        "asks_me": asks_who and rules.has_perm("meetings.say_coming", user, meeting),
        "visits": by_name(agenda.visits),
        "my_invitation": next((each for each in invited if each.user_id == user.pk), None),
        "proposed": [each for each in invited if each.is_proposed],
        "guests_without_reply": [each for each in invited if not each.is_proposed and not each.coming],
        "discussions": agenda.discussions,
        "answerable": answerable,
        "due": [step for step in agenda.due if step not in answerable],
        "answers": agenda.feedback,
        "questions": [each for each in agenda.all_questions if each.meeting_id == meeting.pk],
        "writes_own": writes_own(user, meeting, agenda.discussions),
        "verb": main_verb(user, meeting, is_marked=bool(attendances)),
    }
    return render(request, "pages/meeting_detail.html", context)


def invited_to(meeting: Meeting, user) -> list[DateInvitation]:
    """Return the invitations to `meeting` that `user` may see: all for those who run the site, else their own."""
    found = meeting.invitations.filter(withdrawn_at__isnull=True).select_related("user")
    if not rules.has_perm("invitations.invite_guest", user, meeting):
        found = found.filter(user=user)
    return by_name(found)


def writes_own(user, meeting: Meeting, discussions) -> bool:
    """Return whether the person presents one of the cases and may write it in the room now."""
    own = user.standing.member_ids
    presented = [
        each for each in discussions if any(row.member_id in own for row in each.case.presenter_rows.all())
    ]
    for discussion in presented:
        discussion.meeting = meeting  # read already
    return any(rules.has_perm("cases.write_in_the_room", user, each) for each in presented)


def main_verb(user, meeting: Meeting, *, is_marked: bool) -> str:
    """Return the permission of the main button for this person now, or "" if there is none."""
    if meeting.is_cancelled or not rules.has_perm("meetings.record_attendance", user, meeting):
        return ""
    if meeting.is_closed:
        return verb_after_closing(user, meeting)
    if not meeting.has_started:
        return "meetings.print_pack"
    if not is_marked:
        return "meetings.record_attendance"
    if not meeting.minutes and rules.has_perm("meetings.write_minutes", user, meeting):
        return "meetings.write_minutes"
    return "meetings.close_meeting"


def verb_after_closing(user, meeting: Meeting) -> str:
    """Return the main action after closing, which is to write and then share the minutes, in a running programme."""
    if not meeting.site.programme.is_running or not rules.has_perm("meetings.write_minutes", user, meeting):
        return ""
    if not meeting.minutes:
        return "meetings.write_minutes"
    return "" if hasattr(meeting, "minutes_sharing") else "meetings.share_minutes"
