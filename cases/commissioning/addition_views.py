"""Views of a site that sees an issue too: it adds itself, changes how often, says it in words, withdraws."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cases.clearance.models import ClearedText
from cases.commissioning import actions
from cases.commissioning.addition_forms import AddSiteForm, SendLineForm
from cases.commissioning.models import CommissionerIssue, IssueAddition
from cases.commissioning.views import issue_for
from kit.forms import accepted, form_for, status_of
from kit.http import form_view, require_perm, verb_view
from kit.undoing import after_removal
from members.known_names import IdentifierFinder
from sites_app.models import Site

OWN = "Only the person who added your site or the facilitator can change it."


def _at_site(request, pk, site) -> tuple[CommissionerIssue, Site, IssueAddition | None]:
    """Return the issue, the site of its programme, and what the site added; raise 404 if either is not theirs to open."""
    issue = issue_for(request, pk)
    sites = Site.objects.visible_to(request.user).filter(programme=issue.site.programme_id)
    place = get_object_or_404(sites.select_related("programme"), pk=site)
    return issue, place, issue.additions.filter(site=place).select_related("site").first()


@form_view
def site_sees_too(request, pk, site):
    """Add a site to an issue that another one raised, or change what was said."""
    issue, place, added = _at_site(request, pk, site)
    require_perm(request.user, "commissioning.add_site", place)
    if added is not None:
        require_perm(request.user, "commissioning.edit_addition", added, OWN)
    if request.method != "POST" and added is None:
        if why := actions.why_not_site(issue, site=place):
            messages.info(request, why)
            return redirect(issue)
    now = {"times": added.times, "on": added.on} if added else {"times": 1, "on": timezone.localdate()}
    form = form_for(request, AddSiteForm, initial=now)
    form.read = [added or IssueAddition()]
    if accepted(form, actions.add_site, issue, site=place, by=request.user):
        messages.success(
            request,
            f"{place} is counted. Your facilitator will be told of replies. You can also add what your group says in words.",
        )
        return redirect(issue)
    context = {"issue": issue, "site": place, "added": added, "form": form}
    return render(request, "commissioning/site_sees_too.html", context, status=status_of(form))


@form_view
def addition_send_for_checking(request, pk, site):
    """Send what a site that sees an issue too says in a line of words for checking."""
    issue, place, added = _at_site(request, pk, site)
    require_perm(request.user, "commissioning.add_site", place)
    if added is None:
        raise Http404
    require_perm(request.user, "commissioning.edit_addition", added, OWN)
    texts = ClearedText.objects.filter(addition_wording__addition=added, struck_at=None)
    last = texts.select_related("send_back__by", "publication").order_by("-pk").first()
    initial = {"words": last.content.get("words", ""), "audience": last.audience} if last else {}
    form = form_for(
        request, SendLineForm, initial=initial, is_published=texts.published().exists(),
        offered=actions.audiences_of_line(issue), finder=IdentifierFinder(place), site=place, case=None,
        sender=request.user,
    )  # fmt: skip
    form.read = [last or ClearedText()]
    if text := accepted(form, actions.send_line_for_checking, added, by=request.user):
        messages.success(request, "Sent for checking. Somebody else reads and approves exactly these words.")
        return redirect("clearance:text_check", pk=text.pk)
    context = {"issue": issue, "site": place, "added": added, "form": form, "last": last}
    template = "commissioning/addition_send_for_checking.html"
    return render(request, template, context, status=status_of(form))


@verb_view
def site_sees_not(request, pk, site):
    """Withdraw that a site sees an issue too."""
    issue, place, added = _at_site(request, pk, site)
    require_perm(request.user, "commissioning.add_site", place)
    if added is None:
        raise Http404
    require_perm(request.user, "commissioning.edit_addition", added, OWN)
    return after_removal(request, actions.withdraw_addition(added, by=request.user), to=issue)
