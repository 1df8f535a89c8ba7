"""What the room's script sends: each text is kept, in its place or beside it, and every answer says what became of it."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from kit.models import Draft, Revision, SectionHold
from meetings.models import Meeting
from members.models import Facilitation, User
from pages.room.access import SEAT_CACHED_SECONDS
from tests.factories.cases import CaseFactory, DiscussionFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.members import FacilitationFactory, MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ruth():
    return User.objects.get(pk=FacilitationFactory(member__name="Ruth Adeyemi").member.user_id)


@pytest.fixture
def meeting(ruth):
    site = ruth.memberships.get().site
    return MeetingFactory(site=site, starts_at=timezone.now() - timedelta(minutes=30))


@pytest.fixture
def discussion(meeting):
    return DiscussionFactory(
        case=CaseFactory(site=meeting.site, presentation="First", learning=""), meeting=meeting
    )


@pytest.fixture
def send(client, ruth, meeting, discussion):
    """`send("section_presentation", "words")`: as the script does; sections of the case are named without its number."""
    client.force_login(ruth)

    def send(field, text, **more):
        field = field.replace("section_", f"section_{discussion.pk}_")
        values = {"field": field, "text": text, "key": more.pop("key", text[:60] or "empty"), **more}
        return client.post(reverse("room_send", args=[meeting.pk]), values)

    return send


def test_a_section_is_saved_from_the_version_it_began_from(send, discussion):
    answer = send("section_presentation", "First, then more", base="1")

    assert answer.status_code == 200
    assert (answer.json()["state"], answer.json()["version"]) == ("saved", 2)
    assert Case.objects.get(pk=discussion.case_id).presentation == "First, then more"


def test_a_stale_save_is_answered_with_both_texts_kept(send, discussion):
    send("section_presentation", "Newer", base="1")
    SectionHold.objects.all().delete()

    answer = send("section_presentation", "Typed offline", base="1")

    assert answer.status_code == 409
    assert answer.json()["text"] == "Newer"
    assert Revision.objects.of(discussion.case).filter(text="Typed offline").exists()


def test_words_that_must_come_out_are_kept_as_a_draft_and_named(send, ruth, discussion):
    answer = send("section_learning", "Ring 07700 900123", base="0")

    assert answer.status_code == 422
    assert answer.json()["is_kept"]
    assert Draft.objects.get(user=ruth).text == "Ring 07700 900123"
    assert Case.objects.get(pk=discussion.case_id).learning == ""


def test_a_mark_is_saved_at_once_and_a_stand_in_with_their_name(send, meeting):
    tom = MemberFactory(site=meeting.site)

    waiting = send(f"mark_{tom.pk}", "stand_in")
    saved = send(f"stand_in_{tom.pk}", "Ali Demir", mark="stand_in")

    assert (waiting.status_code, saved.status_code) == (422, 200)
    assert meeting.attendances.get().stand_in_name == "Ali Demir"


def test_other_fields_are_kept_as_drafts(send, ruth):
    send("what_1_1", "Ring bef")

    assert Draft.objects.get(user=ruth).text == "Ring bef"


@pytest.mark.parametrize("field", ["visitor_x", "section_presentations", "password", ""])
def test_a_field_that_is_not_of_the_room_is_refused(send, field):
    assert send(field, "words").status_code == 422
    assert not Draft.objects.exists()


def test_too_long_a_text_is_refused_in_words(send):
    assert "50,000" in send("section_learning", "x" * 200_000, base="0").json()["words"]


def test_a_session_that_is_over_is_said_in_json(client, send):
    client.logout()

    answer = send("section_presentation", "Typed on", base="1")

    assert answer.status_code == 401
    assert answer.json()["sign_in"] == reverse("account_login")


def test_somebody_else_who_signed_in_meanwhile_sends_nothing_in_their_name(client, send, ruth, discussion):
    owner = client.get(reverse("room_key")).json()["owner"]
    other = FacilitationFactory(member__site=discussion.case.site).member.user
    client.force_login(other)

    assert send("section_presentation", "Ruth's words", base="1", owner=owner).status_code == 401
    assert Case.objects.get(pk=discussion.case_id).presentation == "First"


def test_a_right_that_was_taken_away_ends_here_within_seconds(send, ruth, discussion):
    assert send("section_presentation", "First, then more", base="1").status_code == 200
    Facilitation.objects.update(ended_on=timezone.localdate())

    with time_machine.travel(timezone.now() + timedelta(seconds=SEAT_CACHED_SECONDS + 1)):
        assert send("section_presentation", "Later", base="2").status_code == 403
    assert Case.objects.get(pk=discussion.case_id).presentation == "First, then more"


def test_a_meeting_that_was_closed_takes_nothing_more_at_once(send, meeting):
    send("section_presentation", "First, then more", base="1")
    Meeting.objects.update(closed_at=timezone.now())

    assert send("section_presentation", "Later", base="2").status_code == 422


def test_each_person_has_a_key_of_their_own(client, ruth):
    client.force_login(ruth)
    mine = client.get(reverse("room_key")).json()
    again = client.get(reverse("room_key")).json()
    client.force_login(FacilitationFactory().member.user)
    others = client.get(reverse("room_key")).json()

    assert mine["key"] == again["key"]
    assert len({mine["key"], others["key"]}) == len({mine["owner"], others["owner"]}) == 2


def test_who_is_here_and_who_writes_which_section_is_heard(client, send, ruth, meeting, discussion):
    amina = FacilitationFactory(member__site=meeting.site, member__user__name="Amina").member.user
    send("section_presentation", "Ruth writes", base="1")
    client.post(reverse("room_here", args=[meeting.pk]), {"place": "Next steps"})
    client.force_login(amina)

    heard = client.post(reverse("room_here", args=[meeting.pk]), {"place": ""}).json()

    section = heard["sections"][0]
    assert heard["others"] == [{"name": str(ruth), "place": "Next steps"}]
    assert (section["text"], section["version"], section["holder"]) == ("Ruth writes", 2, str(ruth))
    taken = {"take_over": f"section_{discussion.pk}_presentation"}
    assert client.post(reverse("room_here", args=[meeting.pk]), taken).json()["sections"][0]["holder"] == ""
