"""The page on which a presenter reads the one text that would go out, and agrees to it or does not."""

from typing import NamedTuple

import rules
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render

from cases.clearance import answering, showing
from cases.clearance.decision import PresenterFacts
from cases.clearance.forms import AnswerForm
from cases.clearance.models import ClearedText
from cases.clearance.readers_page import partial_of
from cases.clearance.views.texts import visible_text
from cases.models import NamedPresenter
from kit.bounds import number_in
from kit.forms import accepted, form_for, status_of
from kit.http import form_view
from members.models import Member

ASK_THEM = "Each presenter must answer this themselves. Ask them, or your facilitator."


class Asked(NamedTuple):
    """A presenter of the text's case, what is known of their answer, and the form to give it, if this person can."""

    facts: PresenterFacts
    is_me: bool
    form: AnswerForm | None


@form_view
def text_answer(request, pk):
    """Show a text to the presenters of its case as readers will see it, and save what one of them answers to it."""
    text = visible_text(request, pk)
    can_answer = answerable(request.user, text)
    if not can_answer and not rules.has_perm("cases.discuss_case", request.user, text.case):
        raise PermissionDenied(ASK_THEM)
    if request.method == "POST":
        return _answered(request, text, can_answer)
    showing.note_opened(text, by=request.user)
    return _page(request, text, can_answer)


def answerable(user, text: ClearedText) -> list[NamedPresenter]:
    """Return the presenters of the text's case whose answer to it `user` can give."""
    if text.case is None:
        return []
    rows = text.case.named_presenters.all()
    return [row for row in rows if rules.has_perm("clearance.answer_to_text", user, row)]


def _answered(request, text: ClearedText, can_answer: list[NamedPresenter]):
    """Save the answer that was sent, or show the page again with what is missing."""
    if not can_answer:
        raise PermissionDenied(ASK_THEM)
    members = Member.objects.filter(pk__in=[row.member_id for row in can_answer])
    form = form_for(request, AnswerForm, members=members)
    if not accepted(form, _save, text, by=request.user):
        return _page(request, text, can_answer, bound=form, status=status_of(form))
    messages.success(request, _saved(form.cleaned_data, by=request.user))
    return redirect("clearance:text_answer", pk=text.pk)


def _save(text: ClearedText, *, member: Member, answer: str, sha256: str, reason: str, by) -> ClearedText:
    agrees = answer == AnswerForm.YES
    answering.answer(text, member=member, agrees=agrees, sha256=sha256, reason=reason, by=by)
    return text


def _saved(answer: dict, *, by) -> str:
    agrees, member = answer["answer"] == AnswerForm.YES, answer["member"]
    if member.pk in by.standing.member_ids:
        if agrees:
            return "Saved: you agree to exactly these words. You can change your answer at any time."
        return "Saved: you do not agree. This text is not shared. You can change your answer at any time."
    return f"Saved for {member.name}: {'they agree' if agrees else 'they do not agree'}. We tell them by e-mail, if they have an address."


def _page(request, text: ClearedText, can_answer, *, bound=None, status=200):
    is_open = answering.is_open(text)
    theirs = {row.member_id: row for row in can_answer} if is_open else {}
    members = Member.objects.filter(pk__in=list(theirs))
    sent_for = _sent_for(bound, theirs)
    asked = [
        Asked(
            facts,
            facts.member_id in request.user.standing.member_ids,
            _form_of(theirs[facts.member_id], text, members, bound if facts.member_id == sent_for else None)
            if facts.member_id in theirs
            else None,
        )
        for facts in text.facts.presenters
    ]
    if not is_open:  # what they answered is still so; nothing else is asked
        asked = [each for each in asked if each.facts.agreed_to_it or each.facts.said_no]
    asked.sort(key=lambda each: not each.is_me)
    newest = text.newest()
    facts = {
        "text": text, "as_read": partial_of(text.kind), "asked": asked, "bound": bound, "is_open": is_open,
        "newest": newest if newest != text else None,
    }  # fmt: skip
    return render(request, "clearance/text_answer.html", facts, status=status)


def _sent_for(bound, theirs: dict[int, NamedPresenter]) -> int | None:
    """Return whose form was sent: the first one's, if it does not say, so that what was typed is shown again."""
    if bound is None:
        return None
    said = number_in(bound.data.get("member"))
    return said if said in theirs else next(iter(theirs), None)


def _form_of(row: NamedPresenter, text: ClearedText, members, bound) -> AnswerForm:
    """Return the form of one presenter: that which was sent, `bound`, as it was filled in."""
    if bound is not None:
        return bound
    initial = {"member": row.member, "sha256": text.sha256}
    return AnswerForm(members=members, initial=initial, auto_id=f"id_{row.member_id}_%s")
