"""Claim letters by the batch, and write down what becomes of each. Rows are the queue; what is here only changes them.

A sweep claims a batch with a token of its own and a lease. Just before each letter is handed over it is *begun*, by one UPDATE
that asks everything again: whose claim it is, whether its reader may still be mailed, whether the issue was stopped. A letter
that was begun and of which nothing more is known is *uncertain*: it is never sent again without somebody deciding so.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from newsletter.delivery.statements import STAND_IN, Statement
from newsletter.models import Delivery

BATCH = 100  # letters that a sweep claims at once
LEASE = timedelta(minutes=1)  # of letters that are not begun: those of a killed worker wait no longer
LEASE_ON_ITS_WAY = timedelta(
    minutes=5
)  # of one that is begun: longer than a mail server may take (EMAIL_TIMEOUT)
MOST_SWEEPS = 2  # at the same time, so that workers are free for other mail
MOST_ATTEMPTS = 11  # with the times below between them, some three days
FIRST_RETRY, LAST_RETRY = timedelta(minutes=5), timedelta(hours=24)


@dataclass
class Batch:
    """Letters that this sweep has claimed, by one token."""

    token: str
    letters: list[Delivery]

    def __post_init__(self):
        rows = Delivery.objects.filter(pk=STAND_IN, claim=self.token)
        waiting = rows.filter(begun_at=None, sent_at=None, failed_at=None)
        may_go = Delivery.objects.filter(pk=STAND_IN).that_may_go()
        # what is the row's own is compared in the UPDATE itself: PostgreSQL asks only that again after waiting for another
        self._begin = Statement(waiting.filter(pk__in=may_go.values("pk")), "begun_at", "claimed_until")
        self._drop = Statement(waiting, "attempts", claim="", claimed_until=None)
        self._sent = Statement(rows, "sent_at", claim="", claimed_until=None, last_error="")
        self._later = Statement(rows, "claimed_until", "last_error", claim="", begun_at=None)
        self._failed = Statement(rows, "failed_at", "last_error", claim="", claimed_until=None, begun_at=None)
        self._free = Statement(rows, "attempts", "last_error", claim="", claimed_until=None, begun_at=None)
        self._unknown = Statement(rows, "claimed_until", "last_error", claim="")

    def begin(self, letter: Delivery) -> bool:
        """Note that `letter` is handed over from now on, and return whether it may be: False if its lease has run out, its
        reader may not be mailed any more, or the issue was stopped.
        """
        now = timezone.now()
        return self._begin.execute(letter.pk, begun_at=now, claimed_until=now + LEASE_ON_ITS_WAY)

    def sent(self, letter: Delivery) -> None:
        """Note that the mail server took it."""
        self._sent.execute(letter.pk, sent_at=timezone.now())

    def failed(self, letter: Delivery, why: str) -> None:
        """Give it up, because of `why`."""
        self._failed.execute(letter.pk, failed_at=timezone.now(), last_error=why)

    def later(self, letter: Delivery, why: str) -> None:
        """Try it again after a while that doubles each time, from 5 minutes to a day; after three days give it up."""
        if letter.attempts >= MOST_ATTEMPTS:
            self.failed(letter, f"Tried for three days. {why}")
            return
        wait = min(FIRST_RETRY * 2 ** (letter.attempts - 1), LAST_RETRY)
        self._later.execute(letter.pk, claimed_until=timezone.now() + wait, last_error=why)

    def unknown(self, letter: Delivery, why: str) -> None:
        """Note that nobody knows whether it arrived: it was on its way when the server went away."""
        self._unknown.execute(letter.pk, claimed_until=timezone.now(), last_error=why)

    def release(self, letters: list[Delivery]) -> None:
        """Let others send those of `letters` that are still claimed and not begun: the attempt does not count."""
        for letter in letters:
            self._drop.execute(letter.pk, attempts=letter.attempts - 1)

    def take_back(self, letter: Delivery, why: str) -> None:
        """Let others send a letter that was begun and that the server has not heard of: the attempt does not count."""
        self._free.execute(letter.pk, attempts=letter.attempts - 1, last_error=why)


def claim_batch(size: int = BATCH) -> Batch | None:
    """Claim up to `size` letters that are due, or return None if there are none, or enough sweeps send already.

    Two sweeps never have the same letter. A claim that nobody renews runs out after LEASE.
    """
    token, now = secrets.token_hex(16), timezone.now()
    with transaction.atomic():
        sweeps = Delivery.objects.exclude(claim="").filter(claimed_until__gt=now).values("claim").distinct()
        if sweeps.count() >= MOST_SWEEPS:
            return None
        due = Delivery.objects.due().order_by("pk").select_for_update(skip_locked=True, of=("self",))
        mine = Delivery.objects.filter(pk__in=list(due.values_list("pk", flat=True)[:size])).due()
        if not mine.update(claim=token, claimed_until=now + LEASE, attempts=F("attempts") + 1):
            return None
    letters = Delivery.objects.filter(claim=token).select_related(*Delivery.reads).order_by("pk")
    return Batch(token, list(letters))
