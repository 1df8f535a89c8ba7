"""A letter is sent once, whatever is stopped in the middle, and what nobody knows is shown and never guessed."""

import socket
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from newsletter import actions
from newsletter.delivery import deliver
from newsletter.delivery.claiming import claim_batch, lease, lease_on_its_way
from newsletter.models import Delivery, Subscriber


class Server:
    """A mail server that goes away at one moment of the `fatal`th letter, or answers there with `says`."""

    def __init__(self, at: str, *, fatal: int = 2, says: str = ""):
        self.at, self.fatal, self.says, self.letters, self.seen = at, fatal, says, [], 0

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802
        self.seen += 1
        envelope.mail_from = address
        return self._answer("MAIL", server)

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        envelope.rcpt_tos.append(address)
        return self._answer("RCPT", server)

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        answer = self._answer("DATA", server)
        if answer.startswith("250"):
            self.letters.append(envelope.rcpt_tos[0])
        return answer

    def _answer(self, moment: str, server) -> str:
        if moment != self.at or self.seen != self.fatal:
            return "250 OK"
        if self.says:
            return self.says
        server.transport.abort()
        return "421 Gone"


@pytest.fixture
def served(settings):
    """`served(at, ...)`: mail goes to a server that does so."""
    running = []

    def serve(at: str, **how) -> Server:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        handler = Server(at, **how)
        controller = Controller(handler, hostname="127.0.0.1", port=port)
        controller.start()
        running.append(controller)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.NEWSLETTER_CONNECTIONS = 1
        return handler

    yield serve
    for each in running:
        each.stop()


def test_a_server_that_goes_away_with_the_letter_leaves_it_uncertain_and_the_others_due(sent, served):
    server = served("DATA")

    assert deliver() == 1

    tally = sent.deliveries.tally()
    assert (tally["sent"], tally["uncertain"], tally["failed"]) == (1, 1, 0)
    (uncertain,) = sent.deliveries.uncertain()
    assert uncertain.in_words.startswith("It may have arrived: sending it was interrupted")
    assert deliver() == tally["waiting"]
    assert uncertain.subscriber.email not in server.letters
    assert len(server.letters) == len(set(server.letters)) == sent.deliveries.count() - 1


@pytest.mark.parametrize(
    "fault",
    [
        {"at": "MAIL"},
        {"at": "MAIL", "says": "451 Later"},
        {"at": "MAIL", "says": "550 Not from you"},
    ],
)
def test_a_server_that_has_not_seen_the_letter_costs_no_attempt_and_nothing_is_uncertain(sent, served, fault):
    served(**fault)

    assert deliver() == 1

    waiting = sent.deliveries.filter(sent_at=None)
    assert set(waiting.values_list("attempts", "claim", "begun_at", "failed_at")) == {(0, "", None, None)}
    assert deliver() == sent.deliveries.count() - 1


@pytest.mark.parametrize("moment", ["RCPT", "DATA"])
def test_one_letter_that_is_refused_fails_by_itself(sent, served, moment):
    served(moment, says="554 No such words here")

    assert deliver() == sent.deliveries.count() - 1

    (failed,) = sent.deliveries.exclude(failed_at=None)
    assert failed.last_error == "The mail server rejected it permanently (554)."


def test_a_sweep_killed_after_claiming_leaves_its_letters_to_the_next_after_a_minute(
    sent, smtp, time_machine
):
    claimed = claim_batch(3)
    assert claimed is not None

    assert deliver() == sent.deliveries.count() - 3
    time_machine.move_to(timezone.now() + lease() + timedelta(seconds=1))

    assert deliver() == 3
    assert len({letter["To"] for letter in smtp}) == len(smtp) == sent.deliveries.count()


