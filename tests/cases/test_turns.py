"""Whose turn it is, and which themes a site has talked about."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.actions import cases as actions
from cases.models import BringRequest, Theme
from cases.turns import themes_of, turns_of
from members.actions import leave
from tests.factories.cases import CaseFactory, DiscussionFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.members import FacilitationFactory, MemberFactory
from tests.factories.sites import SiteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return SiteFactory()


def days_ago(site, days: int):
    return MeetingFactory(site=site, starts_at=timezone.now() - timedelta(days=days))


def presented(site, member, days: int):
    return DiscussionFactory(case=CaseFactory(site=site, presenter=member), meeting=days_ago(site, days))


def names(site) -> list[str]:
    return [turn.member.name for turn in turns_of(site)]


def test_who_never_presented_comes_first_then_who_has_waited_longest(site):
    often, lately, long_ago, never = (
        MemberFactory(site=site, name=name) for name in ("Often", "Lately", "Long ago", "Never")
    )
    presented(site, often, 90)
    presented(site, often, 60)
    presented(site, lately, 30)
    presented(site, long_ago, 91)

    assert names(site) == ["Never", "Long ago", "Lately", "Often"]
    assert [turn.times for turn in turns_of(site)] == [0, 1, 1, 2]
    assert never == turns_of(site)[0].member


def test_people_without_e_mail_have_their_turn_too(site):
    MemberFactory(site=site, without_account=True, name="Ken Dale")

    assert names(site) == ["Ken Dale"]


def test_who_left_and_who_facilitates_have_none(site):
    FacilitationFactory(member__site=site)
    gone = MemberFactory(site=site)
    leave(gone, on=timezone.localdate(), because="A new job", by=None)

    assert names(site) == []


def test_who_is_about_to_present_comes_last(site):
    soon, often = MemberFactory(site=site, name="Soon"), MemberFactory(site=site, name="Often")
    presented(site, often, 30)
    DiscussionFactory(case=CaseFactory(site=site, presenter=soon), meeting=MeetingFactory(site=site))

    assert names(site) == ["Often", "Soon"]
    assert turns_of(site)[-1].presents_at is not None


def test_a_case_at_a_meeting_that_was_called_off_was_not_presented(site):
    tom = MemberFactory(site=site)
    off = MeetingFactory(site=site, cancelled=True, starts_at=timezone.now() - timedelta(days=3))
    DiscussionFactory(case=CaseFactory(site=site, presenter=tom), meeting=off)

    assert turns_of(site)[0].times == 0


def test_a_case_that_comes_back_counts_once(site):
    tom = MemberFactory(site=site)
    case = presented(site, tom, 60).case
    DiscussionFactory(case=case, meeting=days_ago(site, 30))

    turn = turns_of(site)[0]
    assert turn.times == 1
    assert turn.last < timezone.now() - timedelta(days=59)


def test_two_who_bring_one_case_have_both_presented(site):
    tom, carol = MemberFactory(site=site, name="Tom"), MemberFactory(site=site, name="Carol")
    case = actions.offer(site, title="Post", kind="challenging", presenters=[tom, carol], by=None)
    DiscussionFactory(case=case, meeting=days_ago(site, 30))

    assert [turn.times for turn in turns_of(site)] == [1, 1]


def test_it_tells_who_was_asked_in_the_last_month(site):
    lately, before = MemberFactory(site=site, name="A"), MemberFactory(site=site, name="B")
    BringRequest.objects.create(member=lately)
    BringRequest.objects.create(member=before, made_at=timezone.now() - timedelta(days=40))

    assert [turn.was_asked_lately for turn in turns_of(site)] == [True, False]


def test_the_turns_take_as_many_queries_for_many_as_for_few(site, django_assert_num_queries):
    for days in (30, 60):
        presented(site, MemberFactory(site=site), days)
    with django_assert_num_queries(2):
        turns_of(site)
    for days in (90, 120, 150):
        presented(site, MemberFactory(site=site), days)

    with django_assert_num_queries(2):
        turns_of(site)


def test_themes_that_have_not_come_up_are_told_apart(site):
    Theme.objects.all().delete()
    debt, post, moves = (Theme.objects.create(name=name, slug=name) for name in ("debt", "post", "moves"))
    for days, themes in ((30, [post]), (60, [post, debt])):
        presented(site, MemberFactory(site=site), days).case.themes.set(themes)
    CaseFactory(site=site).themes.set([moves])  # offered only

    covered = themes_of(site)

    assert covered.themes == [("post", 2), ("debt", 1)]
    assert covered.not_discussed == ["moves"]
