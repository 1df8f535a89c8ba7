"""An approved issue goes to every reader once, in the edition that is theirs, through a real mail server."""

import email
import email.policy
import html
from dataclasses import astuple
from datetime import timedelta

import pytest
import time_machine
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from django.utils import timezone

from cases.clearance import actions as clearance_actions
from kit.errors import RefusedError
from members.actions import leave
from members.models import Role
from newsletter import actions, issue_mail
from newsletter.delivery import deliver
from newsletter.delivery.claiming import claim_batch
from newsletter.delivery.sweeping import Writer
from newsletter.models import Delivery, Edition, Subscriber
from newsletter.readers import expected_deliveries
from sites_app.actions import end_programme
from tests.factories.members import MemberFactory
from tests.newsletter.checking import check_and_approve, send_and_check


def subscribe(people, address, edition=Edition.PUBLIC) -> Subscriber:
    return Subscriber.objects.create(
        programme=people.programme, email=address, edition=edition, confirmed_at=timezone.now()
    )


def parsed(letter):
    return email.message_from_bytes(letter.as_bytes(), policy=email.policy.default)


def letter_to(letters, address):
    return next(parsed(letter) for letter in letters if letter["To"] == address)


def text_of(message, kind="plain") -> str:
    return message.get_body((kind,)).get_content()


def test_each_active_subscriber_gets_one_delivery_in_their_edition(people, sent):
    editions = dict(sent.deliveries.values_list("subscriber__email", "edition"))

    assert editions == {
        people.users["facilitator"].email: "members",
        people.users["writer"].email: "members",
        people.users["member"].email: "members",
        people.users["elsewhere"].email: "members",
        **{
            role.user.email: "commissioners" if role.kind == Role.Kind.COMMISSIONER else "members"
            for role in people.programme.roles.all()
        },
        "outsider@example.org": "public",
        **{
            member.email: "members"
            for site in (people.site, people.neighbour)
            for member in site.members.all()
        },
    }


def test_the_page_before_sending_counts_the_same_letters(people, approved):
    subscribe(people, "outsider@example.org")
    expected = expected_deliveries(approved)

    sent = actions.send(approved, by=people.user("team"))

    made = list(sent.deliveries.values_list("edition", flat=True))
    assert expected == {edition: made.count(edition) for edition in Edition.values}
    assert all(expected.values())


def test_a_double_click_sends_once(people, sent):
    before = list(sent.deliveries.values_list("pk", flat=True))
    subscribe(people, "came-later@example.org")

    actions.send(sent, by=people.user("team2"))

    assert list(sent.deliveries.values_list("pk", flat=True)) == before
    sent.refresh_from_db()
    assert sent.sent_by == people.users["team"]


def test_an_issue_that_is_not_approved_is_not_sent(people, issue):
    with pytest.raises(RefusedError, match="must approve the newsletter before"):
        actions.send(issue, by=people.user("team"))


def test_people_without_consent_or_who_left_get_nothing(people, approved):
    no_consent = MemberFactory(site=people.site, agreed_to_contact_at=None)
    gone = MemberFactory(site=people.site)
    actions.subscribe_the_programme(people.programme)
    leave(gone, on=timezone.localdate(), because="Another job", by=people.user("facilitator"))
    stopped = subscribe(people, "stopped@example.org")
    actions.unsubscribe(stopped)

    sent = actions.send(approved, by=people.user("team"))

    got = set(sent.deliveries.values_list("subscriber__email", flat=True))
    assert got.isdisjoint({no_consent.email, gone.email, "stopped@example.org"})


def test_a_member_who_left_and_had_asked_as_an_outsider_keeps_the_public_edition(people, approved):
    gone = MemberFactory(site=people.site)
    subscribe(people, gone.email)
    leave(gone, on=timezone.localdate(), because="Another job", by=people.user("facilitator"))

    sent = actions.send(approved, by=people.user("team"))

    assert sent.deliveries.get(subscriber__email=gone.email).edition == "public"


def test_a_programme_that_has_ended_mails_nobody(people, approved):
    end_programme(people.programme, on=timezone.localdate(), by=people.user("team"))
    approved.programme.refresh_from_db()

    sent = actions.send(approved, by=people.user("team"))

    assert sent.sent_at
    assert sent.deliveries.count() == 0


def test_letters_of_a_programme_that_ends_meanwhile_stay(people, sent, smtp):
    end_programme(people.programme, on=timezone.localdate(), by=people.user("team"))

    assert deliver() == 0
    assert smtp == []


