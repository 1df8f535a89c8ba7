"""Views of the clearance: the list of texts, one text, publishing, and withdrawing."""

import rules
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render

from cases.clearance import actions, asking, decision
from cases.clearance.asked import asked_about
from cases.clearance.beside import Beside, texts_beside
from cases.clearance.changes import changes_since
from cases.clearance.checkers import who_can_check
from cases.clearance.forms import QUESTIONS, MessageForm, PublishForm, ReadForm, WithdrawForm
from cases.clearance.marked_text import render as render_text
from cases.clearance.messages import put_beside, threads_of
from cases.clearance.models import Audience, CheckRequest, Clearance, ClearedText, SendBack
from cases.clearance.models.things import lookups_of_things
from cases.clearance.readers_page import partial_of
from cases.clearance.showing import note_opened
from cases.clearance.together import withdraw_together
from cases.models import NamedPresenter
from kit.confirming import require_confirmation
from kit.forms import accepted, form_for, status_of
from kit.http import form_view, page_view, require_perm, verb_view
from kit.privacy.marks import LOOKED_FOR
from kit.words import by_name

PER_PAGE = 25


@page_view
def text_list(request):
    """Show the texts that this person can check or publish, and those that they wrote."""
    user = request.user
    require_perm(user, "clearance.list_texts")
    texts = ClearedText.objects.select_related("site", "programme", "sent_for_checking_by", "send_back__by")
    being_checked = list(texts.being_checked().visible_to(user).with_clearance_facts())
    to_check = [text for text in being_checked if text.waits_for(user)]
    ready = [
        text
        for text in being_checked
        if rules.has_perm("clearance.publish_text", user, text) and decision.has_enough_approvals(text.facts)
    ]
    mine = [text for text in being_checked if user.pk in text.facts.author_ids]
    sent_back = texts.sent_back().visible_to(user).filter(authorships__user=user)
    return render(
        request,
        "clearance/text_list.html",
        {
            "page": Paginator(to_check, PER_PAGE).get_page(request.GET.get("page")),
            "ready": ready,
            "mine": mine[:PER_PAGE],
            "sent_back": sent_back[:PER_PAGE],
        },
    )


def visible_text(request, pk) -> ClearedText:
    """Return the text `pk`, or raise Http404 if this person may not open it."""
    texts = (
        ClearedText.objects.visible_to(request.user)
        .select_related(
            "programme", "site__host", "site__programme", "case", "sent_for_checking_by", "send_back__by",
            "publication__withdrawn_by", "replaced_by",
            *(lookup.partition("__")[0] for lookup in lookups_of_things(ClearedText)),
        )
        .with_clearance_facts()
        .prefetch_related(
            Prefetch("clearances", Clearance.objects.select_related("by")),
            Prefetch("check_requests", CheckRequest.objects.select_related("asked", "asked_by")),
            Prefetch(
                "case__named_presenters", NamedPresenter.objects.select_related("member__user").order_by("pk")
            ),
            "case__sharing_agreements",
        )
    )  # fmt: skip
    return get_object_or_404(asking.with_members(texts), pk=pk)


def check_page(
    request,
    text,
    form=None,
    publish_form=None,
    withdraw_form=None,
    message_form=None,
    asked_form=None,
    status=200,
):
    """Show the page on which a text is checked, with a form that was sent as it was filled in, and what is wrong with it.

    Whoever cannot approve it is shown no form for that, whatever they sent, and their note.
    """
    rendered = render_text(text)
    threads = threads_of(text, reader=request.user)
    for thread in threads:
        ids = f"id_answer_{thread.first.pk}_%s"
        thread.form = MessageForm(text=text, auto_id=ids, initial={"answers": thread.first.pk})
    facts = text.facts
    waits = facts.is_being_checked
    missing = decision.missing(facts) if waits else []
    why_not = decision.why_not_approve(facts, request.user.pk) if waits else None
    can_read = waits and not why_not and rules.has_perm("clearance.approve_text", request.user, text)
    sent = [form, publish_form, withdraw_form, message_form, asked_form]
    unsent_note = form.data.get("reason", "") if form is not None and not can_read else ""
    if can_read and form is None:
        form = ReadForm(marks=len(rendered.open_marks), initial={"sha256": text.sha256})
    elif not can_read:
        form = None
    may_publish = waits and not missing and rules.has_perm("clearance.publish_text", request.user, text)
    may_withdraw = text.is_published and rules.has_perm("clearance.withdraw_text", request.user, text)
    beside = texts_beside(text) if may_publish or may_withdraw else []
    others = [each.other for each in beside]
    people = who_can_check(text) if waits else []
    return render(
        request,
        "clearance/text_check.html",
        {
            "text": text,
            "rendered": rendered,
            "who": asking.shown_to_checkers(text),
            "looked_for": LOOKED_FOR,
            "as_read": partial_of(text.kind),
            "sent": [each for each in sent if each is not None],
            "unsent_note": unsent_note,
            "form": form,
            "questions": [form[name] for name in QUESTIONS] if form else [],
            "waits": waits,
            "why_not": why_not.label if why_not else "",
            "missing": [each.sentence for each in missing if each.lack is not decision.Lack.AGREEMENT],
            "sharing_agreements": _agreements(text),
            "can_agree": _opens_agreement_page(request.user, text),
            "clearances": text.clearances.all(),
            "can_approve_it": by_name(people)[:6] if missing else [],
            "asked": asked_about(text, request.user, people=people, sent=asked_form),
            "can_publish": may_publish,
            "can_withdraw": may_withdraw,
            "reads_note": rules.has_perm("clearance.withdraw_text", request.user, text),
            "beside": _with_questions(beside, publish_form or PublishForm(beside=others)),
            "withdraw_form": withdraw_form or WithdrawForm(beside=others),
            "newer": getattr(text, "replaced_by", None),
            "about_all": put_beside(threads, rendered),
            "message_form": message_form or MessageForm(text=text, auto_id="id_message_%s"),
            "can_write": text.struck_at is None
            and rules.has_perm("clearance.write_message", request.user, text),
            "changes": changes_since(text, reader=request.user) if waits else None,
        },
        status=status,
    )


