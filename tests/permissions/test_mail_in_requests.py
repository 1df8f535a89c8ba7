"""Nothing is sent inside a request: a verb leaves a row, and a worker sends it."""

import pytest
from django.core.cache import cache
from django.core.mail import send_mail
from django.db import connection, transaction
from django.urls import reverse

from kit.queues import kinds_of_mail, send_due
from tests.mail_in_requests import answering
from tests.permissions import addresses
from tests.permissions.asking import NOTHING_FILLED_IN, clients_of
from tests.permissions.table import TABLE

PERSON = {"name": "Ruth New", "email": "ruth.new@example.org"}
FILLED_IN = {  # forms after which a mail goes out
    "members:role_invite": lambda world: PERSON | {"kind": "adviser"},
    "members:facilitation_add": lambda world: (
        PERSON | {"discipline": world.discipline.pk, "agrees_to_contact": "on", "on": "1 April 2026"}
    ),
    "newsletter:subscribe": lambda world: {"programme": world.programme.slug, "email": "new@example.org"},
}


BY_THE_TEAM = {"members:role_invite", "members:facilitation_add"}
QUEUES = {
    *FILLED_IN,
    "members:invitation_send_again",
    "cases:case_ask_for",
    "invitations:guest_withdraw",
    "newsletter:unsubscribe",  # a mail tells them, since whoever was forwarded a letter has the link as well
}


def nothing(world) -> dict:
    return NOTHING_FILLED_IN


def post(client, url: str, typed: dict) -> int:
    """How many mails more are queued; what was to be done on commit is done, the rest is undone."""
    cache.clear()
    with transaction.atomic():
        before, waiting = len(connection.run_on_commit), _waiting()
        client.post(url, typed)
        for _, on_commit, _ in connection.run_on_commit[before:]:
            with answering(url):
                on_commit()
        made = _waiting() - waiting
        transaction.set_rollback(True)
    return made


def _waiting() -> int:
    return sum(kind.objects.unsent().count() for kind in kinds_of_mail())


@pytest.mark.walk
def test_no_page_sends_mail_while_it_is_asked_for(world, mail_in_requests):
    clients = clients_of(world, ["facilitator", "team"])
    queued = set()
    for row in TABLE:
        client = clients["team" if row.name in BY_THE_TEAM else "facilitator"]
        cookies = client.cookies.copy()
        url = addresses.url_of(row.name, row.arguments, world)
        made = post(client, url, FILLED_IN.get(row.name, nothing)(world))
        client.cookies = cookies
        queued |= {row.name} if made > 0 else set()

    assert mail_in_requests == []
    assert queued == QUEUES


def test_a_page_that_sent_mail_would_be_noticed(mail_in_requests):
    with answering("/somewhere/"):
        send_mail("Hello", "Hello", None, ["ruth@example.org"])

    assert mail_in_requests == ["/somewhere/"]
    mail_in_requests.clear()


def test_what_pages_queue_is_sent_by_the_sweep(client, world):
    send_due()
    client.force_login(world.user("facilitator"))
    client.post(reverse("members:invitation_send_again", args=[world.invitation.pk]))

    assert _waiting() >= 1
    assert (send_due(), send_due()) == (1, 0)
