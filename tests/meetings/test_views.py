"""The pages of meetings in a browser's words: who opens them, what they do, what they refuse."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from copsite.kit.templatetags.kit import day
from meetings import actions
from meetings.models import Attendance, Meeting
from tests.factories.meetings import AttendanceFactory, MeetingFactory, VisitFactory
from tests.factories.members import GroundRulesFactory, MemberFactory, RoleFactory

PAGES = [
    "meeting_detail",
    "meetings:meeting_edit",
    "meetings:meeting_cancel",
    "meetings:attendance_record",
    "meetings:visit_add",
    "meetings:meeting_close",
    "meetings:agenda_edit",
    "meetings:minutes_edit",
    "meetings:minutes_versions",
    "meetings:meeting_pack",
]
FOR_ALL_READERS = {"meeting_detail"}


@pytest.fixture
def meeting(world):
    made = actions.schedule(
        world.site, starts_at=timezone.now() - timedelta(days=7), place="The upstairs room", by=None
    )
    GroundRulesFactory(programme=world.site.programme, since=made.day)
    return made


@pytest.fixture
def tom(world):
    return MemberFactory(site=world.site, name="Tom Hallett")


def url(name, row, *args):
    return reverse(name if ":" in name or name == "meeting_detail" else f"meetings:{name}", args=[row, *args])


def typed(**changes):
    day_to_come = timezone.localdate() + timedelta(days=10)
    return {
        "day": day(day_to_come),
        "time": "2:00pm",
        "minutes_long": "120",
        "kind": "taster",
        "place": "The library",
        "link": "",
        **changes,
    }


def roll(meeting, marks, **more):
    """What the browser sends for `marks`: member -> mark, or (mark, name)."""
    sent = {"visitor": "", "capacity": "other", **more}
    for member, mark in marks.items():
        mark, name = mark if isinstance(mark, tuple) else (mark, "")
        sent |= {f"mark_{member.pk}": mark, f"stand_in_{member.pk}": name}
    return sent


@pytest.mark.parametrize("name", PAGES)
def test_the_facilitator_opens_every_page(signed_in, meeting, tom, name):
    response = signed_in("facilitator").get(url(name, meeting.pk))

    assert response.status_code == 200
    assert response.content.count(b"<h1") == 1


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("role", ["stranger", "elsewhere", "adviser", "commissioner", "superuser"])
def test_who_does_not_read_the_site_finds_nothing(signed_in, meeting, name, role):
    assert signed_in(role).get(url(name, meeting.pk)).status_code == 404


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("role", ["member", "broker"])
def test_a_member_and_a_broker_read_and_change_nothing(signed_in, meeting, name, role):
    expected = 200 if name in FOR_ALL_READERS else 403

    assert signed_in(role).get(url(name, meeting.pk)).status_code == expected


def test_a_visitor_of_copsite_is_asked_to_sign_in(client, meeting):
    response = client.get(url("meeting_detail", meeting.pk))

    assert response.status_code == 302


def test_members_see_who_came_but_not_who_was_sorry(signed_in, world, meeting, tom):
    AttendanceFactory(meeting=meeting, member=tom)
    sorry = AttendanceFactory(
        meeting=meeting, member=MemberFactory(site=world.site, name="Priya Nair"), mark="apologies"
    )
    AttendanceFactory(
        meeting=meeting,
        member=MemberFactory(site=world.site, name="Carol Whitcombe"),
        mark="stand_in",
        stand_in_name="Gwen Ross",
    )
    VisitFactory(meeting=meeting, name="Olwen Haggerty")

    as_member = signed_in("member").get(url("meeting_detail", meeting.pk)).content.decode()
    as_team = signed_in("team").get(url("meeting_detail", meeting.pk)).content.decode()

    for name in ("Tom Hallett", "Gwen Ross", "Olwen Haggerty"):
        assert name in as_member
        assert name in as_team
    assert sorry.member.name not in as_member
    assert sorry.member.name in as_team


def test_a_correction_shows_with_its_reason_to_those_who_read_attendance(signed_in, world, meeting, tom):
    AttendanceFactory(meeting=meeting, member=tom, mark="apologies")
    actions.close(meeting, by=world.facilitator)
    actions.record_attendance(
        meeting, marks={tom: ("present", "")}, reason="The sheet was found", by=world.facilitator
    )

    assert b"The sheet was found" in signed_in("facilitator").get(url("meeting_detail", meeting.pk)).content
    assert b"The sheet was found" not in signed_in("member").get(url("meeting_detail", meeting.pk)).content


def test_a_facilitator_sets_a_date(signed_in, world):
    response = signed_in("facilitator").post(url("meeting_schedule", world.site.slug), typed())

    meeting = world.site.meetings.get()
    assert response.url == meeting.get_absolute_url()
    assert (meeting.name, meeting.place) == ("Taster session", "The library")
    assert timezone.localtime(meeting.starts_at).hour == 14


def test_a_day_that_has_passed_needs_the_tick(signed_in, world):
    client, address = signed_in("facilitator"), url("meeting_schedule", world.site.slug)
    past = day(timezone.localdate() - timedelta(days=9))

    refused = client.post(address, typed(day=past))
    taken = client.post(address, typed(day=past, held_already="on"))

    assert refused.status_code == 422
    assert f"{past} has passed" in refused.content.decode()
    assert taken.status_code == 302
    assert world.site.meetings.get().has_started


def test_the_tick_does_not_fit_a_day_to_come(signed_in, world):
    response = signed_in("facilitator").post(
        url("meeting_schedule", world.site.slug), typed(held_already="on")
    )

    assert response.status_code == 422
    assert not world.site.meetings.exists()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("day", "", "This is still empty"),
        ("day", "31 February 2012", "Write the day like this"),
        ("day", "5 November 2099", "years away"),
        ("day", "5 November 1950", "has passed"),
        ("day", "5\x00November", "Write the day like this"),
        ("time", "half past two", "Write the time like this"),
        ("minutes_long", "5", "greater than or equal to 15"),
        ("minutes_long", "9" * 40, "less than or equal to 480"),
        ("kind", "party", "Select a valid choice"),
        ("place", "a\x00b", "Null characters"),
        ("place", "x" * 161, "at most 160"),
        ("link", "javascript:alert(1)", "valid URL"),
    ],
)
def test_what_was_typed_wrong_stays_on_the_page_with_a_word(signed_in, world, field, value, words):
    response = signed_in("facilitator").post(
        url("meeting_schedule", world.site.slug),
        typed(**{field: value, "place": value if field == "place" else "My own room"}),
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert "My own room" in page or field == "place"
    assert not Meeting.objects.exists()


def test_a_day_before_the_programme_is_refused_in_words(signed_in, world):
    early = day(world.site.programme.started_on - timedelta(days=1))

    response = signed_in("facilitator").post(
        url("meeting_schedule", world.site.slug), typed(day=early, held_already="on")
    )

    assert response.status_code == 422
    assert f"starts on {day(world.site.programme.started_on)}" in response.content.decode()
    assert early in response.content.decode()


def test_an_adviser_knows_the_site_but_not_its_meetings(signed_in, world):
    assert signed_in("adviser").get(url("meeting_list", world.site.slug)).status_code == 403
    assert signed_in("adviser").get(url("meeting_schedule", world.site.slug)).status_code == 403


def test_a_stranger_knows_nothing_of_the_site(signed_in, world):
    assert signed_in("stranger").get(url("meeting_list", world.site.slug)).status_code == 404
    assert signed_in("elsewhere").get(url("meeting_list", world.site.slug)).status_code == 404


def test_a_meeting_is_moved(signed_in, world, meeting):
    to_come = MeetingFactory(site=world.site, number=2)

    response = signed_in("facilitator").post(url("meeting_edit", to_come.pk), typed(kind="guest"))

    to_come.refresh_from_db()
    assert response.url == to_come.get_absolute_url()
    assert (to_come.kind, to_come.place) == ("guest", "The library")


def test_the_place_of_a_held_meeting_is_mended_without_moving_it(signed_in, meeting):
    start = timezone.localtime(meeting.starts_at)
    client = signed_in("facilitator")
    shown = client.get(url("meeting_edit", meeting.pk)).context["form"]

    response = client.post(
        url("meeting_edit", meeting.pk),
        typed(day=shown["day"].value(), time=shown["time"].value(), held_already="on", place="The library"),
    )

    meeting.refresh_from_db()
    assert response.status_code == 302
    assert meeting.place == "The library"
    assert abs(timezone.localtime(meeting.starts_at) - start) < timedelta(minutes=1)


def test_a_meeting_is_called_off_with_a_reason(signed_in, world):
    meeting = MeetingFactory(site=world.site, number=1)
    client = signed_in("facilitator")

    assert client.post(url("meeting_cancel", meeting.pk), {"because": ""}).status_code == 422
    client.post(url("meeting_cancel", meeting.pk), {"because": "Too few could come"})

    page = client.get(meeting.get_absolute_url()).content.decode()
    assert "Too few could come" in page


def test_the_attendance_of_all_is_saved_at_once(signed_in, world, meeting, tom):
    carol, bev = MemberFactory(site=world.site), MemberFactory(site=world.site)

    response = signed_in("facilitator").post(
        url("attendance_record", meeting.pk),
        roll(
            meeting,
            {tom: "present", carol: ("stand_in", "Gwen Ross")},
            visitor="Olwen Haggerty",
            capacity="guest_speaker",
            ground_rules="on",
        ),
    )

    assert response.url == meeting.get_absolute_url()
    assert set(meeting.attendances.values_list("member", "mark", "stand_in_name")) == {
        (tom.pk, "present", ""),
        (carol.pk, "stand_in", "Gwen Ross"),
    }
    assert bev in meeting.unmarked()
    assert list(tom.agreements.values_list("ground_rules__version", flat=True)) == [1]
    assert [(visit.name, visit.agreed_to_ground_rules) for visit in meeting.visits.all()] == [
        ("Olwen Haggerty", True)
    ]


def test_a_visitor_with_a_role_is_linked_to_their_account(signed_in, world, meeting, tom):
    broker = RoleFactory(
        programme=world.site.programme, kind="knowledge_broker", user__name="Hannah Pryce"
    ).user

    signed_in("facilitator").post(
        url("attendance_record", meeting.pk),
        roll(meeting, {tom: "present"}, visitor="hannah  pryce", capacity="knowledge_broker"),
    )

    assert meeting.visits.get().user == broker


def test_a_stand_in_without_a_name_keeps_everything_on_the_page(signed_in, world, meeting, tom):
    carol = MemberFactory(site=world.site)

    response = signed_in("facilitator").post(
        url("attendance_record", meeting.pk), roll(meeting, {tom: "stand_in", carol: "apologies"})
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert escape(f"Write who came in place of {tom}") in page
    assert f'id="id_mark_{carol.pk}_s" value="apologies" data-key="s" checked' in page
    assert not meeting.attendances.exists()


def test_two_people_who_mark_at_once_both_count(signed_in, world, meeting, tom):
    carol = MemberFactory(site=world.site)
    client = signed_in("facilitator")
    AttendanceFactory(meeting=meeting, member=tom, mark="absent")
    opened = roll(
        meeting,
        {tom: "absent", carol: "present"},
        **{f"initial-mark_{tom.pk}": "absent", f"initial-mark_{carol.pk}": ""},
    )
    Attendance.objects.filter(member=tom).update(mark="present")  # somebody else, meanwhile

    client.post(url("attendance_record", meeting.pk), opened)

    assert dict(meeting.attendances.values_list("member", "mark")) == {tom.pk: "present", carol.pk: "present"}


def test_what_was_marked_travels_with_the_page(signed_in, meeting, tom):
    AttendanceFactory(meeting=meeting, member=tom, mark="absent")

    page = signed_in("facilitator").get(url("attendance_record", meeting.pk)).content.decode()

    assert f'name="initial-mark_{tom.pk}" value="absent"' in page


def test_correcting_after_closing_asks_for_a_reason(signed_in, world, meeting, tom):
    AttendanceFactory(meeting=meeting, member=tom, mark="absent")
    actions.close(meeting, by=world.facilitator)
    client, address = signed_in("facilitator"), url("attendance_record", meeting.pk)

    refused = client.post(address, roll(meeting, {tom: "present"}))
    taken = client.post(address, roll(meeting, {tom: "present"}, reason="The sheet was found"))

    assert (refused.status_code, taken.status_code) == (422, 302)
    assert "Say why you change who came" in refused.content.decode()
    assert meeting.attendances.get().corrections.get().reason == "The sheet was found"


def test_the_roll_marks_who_has_not_agreed_to_the_ground_rules(signed_in, world, meeting, tom):
    agreed = MemberFactory(site=world.site)
    agreed.agreements.create(ground_rules=meeting.ground_rules, agreed_on=meeting.day)

    rows = signed_in("facilitator").get(url("attendance_record", meeting.pk)).context["form"].rows

    assert {row.member: row.has_agreed for row in rows if row.member in (tom, agreed)} == {
        tom: False,
        agreed: True,
    }


def test_the_roll_lists_the_members_of_that_day_only(signed_in, world, meeting, tom):
    MemberFactory(site=world.site, name="Too Late", joined_on=timezone.localdate())
    MemberFactory(
        site=world.site,
        name="Gone Before",
        left_on=timezone.localdate() - timedelta(days=20),
        left_because="A new job",
    )

    page = signed_in("facilitator").get(url("attendance_record", meeting.pk)).content.decode()

    assert "Tom Hallett" in page
    assert "Too Late" not in page
    assert "Gone Before" not in page


def test_the_rolls_queries_do_not_grow_with_members(signed_in, world, meeting, django_assert_max_num_queries):
    client = signed_in("facilitator")
    counts = []
    for _ in range(2):
        for _ in range(4):
            AttendanceFactory(meeting=meeting, member=MemberFactory(site=world.site))
        with django_assert_max_num_queries(20) as queries:
            client.get(url("attendance_record", meeting.pk))
        counts.append(len(queries))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("role", ["facilitator", "member"])
def test_the_meeting_pages_queries_do_not_grow_with_rows(
    signed_in, world, meeting, role, django_assert_max_num_queries
):
    client = signed_in(role)
    counts = []
    for _ in range(2):
        for _ in range(4):
            AttendanceFactory(meeting=meeting, member=MemberFactory(site=world.site))
            VisitFactory(meeting=meeting)
        with django_assert_max_num_queries(20) as queries:
            client.get(url("meeting_detail", meeting.pk))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_the_lists_queries_do_not_grow_with_meetings(signed_in, world, django_assert_max_num_queries):
    client = signed_in("facilitator")
    counts = []
    for turn in range(2):
        for number in range(1, 6):
            age = timedelta(days=turn * 40 + number * 3)
            place = turn * 5 + number
            MeetingFactory(site=world.site, number=place, starts_at=timezone.now() - age)
            MeetingFactory(site=world.site, number=100 + place, starts_at=timezone.now() + age)
        with django_assert_max_num_queries(20) as queries:
            client.get(url("meeting_list", world.site.slug))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_the_list_tells_what_is_to_come_from_what_was(signed_in, world, meeting):
    to_come = MeetingFactory(site=world.site, number=2)
    MeetingFactory(site=world.site, number=3, cancelled=True)

    response = signed_in("member").get(url("meeting_list", world.site.slug))

    assert list(response.context["to_come"]) == [to_come]
    assert "Too few could come" in response.content.decode()
    assert "Set a date" not in response.content.decode()


def test_a_visitor_is_added_and_taken_off_again(signed_in, meeting):
    client = signed_in("facilitator")

    client.post(url("visit_add", meeting.pk), {"name": "Olwen Haggerty", "capacity": "guest_speaker"})
    visit = meeting.visits.get()
    client.post(url("visit_remove", meeting.pk, visit.pk))

    assert not meeting.visits.exists()


def test_a_visitor_of_another_meeting_is_not_taken_off_through_this_one(signed_in, world, meeting):
    other = VisitFactory(meeting__site=world.elsewhere)

    assert signed_in("facilitator").post(url("visit_remove", meeting.pk, other.pk)).status_code == 404


def test_a_stand_in_who_joined_is_chosen_from_those_who_joined_since(signed_in, world, meeting, tom):
    row = AttendanceFactory(meeting=meeting, member=tom, mark="stand_in", stand_in_name="Gwen Ross")
    gwen = MemberFactory(site=world.site, name="Gwen Ross", joined_on=timezone.localdate())
    client, address = signed_in("facilitator"), url("stand_in_joined", meeting.pk, row.pk)

    assert list(client.get(address).context["form"].fields["member"].queryset) == [gwen]
    assert client.post(address, {"member": tom.pk}).status_code == 422
    client.post(address, {"member": gwen.pk})

    row.refresh_from_db()
    assert row.stand_in_joined_as == gwen


def test_closing_shows_what_is_missing_and_closes_all_the_same(signed_in, meeting, tom):
    AttendanceFactory(meeting=meeting, member=tom)
    client = signed_in("facilitator")

    page = client.get(url("meeting_close", meeting.pk)).content.decode()
    client.post(url("meeting_close", meeting.pk))

    meeting.refresh_from_db()
    assert "There are no minutes yet" in page
    assert meeting.is_closed


def test_a_meeting_with_nobody_marked_is_not_closed(signed_in, meeting):
    response = signed_in("facilitator").post(url("meeting_close", meeting.pk))

    assert response.status_code == 409
    assert "Nobody is marked yet" in response.content.decode()


def test_the_agenda_is_put_in_another_order(signed_in, meeting):
    sent = {
        "position_1": "2", "title_1": "The case", "minutes_1": "60",
        "position_2": "1", "title_2": "Tea", "minutes_2": "5",
        "position_3": "", "title_3": "", "minutes_3": "10",
    }  # fmt: skip

    signed_in("facilitator").post(url("agenda_edit", meeting.pk), sent)

    assert list(meeting.agenda_items.values_list("title", "minutes")) == [("Tea", 5), ("The case", 60)]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"minutes_1": ""}, "how many minutes?"),
        ({"minutes_1": "-4"}, "greater than or equal to 1"),
        ({"title_1": "x" * 161}, "at most 160"),
        ({"title_1": ""}, "Write what comes first"),
        ({"title_1": "a\x00"}, "Null characters"),
    ],
)
def test_an_agenda_that_makes_no_sense_stays_on_the_page(signed_in, meeting, changes, words):
    before = list(meeting.agenda_items.values_list("title", flat=True))

    response = signed_in("facilitator").post(
        url("agenda_edit", meeting.pk), {"position_1": "1", "title_1": "Tea", "minutes_1": "5", **changes}
    )

    assert response.status_code == 422
    assert words in response.content.decode()
    assert list(meeting.agenda_items.values_list("title", flat=True)) == before


def test_minutes_are_written_and_read_by_the_site(signed_in, meeting):
    signed_in("facilitator").post(
        url("minutes_edit", meeting.pk), {"minutes": "We met.\r\n\r\nWe <b>ate</b>.", "base_version": "0"}
    )

    page = signed_in("member").get(meeting.get_absolute_url()).content.decode()
    assert "<p>We met.</p>" in page
    assert "We &lt;b&gt;ate&lt;/b&gt;." in page


def test_minutes_that_somebody_else_saved_meanwhile_stand_beside(signed_in, world, meeting):
    client = signed_in("facilitator")
    actions.write_minutes(meeting, text="Somebody else's words", by=world.facilitator)

    stale = client.post(url("minutes_edit", meeting.pk), {"minutes": "My words", "base_version": "0"})
    base = stale.context["form"]["base_version"].value()
    again = client.post(url("minutes_edit", meeting.pk), {"minutes": "Both words", "base_version": base})

    page = stale.content.decode()
    assert stale.status_code == 422
    assert "Somebody else&#x27;s words" in page
    assert "My words" in page
    assert again.status_code == 302
    meeting.refresh_from_db()
    assert meeting.minutes == "Both words"


def test_minutes_that_are_too_long_stay_on_the_page(signed_in, meeting):
    response = signed_in("facilitator").post(
        url("minutes_edit", meeting.pk), {"minutes": "word " * 20_000, "base_version": "0"}
    )

    assert response.status_code == 422
    assert "longer than 50,000 characters" in response.content.decode()
    assert "word word" in response.content.decode()


def test_every_version_of_the_minutes_can_be_read(signed_in, world, meeting):
    for text in ("First words", "Second words"):
        actions.write_minutes(meeting, text=text, by=world.facilitator)

    page = signed_in("facilitator").get(url("minutes_versions", meeting.pk)).content.decode()

    assert page.index("Second words") < page.index("First words")


def test_the_pack_has_agenda_ground_rules_and_a_sheet_to_sign(signed_in, meeting, tom):
    page = signed_in("facilitator").get(url("meeting_pack", meeting.pk)).content.decode()

    for words in ("Welcome, and who we are", "No names, no initials, no streets.", "Tom Hallett"):
        assert words in page


@pytest.mark.parametrize(("role", "status"), [("facilitator", 405), ("member", 405), ("stranger", 405)])
def test_a_verb_is_a_post(signed_in, meeting, role, status):
    visit = VisitFactory(meeting=meeting)

    assert signed_in(role).get(url("visit_remove", meeting.pk, visit.pk)).status_code == status
