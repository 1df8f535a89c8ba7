"""Who is mailed about what waits, when, and how often: once, then at most two reminders, and nothing that is done."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from kit.models import RefusedAddress
from kit.queues import NotWantedError, send_due
from members.models import Member
from pages.notices import actions
from pages.notices.mailing import make_due_mail, take_as_told
from pages.notices.models import NoticeMail, Preferences, Told
from pages.notices.topics import BY_KIND
from tests.cases.checking import approve, send_for_checking
from tests.factories.cases import CaseFactory

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 3, 2)
TEXTS = BY_KIND["text_to_check"].number


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour, minute))


def in_days(days: int, hour: int = 8, minute: int = 1) -> datetime:
    return at(MONDAY + timedelta(days=days), hour, minute)


def tick(moment: datetime) -> list[str]:
    """Let the sweep come by at this moment; return whom it mailed."""
    mail.outbox.clear()
    with time_machine.travel(moment, tick=False):
        make_due_mail()
        send_due(NoticeMail)
    return sorted(letter.to[0] for letter in mail.outbox)


@pytest.fixture(autouse=True)
def _on_a_sunday():
    with time_machine.travel(in_days(-1, 15)):
        yield


@pytest.fixture
def text(_on_a_sunday, people):
    """A write-up that was sent for checking on Sunday: the broker, the team and members of the site may check it."""
    case = CaseFactory(site=people.site, presenter=people.members.presenter, presented=True)
    return send_for_checking(case, by=people.facilitator)


def test_what_waits_is_told_in_one_summary_at_eight_on_a_working_day(people, text):
    assert tick(in_days(-1, 16)) == []
    assert tick(in_days(0, 7, 55)) == []

    assert people.broker.email in tick(in_days(0))
    assert tick(in_days(0, 8, 6)) == []
    assert tick(in_days(1)) == []


def test_nobody_is_reminded_more_than_twice(people, text):
    asked = [0, 1, 6, 7, 8, 14, 20, 21, 22, 35, 42, 70, 119]
    days = [day for day in asked if people.broker.email in tick(in_days(day))]

    assert days == [0, 7, 21]
    assert Told.objects.get(user=people.broker, kind="text_to_check").times == 3


def test_nobody_who_has_done_it_is_reminded(people, text):
    tick(in_days(0))
    with time_machine.travel(in_days(2), tick=False):
        approve(text, people.broker)

    assert people.broker.email not in tick(in_days(7))


def test_it_is_asked_again_at_the_moment_of_sending(people, text):
    with time_machine.travel(in_days(0), tick=False):
        make_due_mail()
        approve(text, people.broker)
        mine = NoticeMail.objects.get(user=people.broker)

        with pytest.raises(NotWantedError):
            mine.message()


def test_two_sweeps_at_one_moment_tell_a_thing_once(people, text):
    with time_machine.travel(in_days(0), tick=False):
        make_due_mail()
        make_due_mail()

    assert NoticeMail.objects.filter(user=people.broker).count() == 1
    assert Told.objects.filter(user=people.broker).count() == 1


def test_a_mail_says_references_and_links_and_how_to_change_that(people, text):
    tick(in_days(0))
    (letter,) = [each for each in mail.outbox if each.to == [people.broker.email]]

    assert text.case.reference in letter.body
    assert text.title not in letter.body + letter.subject
    assert "/notices/settings/" in letter.body


def test_people_choose_at_once_the_summary_or_only_the_page(people, text):
    actions.choose(people.broker, summary="daily", paused_until=None, topics={TEXTS: "at_once"})
    actions.choose(people.team, summary="daily", paused_until=None, topics={TEXTS: "page"})

    assert tick(in_days(0, 7)) == [people.broker.email]
    assert people.broker.email not in tick(in_days(0))
    assert not Told.objects.filter(user=people.team, kind="text_to_check").exists()


def test_the_weekly_summary_comes_on_the_first_working_day_of_the_week(people, text):
    actions.choose(people.broker, summary="weekly", paused_until=None, topics={})
    tick(in_days(0))
    Told.objects.all().delete()
    NoticeMail.objects.all().delete()

    assert [day for day in range(1, 8) if people.broker.email in tick(in_days(day))] == [7]


def test_without_a_summary_only_what_is_told_at_once_is_mailed(people, text):
    actions.choose(people.broker, summary="never", paused_until=None, topics={})

    assert people.broker.email not in tick(in_days(0))


def test_a_pause_ends_on_its_day_with_what_still_waits(people, text):
    actions.choose(people.broker, summary="daily", paused_until=MONDAY + timedelta(days=3), topics={})

    assert [day for day in range(5) if people.broker.email in tick(in_days(day))] == [3]


def test_no_mail_goes_on_a_bank_holiday(people, text):
    easter = date(2026, 4, 3)  # Good Friday
    actions.choose(people.broker, summary="daily", paused_until=easter, topics={})

    found = [days for days in range(5) if people.broker.email in tick(at(easter + timedelta(days=days), 8))]
    assert found == [4]


@pytest.mark.parametrize("why", ["closed", "no consent", "refused"])
def test_nobody_is_mailed_who_cannot_be(people, text, why):
    member = people.seat("member")
    if why == "closed":
        member.user.is_active = False
        member.user.save()
    elif why == "no consent":
        Member.objects.filter(pk=member.pk).update(agreed_to_contact_at=None)
    else:
        RefusedAddress.objects.create(email=member.user.email, why="No such person.")

    assert member.user.email not in tick(in_days(0))
    assert not NoticeMail.objects.filter(user=member.user).exists()


def test_a_mail_to_somebody_whose_account_was_closed_meanwhile_is_given_up(people, text):
    with time_machine.travel(in_days(0), tick=False):
        make_due_mail()
        people.broker.__class__.objects.filter(pk=people.broker.pk).update(is_active=False)
        send_due(NoticeMail)

    assert NoticeMail.objects.get(user=people.broker).failed_at is not None


def test_a_mail_that_did_not_go_goes_on_the_next_working_day_and_not_at_night(people, text):
    with time_machine.travel(in_days(4), tick=False):  # a Friday on which the mail server is away
        make_due_mail()

    def sent(days, hour):
        return people.broker.email in tick(in_days(days, hour))

    assert [sent(4, 20), sent(5, 10), sent(7, 7)] == [False, False, True]
    assert NoticeMail.objects.filter(user=people.broker).count() == 1


def test_what_is_old_when_telling_begins_is_taken_as_told(people, text):
    with time_machine.travel(in_days(0), tick=False):
        assert take_as_told() > 0

    assert [day for day in (0, 1, 7, 14, 21) if tick(in_days(day))] == []


def test_the_number_of_queries_does_not_grow_with_people(people, text, django_assert_max_num_queries):
    from tests.factories.members import MemberFactory

    def queries() -> int:
        NoticeMail.objects.all().delete()
        Told.objects.all().delete()
        with time_machine.travel(in_days(0), tick=False), django_assert_max_num_queries(100) as found:
            make_due_mail()
        return len(found)

    few = queries()
    for _ in range(12):
        MemberFactory(site=people.site)
    many = queries()

    assert NoticeMail.objects.count() >= 12
    assert many == few


def test_preferences_are_the_usual_until_somebody_chooses(people):
    assert Preferences().summary == Preferences.Summary.DAILY
    assert not Preferences().is_paused
