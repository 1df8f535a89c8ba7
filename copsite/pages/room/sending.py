"""What the room's script asks the server for, in JSON: keep this text, who is here, the key of this person's outbox.

Somebody whose session is over is told so (401), never led to another page: what they typed must stay where it is.
"""

import re
from base64 import b64encode
from functools import wraps

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.http import Http404, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_POST, require_safe

from cases.forms.fields import refuse_identifiers
from cases.models import Case
from copsite.kit.drafts import be_here, holder_of, keep_draft, take_over, version_now, who_is_here
from copsite.kit.errors import RefusedError
from copsite.kit.templatetags.kit import clock
from copsite.pages.room.form import SECTIONS
from copsite.pages.room.page import meeting_of, refuse_closed
from copsite.pages.room.saving import save_text
from meetings import actions
from meetings.models import Attendance, Meeting

SECTION = re.compile(r"section_(\d{1,9})_(presentation|learning)")
MARK = re.compile(r"(?:mark|stand_in)_(\d{1,9})")
FIELD = re.compile(
    r"(?:note|what|owner|due|theme|issue|question|outcome|said)_\d{1,9}(?:_\d)?|visitor|capacity|ground_rules|reason"
)
LONGEST = 50_000
SIGN_IN_AGAIN = "You are signed out. Your words stay on this page: sign in again to send them."


def owner_tag(user) -> str:
    """What marks this person's words among those that wait on a computer. It says nothing to anybody else."""
    return salted_hmac("copsite.room.owner", str(user.pk), algorithm="sha256").hexdigest()[:24]


def answered_in_json(view):
    """A view of the script: what goes wrong comes back as JSON with a sentence, never as a page."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        owner = request.POST.get("owner", "")
        if not request.user.is_authenticated or (owner and owner != owner_tag(request.user)):
            return JsonResponse(
                {"state": "signed out", "words": SIGN_IN_AGAIN, "sign_in": reverse("account_login")},
                status=401,
            )
        try:
            return view(request, *args, **kwargs)
        except (Http404, ObjectDoesNotExist):
            return JsonResponse(
                {"state": "refused", "words": "This meeting is not here any more."}, status=404
            )
        except PermissionDenied:
            words = "This room is not yours to write in any more. Ask the programme team."
            return JsonResponse({"state": "refused", "words": words}, status=403)
        except RefusedError as error:
            return JsonResponse({"state": "refused", "words": error.sentence}, status=422)

    return answer


@require_safe
@answered_in_json
def room_key(request):
    """The key that this person's words are encrypted with while they wait on a computer; kept in memory only."""
    key = salted_hmac("copsite.room.outbox", str(request.user.pk), algorithm="sha256").digest()
    return JsonResponse(
        {"key": b64encode(key).decode(), "owner": owner_tag(request.user), "token": get_token(request)}
    )


@require_POST
@answered_in_json
def room_send(request, pk):
    """Keep one field's text: a section in its place, a mark on the roll, everything else as a draft of this person."""
    meeting = meeting_of(request, pk)
    refuse_closed(meeting)
    sent = request.POST
    name, text, key = sent.get("field", ""), sent.get("text", "").replace("\r\n", "\n"), sent.get("key", "")
    if not key or len(key) > 64 or "\0" in text + name + key:
        raise RefusedError("This text can’t be kept as it was sent. Reload the page and type it again.")
    if len(text) > LONGEST:
        raise RefusedError(f"This is longer than {LONGEST:,} characters. Shorten it, and it is saved.")
    if match := SECTION.fullmatch(name):
        return send_section(request, case_of(request, meeting, match[1]), match[2], text, key)
    if match := MARK.fullmatch(name):
        return send_mark(request, meeting, int(match[1]), name, text)
    if not FIELD.fullmatch(name):
        raise RefusedError("This page is older than the room. Reload it; what you typed is kept.")
    keep_draft(meeting, name, text=text, key=key, by=request.user)
    return JsonResponse({"state": "draft", "at": clock(timezone.now())})


def case_of(request, meeting: Meeting, discussion_pk) -> Case:
    """The case of that discussion of this meeting, which this person may read."""
    discussions = meeting.discussions.visible_to(request.user).select_related("case__site")
    return get_object_or_404(discussions, pk=discussion_pk).case


def send_section(request, case: Case, section: str, text: str, key: str) -> JsonResponse:
    """Save a section; where that can't be, keep the text all the same and say why."""
    base = request.POST.get("base", "0")
    base = int(base) if base.isdecimal() and len(base) < 9 else 0
    try:
        refuse_identifiers(text)
    except ValidationError as error:
        keep_draft(case, section, text=text, key=key, by=request.user, base_version=base)
        return JsonResponse(
            {"state": "refused", "is_kept": True, "words": " ".join(error.messages)}, status=422
        )
    follows = request.POST.getlist("follows")[:50]
    saved = save_text(case, section, text=text, base_version=base, key=key, by=request.user, follows=follows)
    answer = {"state": saved.state, "version": saved.version, "at": clock(timezone.now())}
    if saved.is_kept_aside:
        return JsonResponse({**answer, "text": saved.text, "holder": saved.holder}, status=409)
    return JsonResponse(answer)


def send_mark(request, meeting: Meeting, member_pk: int, name: str, text: str) -> JsonResponse:
    """Mark one person on the roll at once. The name of a stand-in comes with `mark`, what is chosen beside it."""
    member = get_object_or_404(meeting.members_then(), pk=member_pk)
    mark = text if name.startswith("mark_") else request.POST.get("mark", "")
    stand_in = text if name.startswith("stand_in_") else request.POST.get("stand_in", "")
    if mark not in Attendance.Mark.values or (mark == Attendance.Mark.STAND_IN and not stand_in.strip()):
        raise RefusedError(f"Write who came in place of {member}.")
    actions.record_attendance(
        meeting, marks={member: (mark, stand_in.strip()[:120])}, by=request.user
    )  # fmt: skip
    return JsonResponse({"state": "saved", "at": clock(timezone.now())})


@require_POST
@answered_in_json
def room_here(request, pk):
    """Say where on the page this person is, take a section over if they ask to, and hear what is new in the room."""
    meeting = meeting_of(request, pk)
    user, place = request.user, request.POST.get("place", "").replace("\0", "")
    discussions = list(meeting.discussions.visible_to(user).select_related("case__site"))
    if match := SECTION.fullmatch(request.POST.get("take_over", "")):
        take_over(case_of(request, meeting, match[1]), match[2], by=user)
    be_here(meeting, by=user, place=place)
    sections = []
    for discussion in discussions:
        for section in SECTIONS:
            holder = holder_of(discussion.case, section)
            sections.append(
                {
                    "field": f"section_{discussion.pk}_{section}",
                    "version": version_now(discussion.case, section),
                    "text": getattr(discussion.case, section),
                    "holder": str(holder) if holder and holder != user else "",
                }
            )
    others = [
        {"name": str(row.user), "place": row.place} for row in who_is_here(meeting) if row.user_id != user.pk
    ]
    return JsonResponse({"sections": sections, "others": others, "is_closed": meeting.is_closed})
