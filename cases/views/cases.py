"""Views of cases: offer one, its versions, its meetings, its notes, stepping out."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render

from cases.actions import cases as actions
from cases.actions.withdrawing import withdraw_case
from cases.forms.cases import DiscussForm, NotesForm, OfferForm
from cases.models import Case, Discussion
from kit.bounds import number_in
from kit.forms import accepted, form_for, status_of
from kit.http import form_view, require_perm, verb_view
from kit.leading import led_back
from kit.undoing import after_removal
from sites_app.models import Site


def visible_case(request, pk) -> Case:
    """Return the case `pk`, or raise Http404 if this person may not read it."""
    cases = Case.objects.visible_to(request.user).select_related("site__programme", "site__host")
    return get_object_or_404(cases, pk=pk)


def read_case(request, pk) -> Case:
    """Return the case `pk` to show its words, or raise Http404 if this person may not read it."""
    cases = Case.objects.read_by(request.user).select_related("site__programme", "site__host")
    return get_object_or_404(cases, pk=pk)


@form_view
def case_offer(request):
    """Offer a case."""
    standing = request.user.standing
    sites = Site.objects.filter(pk__in=standing.member_of | standing.facilitates).select_related("programme")
    if not sites:
        raise PermissionDenied("Only members of a site can offer cases. Ask its facilitator to add you.")
    site = _chosen_site(request, sites)
    if site is None:
        return render(request, "cases/case_offer_site.html", {"sites": sites})
    require_perm(request.user, "cases.offer_case", site)
    own = site.members.filter(pk__in=standing.member_ids)
    form = form_for(
        request,
        OfferForm,
        site=site,
        initial={"presenters": [member.pk for member in own], "is_live": True},
    )
    if case := accepted(form, actions.offer, site, by=request.user):
        messages.success(
            request,
            f"Your case has been offered as {case.reference}. Your facilitator will choose a meeting for it.",
        )
        warn_of_marks(request, form)
        # before it is presented only its presenters and the facilitator read it
        return redirect(case if case in Case.objects.visible_to(request.user) else "case_list")
    return render(
        request,
        "cases/case_offer.html",
        {"form": form, "site": site},
        status=status_of(form),
    )


def _chosen_site(request, sites) -> Site | None:
    site_parameter = request.GET.get("site", "")
    if site_parameter:
        return get_object_or_404(sites, Q(slug=site_parameter) | Q(pk=number_in(site_parameter)))
    return sites[0] if len(sites) == 1 else None


def warn_of_marks(request, form) -> None:
    """Add a warning about words that may identify somebody. They are saved all the same."""
    if found := [mark for mark in form.marks if not mark.kept]:
        passages = ", ".join(f"“{mark.passage}”" for mark in found[:5])
        messages.warning(
            request,
            f"Check {passages}: it may identify somebody. You can correct the case at any time.",
        )


@form_view
def case_discuss(request, pk):
    """Put a case on the agenda of a meeting."""
    case = visible_case(request, pk)
    require_perm(request.user, "cases.discuss_case", case)
    form = form_for(request, DiscussForm, case=case)
    if discussion := accepted(form, actions.discuss, case, by=request.user):
        messages.success(request, f"{case.reference} is on the agenda of {discussion.meeting.name}.")
        return redirect(case)
    on_agendas = case.discussions.select_related("meeting__site").order_by("-meeting__starts_at")
    return render(
        request,
        "cases/case_discuss.html",
        {
            "case": case,
            "form": form,
            "has_meetings": form.fields["meeting"].queryset.exists(),
            "discussions": on_agendas,
        },
        status=status_of(form),
    )


def visible_discussion(request, pk) -> Discussion:
    """Return the discussion `pk`, or raise Http404 if this person may not read its case."""
    discussions = Discussion.objects.read_by(request.user).select_related(
        "case__site__programme", "meeting__site"
    )
    return get_object_or_404(discussions, pk=pk)


@verb_view
def agenda_take_off(request, pk):
    """Take a case off an agenda."""
    discussion = visible_discussion(request, pk)
    require_perm(request.user, "cases.discuss_case", discussion.case)
    actions.take_off_agenda(discussion, by=request.user)
    messages.success(
        request, f"{discussion.case.reference} has been removed from the agenda of {discussion.meeting.name}."
    )
    return redirect(discussion.case)


@form_view
def notes_edit(request, pk):
    """Edit the notes of a discussion."""
    discussion = visible_discussion(request, pk)
    require_perm(request.user, "cases.write_notes", discussion.case)
    form = form_for(request, NotesForm, initial={"notes": discussion.notes})
    if accepted(form, actions.write_notes, discussion, by=request.user):
        messages.success(request, "The notes have been saved.")
        return led_back(request, discussion.case)
    return render(
        request,
        "cases/notes_edit.html",
        {"discussion": discussion, "case": discussion.case, "form": form},
        status=status_of(form),
    )


@form_view
def step_out(request, pk):
    """Step out of a case."""
    case = visible_case(request, pk)
    require_perm(
        request.user, "cases.step_out_of_case", case,
        "Presenters cannot step out of a case. Ask your facilitator to name another presenter first.",
    )  # fmt: skip
    if request.method == "POST":
        member = get_object_or_404(case.site.members, pk__in=request.user.standing.member_ids)
        actions.step_out(case, member=member, by=request.user)
        messages.success(
            request,
            f"You stepped out of {case.reference}. You can no longer see it. Thank you for telling us.",
        )
        return redirect("case_list")
    return render(request, "cases/step_out.html", {"case": case})


@verb_view
def case_withdraw(request, pk):
    """Withdraw a case that was not presented yet."""
    case = visible_case(request, pk)
    require_perm(request.user, "cases.withdraw_case", case)
    return after_removal(request, withdraw_case(case, by=request.user), to="case_list")
