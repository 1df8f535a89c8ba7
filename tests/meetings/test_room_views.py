"""Who came, who visited and closing, on screen."""

from datetime import timedelta

from django.utils import timezone
from django.utils.html import escape

from meetings import actions
from meetings.models import Attendance
from tests.factories.meetings import AttendanceFactory, VisitFactory
from tests.factories.members import MemberFactory, RoleFactory
from tests.meetings.addresses import url
from tests.reading import main_of, one_line


def roll(meeting, marks, **more):
    """What the browser sends for `marks`: member -> mark, or (mark, name)."""
    sent = {"visitor": "", "capacity": "other", **more}
    for member, mark in marks.items():
        mark, name = mark if isinstance(mark, tuple) else (mark, "")
        sent |= {f"mark_{member.pk}": mark, f"stand_in_{member.pk}": name}
    return sent


def test_the_attendance_of_all_is_saved_at_once(signed_in, people, meeting, tom):
    carol, bev = MemberFactory(site=people.site), MemberFactory(site=people.site)

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


def test_a_visitor_with_a_role_is_linked_to_their_account(signed_in, people, meeting, tom):
    broker = RoleFactory(
        programme=people.site.programme, kind="knowledge_broker", user__name="Hannah Pryce"
    ).user

    signed_in("facilitator").post(
        url("attendance_record", meeting.pk),
        roll(meeting, {tom: "present"}, visitor="hannah  pryce", capacity="knowledge_broker"),
    )

    assert meeting.visits.get().user == broker


def test_a_stand_in_without_a_name_keeps_everything_on_the_page(signed_in, people, meeting, tom):
    carol = MemberFactory(site=people.site)

    response = signed_in("facilitator").post(
        url("attendance_record", meeting.pk), roll(meeting, {tom: "stand_in", carol: "apologies"})
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert escape(f"Enter who came in place of {tom}") in page
    assert f'id="id_mark_{carol.pk}_a" value="apologies" data-key="a" checked' in one_line(page)
    assert not meeting.attendances.exists()


def test_two_people_who_mark_at_once_both_count(signed_in, people, meeting, tom):
    carol = MemberFactory(site=people.site)
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

    assert f'name="initial-mark_{tom.pk}" value="absent"' in one_line(page)


def test_correcting_after_closing_asks_for_a_reason(signed_in, people, meeting, tom):
    AttendanceFactory(meeting=meeting, member=tom, mark="absent")
    actions.close(meeting, by=people.facilitator)
    client, address = signed_in("facilitator"), url("attendance_record", meeting.pk)

    refused = client.post(address, roll(meeting, {tom: "present"}))
    taken = client.post(address, roll(meeting, {tom: "present"}, reason="The sheet was found"))

    assert (refused.status_code, taken.status_code) == (422, 302)
    assert "Give the reason for the change" in refused.content.decode()
    assert meeting.attendances.get().corrections.get().reason == "The sheet was found"


def test_the_roll_marks_who_has_not_agreed_to_the_ground_rules(signed_in, people, meeting, tom):
    agreed = MemberFactory(site=people.site)
    agreed.agreements.create(ground_rules=meeting.ground_rules, agreed_on=meeting.day)

    rows = signed_in("facilitator").get(url("attendance_record", meeting.pk)).context["form"].rows

    assert {row.member: row.has_agreed for row in rows if row.member in (tom, agreed)} == {
        tom: False,
        agreed: True,
    }


def test_the_roll_lists_the_members_of_that_day_only(signed_in, people, meeting, tom):
    MemberFactory(site=people.site, name="Too Late", joined_on=timezone.localdate())
    MemberFactory(
        site=people.site,
        name="Gone Before",
        left_on=timezone.localdate() - timedelta(days=20),
        left_because="A new job",
    )

    page = main_of(signed_in("facilitator").get(url("attendance_record", meeting.pk)))

    assert "Tom Hallett" in page
    assert "Too Late" not in page
    assert "Gone Before" not in page


def test_the_rolls_queries_do_not_grow_with_members(
    signed_in, people, meeting, django_assert_max_num_queries
):
    client = signed_in("facilitator")
    counts = []
    for _ in range(2):
        for _ in range(4):
            AttendanceFactory(meeting=meeting, member=MemberFactory(site=people.site))
        with django_assert_max_num_queries(20) as queries:
            client.get(url("attendance_record", meeting.pk))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_a_visitor_is_added_and_taken_off_again(signed_in, meeting):
    client = signed_in("facilitator")

    client.post(url("visit_add", meeting.pk), {"name": "Olwen Haggerty", "capacity": "guest_speaker"})
    visit = meeting.visits.get()
    client.post(url("visit_remove", meeting.pk, visit.pk))

    assert not meeting.visits.exists()


def test_a_visitor_of_another_meeting_is_not_taken_off_through_this_one(signed_in, people, meeting):
    other = VisitFactory(meeting__site=people.neighbour)

    assert signed_in("facilitator").post(url("visit_remove", meeting.pk, other.pk)).status_code == 404


def test_a_stand_in_who_joined_is_chosen_from_those_who_joined_since(signed_in, people, meeting, tom):
    row = AttendanceFactory(meeting=meeting, member=tom, mark="stand_in", stand_in_name="Gwen Ross")
    gwen = MemberFactory(site=people.site, name="Gwen Ross", joined_on=timezone.localdate())
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
    assert "Attendance has not been recorded" in response.content.decode()
