"""What is different between a text and the version before it, for whoever checks it again."""

from dataclasses import dataclass

from django.db.models import Q

from cases.clearance.models import ClearedText, TextMessage
from kit.editing.differences import Piece, differences


@dataclass(frozen=True)
class Changes:
    """The version before a text, what is different since, and what was written about that version."""

    before: ClearedText
    pieces: list[Piece]
    messages: list[TextMessage]


def changes_since(text: ClearedText, *, reader) -> Changes | None:
    """Return what is different in `text` from the version before for the same readers, or that it replaces, if `reader` may open that one.

    Return None if there is none.
    """
    earlier = Q(pk__in=text.in_line().values("pk"), pk__lt=text.pk, audience=text.audience)
    before = (
        ClearedText.objects.visible_to(reader)
        .filter(earlier | Q(pk=text.replaces_id), struck_at=None, kind=text.kind)
        .select_related("send_back__by")
        .order_by("-pk")
        .first()
    )
    if before is None:
        return None
    messages = before.messages.read_by(reader).select_related("by").order_by("pk")
    return Changes(before, differences(before.plain_text, text.plain_text), list(messages))
