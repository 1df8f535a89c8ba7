"""Reports of mail that could not be delivered: which count, what they change, and that hostile ones do nothing."""

import io

import pytest
from django.core.management import call_command

from kit.bounces import MOST_BYTES, failure_in, read_mail
from kit.mail import message_id
from kit.models import RefusedAddress
from kit.queues import send_due
from meetings.models import MinutesMail
from newsletter.actions import subscribe
from newsletter.models import ConfirmationMail, Subscriber
from tests.factories.sites import ProgrammeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(smtp):
    """A mail that the server accepted."""
    subscribe(ProgrammeFactory(), email="tom@example.org")
    assert send_due() == 1
    return ConfirmationMail.objects.get()


def report(
    row, *, action="failed", status="5.1.1", to="tom@example.org", number=None, returned="message/rfc822"
):
    """A report as mail servers send it."""
    return f"""From: MAILER-DAEMON@mx.example.net
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary="B"
MIME-Version: 1.0

--B
Content-Type: text/plain

I'm sorry.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; {to}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 no such user

--B
Content-Type: {returned}

Message-ID: {number or message_id(row)}
Subject: Confirm

--B--
""".replace("\n", "\r\n").encode()


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers"])
def test_a_report_marks_the_mail_as_failed_and_notes_the_address_once(row, returned):
    raw = report(row, returned=returned)

    assert (read_mail(raw), read_mail(raw)) == (True, False)

    row.refresh_from_db()
    assert row.sent_at is not None
    assert row.in_words.startswith(
        "Not delivered. The mail server of this address could not deliver it (5.1.1)."
    )
    assert RefusedAddress.objects.get().email == "tom@example.org"


def test_a_mail_that_nobody_tries_any_more_failed_but_its_address_may_work(row):
    assert read_mail(report(row, status="4.2.2"))

    row.refresh_from_db()
    assert row.failed_at is not None
    assert not RefusedAddress.objects.exists()


def test_the_mail_of_the_row_has_the_number_that_a_report_gives_back(row, smtp):
    assert smtp[0]["Message-ID"] == message_id(row)


@pytest.mark.parametrize(
    "changed",
    [
        {"action": "delayed"},
        {"number": "<newsletter.confirmationmail.1.AAAAAAAAAAAAAAAAAAAA@example.org>"},
        {"number": "<somebody@example.org>"},
    ],
    ids=["only late", "forged", "of another program"],
)
def test_what_is_no_failure_of_ours_for_good_is_ignored(row, changed):
    assert read_mail(report(row, **changed)) is False

    row.refresh_from_db()
    assert row.failed_at is None
    assert not RefusedAddress.objects.exists()


def test_an_address_that_was_corrected_meanwhile_is_not_blamed(row):
    raw = report(row)
    Subscriber.objects.update(email="thomas@example.org")

    assert read_mail(raw) is True
    assert not RefusedAddress.objects.exists()


def test_hostile_mail_is_ignored(row):
    nested = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(3000)
    )
    hostile = [
        b"",
        b"\x00\xff" * 1000,
        nested,
        b"Content-Type: multipart/report; boundary=\r\n\r\n--\r\n",
        b"Content-Type: multipart/report; boundary=B\r\n\r\n--B\r\nContent-Type: message/rfc822\r\n\r\n--B--",
        b"a" * (MOST_BYTES + 1) + report(row),
    ]

    assert [failure_in(raw) for raw in hostile] == [None] * len(hostile)


def test_a_maildir_is_read_once_and_files_and_pipes_too(row, tmp_path, monkeypatch):
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "1.mail").write_bytes(report(row))
    (tmp_path / "new" / "2.mail").write_bytes(b"Subject: Holiday\r\n\r\nI am away.")

    assert read_by_command(tmp_path) == "Reports and answers that were new: 1"
    assert read_by_command(tmp_path) == "Reports and answers that were new: 0"
    assert len(list((tmp_path / "cur").iterdir())) == 2
    ConfirmationMail.objects.update(failed_at=None)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(report(row))))
    assert read_by_command() == "Reports and answers that were new: 1"


def read_by_command(*paths) -> str:
    said = io.StringIO()
    call_command("read_mail", *map(str, paths), stdout=said)
    return said.getvalue().strip()


def test_only_mail_that_was_sent_can_come_back():
    assert read_mail(report(MinutesMail(pk=5))) is False
