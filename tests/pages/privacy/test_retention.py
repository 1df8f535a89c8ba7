"""What is deleted after a while, by the periods of each programme."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from kit.models import Draft, Revision, subject_of
from meetings.models import CalendarChange, CalendarMail, Reminder
from meetings.models.calendar_mail import changes_of
from members.models import MemberUpload
from tests.factories.cases import CaseFactory, DiscussionFactory, FeedbackFactory, NextStepFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.members import MemberFactory, UserFactory

pytestmark = pytest.mark.django_db


def case_of(months: int, *, site=None, answered: bool = True):
    """A case that was last at a meeting some months ago, with notes, a version and a next step."""
    case = CaseFactory(**({"site": site} if site else {}))
    meeting = MeetingFactory(site=case.site, starts_at=timezone.now() - timedelta(days=31 * months))
    discussion = DiscussionFactory(case=case, meeting=meeting, notes="Notes")
    step = NextStepFactory(discussion=discussion)
    if answered:
        FeedbackFactory(next_step=step)
    Revision.objects.create(subject=subject_of(case), section="learning", version=1, text="Earlier")
    return discussion


def run(*options) -> None:
    call_command("retention", *options, verbosity=0)


def test_work_notes_go_months_after_a_case_was_last_at_a_meeting():
    old = case_of(26)
    programme = old.case.site.programme
    kept = [case_of(20, site=old.case.site), case_of(26, site=old.case.site, answered=False)]

    run("--dry-run")
    old.refresh_from_db()
    assert (old.notes, programme.keep_notes_months) == ("Notes", 24)
    run()

    old.refresh_from_db()
    assert old.notes == ""
    assert not Revision.objects.of(old.case).exists()
    for discussion in kept:
        discussion.refresh_from_db()
        assert discussion.notes == "Notes"
        assert Revision.objects.of(discussion.case).exists()


def test_each_programme_has_periods_of_its_own():
    short, long = case_of(7), case_of(7)
    type(short.case.site.programme).objects.filter(pk=short.case.site.programme_id).update(
        keep_notes_months=6
    )

    run()

    short.refresh_from_db()
    long.refresh_from_db()
    assert (short.notes, long.notes) == ("", "Notes")


def test_drafts_that_nobody_touched_go():
    case, user = CaseFactory(), UserFactory()
    for days in (13, 15):
        draft = Draft.objects.create(
            user=user, subject=subject_of(case), section=str(days), text="x", key="k"
        )
        Draft.objects.filter(pk=draft.pk).update(updated_at=timezone.now() - timedelta(days=days))

    run()

    assert [draft.section for draft in Draft.objects.all()] == ["13"]


def test_a_list_that_nobody_confirmed_goes_and_an_imported_one_keeps_its_report_only():
    site = CaseFactory().site
    fields = {"site": site, "by": UserFactory(), "heading_row": 0, "joined_on": timezone.localdate()}
    for name, hours, imported in (("new", 2, False), ("old", 30, False), ("imported", 30, True)):
        upload = MemberUpload.objects.create(
            file_name=name, rows=[["Ann", "1 May 1970"]], columns={}, **fields
        )
        at = timezone.now() - timedelta(hours=hours)
        MemberUpload.objects.filter(pk=upload.pk).update(uploaded_at=at, imported_at=at if imported else None)

    run()

    kept = dict(MemberUpload.objects.values_list("file_name", "rows"))
    assert kept == {"new": [["Ann", "1 May 1970"]], "imported": []}


def test_a_row_of_mail_stays_as_long_as_there_is_an_occasion():
    long_ago = timezone.now() - timedelta(days=200)
    member = MemberFactory()
    for starts_at in (long_ago, timezone.now() + timedelta(days=5)):
        meeting = MeetingFactory(site=member.site, starts_at=starts_at)
        Reminder.objects.create(
            meeting=meeting,
            member=member,
            before="week",
            starts_at=starts_at,
            made_at=long_ago,
            sent_at=long_ago,
        )

    run()

    assert [row.meeting.starts_at > timezone.now() for row in Reminder.objects.all()] == [True]


def test_a_letter_about_meetings_stays_as_long_as_one_of_them_is_to_come():
    member, long_ago = MemberFactory(), timezone.now() - timedelta(days=200)
    for days in (-200, 5):
        meeting = MeetingFactory(site=member.site, starts_at=timezone.now() + timedelta(days=days))
        letter = CalendarMail.objects.create(member=member, made_at=long_ago, sent_at=long_ago)
        letter.changes.add(*changes_of(meeting, [member], "REQUEST"), bulk=False)

    run()

    assert [each.meeting for each in CalendarChange.objects.all()] == [meeting]


def test_a_changed_address_that_was_confirmed_stays_and_one_that_was_not_goes():
    user, long_ago = UserFactory(), timezone.now() - timedelta(days=900)
    CaseFactory()
    for name, confirmed in (("kept", long_ago), ("gone", None)):
        user.address_changes.create(
            email=f"{name}@example.org", old_email="old@example.org", sent_at=long_ago, confirmed_at=confirmed
        )

    run()

    assert [change.email for change in user.address_changes.all()] == ["kept@example.org"]
