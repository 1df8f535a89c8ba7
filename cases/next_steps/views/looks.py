"""Views of later looks: say how a case is some months after it was presented, and take that away again."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from cases.models import Case
from cases.next_steps.actions import looks as actions
from cases.next_steps.forms.looks import LaterLookForm
from cases.next_steps.models import LaterLook
from kit.forms import accepted, form_for, status_of
from kit.http import form_view, require_perm, verb_view
from kit.leading import led_back
from kit.undoing import after_removal

WHO_MAY = "Only the facilitator and those who presented the case can say this."


@form_view
def look_again(request, pk, months):
    """Say how a case is three or six months after it was presented, or change what was said."""
    if months not in LaterLook.After:
        raise Http404
    case = get_object_or_404(Case.objects.read_by(request.user).select_related("site__programme"), pk=pk)
    require_perm(request.user, "next_steps.look_again", case, WHO_MAY)
    said = LaterLook.objects.read_by(request.user).filter(case=case, months=months).first()
    look = said or LaterLook(case=case, months=months)
    form = form_for(request, LaterLookForm, look=look)
    if accepted(form, actions.look_again, case, months=months, by=request.user):
        messages.success(request, "Saved. Everyone in the group can read it.")
        return led_back(request, case)
    first = actions.first_day_of(case, months)
    from_then = first if first and first > timezone.localdate() else None
    return render(
        request,
        "next_steps/look_again.html",
        {"case": case, "look": look, "form": form, "can_be_said_from": from_then},
        status=status_of(form),
    )


@verb_view
def look_remove(request, pk):
    """Take away what was said about a case some months later."""
    looks = LaterLook.objects.read_by(request.user).select_related("case__site__programme")
    look = get_object_or_404(looks, pk=pk)
    require_perm(request.user, "next_steps.look_again", look.case, WHO_MAY)
    return after_removal(request, actions.remove_look(look, by=request.user), to=look.case)
