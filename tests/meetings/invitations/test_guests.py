"""Guests: invited by name, with the ground rules and what the visit is for, and nothing about a case beforehand."""

import pytest
from django.urls import reverse

from kit.errors import RefusedError
from meetings.invitations import actions
from meetings.invitations.models import DateInvitation
from tests.factories.invitations import DateInvitationFactory

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"invitations:{name}", args=args)


def typed(**fields):
    return {
        "user": "",
        "name": "",
        "email": "",
        "capacity": "guest_speaker",
        "purpose": "speak",
        "about": "",
    } | fields


def test_a_facilitator_invites_a_speaker_by_name_and_address(signed_in, coming, letters_to):
    said = typed(name="Ines Holm", email="Ines@Example.org")

    answer = signed_in("facilitator").post(url("guest_invite", coming.pk), said)

    invitation = coming.invitations.get(name="Ines Holm")
    letters = letters_to("ines@example.org")
    assert answer.status_code == 302
    assert (invitation.email, invitation.user) == ("ines@example.org", None)
    assert len(letters) == 1
    assert "To speak about their service or their subject" in letters[0].body
    assert invitation.link in letters[0].body
    assert b"METHOD:REQUEST" in letters[0].message().as_bytes()


def test_an_address_of_an_account_invites_the_account(people, coming):
    invitation = actions.invite(
        coming, name="H M", email=people.commissioner.email, capacity="commissioner", purpose="listen",
        by=people.facilitator,
    )  # fmt: skip

    assert (invitation.user, invitation.name) == (people.commissioner, people.commissioner.name)


def test_inviting_again_sends_no_second_letter(people, coming, invited, letters_to):
    letters_to("commissioner")
    actions.invite(
        coming, user=people.commissioner, capacity="commissioner", purpose="listen", by=people.facilitator
    )

    assert letters_to("commissioner") == []
    assert coming.invitations.filter(user=people.commissioner).count() == 1


def test_a_member_of_the_site_is_no_guest(people, coming):
    with pytest.raises(RefusedError, match="member of this site"):
        actions.invite(coming, user=people.member, capacity="other", purpose="listen", by=people.facilitator)


def test_what_is_missing_is_said_and_what_was_typed_is_kept(signed_in, coming):
    answer = signed_in("facilitator").post(
        url("guest_invite", coming.pk), typed(name="Ines Holm", purpose="other")
    )

    assert answer.status_code == 422
    assert "Enter their e-mail address" in answer.content.decode()
    assert "Enter what the visit is for" in answer.content.decode()
    assert "Ines Holm" in answer.content.decode()


def test_a_guest_comes_once_they_agree_to_the_ground_rules(signed_in, people, coming, invited):
    client = signed_in("commissioner")

    refused = client.post(invited.get_absolute_url(), {"coming": "yes"})
    taken = client.post(invited.get_absolute_url(), {"coming": "yes", "agrees": "on"})

    visit = coming.visits.get()
    assert (refused.status_code, taken.status_code) == (422, 302)
    assert (visit.user, visit.agreed_to_ground_rules) == (people.commissioner, True)


def test_who_says_no_is_no_visitor_any_more(people, coming, invited):
    actions.answer(invited, coming="yes", agrees=True, by=people.commissioner)
    actions.answer(invited, coming="no", by=people.commissioner)

    assert coming.visits.count() == 0


def test_the_link_in_the_mail_answers_without_signing_in(client, coming):
    invitation = DateInvitationFactory(meeting=coming)

    shown = client.get(url("invitation_reply", invitation.token))
    taken = client.post(url("invitation_reply", invitation.token), {"coming": "yes", "agrees": "on"})

    assert "Ground rules" in shown.content.decode()
    assert "We look forward to seeing you" in taken.content.decode()
    assert coming.visits.get().name == "Helen Marsh"


def test_the_link_ends_when_the_invitation_is_withdrawn(client, people, coming, letters_to):
    invitation = DateInvitationFactory(meeting=coming)
    letters_to("helen@example.org")
    actions.withdraw(invitation, by=people.facilitator)

    letters = letters_to("helen@example.org")

    assert client.get(url("invitation_reply", invitation.token)).status_code == 410
    assert [letter.subject.partition(":")[0] for letter in letters] == ["Removed from your calendar"]


def test_who_is_invited_again_is_asked_again(people, coming, invited, letters_to):
    letters_to("commissioner")
    actions.withdraw(invited, by=people.facilitator)
    letters_to("commissioner")

    actions.invite(
        coming, user=people.commissioner, capacity="commissioner", purpose="listen", by=people.facilitator
    )

    assert len(letters_to("commissioner")) == 1


def test_an_invitation_is_its_readers_alone(signed_in, invited):
    shown = {
        role: signed_in(role).get(invited.get_absolute_url()).status_code
        for role in ("commissioner", "facilitator", "commissioner_elsewhere", "stranger")
    }

    assert shown == {"commissioner": 200, "facilitator": 404, "commissioner_elsewhere": 404, "stranger": 404}


def test_inviting_is_for_those_who_run_the_site(signed_in, coming):
    shown = {
        role: signed_in(role).get(url("guest_invite", coming.pk)).status_code
        for role in ("facilitator", "team", "member", "broker", "stranger")
    }

    assert shown == {"facilitator": 200, "team": 200, "member": 403, "broker": 403, "stranger": 404}


def test_a_guest_sees_nothing_of_the_case(signed_in, coming, invited):
    from tests.factories.cases import CaseFactory, DiscussionFactory

    case = CaseFactory(site=coming.site, title="The empty flat")
    DiscussionFactory(case=case, meeting=coming)

    page = signed_in("commissioner").get(invited.get_absolute_url()).content.decode()

    assert "The empty flat" not in page
    assert f"/meetings/{coming.pk}/" not in page
    assert DateInvitation.objects.get(pk=invited.pk).what_for in page
