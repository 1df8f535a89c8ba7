"""The pages for replying to a date: by a signed link without signing in, and signed in."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from kit.forms import accepted, form_for, status_of
from kit.http import form_view, require_perm, visitor_form_view
from meetings import actions, replying
from meetings.forms.replies import ReplyForm
from meetings.models import Meeting
from meetings.views.cancelled import led_from_cancelled


@visitor_form_view
def reply(request, token):
    """Reply to a date by a signed link."""
    found = replying.read(token)
    if found is None:
        raise Http404
    meeting, link = found
    if link.has_ended:
        return render(request, "members/link_ended.html", status=410)
    member = link.member
    if meeting.is_cancelled or meeting.has_started:
        return render(request, "meetings/reply_closed.html", {"meeting": meeting}, status=410)
    form, said = _answered(request, meeting, member, by=None)
    context = {"meeting": meeting, "member": member, "form": form, "said": said}
    return render(request, "meetings/reply.html", context, status=status_of(form))


@form_view
def coming(request, pk):
    """Reply to a date, signed in."""
    meeting = get_object_or_404(
        Meeting.objects.visible_to(request.user).select_related("site__programme"), pk=pk
    )
    require_perm(request.user, "meetings.say_coming", meeting, "Only members of this site can reply.")
    if left := led_from_cancelled(request, meeting):
        return left
    member = get_object_or_404(meeting.site.members, pk__in=request.user.standing.member_ids)
    form, said = _answered(request, meeting, member, by=request.user)
    if said:
        messages.success(request, "Thank you. Your answer has been saved.")
        return redirect("home")
    context = {"meeting": meeting, "member": member, "form": form}
    return render(request, "meetings/reply.html", context, status=status_of(form))


def _answered(request, meeting, member, *, by):
    """Return the form, and the reply if this request made one."""
    earlier = meeting.replies.filter(member=member).first()
    initial = {"coming": earlier.coming, "stand_in_name": earlier.stand_in_name} if earlier else {}
    form = form_for(request, ReplyForm, initial=initial)
    return form, accepted(form, actions.reply, meeting, member=member, by=by)
