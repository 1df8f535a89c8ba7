"""Who came, who visited, who keeps to the ground rules, and closing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kit.errors import RefusedError
from meetings import actions
from meetings.models import Attendance, AttendanceCorrection, Visit
from members.models import Agreement
from tests.factories.meetings import AttendanceFactory, MeetingFactory, VisitFactory
from tests.factories.members import GroundRulesFactory, MemberFactory

HERE, SORRY, NO_WORD, STAND_IN = (mark.value for mark in Attendance.Mark)


@pytest.fixture
def meeting(people):
    return MeetingFactory(site=people.site, held=True, number=1)


@pytest.fixture
def tom(people):
    return MemberFactory(site=people.site)


def record(meeting, marks, **more):
    return actions.record_attendance(meeting, marks=marks, by=None, **more)


def test_all_are_marked_at_once_and_the_unmarked_stay_unmarked(people, meeting, tom):
    carol, bev = MemberFactory(site=people.site), MemberFactory(site=people.site)

    record(meeting, {tom: (HERE, ""), carol: (STAND_IN, " Gwen Ross ")})

    rows = meeting.attendances.values_list("member", "mark", "stand_in_name")
    assert set(rows) == {(tom.pk, HERE, ""), (carol.pk, STAND_IN, "Gwen Ross")}
    assert bev in meeting.unmarked()


def test_marking_again_changes_only_what_differs(meeting, tom):
    record(meeting, {tom: (HERE, "")})

    assert record(meeting, {tom: (HERE, "")}) == []
    (row,) = record(meeting, {tom: (SORRY, "")})
    assert (row.mark, meeting.attendances.count()) == (SORRY, 1)


def test_a_stand_in_has_a_name(meeting, tom):
    with pytest.raises(RefusedError, match=f"in place of {tom}"):
        record(meeting, {tom: (STAND_IN, "  ")})


@pytest.mark.parametrize("fields", [{"joined_on": 0}, {"joined_on": -100, "left_on": -10}])
def test_only_members_of_that_day_are_marked(people, meeting, fields):
    days = {name: timezone.localdate() + timedelta(days=number) for name, number in fields.items()}
    person = MemberFactory(site=people.site, **days)

    with pytest.raises(RefusedError, match="was not a member"):
        record(meeting, {person: (HERE, "")})


def test_a_member_of_another_site_is_not_marked(people, meeting):
    with pytest.raises(RefusedError, match="was not a member"):
        record(meeting, {MemberFactory(site=people.neighbour): (HERE, "")})


def test_one_refusal_saves_nothing(people, meeting, tom):
    with pytest.raises(RefusedError):
        record(meeting, {tom: (HERE, ""), MemberFactory(site=people.neighbour): (HERE, "")})

    assert meeting.attendances.count() == 0


@pytest.mark.parametrize(
    ("mark", "allowed"), [(HERE, False), (NO_WORD, False), (SORRY, True), (STAND_IN, True)]
)
def test_before_its_day_only_what_people_told_us_is_noted(people, tom, mark, allowed):
    meeting = MeetingFactory(site=people.site, number=1)
    name = "Gwen Ross" if mark == STAND_IN else ""

    if allowed:
        assert len(record(meeting, {tom: (mark, name)})) == 1
    else:
        with pytest.raises(RefusedError, match="Until then"):
            record(meeting, {tom: (mark, name)})


def test_nobody_came_to_a_cancelled_meeting(people, tom):
    meeting = MeetingFactory(site=people.site, held=True, number=1, cancelled=True)

    with pytest.raises(RefusedError, match="cancelled"):
        record(meeting, {tom: (HERE, "")})


def test_after_closing_a_change_needs_a_reason_that_stays(people, meeting, tom):
    carol = MemberFactory(site=people.site)
    record(meeting, {tom: (HERE, "")})
    actions.close(meeting, by=people.facilitator)

    with pytest.raises(RefusedError, match="Give the reason"):
        record(meeting, {tom: (SORRY, "")})
    actions.record_attendance(
        meeting,
        marks={tom: (SORRY, ""), carol: (HERE, "")},
        reason="The sheet was found",
        by=people.facilitator,
    )

    found = AttendanceCorrection.objects.values_list(
        "attendance__member", "mark_before", "mark_after", "reason"
    )
    assert set(found) == {
        (tom.pk, HERE, SORRY, "The sheet was found"),
        (carol.pk, "", HERE, "The sheet was found"),
    }


def test_after_closing_the_same_mark_again_needs_no_reason(people, meeting, tom):
    record(meeting, {tom: (HERE, "")})
    actions.close(meeting, by=people.facilitator)

    assert record(meeting, {tom: (HERE, "")}) == []
    assert not AttendanceCorrection.objects.exists()


def test_a_stand_in_who_joined_is_linked_to_the_member(people, meeting, tom):
    (row,) = record(meeting, {tom: (STAND_IN, "Gwen Ross")})
    gwen = MemberFactory(site=people.site, joined_on=timezone.localdate())

    actions.stand_in_joined(row, member=gwen, by=people.facilitator)

    row.refresh_from_db()
    assert row.stand_in_joined_as == gwen


def test_a_stand_in_did_not_become_the_member_whose_place_they_took(people, meeting, tom):
    (row,) = record(meeting, {tom: (STAND_IN, "Gwen Ross")})

    for wrong in (tom, MemberFactory(site=people.neighbour)):
        with pytest.raises(RefusedError, match="Choose which member"):
            actions.stand_in_joined(row, member=wrong, by=people.facilitator)


def test_the_same_visitor_twice_is_one_visitor(people, meeting):
    for capacity in (Visit.Capacity.OTHER, Visit.Capacity.GUEST_SPEAKER):
        actions.add_visit(meeting, name=" Olwen  Haggerty", capacity=capacity, by=people.facilitator)

    (visit,) = meeting.visits.all()
    assert (visit.name, visit.capacity) == ("Olwen Haggerty", Visit.Capacity.GUEST_SPEAKER)


def test_everyone_here_keeps_to_the_ground_rules(people, meeting, tom):
    ground_rules = GroundRulesFactory(programme=people.site.programme, since=meeting.day)
    absent, earlier = MemberFactory(site=people.site), MemberFactory(site=people.site)
    earlier.agreements.create(ground_rules=ground_rules, agreed_on=meeting.day)
    visit = VisitFactory(meeting=meeting)
    record(meeting, {tom: (HERE, ""), earlier: (HERE, ""), absent: (SORRY, "")})

    new = actions.reaffirm_ground_rules(meeting, by=people.facilitator)
    again = actions.reaffirm_ground_rules(meeting, by=people.facilitator)

    visit.refresh_from_db()
    assert ([agreement.member for agreement in new], again) == ([tom], [])
    assert set(Agreement.objects.values_list("member", flat=True)) == {tom.pk, earlier.pk}
    assert visit.agreed_to_ground_rules


def test_the_ground_rules_of_a_meeting_are_those_of_its_day(people, meeting):
    first = GroundRulesFactory(
        programme=people.site.programme, version=1, since=meeting.day - timedelta(days=9)
    )
    GroundRulesFactory(programme=people.site.programme, version=2, since=meeting.day + timedelta(days=1))

    assert meeting.ground_rules == first


def test_without_ground_rules_nobody_can_keep_to_them(people, meeting):
    with pytest.raises(RefusedError, match="no ground rules yet"):
        actions.reaffirm_ground_rules(meeting, by=people.facilitator)


def test_closing_makes_it_final_and_repeating_changes_nothing(people, meeting, tom):
    record(meeting, {tom: (HERE, "")})

    at = actions.close(meeting, by=people.facilitator).closed_at

    assert (meeting.is_closed, meeting.closed_by) == (True, people.facilitator)
    assert actions.close(meeting, by=people.facilitator).closed_at == at


def test_a_meeting_with_nobody_marked_is_not_closed(people, meeting):
    with pytest.raises(RefusedError, match="Attendance has not been recorded"):
        actions.close(meeting, by=people.facilitator)


def test_a_meeting_to_come_is_not_closed(people):
    meeting = MeetingFactory(site=people.site, number=1)

    with pytest.raises(RefusedError, match="when it is over"):
        actions.close(meeting, by=people.facilitator)


def test_what_is_missing_is_said_before_closing(people, meeting, tom):
    GroundRulesFactory(programme=people.site.programme)
    for person in meeting.members_then().exclude(pk=tom.pk):
        AttendanceFactory(meeting=meeting, member=person)

    assert meeting.missing() == [
        f"{tom.name} is not marked yet.",
        "There are no minutes yet. You can also write them later.",
        "Not everyone who was here has agreed to the ground rules.",
    ]


def test_nothing_is_missing_when_all_is_there(people, meeting):
    meeting.minutes = "We met."
    for person in meeting.members_then():
        AttendanceFactory(meeting=meeting, member=person)

    assert meeting.missing() == []
