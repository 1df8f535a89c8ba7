"""What a provider of mail says later of a letter that it got: it settles those of which nobody knew whether they arrived."""

from datetime import datetime
from enum import StrEnum

from kit.mail import name_in
from kit.queues import CAME_BACK, note_refused
from newsletter.models import Delivery


class What(StrEnum):
    """What became of a letter, as a provider tells it."""

    DELIVERED = "delivered"  # it has it, or the reader's mail server has
    BOUNCED = "bounced"  # the reader's mail server refused it for good


def settle(message_id: str, what: What, at: datetime) -> bool:
    """Note that `what` became of the letter with this Message-ID, at the moment `at`, and return whether that was news.

    A letter that was on its way when its sweep ended, or that somebody left, is sent by this; one that bounced is given up, and
    its address is noted. Nothing happens for a Message-ID without our signature: it is input from outside. Repeating changes
    nothing, and neither does an event about a letter that was never handed over.
    """
    label, pk = name_in(message_id) or ("", 0)
    if label != Delivery._meta.label_lower:
        return False
    letters = Delivery.objects.handed_over().filter(pk=pk)
    is_news = bool(
        letters.filter(sent_at=None).update(
            sent_at=at, failed_at=None, claim="", claimed_until=None, last_error=""
        )
    )
    if what is What.BOUNCED:
        why = f"{CAME_BACK}."
        is_news = bool(letters.filter(failed_at=None).update(failed_at=at, last_error=why))
        if is_news:
            note_refused(letters.values_list("subscriber__email", flat=True)[0], why)
    return is_news