def test_a_sweep_killed_while_a_letter_was_on_its_way_leaves_this_one_uncertain(sent, smtp, time_machine):
    claimed = claim_batch(2)
    assert claimed is not None
    assert claimed.begin(claimed.letters[0])
    time_machine.move_to(timezone.now() + lease_on_its_way() + timedelta(seconds=1))

    assert deliver() == sent.deliveries.count() - 1
    assert [each.pk for each in sent.deliveries.uncertain()] == [claimed.letters[0].pk]


def test_a_worker_that_paused_past_its_lease_begins_no_letter_that_another_has(sent, smtp, time_machine):
    paused = claim_batch(2)
    assert paused is not None
    time_machine.move_to(timezone.now() + lease() + timedelta(seconds=1))
    deliver()

    assert [paused.begin(letter) for letter in paused.letters] == [set(), set()]
    paused.release(paused.letters)
    assert not sent.deliveries.filter(sent_at=None).exists()


def test_two_sweeps_have_no_letter_in_common_and_a_third_leaves_workers_for_other_mail(sent):
    first, second, third = (claim_batch(3) for _ in range(3))

    assert first is not None
    assert second is not None
    assert third is None
    pks = [letter.pk for each in (first, second) for letter in each.letters]
    assert len(set(pks)) == 6


def test_who_unsubscribes_after_the_batch_was_claimed_gets_nothing(sent, smtp):
    claimed = claim_batch()
    assert claimed is not None
    actions.unsubscribe(Subscriber.objects.get(email="outsider@example.org"))

    begun = {letter.email: claimed.begin(letter) for letter in claimed.letters}

    assert not begun.pop("outsider@example.org")
    assert all(begun.values())


def test_nothing_of_a_letter_is_sent_once_the_issue_is_stopped(sent, smtp):
    claimed = claim_batch(3)
    assert claimed is not None
    sent.stopped_at = timezone.now()
    sent.save()

    assert [claimed.begin(letter) for letter in claimed.letters] == [set()] * 3
    assert deliver() == 0


def test_letters_go_where_no_mail_server_is(sent, settings, mailoutbox):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    assert deliver() == sent.deliveries.count() == len(mailoutbox)
    assert not Delivery.objects.due().exists()


def test_one_reader_for_whom_the_server_hangs_up_holds_up_nobody(sent, served):
    server = served("RCPT", fatal=1, says="421 Not this one")

    assert deliver() == 0
    assert deliver() == sent.deliveries.count() - 1

    (waiting,) = sent.deliveries.filter(sent_at=None)
    assert waiting.attempts == 1
    assert waiting.claimed_until > timezone.now()
    assert waiting.subscriber.email not in server.letters


def test_what_is_begun_by_one_sweep_is_compared_in_the_update_itself(sent):
    claimed = claim_batch(1)
    assert claimed is not None

    where = claimed.statements.begin.sql.partition(" WHERE ")[2].partition(" IN (SELECT ")[0]

    for column in ("claim", "begun_at", "sent_at", "failed_at"):
        assert f'"{column}"' in where


def test_a_letter_that_another_sweep_has_begun_is_not_let_go(sent, smtp, time_machine):
    paused = claim_batch(1)
    assert paused is not None
    time_machine.move_to(timezone.now() + lease() + timedelta(seconds=1))
    other = claim_batch(1)
    assert other is not None
    assert other.begin(other.letters[0])

    assert not paused.begin(paused.letters[0])
    paused.release(paused.letters)

    row = Delivery.objects.get(pk=paused.letters[0].pk)
    assert (row.claim, row.begun_at is None) == (other.token, False)


def test_a_letter_on_its_way_is_uncertain_only_once_a_mail_server_must_have_answered(sent, time_machine):
    claimed = claim_batch(1)
    assert claimed is not None
    assert claimed.begin(claimed.letters[0])
    time_machine.move_to(timezone.now() + 2 * lease())

    assert not sent.deliveries.uncertain().exists()


def test_a_sweep_ends_before_the_time_of_its_task_and_leaves_the_rest_due(sent, smtp):
    assert deliver(within=timedelta(0)) == 0

    assert Delivery.objects.due().count() == sent.deliveries.count()
