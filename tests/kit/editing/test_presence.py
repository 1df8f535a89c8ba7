"""Presence: who has a page open, where on it they are, and for how long after they were seen."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from kit.editing.presence import mark_present, people_present
from kit.models import Presence
from tests.factories.cases import CaseFactory
from tests.factories.members import UserFactory

pytestmark = pytest.mark.django_db


def test_the_place_is_cut_to_what_the_column_holds():
    case = CaseFactory()

    mark_present(case, by=UserFactory(), place="x" * 59 + "yz")

    assert people_present(case)[0].place == "x" * 59 + "y"


def test_without_a_place_somebody_is_present_all_the_same():
    case = CaseFactory()

    mark_present(case, by=UserFactory())

    assert [row.place for row in people_present(case)] == [""]


@pytest.mark.parametrize(("seconds", "is_written"), [(9, False), (11, True)])
def test_the_same_again_is_written_after_ten_seconds(seconds, is_written):
    case, ruth = CaseFactory(), UserFactory()
    begun = timezone.now()
    with time_machine.travel(begun, tick=False):
        mark_present(case, by=ruth, place="Notes")

    with time_machine.travel(begun + timedelta(seconds=seconds), tick=False):
        mark_present(case, by=ruth, place="Notes")

    assert (Presence.objects.get().seen_at > begun) == is_written


def test_each_person_is_present_at_each_page_by_themselves():
    one, other = CaseFactory(), CaseFactory()
    ruth, amina = UserFactory(), UserFactory()

    mark_present(one, by=ruth, place="Notes")
    mark_present(one, by=amina, place="Notes")
    mark_present(other, by=ruth, place="Notes")

    assert [row.user for row in people_present(one)] == [ruth, amina]
    assert [row.user for row in people_present(other)] == [ruth]


def test_another_place_is_written_at_once():
    case, ruth = CaseFactory(), UserFactory()
    with time_machine.travel(timezone.now(), tick=False):
        mark_present(case, by=ruth, place="Notes")
        mark_present(case, by=ruth, place="Learning")

    assert [row.place for row in people_present(case)] == ["Learning"]


@pytest.mark.parametrize(("seconds", "present"), [(29, 1), (31, 0)])
def test_whoever_was_not_seen_for_half_a_minute_has_gone(seconds, present):
    case, begun = CaseFactory(), timezone.now()
    with time_machine.travel(begun, tick=False):
        mark_present(case, by=UserFactory(), place="Notes")

    with time_machine.travel(begun + timedelta(seconds=seconds), tick=False):
        assert len(people_present(case)) == present
