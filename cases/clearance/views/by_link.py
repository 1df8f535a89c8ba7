"""The page behind the signed link in a presenter's mail, to take an agreement back without signing in."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render

from cases.clearance import actions, links
from cases.clearance.forms import TakeBackForm, in_words
from cases.clearance.models import Audience, ClearedText, SharingAgreement
from cases.models import NamedPresenter
from kit.forms import accepted, form_for, status_of
from kit.http import visitor_form_view


@visitor_form_view
def agreement_by_link(request, token):
    """Show what the person of a link agreed to, without any words of the case, and take it back."""
    link = links.read(token)
    if link is None and not links.was_ever(token):
        raise Http404
    if link is None or link.has_ended:
        return _private(render(request, "members/link_ended.html", {"is_agreement": True}, status=410))
    named = link.named
    texts = list(_texts_of(named))
    form = form_for(request, TakeBackForm, texts=texts)
    if request.method == "POST" and accepted(form, _take_back, named):
        messages.success(
            request, "Your agreement has been withdrawn, and what was published under it has been taken down."
        )
        return _private(redirect("clearance:agreement_by_link", token=token))
    agrees_to = SharingAgreement.objects.widest_of(named.case, named.member)
    context = {
        "named": named, "form": form, "token": token, "texts": texts,
        "agrees_to": agrees_to.label if agrees_to else "",
        "agreed_texts": [in_words(text) for text in texts if _has_agreed_to(text, named)],
    }  # fmt: skip
    status = status_of(form) if request.method == "POST" else 200
    return _private(render(request, "clearance/agreement_by_link.html", context, status=status))


def _texts_of(named: NamedPresenter):
    """Return the texts that this person can say no to alone: those that are published, and those that are being checked."""
    texts = ClearedText.objects.filter(case=named.case)
    is_open = Q(pk__in=texts.published().values("pk")) | Q(pk__in=texts.being_checked().values("pk"))
    return texts.filter(is_open).select_related("publication").with_clearance_facts()


def _has_agreed_to(text: ClearedText, named: NamedPresenter) -> bool:
    """Return whether this person agreed to exactly this text, and it stands."""
    return any(each.agreed_to_it for each in text.facts.presenters if each.member_id == named.member_id)


def _take_back(named: NamedPresenter, *, what: str) -> NamedPresenter:
    """Record that this person takes their agreement back for every text, or for the one with this key."""
    text = None if what == TakeBackForm.ALL else ClearedText.objects.get(pk=what, case=named.case)
    actions.withdraw_agreement(
        named.case, member=named.member, audience=Audience.PROGRAMME, by=None, text=text
    )
    return named


def _private(response):
    """Keep search engines from listing the page. The middleware keeps it out of caches."""
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
