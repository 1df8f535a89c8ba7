"""Asking somebody by name to check a text, and what somebody who is asked answers."""

from django.contrib import messages
from django.shortcuts import redirect

from cases.clearance import checkers
from cases.clearance.asked import people_to_ask
from cases.clearance.checker_forms import AskForm, PassOnForm, SayNoForm
from cases.clearance.views.texts import check_page, visible_text
from kit.forms import accepted, form_for, status_of
from kit.http import require_perm, verb_view
from kit.words import weekday


@verb_view
def text_ask(request, pk):
    """Ask somebody by name to check a text that was sent before."""
    text = visible_text(request, pk)
    require_perm(request.user, "clearance.ask_to_check", text)
    form = form_for(
        request,
        AskForm,
        people=people_to_ask(text, checkers.who_can_check(text)),
        site=text.site,
        auto_id="id_AskForm_%s",
    )
    if asked := accepted(form, checkers.ask_another, text, by=request.user):
        messages.success(request, f"{asked.asked.name} is asked to check it by {weekday(asked.due_on)}.")
        return redirect("clearance:text_check", pk=text.pk)
    return check_page(request, text, asked_form=form, status=status_of(form))


@verb_view
def text_pass_on(request, pk):
    """Pass a text on that this person is asked to check."""
    text = visible_text(request, pk)
    require_perm(request.user, "clearance.answer_check_request", text)
    people = checkers.who_can_take_over(text, by=request.user, people=checkers.who_can_check(text))
    form = form_for(request, PassOnForm, people=people, auto_id="id_PassOnForm_%s")
    if asked := accepted(form, checkers.pass_on, text, by=request.user):
        messages.success(
            request, f"Passed on. {asked.asked.name} is asked to check it by {weekday(asked.due_on)}."
        )
        return redirect("clearance:text_check", pk=text.pk)
    return check_page(request, text, asked_form=form, status=status_of(form))


@verb_view
def text_say_no(request, pk):
    """Say that one cannot check a text that one is asked to check."""
    text = visible_text(request, pk)
    require_perm(request.user, "clearance.answer_check_request", text)
    form = form_for(request, SayNoForm, auto_id="id_SayNoForm_%s")
    if accepted(form, checkers.say_no, text, by=request.user):
        messages.success(request, "You are no longer asked to check it.")
        return redirect("clearance:text_check", pk=text.pk)
    return check_page(request, text, asked_form=form, status=status_of(form))
