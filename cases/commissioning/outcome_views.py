"""Views of what became of a promise: the commissioner says it, and each site that raised the issue."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cases.commissioning import actions
from cases.commissioning.correction_views import readable_reply
from cases.commissioning.forms import OutcomeForm, SiteOutcomeForm
from cases.commissioning.models import CommissionerIssue, IssueReply, PromiseOutcome
from kit.forms import accepted, form_for, status_of
from kit.http import form_view, require_perm, verb_view
from sites_app.models import Site


def _now(said: PromiseOutcome | None) -> dict:
    """Return what was said before, or that today is the day."""
    if said is None:
        return {"on": timezone.localdate()}
    return {"outcome": said.outcome, "on": said.on, "words": said.words}


@form_view
def promise_keep(request, pk):
    """Say what became of a promise, as a commissioner."""
    reply = readable_reply(request, pk)
    require_perm(request.user, "commissioning.keep_promise", reply)
    form = form_for(request, OutcomeForm, initial=_now(reply.commissioner_says))
    if accepted(form, actions.say_outcome, reply, by=request.user):
        messages.success(request, "What happened has been recorded. The sites can see it with your reply.")
        return redirect(reply.issue)
    reply.issue.is_public = CommissionerIssue.objects.for_everyone().filter(pk=reply.issue_id).exists()
    context = {"reply": reply, "issue": reply.issue, "form": form}
    return render(request, "commissioning/promise_keep.html", context, status=status_of(form))


@verb_view
def promise_reopen(request, pk):
    """Take back what the commissioner said became of a promise."""
    reply = readable_reply(request, pk)
    require_perm(request.user, "commissioning.keep_promise", reply)
    actions.reopen_promise(reply, by=request.user)
    messages.success(request, "It is recorded as not done yet.")
    return redirect(reply.issue)


def _raised_at(reply: IssueReply, pk: int) -> Site:
    """Return the site `pk` if it raised the issue of `reply`, or raise Http404."""
    if pk not in reply.raised_at:
        raise Http404
    return get_object_or_404(Site.objects.select_related("programme"), pk=pk)


@form_view
def promise_site_says(request, pk, site):
    """Say what became of a promise, as a site that raised the issue."""
    reply = readable_reply(request, pk)
    place = _raised_at(reply, site)
    require_perm(request.user, "commissioning.say_outcome_for_site", place)
    said = next((each for each in reply.sites_say if each.site_id == place.pk), None)
    form = form_for(request, SiteOutcomeForm, initial=_now(said))
    if accepted(form, actions.say_outcome, reply, site=place, by=request.user):
        messages.success(request, "What happened has been recorded. The commissioner can see it.")
        return redirect(reply.issue)
    context = {"reply": reply, "issue": reply.issue, "site": place, "said": said, "form": form}
    return render(request, "commissioning/promise_site_says.html", context, status=status_of(form))


@verb_view
def promise_site_take_back(request, pk, site):
    """Take back what a site said became of a promise."""
    reply = readable_reply(request, pk)
    place = _raised_at(reply, site)
    require_perm(request.user, "commissioning.say_outcome_for_site", place)
    actions.take_back_outcome(reply, site=place, by=request.user)
    messages.success(request, "What your site said has been withdrawn.")
    return redirect(reply.issue)