def _with_questions(beside: list[Beside], form: PublishForm) -> list[tuple]:
    """Return each text that other readers have, beside this one, with the question what happens to it."""
    return [(each, form[f"text_{each.other.pk}"]) for each in beside]


def _opens_agreement_page(user, text: ClearedText) -> bool:
    """Return whether `user` can give the agreement of a presenter of the text's case, or facilitates there."""
    if text.case is None:
        return False
    return rules.has_perm("cases.discuss_case", user, text.case) or any(
        rules.has_perm("clearance.give_agreement", user, row) for row in text.case.named_presenters.all()
    )


def _agreements(text: ClearedText) -> list[dict]:
    """Return each person ever named as a presenter of the text's case, whether they agree to the text, and since when."""
    if text.case is None:
        return []
    said_at = {
        said.member_id: said.said_at
        for said in text.case.sharing_agreements.all()  # the last one counts
        if said.cleared_text_id == text.pk
    }
    return [{"facts": each, "agreed_at": said_at.get(each.member_id)} for each in text.facts.presenters]


@form_view
def text_check(request, pk):
    """Show a text with its marks, and approve it or send it back."""
    text = visible_text(request, pk)
    if request.method != "POST":
        note_opened(text, by=request.user)
        return check_page(request, text)
    require_perm(request.user, "clearance.approve_text", text)
    form = form_for(request, ReadForm, marks=len(render_text(text).open_marks))
    was_read = form.is_valid()
    if decided := accepted(form, _decide, text, by=request.user):
        return _redirect_after(request, text, decided)
    return check_page(request, text, form=form, status=409 if was_read else 422)


def _decide(text, *, verdict, reason, sha256, by, **_answers) -> SendBack | Clearance:
    """Send `text` back with a reason, or approve it."""
    if verdict == "back":
        return actions.send_back(text, reason=reason, by=by)
    return actions.approve(text, sha256=sha256, by=by)


def _redirect_after(request, text, decided: SendBack | Clearance):
    """Add a message, and redirect to the text if it can be published now, else to the list."""
    if isinstance(decided, SendBack):
        messages.success(
            request,
            "Sent back with your note. You will get a new version to check when they have changed it.",
        )
        return redirect("clearance:text_list")
    messages.success(request, f"Approved for {text.get_audience_display()}.")
    if decision.missing(text.read_facts()):
        return redirect("clearance:text_list")
    return redirect("clearance:text_check", pk=text.pk)


@verb_view
def text_publish(request, pk):
    """Publish a text."""
    text = visible_text(request, pk)
    require_perm(request.user, "clearance.publish_text", text)
    if text.audience == Audience.PUBLIC:
        require_confirmation(request)
    form = form_for(request, PublishForm, beside=list(text.beside()))
    was_read = form.is_valid()
    if not accepted(form, actions.publish, text, by=request.user):
        return check_page(request, text, publish_form=form, status=409 if was_read else 422)
    messages.success(request, f"Published for {text.get_audience_display()}.")
    return redirect("clearance:text_check", pk=text.pk)


@form_view
def text_withdraw(request, pk):
    """Withdraw a published text."""
    text = visible_text(request, pk)
    require_perm(request.user, "clearance.withdraw_text", text)
    if request.method != "POST":
        return redirect("clearance:text_check", pk=text.pk)
    form = form_for(request, WithdrawForm, beside=list(text.beside()))
    if accepted(form, withdraw_together, text, by=request.user):
        messages.success(request, "Withdrawn. The reason is shown instead of the text.")
        return redirect("clearance:text_check", pk=text.pk)
    return check_page(request, text, withdraw_form=form, status=status_of(form))
