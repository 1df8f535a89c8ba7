"""The pages to close and to cancel a meeting, with what is missing, who gets mail, and which steps move."""

from collections import Counter
from dataclasses import dataclass, field

import rules
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from cases.next_steps.models import NextStep, StepsMail
from cases.next_steps.models.steps_mail import STILL_NEWS
from kit.forms import accepted, form_for, status_of
from kit.http import form_view, require_perm
from kit.models import Draft, subject_of
from kit.words import by_name, counted, listed, plural, spelled, weekday
from meetings import actions
from meetings.forms.dates import CancelForm
from meetings.models import Meeting
from meetings.views.cancelled import led_from_cancelled
from members.models import Member, User
from pages.room.fields import KINDS, draft_named


@dataclass(frozen=True)
class Missing:
    """Something that is missing before a meeting is closed, with a link to the page for it."""

    sentence: str
    url: str = ""
    link: str = ""


@dataclass
class Recipients:
    """The owners who get the mail about a closed meeting, and those who have to be told in person."""

    mailed: list[Member] = field(default_factory=list)
    is_sent: bool = False  # the mail has gone to all of them
    in_person: list[tuple[Member, str]] = field(default_factory=list)  # with the reason, in words
    left: list[NextStep] = field(default_factory=list)  # steps of members who have left since


@form_view
def meeting_close(request, pk):
    """Show what is missing before a meeting is closed, and close it."""
    meeting = _meeting(request, pk, "meetings.close_meeting")
    if left := led_from_cancelled(request, meeting):
        return left
    if request.method == "POST":
        actions.close(meeting, by=request.user)
        messages.success(request, "The meeting is closed. You can still correct attendance, with a reason.")
        return redirect("meeting_close", pk=meeting.pk)
    roll = meeting.roll()
    context = {
        "meeting": meeting,
        "in_words": roll.in_words,
        "missing": missing_at(meeting, request.user, roll),
        "recipients": recipients_of(meeting, request.user) if meeting.is_closed else None,
    }
    return render(request, "pages/meeting_close.html", context)


@form_view
def meeting_cancel(request, pk):
    """Show which steps move to another meeting, and cancel the meeting."""
    meeting = _meeting(request, pk, "meetings.cancel_meeting")
    if left := led_from_cancelled(request, meeting):
        return left
    form = form_for(request, CancelForm)
    moving, following = steps_that_move(meeting)
    if accepted(form, actions.cancel, meeting, by=request.user):
        messages.success(request, f"The meeting is cancelled. {_what_moves(moving, following)}".strip())
        return redirect(meeting)
    context = {"meeting": meeting, "form": form, "what_moves": _what_moves(moving, following)}
    return render(request, "pages/meeting_cancel.html", context, status=status_of(form))


def _meeting(request, pk, perm: str) -> Meeting:
    meetings = Meeting.objects.visible_to(request.user).select_related("site__programme")
    meeting = get_object_or_404(meetings, pk=pk)
    require_perm(request.user, perm, meeting)
    return meeting


def missing_at(meeting: Meeting, user, roll=None) -> list[Missing]:
    """Return what is missing at `meeting`, about cases only as far as `user` may read them. It does not prevent
    closing."""
    found = [Missing(sentence) for sentence in meeting.missing(roll)]
    steps = NextStep.objects.visible_to(user)
    unanswered = steps.due_at(meeting).count()
    if unanswered:
        words = counted(unanswered, "next step due for feedback has", "next steps due for feedback have")
        url = reverse("next_steps:next_step_list", args=[meeting.site.slug])
        found.append(Missing(f"{words} no feedback yet.", url, "See the next steps"))
    found += _missing_of_cases(meeting, user)
    found += _unsaved_in_the_room(meeting, user)
    return found


def _missing_of_cases(meeting: Meeting, user) -> list[Missing]:
    """Return what the cases of this meeting lack: next steps, their owners, what was learned."""
    discussions = list(
        meeting.discussions.visible_to(user).select_related("case__site").prefetch_related("next_steps")
    )
    without_steps = [row.case.reference for row in discussions if not row.next_steps.all()]
    without_learning = [row.case.reference for row in discussions if not row.case.learning.strip()]
    nobodys = [step for row in discussions for step in row.next_steps.all() if step.owner_id is None]
    found = []
    if nobodys:
        words = counted(len(nobodys), "next step was agreed", "next steps were agreed")
        url = reverse("next_steps:next_step_list", args=[meeting.site.slug])
        them = plural(len(nobodys), "it", "them")
        found.append(Missing(f"{words} but nobody has agreed to try {them}.", url, "Choose an owner"))
    link = _to_the_room(meeting, user, "Add it")
    if without_steps:
        found.append(Missing(f"No next step has been recorded for {listed(without_steps)}.", *link))
    if without_learning:
        found.append(
            Missing(f"What was learned from {listed(without_learning)} has not been recorded.", *link)
        )
    return found


