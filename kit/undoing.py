"""The offer to undo a removal: a line with a button on every page, for the ten minutes after it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect, resolve_url
from django.utils import timezone

from kit.holdings import Settled
from kit.http import redirect_within, verb_view
from kit.leading import led_back, way_back
from kit.models import RemovedRow
from kit.removal import UNDO_FOR, owner_of, removed_by_token, row_removed, token_of, undo

SESSION = "removed"


@dataclass(frozen=True)
class Offer:
    """What was removed, in words of no case, when, and the token that undoes it."""

    noun: str
    at: datetime
    token: str


def undo_offer(request) -> dict[str, Any]:
    """Add `undo_offer` to the context: what this person removed last, if the ten minutes are not over. It asks no table."""
    user = getattr(request, "user", None)
    kept = request.session.get(SESSION) if user is not None and user.is_authenticated else None
    if not kept:
        return {"undo_offer": None}
    at = datetime.fromisoformat(kept["at"])
    if timezone.now() - at >= UNDO_FOR:
        return {"undo_offer": None}
    return {"undo_offer": Offer(kept["noun"], at, kept["token"])}


def after_removal(request, removed: RemovedRow, *others: RemovedRow, to) -> HttpResponseRedirect:
    """Offer to undo `removed` on the pages that follow, and return a redirect to `to`, where undoing leads as well: to
    the page that the person came from, if there is one.

    What was removed with the same press, the `others`, is brought back with it.
    """
    address = way_back(request) or resolve_url(to)
    request.session[SESSION] = {
        "noun": f"{len(others) + 1} things" if others else row_removed(removed).noun,
        "at": removed.removed_at.isoformat(),
        "token": token_of(removed),
        "others": [token_of(each) for each in others],
        "to": address,
    }
    return redirect(address)


def after_settling(request, settled: Settled, *, to) -> HttpResponseRedirect:
    """Return a redirect to `to` as `after_removal` does, and offer to undo what was withdrawn, if anything was."""
    return after_removal(request, *settled.withdrawn, to=to) if settled.withdrawn else led_back(request, to)


@verb_view
def removal_undo(request, token):
    """Bring back what this person removed less than ten minutes ago."""
    removed = removed_by_token(token, by=request.user)
    if removed is None:
        raise Http404
    owner: Any = owner_of(removed)
    row: Any = undo(removed, by=request.user)
    offered = request.session.pop(SESSION, None) or {}
    is_offered = offered.get("token") == token
    for other in offered.get("others", ()) if is_offered else ():
        if (found := removed_by_token(other, by=request.user)) is not None:
            undo(found, by=request.user)
    messages.success(request, row.is_back)
    if is_offered:
        return redirect_within(request, offered["to"])
    return redirect(row if hasattr(row, "get_absolute_url") else owner)