def test_letters_go_out_by_smtp_as_html_and_text(people, sent, smtp):
    assert deliver() == sent.deliveries.count() == len(smtp)

    letter = letter_to(smtp, people.users["member"].email)
    assert letter["Subject"] == "Common Ground, February 2026: February 2026"
    assert letter["From"] == "Copsite <letters@example.org>"
    assert letter.get_content_type() == "multipart/alternative"
    for kind in ("plain", "html"):
        words = text_of(letter, kind)
        assert "Meeting 4 was held on 12 February. Three people came." in words
        assert "http://testserver/library/" in words
        assert "http://testserver/newsletter/common-ground/2026-02/" in words
    assert deliver() == 0


def test_the_public_edition_holds_nothing_that_is_not_for_everyone(people, sent, smtp):
    deliver()

    outsider, member = (letter_to(smtp, to) for to in ("outsider@example.org", people.users["member"].email))
    for kind in ("plain", "html"):
        assert "Three keys" in text_of(outsider, kind)
        for words in ("For members alone", "Three people came", "duty worker", "quarterly"):
            assert words not in text_of(outsider, kind)
            assert words in text_of(member, kind)


def test_nothing_of_a_case_is_in_any_letter(people, sent, smtp):
    deliver()

    assert "CANARY" not in "".join(
        text_of(parsed(letter), kind) for letter in smtp for kind in ("plain", "html")
    )


