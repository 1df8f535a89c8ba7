"""A member whose address does not work is shown to whoever can correct it, until it is corrected."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from kit.models import RefusedAddress
from kit.queues import forget_refused, send_due
from members.actions import invite_member
from members.models import InvitationMail, Member
from tests.factories.meetings import MeetingFactory
from tests.factories.members import MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def carol(people, smtp):
    """A member whom the mail server refused for good."""
    member = MemberFactory(
        site=people.site,
        user=None,
        name="Carol Whitcombe",
        email="bounce@example.org",
        agreed_to_contact_at=timezone.now(),
    )
    invite_member(member, by=people.user("facilitator"))
    assert send_due(InvitationMail) == 0
    return member


def pages(people, member):
    meeting = MeetingFactory(site=people.site, starts_at=timezone.now() + timedelta(days=3))
    return [
        reverse("member_list", args=[people.site.slug]),
        reverse("members:member_edit", args=[member.pk]),
        meeting.get_absolute_url(),
        reverse("home"),
    ]


def test_it_is_said_everywhere_where_the_facilitator_looks_until_it_is_corrected(people, signed_in, carol):
    client, addresses = signed_in("facilitator"), pages(people, carol)

    for address in addresses:
        words = client.get(address).content.decode()
        assert "We could not e-mail Carol Whitcombe" in words, address
        assert "rejected it permanently (550)" in words, address
        assert reverse("members:member_edit", args=[carol.pk]) in words or "edit" in address, address

    Member.objects.filter(pk=carol.pk).update(email="carol@example.org")
    for address in addresses:
        assert "We could not e-mail" not in client.get(address).content.decode(), address


def test_other_members_are_not_told(people, signed_in, carol):
    for address in pages(people, carol):
        assert "We could not e-mail" not in signed_in("member").get(address).content.decode(), address


def test_an_invitation_that_was_refused_does_not_say_that_it_was_sent(people, signed_in, carol):
    words = signed_in("facilitator").get(reverse("member_list", args=[people.site.slug])).content.decode()

    assert "Not sent. The mail server rejected it permanently (550). Check the address" in words
    assert "On its way" not in words


def test_a_refusal_is_forgotten_after_a_month(carol):
    forget_refused()
    assert RefusedAddress.objects.exists()
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        forget_refused()
    assert not RefusedAddress.objects.exists()
