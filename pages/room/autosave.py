"""The views that the room's script uses to save one field, and the key for texts kept on a computer. They return JSON.

If the session has ended, they return 401 with a message instead of a redirect, because the text must stay on the page.
"""

from base64 import b64encode
from functools import wraps

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import Http404, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_POST, require_safe

from cases.models import Case
from kit.bounds import number_in
from kit.editing.drafts import keep_draft
from kit.errors import RefusedError
from kit.http import by_itself
from kit.privacy.fields import refuse_identifiers
from kit.refusals import sentence_of
from kit.words import clock
from meetings import actions
from meetings.models import Attendance, Meeting
from pages.room.access import cached_seat, may_write, refuse_closed
from pages.room.fields import MARK, Field, Keeping, field_named
from pages.room.saving import save_text

LONGEST = 50_000
OLD_PAGE = "This page is out of date. Reload it. What you typed is kept."
SIGN_IN_AGAIN = "You are signed out. Your text is still on this page. Sign in again to save it."


def owner_tag(user) -> str:
    """Return the tag of this person's texts kept on a computer. It does not identify them to others."""
    return salted_hmac("copsite.room.owner", str(user.pk), algorithm="sha256").hexdigest()[:24]


def answered_in_json(view):
    """Decorate a view so that it returns every refusal as JSON with a message."""

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
            return JsonResponse({"state": "refused", "words": "This meeting no longer exists."}, status=404)
        except PermissionDenied:
            words = "You no longer have permission to write here. Ask the programme team."
            return JsonResponse({"state": "refused", "words": words}, status=403)
        except RefusedError as error:
            return JsonResponse({"state": "refused", "words": error.sentence}, status=422)
        except IntegrityError as error:
            if not (sentence := sentence_of(error)):
                raise
            return JsonResponse({"state": "refused", "words": sentence}, status=422)

    return answer


@by_itself
@require_safe
@answered_in_json
def room_key(request):
    """Return the key that encrypts this person's texts kept on a computer. The script keeps it in memory only."""
    key = salted_hmac("copsite.room.outbox", str(request.user.pk), algorithm="sha256").digest()
    return JsonResponse(
        {"key": b64encode(key).decode(), "owner": owner_tag(request.user), "token": get_token(request)}
    )


@require_POST
@answered_in_json
def room_send(request, pk):
    """Save the text of one field: a section in its case, a mark in the attendance, anything else as this person's
    draft."""
    sent = request.POST
    name, text, key = sent.get("field", ""), sent.get("text", "").replace("\r\n", "\n"), sent.get("key", "")
    field = field_named(name)
    is_section = field is not None and field.kind.keeping is Keeping.SECTION
    seat = cached_seat(request, pk, only=field.discussion if is_section else 0)
    refuse_closed(seat.meeting)
    refuse_text(name, text, key)
    if not seat.runs and (field is None or not may_write(seat, field)):
        raise PermissionDenied
    if field is None or field.kind.keeping is Keeping.PAGE:
        raise RefusedError(OLD_PAGE)
    if is_section:
        case = seat.case_of(field.discussion)
        if case is None:
            raise Http404
        return send_section(request, case, field.kind.section, text, key)
    if field.kind.keeping is Keeping.MARK:
        return send_mark(request, seat.meeting, field, text)
    keep_draft(seat.meeting, name, text=text, key=key, by=request.user)
    return JsonResponse({"state": "draft", "at": clock(timezone.now())})


def refuse_text(name: str, text: str, key: str) -> None:
    """Raise RefusedError for a text that no field can hold."""
    if "\0" in text + name + key:
        raise RefusedError("This text contains a character we cannot save. Paste it again as plain text.")
    if not key or len(key) > 64:
        raise RefusedError(OLD_PAGE)
    if len(text) > LONGEST:
        raise RefusedError(f"This is longer than {LONGEST:,} characters. Shorten it to save it.")


def send_section(request, case: Case, section: str, text: str, key: str) -> JsonResponse:
    """Save a section. If it is refused, keep the text as a draft and return the reason."""
    base = number_in(request.POST.get("base"), digits=9) or 0
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
    if saved.is_set_aside:
        return JsonResponse({**answer, "text": saved.text, "holder": saved.holder}, status=409)
    return JsonResponse(answer)


def send_mark(request, meeting: Meeting, field: Field, text: str) -> JsonResponse:
    """Save one person's attendance. Their mark and the name of a stand-in are sent together."""
    member = get_object_or_404(meeting.members_then(), pk=field.member)
    is_mark = field.kind is MARK
    mark = text if is_mark else request.POST.get("mark", "")
    stand_in = request.POST.get("stand_in", "") if is_mark else text
    if mark not in Attendance.Mark.values or (mark == Attendance.Mark.STAND_IN and not stand_in.strip()):
        raise RefusedError(f"Enter who came in place of {member}.")
    try:
        actions.record_attendance(
            meeting, marks={member: (mark, stand_in.strip()[:120])}, by=request.user
        )  # fmt: skip
    except RefusedError as refusal:
        kept = meeting.attendances.filter(member=member).first() if is_mark else None
        said = {"kept": kept.mark if kept else ""} if is_mark else {}
        return JsonResponse({"state": "refused", "words": refusal.sentence, **said}, status=422)
    return JsonResponse({"state": "saved", "at": clock(timezone.now())})
