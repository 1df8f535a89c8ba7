"""Send the letters that are due, batch after batch, until none is."""

import logging
import time
from collections import deque
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from kit.queues import give_up, note_refused, send_task_on_commit
from newsletter.delivery.claiming import BATCH, Batch, Letter, claim_batch, is_any_due, statements_of
from newsletter.delivery.servers import Answer, Outcome, Server
from newsletter.issue_mail import BUILT_FOR, AddressedMail, BuiltMail, build
from newsletter.models import Delivery, NewsletterIssue

LONGEST = timedelta(minutes=3)  # of one sweep: CELERY_TASK_TIME_LIMIT would stop it in the middle of a letter

logger = logging.getLogger(__name__)


class Writer:
    """Writes letters, and builds the mail of each issue and edition once every few seconds."""

    def __init__(self):
        self._built: dict[tuple, tuple[BuiltMail, datetime]] = {}

    def write(self, letter: Letter) -> AddressedMail:
        """Return the mail of the issue and edition, addressed to the reader."""
        key, now = (letter.issue_id, letter.edition), timezone.now()
        if key not in self._built or now - self._built[key][1] > BUILT_FOR:
            self._built[key] = build(issue_to_send(letter), edition=letter.edition), now
        return self._built[key][0].addressed(letter, number=letter.number)


def issue_to_send(letter: Letter) -> NewsletterIssue:
    """Return the issue of a letter, with all that its mail says of it."""
    return NewsletterIssue.objects.select_related("programme", "sent_for_checking_by").get(pk=letter.issue_id)


def deliver(*, batch: int = BATCH, within: timedelta = LONGEST) -> int:
    """Send every letter that is due, over a few connections, and return how many the mail server took.

    It ends after `within`, before the time that a task may take: what is left is due, and the task is sent again. Letters whose
    reader can no longer be mailed are given up first. Where another sweep is at it, or this one is stopped
    halfway, nothing is sent twice: what is left is due for the next, and what was being handed over is uncertain.
    """
    give_up(Delivery.objects.unsubscribed().unclaimed(), "They unsubscribed before it was sent.")
    give_up(Delivery.objects.without_reader().unclaimed(), "Its reader can no longer be mailed.")
    if not is_any_due():
        return 0
    sent, writer, until = 0, Writer(), timezone.now() + within
    statements = statements_of(settings.NEWSLETTER_CONNECTIONS, timezone.localdate())
    try:
        with Server(settings.NEWSLETTER_CONNECTIONS) as server:
            while (
                timezone.now() < until
                and server.size
                and (claimed := claim_batch(batch, statements)) is not None
            ):
                server.widen(len(claimed.letters))
                sent += _send(claimed, server, writer, until=until)
    except OSError as error:  # it can't be reached, or does not take our password
        logger.error("The newsletter waits: the mail server could not be used (%s).", type(error).__name__)
    if timezone.now() >= until and is_any_due():
        send_task_on_commit("newsletter.deliver")
    return sent


def _send(batch: Batch, server: Server, writer: Writer, *, until: datetime) -> int:
    """Send the letters of a batch round by round, and return how many the server took. What is left once the time is over, or
    the server hung up, is let go.
    """
    sent, left = 0, deque(batch.letters)
    while left and server.size and timezone.now() < until:
        sent += _send_round(
            [left.popleft() for _ in range(min(server.size, len(left)))], batch, server, writer
        )
    batch.release(left)
    return sent


def _send_round(letters: list[Letter], batch: Batch, server: Server, writer: Writer) -> int:
    """Write, begin and hand over a few letters, note what became of each, and return how many the server took."""
    mails = {letter: mail for letter in letters if (mail := _written(letter, batch, writer)) is not None}
    at = time.monotonic()
    begun = batch.begin(*mails) if mails else set()
    batch.release(
        letter for letter in mails if letter.pk not in begun
    )  # their readers may not be mailed any more
    going = [letter for letter in mails if letter.pk in begun]
    answers = server.hand_over([mails[letter] for letter in going], begun=at)
    taken = [each for each, answer in zip(going, answers, strict=True) if answer.outcome is Outcome.SENT]
    if taken:
        batch.sent(*taken)
    for letter, answer in zip(going, answers, strict=True):
        _note(batch, letter, answer)
    return len(taken)


def _written(letter: Letter, batch: Batch, writer: Writer) -> AddressedMail | None:
    """Return the mail of a letter. One that cannot be written waits by itself, and does not stop the others."""
    try:
        return writer.write(letter)
    except Exception:
        logger.exception("%s could not be written", letter.pk)
        batch.later(letter, "Copsite could not write it.")
        return None


def _note(batch: Batch, letter: Letter, answer: Answer) -> None:
    """Note what became of a letter that the server did not take."""
    if answer.outcome is Outcome.LATER:
        batch.later(letter, answer.why)
    elif answer.outcome is Outcome.NOT_BEGUN:
        batch.take_back(letter, answer.why)
    elif answer.outcome is Outcome.UNCERTAIN:
        batch.unknown(letter, answer.why)
    elif answer.outcome is Outcome.NEVER:
        note_refused(letter.email, answer.why)
        batch.failed(letter, answer.why)
