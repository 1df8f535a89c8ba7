"""Links in e-mails ask who their member is at each use, can be ended, and stand in no table."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from members import actions, links
from members.models import Member, User

SALT = "tests.link"


@pytest.fixture
def member(people):
    return people.members.member


def sent_yesterday(member) -> str:
    with time_machine.travel(timezone.now() - timedelta(days=1)):
        return links.token_of(member, about=7, salt=SALT)


def edit(member, **changes):
    facts = {
        "name": member.name, "email": member.email, "discipline": member.discipline, "joined_on": member.joined_on,
        "is_expert_by_experience": False, "is_professionally_qualified": False, "agrees_to_contact": True,
    }  # fmt: skip
    return actions.edit_member(member, **{**facts, **changes}, by=None)


def leave(member):
    Member.objects.filter(pk=member.pk).update(left_on=timezone.localdate())


def close_account(member):
    User.objects.filter(pk=member.user_id).update(is_active=False)


def change_address(member):
    edit(member, email="new@example.org")


def take_back_consent(member):
    edit(member, agrees_to_contact=False)


def agree_again(member):
    take_back_consent(member)
    edit(Member.objects.get(pk=member.pk), agrees_to_contact=True)


def end_links(member):
    actions.end_links(member, by=member.user)


def test_a_link_opens_what_it_was_sent_for(member):
    link = links.read(sent_yesterday(member), salt=SALT)

    assert (link.member, link.about, link.has_ended) == (member, 7, False)
    assert links.read(sent_yesterday(member), salt="tests.other") is None


@pytest.mark.parametrize(
    "change", [leave, close_account, change_address, take_back_consent, agree_again, end_links]
)
def test_a_link_ends_when_its_member_is_no_longer_who_it_was_sent_to(member, change):
    token = sent_yesterday(member)

    change(member)

    assert links.read(token, salt=SALT).has_ended


@pytest.mark.parametrize("change", [change_address, agree_again, end_links])
def test_links_that_are_sent_afterwards_work(member, change):
    change(member)

    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        token = links.token_of(Member.objects.get(pk=member.pk), salt=SALT)
        assert not links.read(token, salt=SALT).has_ended


def test_who_leaves_later_can_still_use_their_link(member):
    Member.objects.filter(pk=member.pk).update(left_on=timezone.localdate() + timedelta(days=3))

    assert not links.read(sent_yesterday(member), salt=SALT).has_ended


def test_people_end_their_own_links_on_their_page(client, people, member):
    client.force_login(people.member)
    token, page = sent_yesterday(member), reverse("members:my_details")
    end = reverse("members:links_end", args=[member.pk])
    assert end in client.get(page).content.decode()

    response = client.post(end)

    assert response.url == page
    assert links.read(token, salt=SALT).has_ended


def test_those_who_run_the_site_end_the_links_of_somebody_without_an_account(client, people):
    client.force_login(people.facilitator)
    member = people.members.member

    assert client.post(reverse("members:links_end", args=[member.pk])).url.endswith("/members/")
    assert links.read(sent_yesterday(member), salt=SALT).has_ended
