"""How far a site is on its way to the minimum."""

from datetime import timedelta

import pytest
from django.utils import timezone

from meetings.models import Meeting
from meetings.progress import progress_of_site, progress_of_sites
from sites_app.models import SiteState
from tests.factories.meetings import MeetingFactory
from tests.factories.members import MemberFactory
from tests.factories.sites import SiteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return SiteFactory()


def meeting(site, days, **fields):
    return MeetingFactory(site=site, starts_at=timezone.now() + timedelta(days=days), **fields)


def test_the_line_shows_held_called_off_next_to_come_and_missing(site):
    meeting(site, -60, number=1, kind=Meeting.Kind.TASTER)
    meeting(site, -40, number=2, cancelled=True)
    meeting(site, -30, number=2)
    meeting(site, 3, number=3)
    meeting(site, 30, number=4)

    progress = progress_of_site(site)

    assert [(ring.state, ring.label) for ring in progress.rings] == [
        ("done", "Taster"),
        ("off", "Cancelled"),
        ("done", "2"),
        ("now", "3"),
        ("", "4"),
        ("", "5"),
        ("", "6"),
    ]
    assert progress.rings[-1].text == "no date"
    assert (progress.sentence, progress.missing) == ("Two of six meetings held", 2)
    assert progress.next.number == 3
    assert progress.warning == "To reach six meetings, two more dates are needed."


@pytest.mark.parametrize(
    ("weeks", "words"),
    [
        (52, "The programme ends on"),
        (4, ": one meeting a month will not be enough."),
    ],
)
def test_the_warning_says_where_the_time_left_is_too_short(site, weeks, words):
    site.programme.ends_on = timezone.localdate() + timedelta(weeks=weeks)

    warning = progress_of_site(site).warning

    assert warning.startswith("To reach six meetings, six more dates are needed. The programme ends on")
    assert words in warning
    assert ("not be enough" in warning) == (weeks == 4)


def test_enough_dates_need_no_warning(site):
    for number in range(1, 7):
        meeting(site, number * 20, number=number)

    assert (progress_of_site(site).missing, progress_of_site(site).warning) == (0, "")


@pytest.mark.parametrize("ends", ["site", "programme"])
def test_where_it_ended_nothing_is_missing_any_more(site, ends):
    meeting(site, -30, number=1)
    if ends == "site":
        site.states.create(state=SiteState.State.ENDED, since=timezone.localdate(), reason="No host")
    else:
        site.programme.ended_on = timezone.localdate()

    progress = progress_of_site(site)

    assert ([ring.state for ring in progress.rings], progress.warning) == (["done"], "")


def test_the_line_has_eight_rings_at_most(site):
    for number in range(1, 12):
        meeting(site, -400 + number * 30, number=number)

    progress = progress_of_site(site)

    assert [ring.label for ring in progress.rings] == [str(number) for number in range(4, 12)]
    assert progress.sentence == "Eleven meetings held"


def test_many_sites_take_two_queries(django_assert_num_queries):
    sites = [SiteFactory() for _ in range(4)]
    for site in sites:
        meeting(site, 3, number=1)

    with django_assert_num_queries(2):
        found = progress_of_sites(sites)

    assert [found[site.pk].next.site_id for site in sites] == [site.pk for site in sites]


def test_a_persons_next_meeting_is_the_next_one_of_their_own_sites(site):
    person = MemberFactory(site=site).user
    meeting(SiteFactory(programme=site.programme), 1, number=1)
    meeting(site, 2, number=1, cancelled=True)
    mine = meeting(site, 3, number=1)
    meeting(site, 30, number=2)

    assert Meeting.objects.upcoming().for_user(person).first() == mine


def test_of_many_meetings_the_line_shows_the_last_and_the_next(site):
    for number in range(1, 15):
        meeting(site, -100 + number * 30, number=number)  # three were held, eleven are planned

    rings = progress_of_site(site).rings

    assert [(ring.label, ring.state) for ring in rings] == [
        ("1", "done"), ("2", "done"), ("3", "done"), ("4", "now"), ("5", ""), ("6", ""), ("7", ""), ("8", ""),
    ]  # fmt: skip


def test_a_long_line_has_the_next_meeting_with_those_before_and_after_it(site):
    for number in range(1, 21):
        meeting(site, -315 + number * 30, number=number)  # ten were held, ten are planned

    rings = progress_of_site(site).rings

    assert [(ring.label, ring.state) for ring in rings] == [
        ("6", "done"), ("7", "done"), ("8", "done"), ("9", "done"), ("10", "done"), ("11", "now"), ("12", ""), ("13", ""),
    ]  # fmt: skip
