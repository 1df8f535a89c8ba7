"""A row is claimed by one worker, tried again for a while, given up in the end, and sent once; a task on commit makes it sooner."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from cases.clearance.models import AgreementMail
from cases.models import BringRequest
from kit.queues import (
    LEASE,
    MOST_ATTEMPTS,
    NotWantedError,
    Queued,
    claim,
    kinds_of_mail,
    send_due,
    send_mail_on_commit,
    send_one,
)
from kit.tasks import send_due_mail
from members.actions import invite_to_role
from members.models import InvitationMail, Member, User
from members.models.mails import ToAMemberQuerySet
from newsletter.actions import subscribe, unsubscribe
from newsletter.models import ConfirmationMail, Subscriber
from tests.factories.members import MemberFactory, UserFactory
from tests.factories.sites import ProgrammeFactory, SiteFactory

pytestmark = pytest.mark.django_db


def queued(email: str = "tom@example.org") -> ConfirmationMail:
    """A mail that is due."""
    subscriber = subscribe(ProgrammeFactory(), email=email)
    return subscriber.confirmation_mails.get()


def due():
    return ConfirmationMail.objects.due()


def again(row: ConfirmationMail) -> ConfirmationMail:
    """The row as it is now."""
    return ConfirmationMail.objects.get(pk=row.pk)


def test_a_row_is_claimed_once():
    row = queued()

    assert claim(due(), row) is True
    assert claim(due(), again(row)) is False
    assert (again(row).attempts, due().exists()) == (1, False)


def test_a_copy_that_was_read_before_another_claim_claims_nothing():
    row = queued()
    copy = again(row)
    claim(due(), row)
    ConfirmationMail.objects.update(claimed_until=None)  # the other is done with it already

    assert claim(due(), copy) is False


def test_a_row_that_is_no_longer_wanted_is_not_claimed():
    row = queued()
    unsubscribe(row.subscriber)

    assert claim(due(), row) is False
    assert again(row).attempts == 0


def test_a_claim_runs_out_with_its_lease():
    row = queued()
    claim(due(), row)

    with time_machine.travel(timezone.now() + LEASE - timedelta(seconds=10)):
        assert claim(due(), again(row)) is False
    with time_machine.travel(timezone.now() + LEASE + timedelta(seconds=10)):
        assert claim(due(), again(row)) is True


def test_facts_are_written_with_the_claim():
    row = queued()

    claim(due(), row, lease=timedelta(hours=1), last_error="Not finished.")

    row = again(row)
    assert row.last_error == "Not finished."
    assert row.claimed_until > timezone.now() + timedelta(minutes=59)


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_at_the_same_moment_one_gets_the_row():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one connection write at a time")
    row, taken = queued(), []

    def other_worker():
        taken.append(claim(due(), row))
        connection.close()

    with transaction.atomic():
        assert claim(due(), row) is True
        thread = threading.Thread(target=other_worker)
        thread.start()
        thread.join(timeout=1)  # it waits for the row
        assert thread.is_alive()
    thread.join()

    assert taken == [False]
    assert again(row).attempts == 1


def test_each_due_mail_is_sent_once(smtp):
    row = queued()

    assert (send_due_mail(), send_due_mail()) == (1, 0)
    row = again(row)
    assert row.sent_at
    assert (row.claimed_until, row.last_error, len(smtp)) == (None, "", 1)


def test_every_kind_of_mail_says_what_is_due_and_what_it_says():
    for kind in kinds_of_mail():
        assert list(kind.objects.due()) == []
        assert kind.message is not Queued.message
    assert len(kinds_of_mail()) >= 10


def test_the_kind_with_the_fewest_mails_goes_first(smtp):
    for number in range(3):
        queued(f"reader{number}@example.org")
    invite_to_role(
        programme=ProgrammeFactory(), kind="adviser", email="ada@example.org", name="Ada", by=UserFactory()
    )

    assert send_due() == 4
    assert smtp[0]["To"] == "ada@example.org"


def test_only_the_kinds_asked_for_are_sent_and_not_more_than_asked_for(smtp):
    for number in range(3):
        queued(f"reader{number}@example.org")

    assert send_due(InvitationMail) == 0
    assert send_due(ConfirmationMail, at_most=2) == 2
    assert len(smtp) == 2


def test_a_mail_refused_for_good_is_given_up_and_says_so(smtp):
    row = queued("bounce@example.org")

    assert (send_due(), send_due(), smtp) == (0, 0, [])
    row = again(row)
    assert row.failed_at
    assert (row.attempts, row.last_error) == (1, "The mail server rejected it permanently (550).")


def test_a_mail_refused_for_now_is_tried_later_each_time_twice_as_long(smtp):
    row, waits = queued("busy@example.org"), []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(MOST_ATTEMPTS - 1):
            assert send_due() == 0
            waits.append((again(row).claimed_until - timezone.now()) // timedelta(minutes=1))
            assert again(row).last_error == "The mail server asked us to try later (450)."
            clock.move_to(again(row).claimed_until + timedelta(seconds=1))

        assert waits == [5, 10, 20, 40, 80]
        assert again(row).failed_at is None
        assert send_due() == 0

    row = again(row)
    assert row.failed_at
    assert row.last_error == "Tried 6 times. The mail server asked us to try later (450)."
    assert smtp == []


def test_without_a_mail_server_nothing_is_claimed(smtp, settings):
    row, settings.EMAIL_PORT = queued(), 1

    with pytest.raises(OSError):
        send_due()

    assert (again(row).attempts, again(row).claimed_until) == (0, None)


def test_a_mail_that_cannot_be_written_is_tried_later_and_raises_nothing(smtp):
    row = queued()

    def cannot(row):
        raise LookupError("no such template")

    assert send_one(row, write=cannot) is False
    assert (again(row).last_error, again(row).failed_at) == ("Copsite could not write it.", None)
    assert smtp == []


def test_a_mail_that_is_not_wanted_after_all_is_given_up_with_the_reason(smtp):
    row = queued()

    def changed_its_mind(row):
        raise NotWantedError("They asked us not to.")

    assert send_one(row, write=changed_its_mind) is False
    assert again(row).failed_at
    assert again(row).last_error == "They asked us not to."


def test_an_address_that_no_mail_can_hold_is_given_up(smtp):
    row = queued()
    Subscriber.objects.update(email="tom@example.org\nBcc: ann@example.org")

    assert send_due() == 0
    assert again(row).last_error == "No mail can be sent to its address."
    assert smtp == []


def test_a_ring_waits_for_the_commit_and_is_not_heard_without_one(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as rings:
        send_mail_on_commit()
        with transaction.atomic():
            send_mail_on_commit()
            transaction.set_rollback(True)

    assert len(rings) == 1


@pytest.mark.worker
def test_a_worker_that_was_rung_for_sends_the_mail_at_once(worker, smtp, eventually):
    queued()

    eventually(lambda: smtp)
    assert smtp[0]["To"] == "tom@example.org"


def close_account(member):
    User.objects.filter(pk=member.user_id).update(is_active=False)


@pytest.mark.parametrize(
    "change",
    [
        lambda member: Member.objects.filter(pk=member.pk).update(agreed_to_contact_at=None),
        lambda member: Member.objects.filter(pk=member.pk).update(left_on=timezone.localdate()),
        close_account,
    ],
    ids=["takes back consent", "leaves", "has a closed account"],
)
def test_mail_whose_reader_can_no_longer_be_mailed_is_given_up_for_good(mailoutbox, change):
    member = MemberFactory(site=SiteFactory())
    row = BringRequest.objects.create(member=member, asked_by=None)

    change(member)
    sent = send_due(BringRequest)

    row.refresh_from_db()
    assert (sent, mailoutbox) == (0, [])
    assert row.failed_at is not None
    assert row.last_error == "Its reader can no longer be mailed."
    Member.objects.filter(pk=member.pk).update(agreed_to_contact_at=timezone.now(), left_on=None)
    User.objects.filter(pk=member.user_id).update(is_active=True)
    assert (send_due(BringRequest), mailoutbox) == (0, [])


def test_somebody_who_leaves_later_is_still_mailed(mailoutbox):
    member = MemberFactory(site=SiteFactory(), left_on=timezone.localdate() + timedelta(days=3))
    BringRequest.objects.create(member=member, asked_by=None)

    assert send_due(BringRequest) == 1


def test_every_mail_to_a_member_says_who_its_reader_is():
    """A new kind of mail to a member is asked about when it is sent, whether the member can still be mailed."""
    asks_by_itself = {
        AgreementMail
    }  # what somebody said about a case stays theirs after they left: due() asks
    of_members = [
        kind
        for kind in kinds_of_mail()
        if any(field.name == "member" for field in kind._meta.fields) and kind not in asks_by_itself
    ]

    assert len(of_members) >= 7
    assert [kind for kind in of_members if not isinstance(kind.objects.all(), ToAMemberQuerySet)] == []
