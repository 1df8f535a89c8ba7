"""What helps, in numbers: what is counted, and how. What is published of it: test_published_figures.py."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from cases.models import Need, Theme
from cases.next_steps.tallies import Period, Tally, tallies_of
from cases.next_steps.what_helps import figures_of
from tests.factories.cases import CaseFactory, DiscussionFactory, FeedbackFactory, NextStepFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.members import DisciplineFactory, MemberFactory
from tests.factories.sites import ProgrammeFactory, SiteFactory

TODAY = datetime(2026, 3, 20, 10, 0, tzinfo=UTC)
ALL = Period()


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(TODAY):
        yield


@pytest.fixture
def programme(db):
    return ProgrammeFactory(started_on=date(2026, 1, 5))


@pytest.fixture
def site(programme):
    return SiteFactory(programme=programme, code="CP1", place="Ashby")


def discussed(site, *, month=2, themes=(), needs=(), **meeting):
    """A case that came to a meeting of `site` on the tenth of that month of 2026."""
    case = CaseFactory(site=site)
    case.themes.set(themes)
    case.needs.set(needs)
    starts_at = datetime(2026, month, 10, 14, 0, tzinfo=UTC)
    return DiscussionFactory(case=case, meeting=MeetingFactory(site=site, starts_at=starts_at, **meeting))


def agreed(discussion, *outcomes, **step):
    """A step for each of `outcomes`, answered so the same day; "" for no answer."""
    owner = step.pop("owner", None) or MemberFactory(site=discussion.case.site)
    for outcome in outcomes:
        found = NextStepFactory(discussion=discussion, owner=owner, **step)
        if outcome:
            with time_machine.travel(discussion.meeting.starts_at):
                FeedbackFactory(next_step=found, outcome=outcome)


def lines(figures, name):
    """Each label of a table with its three numbers."""
    table = next(table for table in figures.tables if table.name == name)
    return [(line.words, line.tally.suggested, line.tally.fed_back, line.tally.good) for line in table.lines]


def test_holding_steady_counts_as_success(site):
    agreed(discussed(site), "helped", "held_steady", "no_change", "worse", "not_tried", "")

    figures = figures_of([site], ALL)

    assert figures.tally == Tally(suggested=6, fed_back=5, good=2)
    assert figures.tally.sentence == "Of 6 next steps suggested, 5 had feedback; 2 helped or held steady."
    assert {given.outcome: given.times for given in figures.outcomes} == {
        "helped": 1, "held_steady": 1, "no_change": 1, "worse": 1, "not_tried": 1,
    }  # fmt: skip


def test_not_yet_has_not_come_back(site):
    agreed(discussed(site), "not_yet")

    assert figures_of([site], ALL).tally == Tally(1, 0, 0)


def test_what_came_after_not_yet_is_what_counts(site):
    discussion = discussed(site)
    agreed(discussion, "helped")
    FeedbackFactory(next_step=discussion.next_steps.get(), outcome="not_yet")

    assert figures_of([site], ALL).tally == Tally(1, 1, 1)


def test_a_meeting_that_was_called_off_or_is_to_come_suggested_nothing(site):
    agreed(discussed(site, cancelled=True), "")
    agreed(discussed(site, month=4), "")

    assert figures_of([site], ALL).tally == Tally(0, 0, 0)
    assert figures_of([site], ALL).tally.sentence == "No next step was suggested."


def test_a_step_stands_under_each_theme_and_need_of_its_case(site):
    housing, alcohol = Theme.objects.all()[:2]
    need = Need.objects.first()
    agreed(discussed(site, themes=[housing, alcohol], needs=[need]), "helped", "")
    agreed(discussed(site, themes=[alcohol]), "worse")
    agreed(discussed(site), "helped")

    figures = figures_of([site], ALL)

    assert lines(figures, "theme") == [
        (alcohol.name, 3, 2, 1),
        (housing.name, 2, 1, 1),
        ("No theme", 1, 1, 1),
    ]
    assert lines(figures, "need") == [(need.name, 2, 1, 1), ("No need named", 2, 2, 1)]
    assert [table.is_overlapping for table in figures.tables] == [True, False, False]


def test_a_step_counts_for_the_role_of_whoever_tried_it(site):
    nurse = DisciplineFactory(programme=site.programme, name="Nurse")
    discussion = discussed(site)
    agreed(discussion, "helped", "", owner=MemberFactory(site=site, discipline=nurse))
    NextStepFactory(discussion=discussion, owner=None)

    assert lines(figures_of([site], ALL), "role") == [("Nurse", 2, 1, 1), ("No owner", 1, 0, 0)]


def test_a_step_of_somebody_whose_role_is_not_known_is_not_one_without_an_owner(site):
    agreed(discussed(site), "helped", owner=MemberFactory(site=site, discipline=None))

    assert lines(figures_of([site], ALL), "role") == [("Role not known yet", 1, 1, 1)]


def test_several_sites_are_counted_by_site_too(programme, site):
    other = SiteFactory(programme=programme, code="CP2", place="Birley")
    agreed(discussed(site), "helped")
    agreed(discussed(other), "", "")

    assert lines(figures_of([site, other], ALL), "site") == [("CP2 Birley", 2, 0, 0), ("CP1 Ashby", 1, 1, 1)]
    assert [table.name for table in figures_of([site], ALL).tables] == ["theme", "need", "role"]


def test_a_period_is_of_whole_months(site):
    agreed(discussed(site, month=1), "helped")
    agreed(discussed(site, month=2), "")
    agreed(discussed(site, month=3), "worse", "worse")

    def suggested(first, last):
        return figures_of([site], Period(first, last)).tally.suggested

    assert suggested(date(2026, 2, 1), date(2026, 2, 1)) == 1
    assert suggested(None, date(2026, 2, 1)) == 2
    assert suggested(date(2026, 2, 1), None) == 3
    assert Period(last=date(2026, 12, 1)).ends == date(2027, 1, 1)


def test_every_site_has_its_share_in_one_query(programme, site, django_assert_num_queries):
    other = SiteFactory(programme=programme)
    agreed(discussed(site), "helped", "no_change", "not_yet", "")

    with django_assert_num_queries(1):
        tallies = tallies_of([site, other])

    assert tallies == {site.pk: Tally(4, 2, 1), other.pk: Tally(0, 0, 0)}
    assert (tallies[site.pk].share, tallies[other.pk].share) == (50, None)


def test_the_number_of_queries_does_not_grow_with_steps(site, django_assert_num_queries):
    agreed(discussed(site, themes=Theme.objects.all()[:3]), "helped", "")
    with django_assert_num_queries(4):  # steps, themes, needs and the roles of the day
        figures_of([site], ALL)

    for _ in range(3):
        agreed(discussed(site, themes=Theme.objects.all()[:3]), "helped", "", "")
    with django_assert_num_queries(4):
        figures_of([site], ALL)


def test_the_share_that_came_back_is_rounded():
    assert Tally(suggested=18, fed_back=12).share == 67
