"""The day and the reason of leaving are corrected, and held against what the member did."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kit.errors import RefusedError
from kit.models import AuditEvent
from members import actions
from tests.factories.meetings import AttendanceFactory, MeetingFactory
from tests.factories.members import FacilitationFactory, MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


def test_the_day_is_corrected_on_the_page(people, signed_in, today):
    member = people.seat("member")
    actions.leave(member, on=today, because="A new job", by=people.facilitator)
    client, url = signed_in("facilitator"), reverse("members:member_leave", args=[member.pk])
    opened = client.get(url).context["form"]
    typed = {
        "on": (today - timedelta(days=2)).isoformat(),
        "because": "Moved",
        "was": str(opened["was"].value()),
    }

    assert client.post(url, typed).status_code == 302
    member.refresh_from_db()

    assert (member.left_on, member.left_because) == (today - timedelta(days=2), "Moved")
    assert AuditEvent.objects.filter(verb="correct leaving").count() == 1
    assert client.post(url, typed).status_code == 302  # a double click
    assert AuditEvent.objects.filter(verb="correct leaving").count() == 1
    overtaken = client.post(url, typed | {"because": "Another"})
    assert "recorded by now" in overtaken.content.decode()


def test_another_day_from_a_page_opened_before_is_refused(people, signed_in, today):
    member = people.seat("member")
    actions.leave(member, on=today, because="A new job", by=None)
    url = reverse("members:member_leave", args=[member.pk])

    page = signed_in("facilitator").post(
        url, {"on": (today - timedelta(days=1)).isoformat(), "because": "A new job"}
    )

    assert page.status_code == 422
    assert "recorded already" in page.content.decode()


def test_it_is_held_against_attendance(people, today):
    member = people.seat("member")
    meeting = MeetingFactory(
        site=people.site, number=1, held=True, starts_at=timezone.now() - timedelta(days=5)
    )
    AttendanceFactory(meeting=meeting, member=member)
    actions.leave(member, on=today, because="A new job", by=None)

    with pytest.raises(RefusedError, match="They were at the meeting"):
        actions.correct_leaving(member, on=today - timedelta(days=9), because="A new job", was=today, by=None)
    assert member.left_on == today


def test_a_facilitation_that_ended_with_it_ends_on_the_new_day(today):
    facilitation = FacilitationFactory()
    member = facilitation.member
    actions.leave(member, on=today, because="A new job", by=None)

    actions.correct_leaving(
        member, on=today - timedelta(days=2), because="A new job", was=member.left_on, by=None
    )

    facilitation.refresh_from_db()
    assert facilitation.ended_on == today - timedelta(days=2)


def test_leaving_again_changes_nothing_and_another_day_is_refused(today):
    member = MemberFactory()
    for _ in range(2):
        actions.leave(member, on=today, because="A new job", by=None)
    with pytest.raises(RefusedError, match="recorded already"):
        actions.leave(member, on=today - timedelta(days=3), because="Another", by=None)

    assert (member.left_on, member.left_because) == (today, "A new job")
