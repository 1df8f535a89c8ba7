"""A no belongs to the person, whatever their address is; whoever is unsubscribed is told, and can undo it."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from kit.tasks import send_due_mail
from members.actions import come_back, edit_member, leave
from newsletter import actions
from newsletter.models import Subscriber
from newsletter.readers import belonging_to, expected_deliveries, is_mailed
from tests.factories.members import MemberFactory
from tests.factories.newsletter import NewsletterIssueFactory
from tests.reading import one_line

pytestmark = pytest.mark.django_db


@pytest.fixture
def tom(people):
    """A member who was subscribed, and unsubscribed."""
    tom = MemberFactory(site=people.site, user__email="tom@example.org", email="tom@example.org")
    actions.subscribe_the_programme(people.programme)
    actions.unsubscribe(Subscriber.objects.get(email="tom@example.org"))
    return tom


def gets_it(programme) -> set[str]:
    actions.subscribe_the_programme(programme)
    active = set(programme.subscribers.active().values_list("email", flat=True))
    return {email for email in active if "tom" in email}


def move(member, email, by):
    names = ("name", "discipline", "joined_on", "is_expert_by_experience", "is_professionally_qualified")
    facts = {name: getattr(member, name) for name in names}
    return edit_member(member, **facts, email=email, agrees_to_contact=True, by=by)


def test_a_no_survives_a_corrected_address(people, tom):
    tom.user = None
    tom.save()

    move(tom, "tom.hale@example.org", people.facilitator)
    move(tom, "tom.b.hale@example.org", people.facilitator)

    assert gets_it(people.programme) == set()


def test_a_no_survives_leaving_and_coming_back(people, tom):
    leave(tom, on=timezone.localdate(), because="A new job", by=people.facilitator)
    come_back(tom, on=timezone.localdate(), by=people.facilitator)

    assert gets_it(people.programme) == set()


def test_a_no_survives_a_second_site_with_another_address(people, tom):
    MemberFactory(site=people.neighbour, user=tom.user, email="tom.second@example.org")

    assert gets_it(people.programme) == set()


def test_a_no_is_known_once_a_second_seat_has_the_account(people, tom):
    second = MemberFactory(
        site=people.neighbour,
        user=None,
        name="Tom",
        email="tom.second@example.org",
        agreed_to_contact_at=timezone.now(),
    )
    assert gets_it(people.programme) == {"tom.second@example.org"}

    second.user = tom.user
    second.save()

    assert gets_it(people.programme) == set()


def test_who_was_never_unsubscribed_gets_it_at_the_new_address(people):
    member = MemberFactory(
        site=people.site, user=None, email="tom@example.org", agreed_to_contact_at=timezone.now()
    )
    move(member, "tom.hale@example.org", people.facilitator)

    assert gets_it(people.programme) == {"tom.hale@example.org"}


def test_who_asks_for_it_after_the_no_gets_it(people, tom):
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        asked = actions.subscribe(people.programme, email="tom.private@example.org")
        actions.confirm(asked)

    assert gets_it(people.programme) == {"tom.private@example.org"}


def test_the_number_of_mails_expected_leaves_them_out(people, tom):
    issue = NewsletterIssueFactory(programme=people.programme)
    tom.user = None
    tom.save()
    move(tom, "tom.hale@example.org", people.facilitator)

    assert expected_deliveries(issue)["members"] <= len(belonging_to(people.programme)) - 1


def test_the_page_names_whom_it_is_about_and_hides_the_address(client, people, tom):
    subscriber = Subscriber.objects.get(email=tom.email)

    page = client.get(reverse("newsletter:unsubscribe", args=[subscriber.token])).content.decode()

    assert "t…@example.org" in page
    assert "tom@" not in page


def test_who_is_unsubscribed_is_told_once_and_can_undo_it(client, people, tom):
    mail.outbox.clear()
    subscriber = Subscriber.objects.get(email=tom.email)
    actions.subscribe_again(subscriber)
    for _ in range(2):  # by whoever had the letter
        client.post(
            reverse("newsletter:unsubscribe", args=[subscriber.token]), {"List-Unsubscribe": "One-Click"}
        )
    send_due_mail()
    letters = [letter for letter in mail.outbox if letter.to == [tom.email]]

    client.force_login(tom.user)
    words = client.get(reverse("newsletter:your_newsletters")).content.decode()
    client.post(reverse("newsletter:subscribe_again", args=[subscriber.pk]))

    assert len(letters) == 1
    assert reverse("newsletter:your_newsletters") in letters[0].body
    assert "was unsubscribed on" in words
    assert gets_it(people.programme) == {tom.email}


def test_an_outsider_is_shown_where_to_subscribe_again(people):
    subscriber = Subscriber.objects.create(
        programme=people.programme, email="sue@example.org", confirmed_at=timezone.now()
    )
    actions.unsubscribe(subscriber)
    send_due_mail()

    assert reverse("newsletter:subscribe") in mail.outbox[-1].body


def test_nobody_is_told_who_never_confirmed(people):
    actions.unsubscribe(actions.subscribe(people.programme, email="sue@example.org"))
    send_due_mail()

    assert mail.outbox == []


def test_nobody_subscribes_somebody_else_again(client, people, tom):
    client.force_login(people.member)

    answer = client.post(
        reverse("newsletter:subscribe_again", args=[Subscriber.objects.get(email=tom.email).pk])
    )

    assert answer.status_code == 404
    assert gets_it(people.programme) == set()


def again(client, subscriber):
    return client.post(reverse("newsletter:subscribe_again", args=[subscriber.pk]), follow=True)


def test_the_button_subscribes_the_address_beside_it_and_no_other(client, people, tom):
    MemberFactory(site=people.neighbour, user=tom.user, email="tom.second@example.org")
    gets_it(people.programme)
    client.force_login(tom.user)

    again(client, Subscriber.objects.get(email="tom.second@example.org"))

    assert gets_it(people.programme) == {"tom.second@example.org"}


def test_nobody_subscribes_again_at_an_address_that_is_not_theirs_any_more(client, people, tom):
    move(tom, "tom.hale@example.org", people.facilitator)
    type(tom.user).objects.filter(pk=tom.user_id).update(email="tom.hale@example.org")
    row = Subscriber.objects.get(email="tom@example.org")
    client.force_login(tom.user)
    words = client.get(reverse("newsletter:your_newsletters")).content.decode()

    assert again(client, row).status_code == 404
    assert reverse("newsletter:subscribe_again", args=[row.pk]) not in words
    assert gets_it(people.programme) == set()


def test_who_never_confirmed_is_not_subscribed_by_that_button(client, people):
    asked = actions.unsubscribe(actions.subscribe(people.programme, email=people.member.email))
    client.force_login(people.member)

    assert again(client, asked).status_code == 404
    asked.refresh_from_db()
    assert asked.confirmed_at is None


def test_who_left_reads_that_it_is_not_sent_and_can_have_the_public_edition(client, people):
    tom = MemberFactory(site=people.site, user__email="tom@example.org", email="tom@example.org")
    actions.subscribe_the_programme(people.programme)
    leave(tom, on=timezone.localdate(), because="A new job", by=people.facilitator)
    row = Subscriber.objects.get(email="tom@example.org")
    client.force_login(tom.user)
    assert "Not sent to tom@example.org any more" in one_line(
        client.get(reverse("newsletter:your_newsletters")).content.decode()
    )

    words = one_line(again(client, row).content.decode())

    row.refresh_from_db()
    assert "newsletter again." in words
    assert "Sent to tom@example.org every month" in words
    assert is_mailed(row, belonging_to(people.programme))
    assert row.edition == "public"


def test_your_details_lead_to_your_newsletters(client, tom):
    client.force_login(tom.user)

    assert (
        reverse("newsletter:your_newsletters") in client.get(reverse("members:my_details")).content.decode()
    )
