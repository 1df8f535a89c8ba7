"""Claim letters by the batch, and write down what becomes of each. Rows are the queue; what is here only changes them.

A sweep claims a batch with a token of its own and a lease. Just before letters are handed over, as many as there are connections,
they are *begun*, by one UPDATE that asks everything again: whose claim each is, whether its reader may still be mailed, whether
the issue was stopped. A letter that was begun and of which nothing more is known is *uncertain*: it is never sent again without somebody deciding so.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from kit.mail import number_of
from kit.prepared import Prepared
from kit.signed_links import sign
from newsletter.delivery.moments import reached
from newsletter.delivery.statements import ANY_CLAIM, Statement, stand_ins
from newsletter.models import Delivery, Subscriber
from newsletter.models.deliveries import DeliveryQuerySet

OF_A_LETTER = Delivery._meta.label_lower
BATCH = 400  # letters that a sweep claims at once
LEAST_ANSWERS = 2  # a claim lasts for so many times EMAIL_TIMEOUT: letters of a killed worker that are not begun wait no longer
MOST_ANSWERS = 10  # and that of a letter on its way: longer than a round of letters may take
MOST_SWEEPS = 2  # at the same time, so that workers are free for other mail
MOST_ATTEMPTS = 11  # with the times below between them, some three days
FIRST_RETRY, LAST_RETRY = timedelta(minutes=5), timedelta(hours=24)


def lease() -> timedelta:
    """How long a sweep has a letter that it has not begun: a minute, with the usual EMAIL_TIMEOUT."""
    return timedelta(seconds=settings.EMAIL_TIMEOUT) * LEAST_ANSWERS


def lease_on_its_way() -> timedelta:
    """How long a letter that was begun is on its way before it is uncertain: five minutes, with the usual EMAIL_TIMEOUT."""
    return timedelta(seconds=settings.EMAIL_TIMEOUT) * MOST_ANSWERS


class Statements:
    """What is done to letters of which a sweep has the claim, worked out when it is first done. At most `at_once` are begun
    together.

    What is the row's own is compared in the UPDATE itself: PostgreSQL asks only that again after waiting for another sweep.
    """

    def __init__(self, at_once: int = 1):
        self.at_once = at_once

    @cached_property
    def begin(self) -> Statement:
        """Begin some that may go."""
        may_go = Delivery.objects.filter(pk__in=stand_ins(self.at_once)).that_may_go()
        rows = self._waiting(self.at_once).filter(pk__in=may_go.values("pk"))
        return Statement(rows, "begun_at", "claimed_until", size=self.at_once)

    @cached_property
    def sent(self) -> Statement:
        """Note that some were taken."""
        rows = self._rows(self.at_once)
        return Statement(rows, "sent_at", size=self.at_once, claim="", claimed_until=None, last_error="")

    @cached_property
    def drop(self) -> Statement:
        """Let one go that is not begun."""
        return Statement(self._waiting(), "attempts", claim="", claimed_until=None)

    @cached_property
    def later(self) -> Statement:
        """Let one wait."""
        return Statement(self._rows(), "claimed_until", "last_error", claim="", begun_at=None)

    @cached_property
    def failed(self) -> Statement:
        """Give one up."""
        return Statement(self._rows(), "failed_at", "last_error", claim="", claimed_until=None, begun_at=None)

    @cached_property
    def free(self) -> Statement:
        """Let one go of which the server has not heard."""
        return Statement(self._rows(), "attempts", "last_error", claim="", claimed_until=None, begun_at=None)

    @cached_property
    def unknown(self) -> Statement:
        """Note that nobody knows of one."""
        return Statement(self._rows(), "claimed_until", "last_error", claim="")

    def _rows(self, size: int = 1) -> DeliveryQuerySet:
        return Delivery.objects.filter(pk__in=stand_ins(size), claim=ANY_CLAIM)

    def _waiting(self, size: int = 1) -> DeliveryQuerySet:
        return self._rows(size).filter(begun_at=None, sent_at=None, failed_at=None)


class Letter(NamedTuple):
    """What a sweep needs to know of a letter."""

    pk: int
    issue_id: int
    edition: str
    attempts: int
    email: str
    link_number: int

    @property
    def token(self) -> str:
        """The token in the reader's link to unsubscribe."""
        return sign(self.link_number, salt=Subscriber.link_salt)

    @property
    def number(self) -> str:
        """The signed number of its mail."""
        return number_of(OF_A_LETTER, self.pk)


