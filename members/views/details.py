"""A person's own page: their details, light or dark pages, and how they sign in."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render

from kit.forms import accepted, form_for, status_of
from kit.http import form_view, redirect_within, require_perm, verb_view
from members import actions
from members.forms import DetailsForm
from members.models import Member, Role
from members.second_step import GRACE, PUT_OFF, can_put_off, has_second_step, is_asked_of


@form_view
def my_details(request):
    """Show and change a person's own details."""
    user = request.user
    now = {name: getattr(user, name) for name in DetailsForm.base_fields}
    form = form_for(request, DetailsForm, initial=now)
    if accepted(form, actions.change_details, user=user):
        messages.success(request, "Your details have been saved.")
        return redirect("members:my_details")
    context = {
        "form": form,
        "roles": Role.objects.current()
        .filter(user=user)
        .select_related("programme")
        .prefetch_related("sites"),
        "left": user.memberships.filter(left_on__isnull=False).select_related("site__programme"),
        "calendars": user.calendar_feeds.select_related("site"),
        "mailed": user.memberships.can_be_mailed().select_related("site"),
        "memberships": user.memberships.not_left().select_related("site__programme", "discipline"),
    }
    return render(request, "members/my_details.html", context, status=status_of(form))


@form_view
def second_step(request):
    """Ask somebody to set up a second step, or put it off for as long as they are signed in."""
    then = request.GET.get("next", "")
    if not is_asked_of(request.user) or has_second_step(request.user):
        return redirect_within(request, then)
    if request.method == "POST":
        actions.put_off_second_step(request.user)
        request.session[PUT_OFF] = True
        return redirect_within(request, then)
    first = request.user.second_step_put_off_at
    context = {"can_put_off": can_put_off(request.user), "until": first and first + GRACE}
    return render(request, "members/second_step.html", context)


@verb_view
def links_end(request, pk):
    """End the links in the e-mails that a member got so far: the member themselves, or those who run the site."""
    own = Q(user=request.user) | Q(pk__in=Member.objects.visible_to(request.user).values("pk"))
    member = get_object_or_404(Member.objects.filter(own).select_related("site"), pk=pk)
    require_perm(request.user, "members.end_links", member)
    actions.end_links(member, by=request.user)
    messages.success(request, "The links in earlier e-mails no longer work. Those in new e-mails do.")
    if member.user_id == request.user.pk:
        return redirect("members:my_details")
    return redirect("member_list", slug=member.site.slug)
