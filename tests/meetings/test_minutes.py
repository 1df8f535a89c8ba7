"""Minutes are shared once, by mail without a word of them, approved at a later meeting, and corrected only with a reason."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from kit.errors import RefusedError
from kit.models import AuditEvent, Revision
from kit.queues import send_due
from kit.tasks import send_due_mail
from meetings.actions.minutes import (
    StaleMinutes,
    approve_minutes,
    members_without_mail,
    share_minutes,
    write_minutes,
)
from meetings.audit_verbs import MeetingVerb
from meetings.models import MinutesMail
from members.models import User
from tests.factories.meetings import MeetingFactory
from tests.factories.members import FacilitationFactory, MemberFactory
from tests.factories.sites import SiteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ruth():
    return User.objects.get(pk=FacilitationFactory(member__joined_on=date(2012, 1, 5)).member.user_id)


@pytest.fixture
def meeting(ruth):
    made = MeetingFactory(site=ruth.memberships.get().site, number=3, held=True)
    return write_minutes(made, text="CANARY of the room", by=ruth)


@pytest.fixture
def later(meeting):
    return MeetingFactory(site=meeting.site, number=4, starts_at=timezone.now() - timedelta(hours=1))


def member_of(site, name, **kwargs):
    kwargs.setdefault("agreed_to_contact_at", timezone.now() - timedelta(days=99))
    kwargs.setdefault("joined_on", date(2012, 1, 5))
    return MemberFactory(site=site, name=name, email=f"{name.split()[0].lower()}@example.org", **kwargs)


def test_every_member_of_the_day_who_can_be_mailed_is_told_once(meeting, ruth):
    site = meeting.site
    member_of(site, "Carol Voss")
    member_of(site, "Ken Frost", user=None)
    member_of(site, "Dev Malik", agreed_to_contact_at=None)
    member_of(site, "New Since", joined_on=timezone.localdate())
    member_of(site, "Lee Gone", left_on=timezone.localdate(), left_because="A new job")

    share_minutes(meeting, by=ruth)
    share_minutes(meeting, by=ruth)
    send_due_mail()
    send_due_mail()

    assert [message.to for message in mail.outbox] == [["carol@example.org"]]
    assert {member.name for member in members_without_mail(meeting)} >= {"Ken Frost", "Dev Malik"}
    assert AuditEvent.objects.filter(verb=MeetingVerb.SHARE_MINUTES).count() == 1


def test_the_mail_holds_a_link_and_no_word_of_the_minutes(meeting, ruth):
    member_of(meeting.site, "Carol Voss")

    share_minutes(meeting, by=ruth)
    send_due(MinutesMail)

    message = mail.outbox[0]
    assert message.subject == f"The minutes are ready: {meeting.site}, meeting 3"
    assert f"{meeting.get_absolute_url()}#minutes" in message.body
    assert "CANARY" not in message.subject + message.body


def test_nobody_is_told_late_or_after_they_left_or_in_a_programme_that_ended(meeting, ruth):
    carol = member_of(meeting.site, "Carol Voss")
    share_minutes(meeting, by=ruth)

    with time_machine.travel(timezone.now() + timedelta(days=32)):
        assert send_due(MinutesMail) == 0
    carol.left_on = timezone.localdate()
    carol.save()
    assert send_due(MinutesMail) == 0
    carol.left_on = None
    carol.save()
    meeting.site.programme.ended_on = timezone.localdate()
    meeting.site.programme.save()
    assert send_due(MinutesMail) == 0
    assert MinutesMail.objects.filter(sent_at=None).count() == 1


def test_minutes_that_are_not_written_are_neither_shared_nor_approved(ruth, meeting, later):
    write_minutes(meeting, text=" ", by=ruth)

    with pytest.raises(RefusedError, match="Write them first"):
        share_minutes(meeting, by=ruth)
    with pytest.raises(RefusedError, match="Write them first"):
        approve_minutes(meeting, at=later, by=ruth)


def test_minutes_are_approved_at_the_next_meeting_once(meeting, later, ruth):
    approval = approve_minutes(meeting, at=later, by=ruth)

    assert (approval.at_meeting, approval.by) == (later, ruth)
    assert approve_minutes(meeting, at=later, by=None) == approval


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"starts_at": timezone.now() + timedelta(days=7)}, "has not started"),
        ({"starts_at": timezone.now() - timedelta(days=30)}, "at a later meeting"),
        ({"cancelled": True}, "at a later meeting"),
        ({"site": None}, "belongs to another site"),
    ],
)
def test_minutes_are_approved_at_a_later_meeting_of_the_site_that_took_place(meeting, ruth, other, words):
    site = meeting.site if other.pop("site", meeting.site) else SiteFactory()
    at = MeetingFactory(**{"site": site, "number": 9, "starts_at": timezone.now(), **other})

    with pytest.raises(RefusedError, match=words):
        approve_minutes(meeting, at=at, by=ruth)


def test_a_change_after_approval_needs_a_reason_and_drops_nothing(meeting, later, ruth):
    approve_minutes(meeting, at=later, by=ruth)

    with pytest.raises(RefusedError, match="Give the reason"):
        write_minutes(meeting, text="Other words", by=ruth, reason=" ")
    write_minutes(meeting, text="Other words", by=ruth, reason="Dev was here too")

    meeting.refresh_from_db()
    assert meeting.minutes == "Other words"
    assert [(row.reason, row.by) for row in meeting.minutes_corrections.all()] == [("Dev was here too", ruth)]
    kept = Revision.objects.of(meeting, "minutes").order_by("version")
    assert [row.text for row in kept] == ["CANARY of the room", "Other words"]


def test_the_same_words_after_approval_need_no_reason(meeting, later, ruth):
    approve_minutes(meeting, at=later, by=ruth)

    write_minutes(meeting, text="CANARY of the room", by=ruth)

    assert meeting.minutes_corrections.count() == 0


def test_older_minutes_never_overwrite_newer_ones(meeting, ruth):
    with pytest.raises(StaleMinutes) as refused:
        write_minutes(meeting, text="Late words", base_version=0, by=ruth)

    assert (refused.value.theirs, refused.value.version) == ("CANARY of the room", 1)


def test_the_day_of_a_mail_is_read_in_britain(ruth):
    site = ruth.memberships.get().site
    with time_machine.travel(datetime(2026, 6, 2, 12, tzinfo=timezone.get_current_timezone())):
        meeting = MeetingFactory(site=site, number=5, starts_at=timezone.now() - timedelta(hours=2))
        member_of(site, "Carol Voss", joined_on=date(2026, 6, 2))
        write_minutes(meeting, text="We met", by=ruth)
        share_minutes(meeting, by=ruth)
        send_due(MinutesMail)

    assert "Tuesday 2 June 2026" in mail.outbox[0].body