def _to_the_room(meeting: Meeting, user, words: str) -> tuple[str, str]:
    """Return the address of the room with the words of its link, or two empty strings for whoever may not open it."""
    if meeting.is_closed or not rules.has_perm("meetings.open_room", user, meeting):
        return "", ""
    return reverse("meeting_room", args=[meeting.pk]), words


def _unsaved_in_the_room(meeting: Meeting, user) -> list[Missing]:
    """Return how many unsaved fields each person has in the room. Their text is not read."""
    drafts = Draft.objects.filter(subject=subject_of(meeting)).exclude(text="").select_related("user")
    by_person: dict[User, Counter] = {}
    for draft in drafts:
        field = draft_named(draft.section)
        if field is not None and field.kind.counted:
            by_person.setdefault(draft.user, Counter())[field.kind.counted] += 1
    room = _to_the_room(meeting, user, "Open the meeting room")
    own = (reverse("meeting_room", args=[meeting.pk]), "Read what you typed") if meeting.is_closed else room
    return [
        Missing(
            f"{person} typed {listed(_drafts_in_words(counts))} in the meeting room that "
            f"{plural(counts.total(), 'is', 'are')} not saved.",
            *(own if person == user else room),
        )
        for person, counts in by_person.items()
    ]


def _drafts_in_words(counts: Counter) -> list[str]:
    """Return counts in words, in the order of the room's table of fields: a next step, two questions."""
    return [
        one if counts[one, many] == 1 else f"{spelled(counts[one, many])} {many}"
        for one, many in dict.fromkeys(kind.counted for kind in KINDS if kind.counted)
        if counts[one, many]
    ]


def recipients_of(meeting: Meeting, user) -> Recipients:
    """Return which owners of steps agreed at a closed meeting get mail, and whom somebody has to tell.

    They are about the cases that `user` may read.
    """
    found = Recipients()
    mails = {mail.member_id: mail for mail in StepsMail.objects.filter(meeting=meeting)}
    steps = NextStep.objects.visible_to(user).agreed_at(meeting).with_feedback_dates()
    steps = steps.filter(pk__in=NextStep.objects.awaiting_feedback().values("pk"))
    owners: dict[Member, None] = {}
    for step in steps.order_by("pk"):
        if step.owner is None:
            continue
        if step.is_nobodys:
            found.left.append(step)
        else:
            owners[step.owner] = None
    for owner in by_name(owners):
        reason = _why_no_mail(owner, mails.get(owner.pk), meeting)
        if reason:
            found.in_person.append((owner, reason))
        else:
            found.mailed.append(owner)
    found.is_sent = all(owner.pk in mails and mails[owner.pk].sent_at for owner in found.mailed)
    return found


def _why_no_mail(owner: Member, mail: StepsMail | None, meeting: Meeting) -> str:
    """Return why `owner` gets no mail, in words, or "" if they do."""
    if not owner.email:
        return "has no e-mail"
    if owner.agreed_to_contact_at is None:
        return "has not agreed to receive e-mails"
    if mail is not None and mail.failed_at:
        return "has an address that rejected our e-mail"
    if mail is None and not meeting.site.programme.is_running:
        return "gets no e-mail because the programme has ended"
    if mail is None and meeting.closed_at < timezone.now() - STILL_NEWS:
        return "got no e-mail about this meeting"
    return ""


def steps_that_move(meeting: Meeting) -> tuple[int, Meeting | None]:
    """Return how many next steps were due at `meeting`, and the meeting after it, if there is one."""
    after = Meeting.objects.not_cancelled().filter(site=meeting.site_id, starts_at__gt=meeting.starts_at)
    return NextStep.objects.due_at(meeting).count(), after.order_by("starts_at").first()


def _what_moves(moving: int, following: Meeting | None) -> str:
    if not moving:
        return ""
    where = f"on {weekday(following.starts_at)}" if following else "once it has a date"
    words = counted(moving, "next step was", "next steps were")
    back = plural(moving, "It will be", "They will be")
    return f"{words} due for feedback then. {back} on the agenda of the next meeting, {where}."
