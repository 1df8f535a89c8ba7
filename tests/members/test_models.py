"""What figure 1 says of a member, as the member list reads it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from meetings.marks import with_marks
from meetings.matrix import mark as mark_of_figure_1
from members.models import Member
from tests.factories.meetings import AttendanceFactory, MeetingFactory
from tests.factories.members import FacilitationFactory, MemberFactory, UserFactory
from tests.factories.sites import SiteFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def marked(member, as_at=TODAY):
    return with_marks(Member.objects.all(), as_at).get(pk=member.pk)


def came(member, times: int, **fields) -> None:
    for _ in range(times):
        AttendanceFactory(meeting=MeetingFactory(site=member.site, held=True), member=member, **fields)


def test_two_meetings_confirm_a_member():
    once, twice = MemberFactory(), MemberFactory()
    came(once, 1)
    came(twice, 2)

    assert (marked(once).came, marked(once).mark) == (1, "Y")
    assert (marked(twice).came, marked(twice).mark) == (2, "X")


def test_the_programme_says_how_many_meetings():
    member = MemberFactory(site__programme__meetings_to_be_confirmed=3)
    came(member, 2)

    assert marked(member).mark == "Y"


def test_apologies_cancelled_meetings_and_later_ones_do_not_count():
    member = MemberFactory()
    came(member, 1)
    came(member, 1, mark="apologies")
    AttendanceFactory(meeting=MeetingFactory(site=member.site, held=True, cancelled=True), member=member)

    assert marked(member).came == 1
    assert marked(member, TODAY - timedelta(days=30)).came == 0


def test_a_stand_in_keeps_their_attendance_when_they_join():
    sender, joined = MemberFactory(), MemberFactory()
    came(joined, 1)
    came(sender, 1, mark="stand_in", stand_in_name="x", stand_in_joined_as=joined)

    assert (marked(joined).came, marked(joined).mark) == (2, "X")
    assert marked(sender).came == 0


def test_a_mark_by_hand_wins_over_attendance_and_facilitating_over_both():
    member = MemberFactory()
    member.mark_overrides.create(mark="X", since=TODAY, reason="Long ill", by=UserFactory())
    assert marked(member).mark == "X"
    assert marked(member, TODAY - timedelta(days=1)).mark == "Y"

    FacilitationFactory(member=member)

    assert marked(member).mark == "F"


def test_somebody_who_facilitated_once_is_marked_by_attendance_again():
    facilitation = FacilitationFactory(ended_on=TODAY)

    assert marked(facilitation.member).mark == "Y"
    assert marked(facilitation.member, TODAY - timedelta(days=1)).mark == "F"


@pytest.mark.parametrize("facilitates", [True, False])
@pytest.mark.parametrize("attended", [0, 2])
@pytest.mark.parametrize("override", ["", "X", "Y"])
def test_the_list_marks_as_figure_1_does(facilitates, attended, override):
    member = MemberFactory()
    came(member, attended)
    if facilitates:
        FacilitationFactory(member=member)
    if override:
        member.mark_overrides.create(mark=override, since=TODAY, reason="x", by=UserFactory())

    assert marked(member).mark == mark_of_figure_1(
        facilitates=facilitates, attended=attended, needed=2, override=override
    )


def test_members_are_seen_by_those_who_read_their_site():
    site = SiteFactory()
    member = MemberFactory(site=site)
    MemberFactory()

    assert list(Member.objects.visible_to(member.user)) == [member]
    assert list(Member.objects.visible_to(UserFactory(is_superuser=True))) == []
