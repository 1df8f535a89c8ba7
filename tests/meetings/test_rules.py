"""Who may do what, role by role."""

import pytest
import rules
from django.contrib.auth.models import AnonymousUser

from meetings.rules import readable_columns
from tests.factories.meetings import MeetingFactory, VisitFactory

ROLES = [
    "facilitator",
    "member",
    "elsewhere",
    "team",
    "broker",
    "adviser",
    "commissioner",
    "stranger",
    "superuser",
]
READERS = {"facilitator", "member", "broker", "team"}
RUNNERS = {"facilitator", "team"}
TABLE = {
    "meetings.list_meetings": READERS,
    "meetings.read_meeting": READERS,
    "meetings.read_attendance": RUNNERS,
    "meetings.say_coming": {"facilitator", "member"},
    "meetings.open_room": {"facilitator"},
    "meetings.schedule_meeting": RUNNERS,
    "meetings.edit_meeting": RUNNERS,
    "meetings.cancel_meeting": RUNNERS,
    "meetings.record_attendance": RUNNERS,
    "meetings.add_visit": RUNNERS,
    "meetings.close_meeting": RUNNERS,
    "meetings.print_pack": RUNNERS,
    "meetings.edit_agenda": {"facilitator"},
    "meetings.write_minutes": {"facilitator"},
    "meetings.share_minutes": {"facilitator"},
    "meetings.approve_minutes": {"facilitator"},
    "meetings.see_readers": RUNNERS,
    "meetings.see_history": RUNNERS,
}


def test_the_table_names_every_permission():
    named = {name for name in rules.permissions.permissions if name.startswith("meetings.")}

    assert named == {*TABLE, "meetings.download_matrix"}


@pytest.mark.parametrize("perm", TABLE)
def test_who_may(people, perm):
    meeting = MeetingFactory(site=people.site)

    assert {role for role in ROLES if rules.has_perm(perm, people.user(role), meeting)} == TABLE[perm]
    assert not rules.has_perm(perm, AnonymousUser(), meeting)


@pytest.mark.parametrize("perm", TABLE)
def test_a_meeting_of_the_neighbour_has_other_people(people, perm):
    meeting = MeetingFactory(site=people.neighbour)
    theirs = (TABLE[perm] - {"facilitator", "member"}) | {"elsewhere"}

    assert {role for role in ROLES if rules.has_perm(perm, people.user(role), meeting)} == theirs


def test_a_rule_takes_a_site_a_meeting_and_a_row_of_a_meeting(people):
    visit = VisitFactory(meeting__site=people.site)

    for row in (people.site, visit.meeting, visit):
        assert rules.has_perm("meetings.add_visit", people.facilitator, row)


def test_who_downloads_figure_1(people):
    programme = people.site.programme

    may = {role for role in ROLES if rules.has_perm("meetings.download_matrix", people.user(role), programme)}

    assert may == {*READERS, "elsewhere"}


def test_nobody_downloads_figure_1_of_another_programme_or_of_none(people):
    other = MeetingFactory().site.programme

    may = {role for role in ROLES if rules.has_perm("meetings.download_matrix", people.user(role), other)}

    assert may == set()
    assert not rules.has_perm("meetings.download_matrix", people.user("team"), None)
    assert not rules.has_perm("meetings.download_matrix", AnonymousUser(), people.site.programme)


def test_who_reads_which_column_of_figure_1(people):
    programme = people.site.programme
    both, here, there = {people.site.pk, people.neighbour.pk}, {people.site.pk}, {people.neighbour.pk}
    columns = {"team": both, "broker": both, "facilitator": here, "member": here, "elsewhere": there}

    assert {role: set(readable_columns(people.user(role), programme)) for role in ROLES} == {
        role: columns.get(role, set()) for role in ROLES
    }
