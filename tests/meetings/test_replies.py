"""Are you coming? Said by a link without signing in, on the member's own page, and seen by who runs the site."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from kit.errors import RefusedError
from meetings import actions, replying
from meetings.models import Attendance, Reply
from members.models import Member
from tests.factories.meetings import MeetingFactory
from tests.factories.members import MemberFactory
from tests.meetings.addresses import url
from tests.reading import one_line


@pytest.fixture
def coming(people):
    return MeetingFactory(site=people.site, number=1)


def link(meeting, member) -> str:
    return reverse("meetings:reply", args=[replying.token_of(meeting, member)])


def test_a_link_asks_and_takes_the_answer_without_signing_in(client, coming, tom):
    page = client.get(link(coming, tom))
    assert "Are you coming, Tom?" in page.content.decode()
    assert not Reply.objects.exists()

    client.post(link(coming, tom), {"coming": "yes"})
    response = client.post(link(coming, tom), {"coming": "stand_in", "stand_in_name": " Pat  Stone "})

    said = Reply.objects.get()
    assert (said.member, said.coming, said.stand_in_name) == (tom, "stand_in", "Pat Stone")
    assert "We expect Pat Stone in your place" in one_line(response.content.decode())


def test_the_last_answer_forgets_who_was_to_stand_in(coming, tom):
    actions.reply(coming, member=tom, coming="stand_in", stand_in_name="Pat Stone")
    actions.reply(coming, member=tom, coming="no", stand_in_name="Pat Stone")

    assert Reply.objects.get().stand_in_name == ""


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Are you coming?"),
        ({"coming": "perhaps"}, "Select a valid choice"),
        ({"coming": "stand_in"}, "Enter the name of the person coming in your place"),
        ({"coming": "stand_in", "stand_in_name": "x" * 121}, "longer than 120"),
        ({"coming": "stand_in", "stand_in_name": "a\x00b"}, "Null characters"),
    ],
)
def test_an_answer_that_says_too_little_is_asked_again(client, coming, tom, typed, words):
    response = client.post(link(coming, tom), typed)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Reply.objects.exists()


def test_a_link_ends_when_the_meeting_starts(client, coming, tom):
    address = link(coming, tom)

    with time_machine.travel(coming.starts_at + timedelta(minutes=1)):
        assert client.get(address).status_code == 410
        assert client.post(address, {"coming": "yes"}).status_code == 410
    assert not Reply.objects.exists()


def test_a_link_ends_when_the_meeting_is_called_off(client, coming, tom):
    actions.cancel(coming, because="Snowdrifts", by=None)

    page = client.get(link(coming, tom))

    assert page.status_code == 410
    assert "is cancelled" in page.content.decode()
    assert "Snowdrifts" not in page.content.decode()


def test_a_link_is_for_one_member_and_one_meeting(client, coming, tom):
    other = MemberFactory(site=coming.site)
    mine, theirs = replying.token_of(coming, tom), replying.token_of(coming, other)
    about, _, rest = mine.split("-", 2)
    forged = f"{about}-{theirs.split('-', 2)[1]}-{rest}"

    for token in (forged, mine[:-1], mine + "x", "1-2", "a-b-c", "1-2-3", "1-2-3-4"):
        assert client.get(reverse("meetings:reply", args=[token])).status_code == 404


def test_a_link_of_who_has_left_opens_nothing(client, coming, tom):
    Member.objects.filter(pk=tom.pk).update(left_on=timezone.localdate())

    page = client.get(link(coming, tom))

    assert page.status_code == 410
    assert "This link has ended" in page.content.decode()
    assert client.post(link(coming, tom), {"coming": "yes"}).status_code == 410
    assert not coming.replies.exists()


def test_who_is_no_member_there_is_not_asked(coming):
    with pytest.raises(RefusedError, match="Only members of this site"):
        actions.reply(coming, member=MemberFactory(), coming="yes")


def test_a_held_meeting_asks_no_more(people, tom):
    with pytest.raises(RefusedError, match="has started"):
        actions.reply(MeetingFactory(site=people.site, number=1, held=True), member=tom, coming="yes")


def test_a_member_answers_signed_in(signed_in, people, coming):
    client = signed_in("member")

    response = client.post(url("coming", coming.pk), {"coming": "no"})

    assert response.url == reverse("home")
    assert Reply.objects.get().member.user == people.user("member")
    assert client.post(url("coming", coming.pk), {}).status_code == 422


def test_only_members_of_the_site_are_asked(signed_in, coming):
    assert signed_in("team").get(url("coming", coming.pk)).status_code == 403
    assert signed_in("stranger").get(url("coming", coming.pk)).status_code == 404


def test_the_member_is_asked_at_home_and_the_facilitator_sees_the_answers(signed_in, people, coming, tom):
    assert "Are you coming?" in signed_in("member").get("/").content.decode()
    client = signed_in("facilitator")
    home, page = client.get("/").content.decode(), client.get(coming.get_absolute_url()).content.decode()
    assert "Four people have not said if they are coming" in home
    assert "Four people have not said if they are coming" in page

    actions.reply(coming, member=tom, coming="stand_in", stand_in_name="Pat Stone")

    home, page = client.get("/").content.decode(), client.get(coming.get_absolute_url()).content.decode()
    assert "Three people have not said if they are coming" in home
    assert "Pat Stone is coming in their place" in page
    assert "Pat Stone" not in signed_in("member").get(coming.get_absolute_url()).content.decode()


def test_answers_stand_on_the_roll_on_the_day_and_are_saved_with_it(signed_in, people, tom):
    started = MeetingFactory(site=people.site, number=1, starts_at=timezone.now() + timedelta(hours=1))
    sorry = MemberFactory(site=people.site)
    actions.reply(started, member=tom, coming="stand_in", stand_in_name="Pat Stone")
    actions.reply(started, member=sorry, coming="no")
    started.starts_at = timezone.now() - timedelta(minutes=1)
    started.save()
    client = signed_in("facilitator")

    form = client.get(url("attendance_record", started.pk)).context["form"]
    typed = {field.html_name: field.value() or "" for field in form}
    typed |= {f"initial-{name}": value for name, value in typed.items() if name.startswith(("mark", "stand"))}
    client.post(url("attendance_record", started.pk), typed)

    marks = dict(started.attendances.values_list("member", "mark"))
    assert marks == {tom.pk: Attendance.Mark.STAND_IN, sorry.pk: Attendance.Mark.APOLOGIES}
    assert started.attendances.get(member=tom).stand_in_name == "Pat Stone"


def test_a_mark_made_meanwhile_is_not_undone_by_an_answer(signed_in, people, tom):
    held = MeetingFactory(site=people.site, number=1, held=True)
    Reply.objects.create(meeting=held, member=tom, coming="yes")
    client = signed_in("facilitator")
    form = client.get(url("attendance_record", held.pk)).context["form"]
    assert form[f"mark_{tom.pk}"].value() == Attendance.Mark.PRESENT
    typed = {f"mark_{tom.pk}": "present", f"initial-mark_{tom.pk}": "present"}
    actions.record_attendance(held, marks={tom: ("absent", "")}, by=people.facilitator)

    client.post(url("attendance_record", held.pk), typed)

    assert held.attendances.get(member=tom).mark == Attendance.Mark.ABSENT
