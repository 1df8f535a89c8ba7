"""Pages of a write-up before it is published: start it, edit it, send it for checking, and see what it lacks."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from cases.clearance.checkers import asked_in_words
from cases.models import Case
from kit.forms import accepted, form_for, status_of
from kit.http import form_view, require_perm, verb_view
from knowledge.library import drafting
from knowledge.library.actions import write_ups as actions
from knowledge.library.forms import SendForCheckingForm, WriteUpForm, rendered
from knowledge.library.models import LearningObject
from knowledge.library.progress import progress_of_write_up
from members.known_names import IdentifierFinder

FACILITATORS = (
    "Only the facilitator of the site can write up the case. Tell them what you would like to include."
)


@form_view
def write_up(request, pk):
    """Show the draft with possible identifiers marked, and save it."""
    case = _case(request, pk)
    require_perm(request.user, "library.write_up_case", case, FACILITATORS)
    learning_object = LearningObject.objects.filter(case=case).first()
    if learning_object is None:
        return render(request, "library/write_up_start.html", {"case": case})
    learning_object.case, learning_object.site = case, case.site  # loaded already
    form = form_for(request, WriteUpForm, learning_object=learning_object)
    if accepted(form, actions.edit_write_up, learning_object, by=request.user):
        if "send_for_checking" in request.POST:
            return redirect("library:write_up_send_for_checking", case.pk)
        messages.success(request, "Saved. Earlier versions are kept.")
        return redirect("library:write_up", case.pk)
    context = {
        "case": case,
        "learning_object": learning_object,
        "form": form,
        "marks": IdentifierFinder(case.site).find("\n\n".join(str(field.initial) for field in form)),
        "progress": progress_of_write_up(learning_object),
    }
    return render(request, "library/write_up.html", context, status=status_of(form))


@verb_view
def write_up_start(request, pk):
    """Start the write-up of a case."""
    case = _case(request, pk)
    require_perm(request.user, "library.write_up_case", case, FACILITATORS)
    actions.start_write_up(case, by=request.user)
    return redirect("library:write_up", case.pk)


@form_view
def write_up_send_for_checking(request, pk):
    """Show exactly what readers would see, and send it for checking for an audience."""
    case = _case(request, pk)
    require_perm(request.user, "library.write_up_case", case, FACILITATORS)
    learning_object = get_object_or_404(LearningObject, case=case)
    learning_object.case, learning_object.site = case, case.site
    asks = "show" not in request.POST
    form = form_for(
        request, SendForCheckingForm, learning_object=learning_object, asks=asks, sender=request.user
    )
    if not asks:
        if accepted(form, _choose, learning_object, by=request.user):
            form.ask_again()  # shown with the answers given so far
    elif version := accepted(form, actions.send_write_up_for_checking, learning_object, by=request.user):
        messages.success(
            request,
            f"Version {version.number} has been sent for checking. Somebody who did not write it reads it next. "
            f"{asked_in_words(version.cleared_text)}",
        )
        return redirect(reverse("library:write_up", args=[case.pk]) + "#progress")
    content = drafting.content_of(learning_object) if form.is_bound else form.drafted
    shown = rendered(content, learning_object) if form.is_bound else form.rendered
    context = {"case": case, "form": form, "content": content, "rendered": shown}
    return render(request, "library/write_up_send_for_checking.html", context, status=status_of(form))


def _choose(learning_object: LearningObject, *, by, meanwhile: str = "", **told) -> LearningObject:
    """Save what the page tells. What happens to the published text is asked when it is sent."""
    return actions.choose_what_is_told(learning_object, by=by, **told)


def _case(request, pk) -> Case:
    """Return the case if this person may read it."""
    found = Case.objects.read_by(request.user).select_related("site__programme", "site__host")
    return get_object_or_404(found, pk=pk)
