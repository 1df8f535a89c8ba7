"""What mail that comes in says of the newsletter's readers: reports of mail that came back."""

from kit.bounces import Failure, hears_of_failures
from kit.queues import Queued
from newsletter.actions import bouncing
from newsletter.models import Bounce

ABOUT_THE_ADDRESS = (
    "5.1.",
    "5.2.1",
    "5.0.",
    "5.4.4",
)  # RFC 3463: no such address, or it is closed, or no such domain


@hears_of_failures
def note_bounce(row: Queued, failure: Failure) -> None:
    """Note that a mail of ours came back: for good if it is about the address, else for this time, as with a full mailbox or
    a server that refuses us.
    """
    what = Bounce.Kind.HARD if failure.status.startswith(ABOUT_THE_ADDRESS) else Bounce.Kind.SOFT
    bouncing.note_bounce(row.reader_email, what=what, mail=failure.message_id)
