"""The page on which presenters say who may read about their case: in general, and of one text alone."""

import rules
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect, render

from cases.clearance import actions
from cases.clearance.forms import RefuseTextForm, SharingAgreementForm
from cases.clearance.models import OUTWARD, Audience, ClearedText, audiences_up_to
from cases.locking import locked
from cases.models import Case
from cases.views.cases import visible_case
from kit.errors import RefusedError
from kit.forms import accepted, form_for, status_of
from kit.http import form_view
from kit.words import by_name
from members.models import Member


@form_view
def sharing_agreement(request, pk):
    """Show to which audience each presenter of a case agrees, and to which texts they do not, and save what one says."""
    case = visible_case(request, pk)
    presenters: list = by_name(case.named_presenters.select_related("member__user", "case"), "member.name")
    mine = [row for row in presenters if rules.has_perm("clearance.give_agreement", request.user, row)]
    if not mine and not rules.has_perm("cases.discuss_case", request.user, case):
        raise PermissionDenied("Each presenter must answer this themselves. Ask them, or your facilitator.")
    members = Member.objects.filter(pk__in=[row.member_id for row in mine])
    texts = _texts_of(case, request.user)
    bound = None
    if request.method == "POST":
        if not mine:
            raise PermissionDenied("Each presenter must answer this themselves. Ask them.")
        bound, done = _said(request, case, members=members, texts=texts)
        if done:
            messages.success(request, done)
            return redirect("clearance:sharing_agreement", pk=case.pk)
    _add_answers(presenters, request, case=case, members=members, texts=texts, bound=bound)
    presenters.sort(key=lambda row: not row.is_me)
    return render(
        request,
        "clearance/sharing_agreement.html",
        {
            "case": case, "presenters": presenters, "bound": bound, "texts": texts,
            "shows_own": any(row.is_me for row in presenters),
        },
        status=status_of(bound) if bound else 200,
    )  # fmt: skip


def _texts_of(case: Case, user) -> list[ClearedText]:
    """Return the texts about `case` that are being checked or were published, as far as `user` may open them."""
    texts = ClearedText.objects.visible_to(user).filter(case=case)
    return list(
        texts.filter(replaced_by__isnull=True, send_back__isnull=True).select_related("publication", "site")
    )


def _said(request, case: Case, *, members, texts: list[ClearedText]):
    """Return the form that was sent, and what was saved, in words: "" if it was refused."""
    if "one_text" in request.POST:
        form = form_for(request, RefuseTextForm, members=members, texts=_refusable(texts))
        refused = accepted(form, _refuse, case, by=request.user)
        return form, _refused(refused) if refused else ""
    said = {str(member): audience for member, audience in _widest_agreement(case).items()}
    before = {"audience": said.get(request.POST.get("member", ""), SharingAgreementForm.NOBODY)}
    form = form_for(request, SharingAgreementForm, members=members, initial=before)
    return form, _answered(form) if accepted(form, _answer, case, by=request.user) else ""


def _refusable(texts: list[ClearedText]) -> list[ClearedText]:
    """Return the texts that a presenter can refuse: those being checked, and those that are published."""
    return [text for text in texts if text.is_published or not hasattr(text, "publication")]


def _refuse(case: Case, *, member: Member, what: str, by) -> ClearedText:
    """Record that `member` does not agree to the text with the key `what`, and return it."""
    text = ClearedText.objects.select_related("publication").get(pk=what, case=case)
    actions.withdraw_agreement(case, member=member, audience=Audience.PROGRAMME, by=by, text=text)
    return text


def _refused(text: ClearedText) -> str:
    taken_down = ", and it has been taken down" if text.is_published else ""
    return f"Your agreement to “{text.title}” has been withdrawn{taken_down}. Nothing else has changed."


def _answer(case: Case, *, member: Member, audience, last: int | None, by) -> Case:
    """Record a yes up to `audience` and a no for every wider one, and return the case. Raise RefusedError if the page
    showed another answer than the `last` one: a yes that was taken back meanwhile is not given again by an old page.
    """
    wider = OUTWARD if audience == SharingAgreementForm.NOBODY else OUTWARD[OUTWARD.index(audience) + 1 :]
    with transaction.atomic():
        locked(case)
        if last is not None and last != actions.last_said(case, member):
            raise RefusedError(
                f"{member.name} has answered since you opened this page. Reload it, and read the answer."
            )
        if wider:
            actions.withdraw_agreement(case, member=member, audience=wider[0], by=by)
        if audience != SharingAgreementForm.NOBODY:
            actions.agree(case, member=member, audience=audience, by=by)
    return case


def _answered(form) -> str:
    audience = form.cleaned_data["audience"]
    if audience == SharingAgreementForm.NOBODY:
        return "Your agreement has been withdrawn. Nothing about this case will be shared outside the site, and anything published has been withdrawn."
    return f"Saved: you agree, up to {Audience(audience).label}. You can withdraw your agreement at any time."


def _add_answers(presenters, request, *, case: Case, members, texts: list[ClearedText], bound) -> None:
    """Add to each presenter what they said, in general and of one text alone, and the forms to say it if they can."""
    agreed, refused = _widest_agreement(case), _refused_alone(case, texts)
    can_answer = {member.pk for member in members}
    for row in presenters:
        row.said = agreed.get(row.member_id, "")
        row.refused = refused.get(row.member_id, [])
        row.is_me = row.member_id in request.user.standing.member_ids
        row.can_answer = row.member_id in can_answer
        if row.can_answer:
            is_sent = bound is not None and request.POST.get("member") == str(row.member_id)
            _add_forms(row, members, texts, bound if is_sent else None)


def _add_forms(row, members, texts: list[ClearedText], bound) -> None:
    """Add the forms of one presenter: that which was sent, `bound`, as it was filled in."""
    initial = {
        "member": row.member, "last": actions.last_said(row.case, row.member),
        "audience": row.said or SharingAgreementForm.NOBODY,
    }  # fmt: skip
    ids = f"id_{row.member_id}_%s"
    row.form, row.refuse_form = bound, bound
    if not isinstance(bound, SharingAgreementForm):
        row.form = SharingAgreementForm(members=members, initial=initial, auto_id=ids)
    if not isinstance(bound, RefuseTextForm):
        agreed = audiences_up_to(row.said) if row.said else []
        left = [each for each in _refusable(texts) if each.audience in agreed and each not in row.refused]
        row.refuse_form = (
            RefuseTextForm(members=members, texts=left, initial=initial, auto_id=ids) if left else None
        )


def _widest_agreement(case: Case) -> dict[int, Audience]:
    """Return the widest audience that each member agrees to, by the member's id."""
    widest: dict[int, Audience] = {}
    for member, audience in case.sharing_agreements.current().agreed().values_list("member", "audience"):
        if member not in widest or OUTWARD.index(audience) > OUTWARD.index(widest[member]):
            widest[member] = audience
    return widest


def _refused_alone(case: Case, texts: list[ClearedText]) -> dict[int, list[ClearedText]]:
    """Return the texts that each member does not agree to, whatever they said of others, by the member's id.

    A yes to every text does not take a no to one of them back: only a yes to this very text does.
    """
    last: dict[tuple[int, int], bool] = {}
    for said in case.sharing_agreements.order_by("pk"):
        for text in texts:
            if said.cleared_text_id == text.pk:
                last[said.member_id, text.pk] = not said.is_yes
    refused: dict[int, list[ClearedText]] = {}
    for (member, pk), is_refused in last.items():
        if is_refused:
            refused.setdefault(member, []).append(next(text for text in texts if text.pk == pk))
    return refused
