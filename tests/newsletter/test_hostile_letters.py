"""Whatever people type, a letter stays one letter: no header of theirs, no command to the mail server, no line that ends it."""

import email
import email.policy
import socket

import pytest
from aiosmtpd.controller import Controller

from newsletter import issue_mail
from newsletter.delivery.servers import Outcome, Server
from newsletter.issue_mail import AddressedMail
from newsletter.models import Edition
from tests.newsletter.test_delivery import Server as Taking

HOSTILE = "Common\r\nBcc: all\r\n\r\n<script>alert(1)</script> & friends"
ADDRESSES = [
    "a@example.org>\r\nDATA", "a b@example.org", "ü@example.org", "a@exämple.org", "", "a\0@example.org", "<a@example.org>",
]  # fmt: skip


@pytest.fixture
def taking(settings):
    """What an honest mail server took."""
    handler = Taking("nowhere")
    handler.raw = []

    async def keep(server, session, envelope):
        handler.raw.append(envelope.content)
        return "250 OK"

    handler.handle_DATA = keep
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield handler
    controller.stop()


@pytest.mark.django_db
def test_line_ends_and_html_in_every_source_of_a_header_stay_words(people, approved):
    approved.programme.name, approved.sent_for_checking_by.name = HOSTILE, HOSTILE
    approved.programme.save()
    approved.sent_for_checking_by.save()

    built = issue_mail.build(approved, edition=Edition.MEMBERS)

    letter = email.message_from_bytes(built.raw, policy=email.policy.default)
    assert letter["Bcc"] is None
    assert {"text/plain", "text/html"} == {part.get_content_type() for part in letter.iter_parts()}
    words = letter.get_body(("html",)).get_content()
    assert "<script>" not in words
    assert max(map(len, built.raw.split(b"\r\n"))) <= 998


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_that_is_more_than_one_is_refused_before_the_server_hears_of_it(taking, address):
    letter = AddressedMail("letters@example.org", address, b"Subject: x\r\n\r\nx\r\n")

    with Server() as server:
        (answer,) = server.hand_over([letter])

    assert answer.outcome is Outcome.NEVER
    assert (taking.seen, taking.raw) == (0, [])


@pytest.mark.parametrize(
    "body",
    [
        b".\r\n..\r\n.x\r\n",
        b"a\r\n.\r\nMAIL FROM:<x@example.org>\r\n",
        b"no end",
        b"x" * 990 + b"\r\n.y",
        b"a\r\n",
    ],
)
def test_no_line_of_a_letter_ends_it(taking, body):
    raw = b"Subject: x\r\n\r\n" + body
    letter = AddressedMail("letters@example.org", f"{'a' * 64}@{'b' * 60}.{'c' * 60}.{'d' * 60}.org", raw)

    with Server() as server:
        (answer,) = server.hand_over([letter])

    assert answer.outcome is Outcome.SENT
    (taken,) = taking.raw
    assert taken.removesuffix(b"\r\n") == raw.removesuffix(b"\r\n")
