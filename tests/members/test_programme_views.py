"""The pages about a programme's roles, ground rules and people, and a person's own page."""

import pytest
from django.urls import reverse
from django.utils import timezone

from members.models import Discipline, Invitation, User
from tests.factories.members import GroundRulesFactory
from tests.members.test_views import address
from tests.ticked import LOOKED


def test_agreement_to_the_ground_rules_is_entered_for_people(people, signed_in):
    GroundRulesFactory(programme=people.programme)
    seats = [people.seat("member"), people.seat("presenter"), people.seat("facilitator")]

    signed_in("facilitator").post(
        address(people, "agreement_record"), {"members": [seat.pk for seat in seats], "on": "2 November 2026"}
    )

    assert all(seat.agreements.count() == 1 for seat in seats)
    assert "Every member has agreed" in signed_in("facilitator").get(
        address(people, "agreement_record")
    ).content.decode()  # fmt: skip


def test_without_ground_rules_there_is_nothing_to_agree_to(people, signed_in):
    page = signed_in("facilitator").post(
        address(people, "agreement_record"), {"members": people.seat("member").pk, "on": "2 November 2026"}
    )

    assert "No ground rules yet" in page.content.decode()


def test_the_team_writes_ground_rules(people, signed_in):
    client = signed_in("team")
    client.post(address(people, "ground_rules_edit"), {"text": "No names.\nStay kind."} | LOOKED)

    page = signed_in("member").get(address(people, "ground_rules")).content.decode()

    assert "<li>Stay kind.</li>" in page
    assert "Change the ground rules" not in page


def test_the_team_adds_a_role_and_moves_it(people, signed_in):
    client = signed_in("team")
    sector = people.seat("member").discipline.sector

    client.post(address(people, "discipline_list"), {"sector": sector.pk, "name": "Leaving Care Adviser"})
    made = Discipline.objects.get(name="Leaving Care Adviser")
    client.post(
        reverse("members:discipline_edit", args=[made.pk]), {"name": "Leaving Care Adviser", "position": "1"}
    )

    assert people.programme.disciplines.first() == made
    assert signed_in("facilitator").post(
        address(people, "discipline_list"), {"sector": sector.pk, "name": "X"}
    ).status_code == 403  # fmt: skip


def test_the_team_invites_a_commissioner(people, signed_in):
    client = signed_in("team")
    typed = {"name": "Ada Cole", "email": "ada@example.org", "kind": "commissioner"}

    refused = client.post(address(people, "role_invite"), typed)
    client.post(address(people, "role_invite"), typed | {"sites": [people.neighbour.pk]})
    again = client.post(address(people, "role_invite"), typed | {"sites": [people.site.pk]}, follow=True)

    assert "Choose the sites they commission for" in refused.content.decode()
    assert set(Invitation.objects.get().role_sites.all()) == {people.neighbour, people.site}
    assert "already has an open invitation" in again.content.decode()


def test_the_team_ends_a_role(people, signed_in):
    signed_in("team").post(address(people, "role_end"), {"on": timezone.localdate().isoformat()})

    assert people.user("broker").standing.programmes == frozenset()


def test_somebody_changes_their_own_details(people, signed_in):
    client = signed_in("member")
    url = reverse("members:my_details")

    page = client.get(url).content.decode()
    client.post(url, {"name": "Carol Whitcombe", "job_title": "Community matron", "colour_mode": "dark"})
    refused = client.post(url, {"name": ""})

    user = User.objects.get(pk=people.users["member"].pk)
    assert str(people.site) in page
    assert (user.name, user.job_title, user.colour_mode) == ("Carol Whitcombe", "Community matron", "dark")
    assert 'data-bs-theme="dark"' in client.get(url).content.decode()
    assert refused.status_code == 422


@pytest.mark.parametrize("role", ["superuser", "commissioner", "broker", "stranger"])
def test_everybody_has_a_page_of_their_own(people, signed_in, role):
    assert signed_in(role).get(reverse("members:my_details")).status_code == 200
