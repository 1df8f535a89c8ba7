"""Send the letters that are due, batch after batch, until none is."""

import logging
import smtplib
from datetime import datetime, timedelta

from django.utils import timezone

from kit.mail import mail_number
from kit.queues import give_up, note_refused, send_task_on_commit
from newsletter.delivery.claiming import BATCH, Batch, claim_batch
from newsletter.delivery.servers import Answer, Outcome, Server
from newsletter.issue_mail import BUILT_FOR, AddressedMail, BuiltMail, build
from newsletter.models import Delivery

LONGEST = timedelta(minutes=3)  # of one sweep: CELERY_TASK_TIME_LIMIT would stop it in the middle of a letter

logger = logging.getLogger(__name__)


class Writer:
    """Writes letters, and builds the mail of each issue and edition once every few seconds."""

    def __init__(self):
        self._built: dict[tuple, tuple[BuiltMail, datetime]] = {}

    def write(self, letter: Delivery) -> AddressedMail:
        """Return the mail of the issue and edition, addressed to the reader."""
        key, now = (letter.issue_id, letter.edition), timezone.now()
        if key not in self._built or now - self._built[key][1] > BUILT_FOR:
            self._built[key] = build(letter.issue, edition=letter.edition), now
        return self._built[key][0].addressed(letter.subscriber, number=mail_number(letter))


def deliver(*, batch: int = BATCH, within: timedelta = LONGEST) -> int:
    """Send every letter that is due, over one connection, and return how many the mail server took.

    It ends after `within`, before the time that a task may take: what is left is due, and the task is sent again. Letters whose reader can no longer be mailed are given up first. Where another sweep is at it, or this one is stopped
    halfway, nothing is sent twice: what is left is due for the next, and what was being handed over is uncertain.
    """
    give_up(Delivery.objects.unsubscribed().unclaimed(), "They unsubscribed before it was sent.")
    give_up(Delivery.objects.without_reader().unclaimed(), "Its reader can no longer be mailed.")
    if not Delivery.objects.due().exists():
        return 0
    sent, writer, until = 0, Writer(), timezone.now() + within
    try:
        with Server() as server:
            while timezone.now() < until and (claimed := claim_batch(batch)) is not None:
                taken, goes_on = _send(claimed, server, writer, until=until)
                sent += taken
                if not goes_on:
                    return sent
    except (OSError, smtplib.SMTPException) as error:  # it can't be reached, or does not take our password
        logger.error("The newsletter waits: the mail server could not be used (%s).", type(error).__name__)
    if timezone.now() >= until and Delivery.objects.due().exists():
        send_task_on_commit("newsletter.deliver")
    return sent


def _send(batch: Batch, server: Server, writer: Writer, *, until: datetime) -> tuple[int, bool]:
    """Send the letters of a batch, and return how many the server took and whether it goes on taking others."""
    sent = 0
    for place, letter in enumerate(batch.letters):
        if timezone.now() >= until:
            batch.release(batch.letters[place:])
            break
        try:
            mail = writer.write(letter)
        except Exception:  # one that cannot be built does not stop the others
            logger.exception("%s could not be written", letter.pk)
            batch.later(letter, "Copsite could not write it.")
            continue
        if not batch.begin(letter):
            batch.release([letter])  # if it is still ours: its reader may not be mailed any more
            continue
        answer = server.hand_over(mail)
        sent += answer.outcome is Outcome.SENT
        _note(batch, letter, answer)
        if not answer.goes_on:
            batch.release(batch.letters[place + 1 :])
            return sent, False
    return sent, True


def _note(batch: Batch, letter: Delivery, answer: Answer) -> None:
    if answer.outcome is Outcome.SENT:
        batch.sent(letter)
    elif answer.outcome is Outcome.LATER:
        batch.later(letter, answer.why)
    elif answer.outcome is Outcome.NOT_BEGUN:
        batch.take_back(letter, answer.why)
    elif answer.outcome is Outcome.UNCERTAIN:
        batch.unknown(letter, answer.why)
    else:
        note_refused(letter.subscriber.email, answer.why)
        batch.failed(letter, answer.why)
