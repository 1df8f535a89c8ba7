"""What presenters are told, by mail or in person; and asking for a case."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core import mail

from cases.actions import cases as actions
from cases.actions import presenter_notices
from cases.models import BringRequest, PresenterNotice
from kit.errors import RefusedError
from kit.queues import send_due
from meetings import actions as meetings
from meetings.series import LONDON
from members.models import User
from tests.factories.cases import CaseFactory
from tests.factories.members import FacilitationFactory, MemberFactory
from tests.factories.sites import ProgrammeFactory, SiteFactory

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 31, 14, 0, tzinfo=LONDON)


def on(day: int, hour: int = 9):
    """A moment of March 2026."""
    return time_machine.travel(datetime(2026, 3, day, hour, 5, tzinfo=LONDON), tick=False)


@pytest.fixture(autouse=True)
def _in_march():
    with on(2):
        yield


@pytest.fixture
def site():
    return SiteFactory(programme=ProgrammeFactory(started_on=date(2026, 1, 1)), code="CG3", place="Dunsmere")


@pytest.fixture
def ruth(site):
    member = FacilitationFactory(member=member_of(site, "ruth@example.org", "Ruth Adeyemi")).member
    return User.objects.get(pk=member.user_id)


@pytest.fixture
def tom(site):
    return member_of(site, "tom@example.org", "Tom Hallett")


@pytest.fixture
def ken(site):
    return MemberFactory(site=site, without_account=True, name="Ken Dale", joined_on=date(2026, 1, 5))


@pytest.fixture
def meeting(site):
    return meetings.schedule(site, starts_at=START, kind="case", place="Upstairs", by=None)


@pytest.fixture
def case(site, tom):
    return CaseFactory(site=site, presenter=tom, title="A secret title", presentation="")


def member_of(site, email, name="Somebody Else"):
    return MemberFactory(
        site=site,
        name=name,
        email=email,
        joined_on=date(2026, 1, 5),
        agreed_to_contact_at=datetime(2026, 1, 5, tzinfo=LONDON),
    )


def sweep() -> list[str]:
    """The subjects of the mails that a sweep sends now."""
    mail.outbox.clear()
    presenter_notices.make_due_notices()
    send_due(PresenterNotice, BringRequest)
    return [message.subject for message in mail.outbox]


def test_presenters_are_told_once_when_their_case_is_picked(case, meeting, ruth):
    actions.discuss(case, at=meeting, by=ruth)

    assert sweep() == [f"{case.reference} has been chosen for 31 March 2026"]
    assert mail.outbox[0].to == ["tom@example.org"]
    assert "Sign in to complete the case by 28 March 2026" in mail.outbox[0].body
    assert f"/cases/{case.pk}/edit/" in mail.outbox[0].body
    assert "secret" not in mail.outbox[0].body
    assert sweep() == []


def test_each_of_several_presenters_is_told(site, tom, meeting, ruth):
    carol = member_of(site, "carol@example.org", "Carol Voss")
    case = actions.offer(site, title="Post", kind="challenging", presenters=[tom, carol], by=ruth)
    actions.discuss(case, at=meeting, by=ruth)

    assert len(sweep()) == 2


def test_the_day_to_fill_in_by_can_be_chosen(case, meeting, ruth):
    actions.discuss(case, at=meeting, template_by=date(2026, 3, 20), by=ruth)

    sweep()

    assert "by 20 March 2026" in mail.outbox[0].body


def test_a_day_after_the_meeting_is_refused(case, meeting, ruth):
    with pytest.raises(RefusedError, match="before the meeting"):
        actions.discuss(case, at=meeting, template_by=date(2026, 4, 1), by=ruth)

    assert not case.discussions.exists()


def test_a_case_picked_the_day_before_is_filled_in_by_the_meeting(case, meeting, ruth):
    with on(30):
        discussion = actions.discuss(case, at=meeting, by=ruth)

    assert discussion.fill_in_by == date(2026, 3, 31)


def test_presenters_are_told_when_the_meeting_moves(case, meeting, ruth):
    actions.discuss(case, at=meeting, by=ruth)
    sweep()
    meetings.reschedule(meeting, starts_at=START + timedelta(days=7), by=ruth)

    assert sweep() == [f"{case.reference} has moved to 7 April 2026"]
    assert "by 4 April 2026" in mail.outbox[0].body
    assert sweep() == []


def test_a_move_before_the_first_mail_went_out_makes_one_mail(case, meeting, ruth):
    actions.discuss(case, at=meeting, by=ruth)
    presenter_notices.make_due_notices()
    meetings.reschedule(meeting, starts_at=START + timedelta(days=7), by=ruth)

    assert sweep() == [f"{case.reference} has been chosen for 7 April 2026"]


def test_presenters_are_told_when_their_case_is_moved_off(case, meeting, ruth):
    discussion = actions.discuss(case, at=meeting, by=ruth)
    sweep()
    actions.take_off_agenda(discussion, by=ruth)

    assert sweep() == [f"{case.reference} is no longer on 31 March 2026"]
    assert sweep() == []


def test_a_case_taken_off_before_anybody_was_told_is_not_told_of(case, meeting, ruth):
    discussion = actions.discuss(case, at=meeting, by=ruth)
    presenter_notices.make_due_notices()
    actions.take_off_agenda(discussion, by=ruth)

    assert sweep() == []
    assert not PresenterNotice.objects.exists()


def test_a_case_that_comes_back_is_told_of_anew(case, meeting, ruth):
    actions.take_off_agenda(actions.discuss(case, at=meeting, by=ruth), by=ruth)
    for expected in ("has been chosen", "is no longer on", "has been chosen"):
        if "no longer" in expected:
            actions.take_off_agenda(case.discussions.get(), by=ruth)
        else:
            actions.discuss(case, at=meeting, by=ruth)
        assert [expected in subject for subject in sweep()] == [True]


def test_presenters_are_told_when_the_meeting_is_called_off(case, meeting, ruth):
    actions.discuss(case, at=meeting, by=ruth)
    sweep()
    meetings.cancel(meeting, because="Snow", by=ruth)

    assert sweep() == [f"{case.reference}: the meeting on 31 March 2026 is cancelled"]
    assert sweep() == []


def test_an_empty_story_is_reminded_of_once_two_days_before(case, meeting, ruth):
    actions.discuss(case, at=meeting, by=ruth)
    sweep()

    subjects = []
    for day in range(20, 31):
        with on(day):
            subjects += [(day, subject) for subject in sweep()]
    assert subjects == [(26, f"{case.reference}: complete your case by 28 March 2026")]


def test_nobody_is_reminded_at_night_or_of_a_story_that_is_written(case, meeting, ruth):
    actions.discuss(case, at=meeting, by=ruth)
    sweep()

    with on(26, hour=3):
        assert sweep() == []
    case.presentation = "A woman in her fifties whose post nobody opens."
    case.save()
    with on(26):
        assert sweep() == []


def test_a_story_written_after_the_reminder_was_made_holds_it_back(case, meeting, ruth):
    actions.discuss(case, at=meeting, by=ruth)
    sweep()
    with on(26):
        presenter_notices.make_due_notices()
        case.presentation = "Post"
        case.save()
        assert sweep() == []


def test_who_has_no_address_is_told_in_person_and_that_is_noted(site, ken, meeting, ruth):
    case = CaseFactory(site=site, presenter=ken)
    actions.discuss(case, at=meeting, by=ruth)

    assert sweep() == []
    assert [(tell.member, tell.about) for tell in presenter_notices.notices_to_give_in_person([site.pk])] == [
        (ken, "picked")
    ]
    notice = presenter_notices.record_told_in_person(case, meeting=meeting, member=ken, by=ruth)
    assert notice.told_by == ruth
    assert presenter_notices.notices_to_give_in_person([site.pk]) == []
    assert presenter_notices.record_told_in_person(case, meeting=meeting, member=ken, by=ruth) is None


def test_what_changed_is_to_be_told_in_person_again(site, ken, meeting, ruth):
    case = CaseFactory(site=site, presenter=ken)
    actions.discuss(case, at=meeting, by=ruth)
    presenter_notices.record_told_in_person(case, meeting=meeting, member=ken, by=ruth)
    meetings.cancel(meeting, because="Snow", by=ruth)

    assert [tell.about for tell in presenter_notices.notices_to_give_in_person([site.pk])] == ["called_off"]


def test_nothing_is_told_in_a_programme_that_has_ended(case, meeting, ruth, site):
    actions.discuss(case, at=meeting, by=ruth)
    site.programme.ended_on = date(2026, 3, 1)
    site.programme.save()

    assert sweep() == []


def test_nothing_older_than_a_month_is_caught_up_on(case, meeting, ruth):
    actions.discuss(case, at=meeting, by=ruth)
    case.discussions.update(added_at=datetime(2026, 1, 20, tzinfo=LONDON))

    assert sweep() == []


def test_no_mail_goes_to_who_took_back_their_consent(case, meeting, ruth, tom):
    actions.discuss(case, at=meeting, by=ruth)
    presenter_notices.make_due_notices()
    tom.agreed_to_contact_at = None
    tom.save()

    assert send_due(PresenterNotice, BringRequest) == 0


def test_a_member_is_asked_for_a_case_by_a_mail_with_a_link(site, tom, ruth):
    presenter_notices.ask_to_bring(tom, by=ruth)

    assert sweep() == ["CG3 Dunsmere: do you have a case to present?"]
    assert f"/cases/offer/?site={site.slug}" in mail.outbox[0].body
    assert sweep() == []


def test_nobody_is_asked_twice_in_a_month(tom, ruth):
    presenter_notices.ask_to_bring(tom, by=ruth)

    with pytest.raises(RefusedError, match="was asked on 2 March 2026"):
        presenter_notices.ask_to_bring(tom, by=ruth)
    with time_machine.travel(datetime(2026, 4, 3, 9, tzinfo=LONDON)):
        presenter_notices.ask_to_bring(tom, by=ruth)
    assert BringRequest.objects.count() == 2


def test_who_no_mail_reaches_is_to_be_asked_in_person(ken, ruth):
    with pytest.raises(RefusedError, match="Ask them in person"):
        presenter_notices.ask_to_bring(ken, by=ruth)


def test_what_is_to_be_told_takes_as_many_queries_for_many_cases(
    site, meeting, ruth, django_assert_max_num_queries
):
    for number in range(4):
        member = member_of(site, f"person{number}@example.org", f"Person {number}")
        actions.discuss(CaseFactory(site=site, presenter=member), at=meeting, by=ruth)

    with django_assert_max_num_queries(3):
        assert len(presenter_notices.pending_notices()) == 4
