"""Views to choose the case of a meeting, with the members' turns and the themes not discussed yet, and to ask for a
case."""

from django.contrib import messages
from django.db.models import F
from django.shortcuts import get_object_or_404, redirect, render

from cases.actions import cases as actions
from cases.actions import presenter_notices
from cases.forms.choose_case import ChooseForm
from cases.models import Case
from cases.turns import ThemeCoverage, new_themes, themes_of, turns_of
from kit.forms import accepted, form_for, status_of
from kit.http import form_view, require_perm, verb_view
from kit.words import day, listed
from meetings.models import Meeting
from meetings.views.cancelled import led_from_cancelled


def meeting_to_choose_for(request, pk) -> Meeting:
    """Return the meeting `pk`. Raise Http404 or PermissionDenied if this person may not choose its cases."""
    meeting = get_object_or_404(
        Meeting.objects.visible_to(request.user).select_related("site__programme"), pk=pk
    )
    require_perm(
        request.user, "cases.discuss_case", meeting, "Only the facilitator of the site can choose the case for a meeting."
    )  # fmt: skip
    return meeting


@form_view
def case_choose(request, pk):
    """Choose a case for a meeting."""
    meeting = meeting_to_choose_for(request, pk)
    site = meeting.site
    if left := led_from_cancelled(request, meeting):
        return left
    offered = (
        Case.objects.visible_to(request.user)
        .filter(site=site)
        .not_presented()
        .exclude(discussions__meeting=meeting)
    )
    form = form_for(request, ChooseForm, meeting=meeting, cases=offered)
    error_on = "template_by" if "template_by" in form.fields else None
    if discussion := accepted(form, actions.discuss, at=meeting, by=request.user, error_on=error_on):
        messages.success(request, _success_message(discussion))
        return redirect(meeting)
    covered = themes_of(site)
    chosen = str(form["case"].value() or request.GET.get("case", ""))
    return render(
        request,
        "cases/case_choose.html",
        {
            "meeting": meeting,
            "form": form,
            "cases": _rows_of(offered, covered, chosen),
            "picked": meeting.discussions.visible_to(request.user)
            .select_related("case__site", "meeting__site")
            .prefetch_related("case__presenters"),
            "turns": turns_of(site),
            "covered": covered,
        },
        status=status_of(form),
    )


def _rows_of(offered, covered: ThemeCoverage, chosen: str) -> list[dict]:
    """Return the cases offered, each with its themes that the site has not discussed. `chosen` is an id."""
    cases = (
        offered.with_next_meeting().select_related("site").prefetch_related("presenters", "themes", "needs")
    )
    return [
        {
            "case": case,
            "new": new_themes(case, covered.not_discussed),
            "is_chosen": str(case.pk) == chosen,
        }
        for case in cases.order_by(F("next_meeting_at").asc(nulls_first=True), "offered_at", "pk")
    ]


def _success_message(discussion) -> str:
    """Return the message about the case chosen, with what happens next."""
    words = f"{discussion.case.reference} has been chosen."
    if discussion.meeting.has_started:
        return words
    presenters = list(discussion.case.presenters.all())
    without_mail = [member.first_name for member in presenters if not member.can_be_mailed]
    if len(without_mail) < len(presenters):
        words += (
            f" The presenter gets an e-mail, and should complete the case by {day(discussion.fill_in_by)}."
        )
    if without_mail:
        words += f" We cannot e-mail {listed(without_mail, 'or')}. Tell them in person."
    return words


@verb_view
def case_ask_for(request, pk, member_pk):
    """Ask a member to bring a case."""
    meeting = meeting_to_choose_for(request, pk)
    member = get_object_or_404(meeting.site.members, pk=member_pk)
    presenter_notices.ask_to_bring(member, by=request.user)
    messages.success(
        request,
        f"{member.first_name} will get an e-mail asking for a case. We will not ask again for a month.",
    )
    return redirect("cases:case_choose", pk=meeting.pk)


@form_view
def presenter_told(request, pk, case_pk, member_pk):
    """Show what to tell a presenter who cannot be mailed, and record that they were told."""
    meeting = meeting_to_choose_for(request, pk)
    case = get_object_or_404(Case.objects.visible_to(request.user).filter(site=meeting.site), pk=case_pk)
    member = get_object_or_404(meeting.site.members, pk=member_pk)
    if request.method == "POST":
        presenter_notices.record_told_in_person(case, meeting=meeting, member=member, by=request.user)
        messages.success(request, f"We have recorded that you told {member.first_name}.")
        return redirect(meeting)
    notice = presenter_notices.pending_notice(case, meeting=meeting, member=member)
    context = {"meeting": meeting, "case": case, "member": member, "notice": notice}
    return render(request, "cases/presenter_told.html", context)
