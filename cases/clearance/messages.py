"""The messages about a text: writing one, and showing them in threads beside the passages that they are about."""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery

from cases.clearance.audit_verbs import ClearanceVerb
from cases.clearance.marked_text import Rendered
from cases.clearance.models import ClearedText, TextMessage
from cases.locking import lock_row
from kit.audit import record
from kit.errors import RefusedError
from members.models import User


@dataclass
class Thread:
    """A message and what was answered to it, oldest first."""

    first: TextMessage
    messages: list[TextMessage] = field(default_factory=list)
    form: Any = None  # to answer it


def is_in_text(quote: str, text: ClearedText) -> bool:
    """Return whether the passage `quote` stands in `text`, however its lines are broken."""
    return _line(quote) in _line(text.plain_text)


def _line(words: str) -> str:
    return " ".join(words.split())


@transaction.atomic
def write_message(
    text: ClearedText, *, words: str, by: User, quote: str = "", answers: TextMessage | None = None
) -> TextMessage:
    """Add a message about `text`, about the passage `quote` of it if there is one, and return it.

    `answers` is the first message of the thread that it belongs to. Repeating what one wrote last about the text adds
    nothing, and returns that message. Raise RefusedError if the words of the text were
    permanently removed, the passage does not stand in it, or the thread is about another text.
    """
    lock_row(text, case=text.case)
    if text.struck_at is not None:
        raise RefusedError("The words of this text were permanently removed. Write about the newest one.")
    if quote and not is_in_text(quote, text):
        raise RefusedError("The passage is not in this text. Copy it exactly as it is there.")
    if answers is not None and answers.cleared_text_id != text.pk:
        raise RefusedError("This message is about another text. Open that one to answer it.")
    written = {"quote": quote.strip(), "words": words.strip(), "answers": answers}
    last = TextMessage.objects.filter(cleared_text=text, by=by).order_by("-pk").first()
    if last is not None and all(getattr(last, name) == value for name, value in written.items()):
        return last
    message = TextMessage.objects.create(cleared_text=text, by=by, **written)
    record(ClearanceVerb.WRITE_MESSAGE, text, by=by)
    return message


def put_beside(threads: list[Thread], rendered: Rendered) -> list[Thread]:
    """Put each thread beside the block with its passage, and return the others, which are about the whole text."""
    return [thread for thread in threads if not _has_place(thread, rendered)]


def threads_of(text: ClearedText, *, reader: User) -> list[Thread]:
    """Return the messages about `text` that `reader` may read, in threads, oldest first, to show them."""
    threads: dict[int, Thread] = {}
    for message in text.messages.read_by(reader).select_related("by").order_by("pk"):
        first = message.answers_id or message.pk
        threads.setdefault(first, Thread(message)).messages.append(message)
    return list(threads.values())


def last_message(*, reader: User) -> dict:
    """Return annotations of ClearedText: who wrote the last message about it and when, and whether `reader` wrote one."""
    of_text = TextMessage.objects.filter(cleared_text=OuterRef("pk"))
    last = of_text.order_by("-pk")
    return {
        "last_message_by": Subquery(last.values("by")[:1]),
        "last_message_by_name": Subquery(last.values("by__name")[:1]),
        "last_message_at": Subquery(last.values("at")[:1]),
        "takes_part": Exists(of_text.filter(by=reader)),
    }


def _has_place(thread: Thread, rendered: Rendered) -> bool:
    quote = _line(thread.first.quote)
    for block in rendered.blocks if quote else []:
        if quote in _line("".join(piece.text for piece in block.pieces)):
            block.threads.append(thread)
            return True
    return False
