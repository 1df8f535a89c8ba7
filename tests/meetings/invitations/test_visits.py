"""Visits that a commissioner proposes, what the facilitator answers, and the visits counted."""

import pytest
import time_machine
from django.urls import reverse

from kit.errors import RefusedError
from meetings.invitations import actions
from meetings.invitations.models import DateInvitation
from meetings.invitations.visits import visits_of_site
from meetings.models import Visit
from tests.factories.meetings import MeetingFactory
from tests.factories.sites import SiteFactory

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"invitations:{name}", args=args)


@pytest.fixture
def offered(people, coming):
    """The commissioner could come to the meeting to come."""
    return actions.offer_visit(coming, purpose="listen", agrees=True, by=people.commissioner)


def test_i_could_come_waits_for_the_facilitator(signed_in, people, coming, letters_to):
    said = {"meeting": coming.pk, "purpose": "listen", "agrees": "on"}

    answer = signed_in("commissioner").post(url("visit_offer", people.site.slug), said)

    offer = DateInvitation.objects.proposed().get()
    assert answer.status_code == 302
    assert offer.user == people.commissioner
    assert coming.visits.count() == 0
    assert letters_to("commissioner") == []


def test_i_could_come_asks_to_agree_to_the_ground_rules(signed_in, people, coming):
    said = {"meeting": coming.pk, "purpose": "listen"}

    answer = signed_in("commissioner").post(url("visit_offer", people.site.slug), said)

    assert answer.status_code == 422
    assert "Read the ground rules" in answer.content.decode()


def test_only_commissioners_of_the_site_propose_a_visit(signed_in, people, coming):
    shown = {
        role: signed_in(role).get(url("visit_offer", people.site.slug)).status_code
        for role in ("commissioner", "member", "commissioner_elsewhere", "stranger")
    }

    assert shown == {"commissioner": 200, "member": 403, "commissioner_elsewhere": 404, "stranger": 404}


def test_yes_makes_them_a_visitor_and_mails_the_date(signed_in, people, coming, offered, letters_to):
    answer = signed_in("facilitator").post(url("visit_decide", offered.pk), {"decision": "yes", "other": ""})

    letters = letters_to("commissioner")
    assert answer.status_code == 302
    assert coming.visits.get().user == people.commissioner
    assert len(letters) == 1
    assert "Thank you for offering to come" in letters[0].body


def test_another_date_is_proposed_and_asked_by_mail(signed_in, people, coming, later, offered, letters_to):
    signed_in("facilitator").post(url("visit_decide", offered.pk), {"decision": "other", "other": later.pk})

    moved = later.invitations.get(user=people.commissioner)
    offered.refresh_from_db()
    assert offered.withdrawn_at is not None
    assert (moved.coming, moved.invited_by, moved.purpose) == ("", people.facilitator, "listen")
    assert len(letters_to("commissioner")) == 1


def test_not_this_time_is_told_on_their_page(signed_in, people, offered):
    signed_in("facilitator").post(url("visit_decide", offered.pk), {"decision": "no", "other": ""})

    page = signed_in("commissioner").get(offered.get_absolute_url()).content.decode()
    assert "This visit is not taking place" in page


def test_whose_visit_was_declined_is_not_told_where_the_group_meets(signed_in, people, coming, offered):
    actions.decline_visit(offered, by=people.facilitator)

    page = signed_in("commissioner").get(url("invitation_detail", offered.pk)).content.decode()

    assert coming.place == "The upstairs room"
    assert coming.place not in page


def test_a_guest_takes_back_that_they_could_come(people, offered):
    actions.answer(offered, coming="no", by=people.commissioner)

    assert DateInvitation.objects.proposed().count() == 0
    with pytest.raises(RefusedError, match="can no longer come"):
        actions.accept_visit(offered, by=people.facilitator)


def test_who_is_invited_already_says_yes_by_it(people, coming, invited):
    actions.offer_visit(coming, purpose="listen", agrees=True, by=people.commissioner)

    invited.refresh_from_db()
    assert (invited.coming, invited.offered_at) == ("yes", None)
    assert coming.visits.count() == 1


def test_who_offers_to_come_where_they_are_invited_is_not_told_to_wait(signed_in, people, coming, invited):
    said = {"meeting": coming.pk, "purpose": "listen", "agrees": "on"}

    page = signed_in("commissioner").post(url("visit_offer", people.site.slug), said, follow=True)

    assert "Thank you. You are expected." in page.content.decode()


def test_the_home_page_of_a_commissioner_names_who_answers_and_has_the_button(signed_in, people, coming):
    page = signed_in("commissioner").get(reverse("home")).content.decode()

    assert "The group would welcome a visit. Ruth Adeyemi will answer you." in " ".join(page.split())
    assert url("visit_offer", people.site.slug) in page


def test_visits_are_counted_by_person_and_by_what_was_asked(signed_in, people, coming, later, invited):
    actions.answer(invited, coming="yes", agrees=True, by=people.commissioner)
    actions.offer_visit(later, purpose="listen", agrees=True, by=people.commissioner)
    actions.accept_visit(later.invitations.get(user=people.commissioner), by=people.facilitator)

    assert visits_of_site(people.site).total == 0
    with time_machine.travel(later.ends_at):
        found = visits_of_site(people.site)
        page = signed_in("member").get(url("visit_list", people.site.slug)).content.decode()

    assert [(each.name, each.times) for each in found.visitors] == [(people.commissioner.name, 2)]
    assert found.asked == [
        ("To listen and see how the group works", 1),
        ("To talk about an issue that the group raised", 1),
    ]
    assert "Two visits" in page


def test_the_team_sees_the_visits_to_all_sites_and_a_commissioner_their_own(signed_in, people):
    elsewhere = MeetingFactory(site=SiteFactory(programme=people.site.programme), held=True)
    here, user = MeetingFactory(site=people.site, held=True), people.commissioner
    Visit.objects.create(meeting=here, user=user, name=user.name, capacity="commissioner")
    for meeting in (here, elsewhere):
        Visit.objects.create(meeting=meeting, name="Helen Marsh", capacity="other")
    address = url("programme_visits", people.site.programme.slug)

    team = signed_in("team").get(address).content.decode()
    own = signed_in("commissioner").get(address).content.decode()
    table = signed_in("commissioner").get(url("programme_visits_csv", people.site.programme.slug))

    assert "Three visits" in team
    assert "Helen Marsh" in team
    assert "One visit" in own
    assert "Helen Marsh" not in own
    assert table.content.decode("utf-8-sig").strip().count("\n") == 1
