"""Everyone who may read the newsletter gets it, and its makers see who that is by name."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members.models import Member, Role
from newsletter import actions, issue_mail
from newsletter.delivery import deliver
from newsletter.models import Delivery, Edition, Entry, Subscriber
from newsletter.readers import belonging_to, readers_of
from tests.factories.members import MemberFactory, RoleFactory
from tests.reading import one_line


def edition_sent_to(issue, user) -> list[str]:
    return list(issue.deliveries.filter(subscriber__email=user.email).values_list("edition", flat=True))


def shown(client, issue, **asked) -> str:
    page = client.get(reverse("newsletter:issue_readers", args=[issue.programme.slug, issue.month]), asked)
    assert page.status_code == 200
    return one_line(page.content.decode())


def test_the_commissioners_letter_says_what_is_approved_for_them_and_no_reply_of_some_sites_only(
    people, sent
):
    Entry.objects.filter(issue=sent, kind=Entry.Kind.REPLY).update(audience="commissioners")

    letter = issue_mail.build(sent, edition=Edition.COMMISSIONERS).raw.decode()

    assert "Three keys" in letter
    assert "You get this newsletter because you are a commissioner" in one_line(letter.replace("=\r\n", ""))
    for words in ("For members alone", "duty worker"):
        assert words not in letter


def test_somebody_with_a_seat_and_a_role_gets_one_letter_at_the_address_of_the_seat(people, approved):
    broker = people.user("broker")
    MemberFactory(site=people.site, user=broker, email="at-work@example.org")

    sent = actions.send(approved, by=people.user("team"))

    assert edition_sent_to(sent, broker) == []
    assert sent.deliveries.filter(subscriber__email="at-work@example.org").count() == 1


def test_who_has_two_roles_gets_the_members_edition(people, approved):
    RoleFactory(programme=people.programme, kind=Role.Kind.ADVISER, user=people.user("commissioner"))

    sent = actions.send(approved, by=people.user("team"))

    assert edition_sent_to(sent, people.user("commissioner")) == ["members"]


@pytest.mark.parametrize("role", ["broker", "commissioner"])
def test_a_role_that_ends_after_the_sending_gets_nothing(people, sent, smtp, role):
    Role.objects.filter(user=people.user(role)).update(
        since=timezone.localdate() - timedelta(days=9), until=timezone.localdate()
    )

    deliver()

    assert people.user(role).email not in {letter["To"] for letter in smtp}
    delivery = sent.deliveries.get(subscriber__email=people.user(role).email)
    assert delivery.last_error == "Its reader can no longer be mailed."


def test_who_commissions_only_from_now_on_gets_no_members_edition(people, sent, smtp):
    Role.objects.filter(user=people.user("adviser")).update(kind=Role.Kind.COMMISSIONER)

    deliver()

    assert people.user("adviser").email not in {letter["To"] for letter in smtp}


def test_somebody_with_a_role_who_unsubscribed_stays_off_the_list_at_a_new_address_as_well(people, approved):
    actions.subscribe_the_programme(people.programme)
    broker = people.user("broker")
    actions.unsubscribe(Subscriber.objects.get(email=broker.email))
    broker.address_changes.create(
        email="new@example.org", old_email=broker.email, confirmed_at=timezone.now()
    )
    broker.email = "new@example.org"
    broker.save()

    sent = actions.send(approved, by=people.user("team"))

    assert edition_sent_to(sent, broker) == []


def test_whoever_closed_their_account_gets_none(people, approved):
    broker = people.user("broker")
    broker.is_active = False
    broker.save()

    assert broker.email not in belonging_to(people.programme)


def test_the_list_before_sending_is_whom_it_goes_to(people, approved):
    Subscriber.objects.create(
        programme=people.programme, email="outsider@example.org", confirmed_at=timezone.now()
    )
    expected = [(each.subscriber.email, each.edition) for each in readers_of(approved, with_new=True)]

    sent = actions.send(approved, by=people.user("team"))

    assert sorted(expected) == sorted(sent.deliveries.values_list("subscriber__email", "edition"))
    assert [edition for _, edition in expected] == sorted(
        (edition for _, edition in expected), key=list(Edition).index
    )


def test_the_makers_see_each_reader_by_name_with_the_edition_and_why(people, approved, signed_in):
    Subscriber.objects.create(
        programme=people.programme, email="outsider@example.org", confirmed_at=timezone.now()
    )
    member = Member.objects.filter(site=people.site).first()

    page, of_the_broker = (shown(signed_in(role), approved) for role in ("team", "broker"))

    for each in (page, of_the_broker):
        assert member.name in each
        assert f"Member, {people.site}" in each
    assert "outsider@example.org" in page
    assert "outsider@" not in of_the_broker
    assert "Subscribed with this address" in page
    assert "Commissioner or senior manager" in page


def test_a_draft_has_readers_though_nothing_in_it_is_approved_yet(people, issue, signed_in):
    page = shown(signed_in("broker"), issue)

    assert people.user("adviser").name in page
    assert people.user("commissioner").name in page


def test_a_reader_is_found_by_part_of_the_name_or_address_and_by_edition(people, approved, signed_in):
    client, broker = signed_in("team"), people.user("broker")

    by_name, by_address = (
        shown(client, approved, q=word) for word in (broker.name.upper()[:9], broker.email[:9])
    )
    of_commissioners = shown(client, approved, edition="commissioners")

    assert broker.email in by_name
    assert broker.email in by_address
    assert people.user("commissioner").email in of_commissioners
    assert broker.email not in of_commissioners
    assert "Nobody found" in shown(client, approved, q="zqxwv")


def test_afterwards_the_list_says_what_became_of_each_letter(people, sent, smtp, signed_in):
    Delivery.objects.filter(subscriber__email="outsider@example.org").update(
        failed_at=timezone.now(), last_error="The mail server rejected it permanently (550)."
    )
    deliver()

    page = shown(signed_in("team"), sent)

    assert "Not sent. The mail server rejected it permanently (550)." in page
    assert page.count("Sent ") >= sent.deliveries.count() - 1


# --- What the programme team decides about the letters


def decide(client, issue, what: str) -> str:
    address = reverse("newsletter:letters_decide", args=[issue.programme.slug, issue.month])
    return one_line(client.post(address, {"do": what}, follow=True).content.decode())


def test_letters_are_stopped_and_go_on(people, sent, smtp, signed_in):
    client, made = signed_in("team"), sent.deliveries.count()

    stopped = decide(client, sent, "stop")
    assert (deliver(), len(smtp)) == (0, 0)
    went_on = decide(client, sent, "go_on")
    deliver()

    assert f"Stopped: {made} e-mails are left" in stopped
    assert f"0 of {made} e-mails sent" in went_on
    assert len(smtp) == made


@pytest.mark.parametrize(("what", "copies"), [("again", 1), ("leave", 0)])
def test_what_may_have_arrived_is_decided_by_the_team_and_by_nobody_else(
    people, sent, smtp, signed_in, what, copies
):
    one = sent.deliveries.filter(subscriber__email="outsider@example.org")
    one.update(begun_at=timezone.now() - timedelta(hours=1), attempts=1)
    deliver()

    page = shown(signed_in("team"), sent)
    decide(signed_in("team"), sent, what)
    deliver()

    assert "1 e-mail may have arrived" in page.replace("One e-mail", "1 e-mail")
    assert [letter["To"] for letter in smtp].count("outsider@example.org") == copies
    assert sent.deliveries.tally()["uncertain"] == 0
    assert bool(one.get().failed_at) is (what == "leave")


def test_what_failed_is_tried_again_but_not_for_those_who_may_not_read_it(people, sent, smtp, signed_in):
    sent.deliveries.filter(subscriber__email="outsider@example.org").update(
        failed_at=timezone.now(), attempts=6, last_error="Tried for three days."
    )
    gone = people.user("adviser")
    Role.objects.filter(user=gone).update(until=timezone.localdate())
    deliver()

    decide(signed_in("team"), sent, "retry")
    deliver()

    assert [letter["To"] for letter in smtp].count("outsider@example.org") == 1
    assert gone.email not in {letter["To"] for letter in smtp}


def test_a_decision_that_nobody_offered_is_refused_in_words(people, sent, signed_in):
    assert "Press one of the buttons" in decide(signed_in("team"), sent, "burn")


def test_brokers_see_how_far_it_is_and_decide_nothing(people, sent, signed_in):
    page = shown(signed_in("broker"), sent)

    assert "e-mails sent" in page
    assert "Stop sending" not in page


def test_what_was_left_is_not_tried_again(people, sent, smtp, signed_in):
    one = sent.deliveries.filter(subscriber__email="outsider@example.org")
    one.update(begun_at=timezone.now() - timedelta(hours=1), attempts=1)
    deliver()
    decide(signed_in("team"), sent, "leave")

    page = decide(signed_in("team"), sent, "retry")
    deliver()

    assert "outsider@example.org" not in {letter["To"] for letter in smtp}
    assert "Nobody knows whether it arrived, and it is not sent again." in page
    assert "Try the failed ones again" not in page


def test_a_programme_that_ended_offers_nothing_about_what_is_left(people, sent, signed_in):
    type(sent.programme).objects.filter(pk=sent.programme_id).update(ended_on=timezone.localdate())

    page = shown(signed_in("team"), sent)

    assert "The programme has ended, so what waits is not sent." in page
    assert "Stop sending" not in page
    assert "every 3s" not in page


@pytest.mark.parametrize("left_at", ["seat", "sign-in"])
def test_a_no_follows_somebody_from_a_seat_to_a_role_and_back(people, approved, left_at):
    broker = people.user("broker")
    seat = MemberFactory(site=people.site, user=broker, email="at-work@example.org")
    if left_at == "sign-in":
        Member.objects.filter(pk=seat.pk).update(left_on=timezone.localdate() - timedelta(days=1))
    actions.subscribe_the_programme(people.programme)
    address = "at-work@example.org" if left_at == "seat" else broker.email
    actions.unsubscribe(Subscriber.objects.get(email=address))
    left_on = timezone.localdate() - timedelta(days=1) if left_at == "seat" else None
    Member.objects.filter(pk=seat.pk).update(left_on=left_on)

    sent = actions.send(approved, by=people.user("team"))

    theirs = sent.deliveries.filter(subscriber__email__in=["at-work@example.org", broker.email])
    assert not theirs.exists()


def test_somebody_with_two_seats_at_two_addresses_gets_one_letter(people, approved):
    member = people.user("member")
    MemberFactory(site=people.neighbour, user=member, email="elsewhere@example.org")

    sent = actions.send(approved, by=people.user("team"))

    theirs = sent.deliveries.filter(subscriber__email__in=["elsewhere@example.org", member.email])
    assert theirs.count() == 1