def test_every_letter_can_be_left_with_one_click(people, sent, smtp, client):
    deliver()
    letter = letter_to(smtp, "outsider@example.org")
    link = letter["List-Unsubscribe"].strip(" <>")

    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in text_of(letter)
    assert link in text_of(letter, "html")
    answer = client.post(link.removeprefix("http://testserver"), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert not Subscriber.objects.active().filter(email="outsider@example.org").exists()


def test_no_word_that_people_type_is_a_place_to_fill(people, issue):
    typed = (
        "copsite-leave-link copsite-reader copsite-mail-number lleave nnumber {{ leave }} {% now %} {leave}"
        " %(leave)s ${leave} <leave> UID-KEY =3D =\r\n ."
    )
    actions.edit_issue(
        issue, title="copsite-leave-link", standfirst=typed, audience="programme", by=people.user("broker")
    )
    send_and_check(issue, by=people.user("broker"))
    approved = check_and_approve(issue, by=people.user("team"))

    built = issue_mail.build(approved, edition=Edition.MEMBERS)
    raw = built.addressed(
        subscribe(people, "copsite-leave-link@example.org"), number="copsite-mail-number"
    ).raw

    letter = email.message_from_bytes(raw, policy=email.policy.default)
    assert letter["To"] == "copsite-leave-link@example.org"
    assert letter["Message-ID"].startswith("<copsite-mail-number@")
    link = letter["List-Unsubscribe"].strip(" <>")
    for kind in ("plain", "html"):
        words = html.unescape(text_of(letter, kind))
        assert " ".join(typed.split()) in " ".join(words.split())
        assert words.count(link) == 1


def test_two_mails_share_no_place_to_fill(people, approved):
    first, second = (issue_mail.build(approved, edition=Edition.MEMBERS).places for _ in range(2))

    assert set(astuple(first)).isdisjoint(astuple(second))


def test_lines_of_a_letter_stay_short_enough_for_every_mail_server(people, sent):
    raw = sent.deliveries.filter(edition=Edition.MEMBERS).select_related("subscriber")[0].message().raw

    head, _, body = raw.partition(b"\r\n\r\n")
    assert max(map(len, head.split(b"\r\n"))) <= 998
    assert max(map(len, body.split(b"\r\n"))) <= 76


def test_a_refused_address_is_given_up_and_the_others_go_on(people, approved, smtp):
    first, bounced, last = (
        subscribe(people, address) for address in ("aa@example.org", "bounce@example.org", "zz@example.org")
    )
    sent = actions.send(approved, by=people.user("team"))

    deliver()

    rows = {delivery.subscriber_id: delivery for delivery in sent.deliveries.all()}
    assert rows[bounced.pk].failed_at
    assert rows[bounced.pk].last_error == "The mail server rejected it permanently (550)."
    assert rows[first.pk].sent_at
    assert rows[last.pk].sent_at
    assert sent.deliveries.tally() == {
        "made": len(smtp) + 1,
        "sent": len(smtp),
        "failed": 1,
        "uncertain": 0,
        "waiting": 0,
    }


def test_a_letter_refused_for_now_goes_later(people, sent, busy_server):
    deliver()

    delivery = sent.deliveries.first()
    assert (delivery.sent_at, delivery.failed_at, delivery.attempts) == (None, None, 1)
    assert delivery.claimed_until > timezone.now()
    assert delivery.last_error == "The mail server asked us to try later (450)."


def test_a_letter_refused_for_now_waits_twice_as_long_each_time_and_is_given_up_after_three_days(
    people, sent, busy_server
):
    started, waits = timezone.now(), []
    with time_machine.travel(started, tick=False) as clock:
        while (delivery := sent.deliveries.first()).failed_at is None:
            deliver()
            delivery = sent.deliveries.first()
            if delivery.claimed_until:
                waits.append(delivery.claimed_until - timezone.now())
                clock.move_to(delivery.claimed_until + timedelta(seconds=1))

    minutes = [wait.total_seconds() / 60 for wait in waits]
    assert minutes[:4] == [5, 10, 20, 40]
    assert max(minutes) == 24 * 60
    assert timedelta(hours=60) < delivery.failed_at - started < timedelta(hours=73)
    assert delivery.last_error == "Tried for three days. The mail server asked us to try later (450)."
    assert sent.deliveries.tally()["failed"] == sent.deliveries.count()


@pytest.fixture
def busy_server(settings, smtp):
    """A mail server that asks everybody to come back later."""

    class Busy(Message):
        async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
            return "450 Come back later"

        def handle_message(self, message):
            raise AssertionError("It took a letter")

    controller = Controller(Busy(), hostname="127.0.0.1", port=_free_port())
    controller.start()
    settings.EMAIL_PORT = controller.port
    yield
    controller.stop()


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_without_a_mail_server_letters_stay_due_and_no_attempt_is_lost(people, sent, smtp, settings):
    settings.EMAIL_PORT = _free_port()

    assert deliver() == 0

    assert Delivery.objects.due().count() == sent.deliveries.count()
    assert set(sent.deliveries.values_list("attempts", "claim")) == {(0, "")}


def test_a_letter_that_somebody_sends_now_is_not_sent_twice(people, sent, smtp):
    delivery = sent.deliveries.first()
    Delivery.objects.filter(pk=delivery.pk).update(claimed_until=timezone.now() + timedelta(minutes=1))

    deliver()

    assert len(smtp) == sent.deliveries.count() - 1


def test_whoever_leaves_after_the_sending_gets_nothing(people, sent, smtp):
    actions.unsubscribe(Subscriber.objects.get(email="outsider@example.org"))

    deliver()

    assert "outsider@example.org" not in {letter["To"] for letter in smtp}


def test_a_write_up_withdrawn_after_the_sending_is_in_no_letter(people, month, sent, smtp):
    text = month.public.versions.get().cleared_text
    clearance_actions.withdraw(text, because="privacy", by=people.user("team"))

    deliver()

    assert all("Three keys" not in text_of(parsed(letter)) for letter in smtp)


def test_what_is_withdrawn_during_a_long_sweep_goes_out_in_none_of_its_later_letters(people, month, sent):
    write, now = Writer().write, timezone.now()
    claimed = claim_batch()
    assert claimed is not None
    first, second, *_ = [each for each in claimed.letters if each.edition == Edition.MEMBERS]
    text = month.public.versions.get().cleared_text

    with time_machine.travel(now, tick=False):
        before = write(first).as_bytes()
        clearance_actions.withdraw(text, because="privacy", by=people.user("team"))
    with time_machine.travel(now + timedelta(seconds=6), tick=False):
        after = write(second).as_bytes()

    assert b"Three keys" in before
    assert b"Three keys" not in after


def test_one_connection_and_one_built_letter_an_edition_serve_all(
    people, sent, smtp, django_assert_max_num_queries
):
    letters = sent.deliveries.count()

    with django_assert_max_num_queries(2 * letters + 40):
        deliver()

    assert len({letter["Message-ID"] for letter in smtp}) == letters


def test_a_subscriber_gets_an_issue_once_whatever_happens(people, sent):
    from django.db import IntegrityError, transaction

    delivery = sent.deliveries.first()

    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(issue=sent, subscriber=delivery.subscriber, edition="members")
