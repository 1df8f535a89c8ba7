"""Texts that somebody is asked to check, and who else can."""

import rules
from django.db import models

from cases.clearance.actions import send_back
from cases.clearance.models import ClearedText
from kit.holdings import OPEN, WITHDRAW, Held, Holding, register
from kit.words import listed
from members.models import Member, Role

MOST_NAMES = 3


@register
class TextsToCheck(Holding):
    """The texts that wait for the approval of a member, a knowledge broker or somebody of the programme team."""

    name = "text"
    heading = "Texts that wait for their approval"
    columns = ("clearance.CheckRequest.asked",)  # once they have gone, the next person is asked by itself

    def held_by(self, holder: models.Model, *, by) -> list[Held]:
        """Return the texts of the site, or of the programme, that wait for them."""
        if not isinstance(holder, Member | Role) or holder.user is None:
            return []
        texts = ClearedText.objects.to_check_by(holder.user)
        if isinstance(holder, Member):
            texts = [text for text in texts if text.site_id == holder.site_id]
        else:
            texts = [text for text in texts if text.programme_id == holder.programme_id]
        texts = [text for text in texts if text.kind != ClearedText.Kind.NEWSLETTER_ENTRY]
        readable = _readable(texts, by)
        return [self._held(text, holder.user, is_readable=text.pk in readable, by=by) for text in texts]

    def _held(self, text: ClearedText, user, *, is_readable: bool, by) -> Held:
        others = [each.name for each in text.people_who_can_approve() if each != user]
        more = [f"{len(others) - MOST_NAMES} more"] if len(others) > MOST_NAMES else []
        who = (
            f"{listed([*others[:MOST_NAMES], *more])} can check it"
            if others
            else "Nobody else can check it yet"
        )
        becomes = [(OPEN, who)]
        if is_readable and rules.has_perm("clearance.send_back_text", by, text):
            becomes.append((WITHDRAW, "It goes back to its authors"))
        return Held(self, text, text.title if is_readable else "A text", becomes)

    def settle(self, held: Held, *, becomes: str, holder, on, by):
        """Send the text back, if nobody else is to check it."""
        if becomes == WITHDRAW:
            reason = f"{holder.user.name} can no longer check it. Send it to somebody else."
            send_back(held.row, reason=reason, by=by)  # type: ignore[arg-type]


def _readable(texts: list[ClearedText], reader) -> set[int]:
    """Return the ids of those of `texts` that `reader` may read."""
    if not texts or reader is None:
        return set()
    visible = ClearedText.objects.visible_to(reader).filter(pk__in=[text.pk for text in texts])
    return set(visible.values_list("pk", flat=True))