@lru_cache(maxsize=4)
def statements_of(at_once: int, day: date) -> Statements:
    """Return the statements for letters of which `at_once` are begun together on this `day`: who has a place today is part of them.
    A worker works them out once a day.
    """
    return Statements(at_once)


@dataclass
class Batch:
    """Letters that this sweep has claimed, by one token."""

    token: str
    letters: list[Letter]
    statements: Statements

    def begin(self, *letters: Letter) -> set[int]:
        """Note that `letters` are handed over from now on, and return the ids of those that may be: not one whose claim is
        another's by now, whose reader may not be mailed any more, or whose issue was stopped.
        """
        now = timezone.now()
        begun = self.statements.begin.execute(
            [each.pk for each in letters],
            claim=self.token,
            begun_at=now,
            claimed_until=now + lease_on_its_way(),
        )
        reached("begun")
        return begun

    def sent(self, *letters: Letter) -> None:
        """Note that the mail server took them."""
        self.statements.sent.execute([each.pk for each in letters], claim=self.token, sent_at=timezone.now())
        reached("noted")

    def failed(self, letter: Letter, why: str) -> None:
        """Give it up, because of `why`."""
        self.statements.failed.execute(
            [letter.pk], claim=self.token, failed_at=timezone.now(), last_error=why
        )

    def later(self, letter: Letter, why: str) -> None:
        """Try it again after a while that doubles each time, from 5 minutes to a day; after three days give it up."""
        if letter.attempts >= MOST_ATTEMPTS:
            self.failed(letter, f"Tried for three days. {why}")
            return
        wait = min(FIRST_RETRY * 2 ** (letter.attempts - 1), LAST_RETRY)
        self.statements.later.execute(
            [letter.pk], claim=self.token, claimed_until=timezone.now() + wait, last_error=why
        )

    def unknown(self, letter: Letter, why: str) -> None:
        """Note that nobody knows whether it arrived: it was on its way when the server went away."""
        self.statements.unknown.execute(
            [letter.pk], claim=self.token, claimed_until=timezone.now(), last_error=why
        )

    def release(self, letters: Iterable[Letter]) -> None:
        """Let others send those of `letters` that are still claimed and not begun: the attempt does not count."""
        for letter in letters:
            self.statements.drop.execute([letter.pk], claim=self.token, attempts=letter.attempts - 1)

    def take_back(self, letter: Letter, why: str) -> None:
        """Let others send a letter that was begun and that the server has not heard of: the attempt does not count."""
        self.statements.free.execute(
            [letter.pk], claim=self.token, attempts=letter.attempts - 1, last_error=why
        )


def claim_batch(size: int = BATCH, statements: Statements | None = None) -> Batch | None:
    """Claim up to `size` letters that are due, or return None if there are none, or enough sweeps send already.

    Two sweeps never have the same letter. A claim that nobody renews runs out after `lease`. A sweep of many batches hands its
    `statements` from one to the next.
    """
    token, now = secrets.token_hex(16), timezone.now()
    with transaction.atomic():
        at_it = Delivery.objects.exclude(claim="").filter(claimed_until__gt=now, begun_at=None)
        sweeps = at_it.values("claim").distinct()  # the letters that a killed one had begun are nobody's work
        if sweeps.count() >= MOST_SWEEPS:
            return None
        mine = Delivery.objects.filter(pk__in=_due(size).read()).free().filter(begun_at=None)
        if not mine.update(claim=token, claimed_until=now + lease(), attempts=F("attempts") + 1):
            return None
    reached("claimed")
    columns = ("pk", "issue_id", "edition", "attempts", "subscriber__email", "subscriber__link_number")
    rows = Delivery.objects.filter(claim=token).order_by("pk").values_list(*columns)
    return Batch(token, [Letter(*row) for row in rows], statements or Statements())


def is_any_due() -> bool:
    """Return whether there is a letter to send."""
    return bool(ANY_DUE.read())


ANY_DUE = Prepared(lambda: Delivery.objects.due().order_by("pk").values_list("pk", flat=True)[:1])


@cache
def _due(size: int) -> Prepared:
    """Return what reads the ids of the first letters that are due, and that no other sweep is claiming."""
    return Prepared(lambda: _first_due(size))


def _first_due(size: int) -> QuerySet:
    due = Delivery.objects.due().order_by("pk").select_for_update(skip_locked=True, of=("self",))
    return due.values_list("pk", flat=True)[:size]
