"""Pages by keyset: each row on one page, forth and back, however many share a moment, and old addresses answered."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.models import Case
from kit.keyset import Place, page_of
from tests.factories.cases import CaseFactory
from tests.factories.sites import SiteFactory

pytestmark = pytest.mark.django_db
SIZE = 3


@pytest.fixture
def newest_first() -> list[int]:
    """Eight cases, of which three were offered at the same moment."""
    site, now = SiteFactory(), timezone.now()
    days = [1, 2, 3, 3, 3, 4, 5, 6]
    rows = [CaseFactory(site=site, offered_at=now - timedelta(days=each)) for each in days]
    return [row.pk for row in sorted(rows, key=lambda row: (row.offered_at, row.pk), reverse=True)]


def page(query: str = ""):
    parameters = dict([query.split("=")]) if query else {}
    return page_of(Case.objects.all(), parameters, moment="offered_at", size=SIZE)


def test_forth_and_back_every_row_stands_on_one_page(newest_first):
    first = page()
    second = page(first.older)
    third = page(second.older)

    assert first.keys + second.keys + third.keys == newest_first
    assert (first.newer, third.older) == ("", "")
    assert page(third.newer) == second
    assert page(second.newer).keys == first.keys


def test_the_address_of_a_page_by_number_is_answered(newest_first):
    assert page("page=2").keys == newest_first[SIZE : 2 * SIZE]
    assert page("page=2").older == page(page().older).older
    assert page("page=900").keys == newest_first[:SIZE]


def test_a_row_that_is_new_moves_nothing_from_one_page_to_the_next(newest_first):
    older = page().older

    CaseFactory(site=SiteFactory())

    assert page(older).keys == newest_first[SIZE : 2 * SIZE]


@pytest.mark.parametrize(
    "nonsense", ["after=", "after=x-y", "before=99999999999999999999-1", "after=-1-2", "page=0", "page=x"]
)
def test_what_is_no_place_gives_the_first_page(newest_first, nonsense):
    assert page(nonsense).keys == newest_first[:SIZE]


def test_a_place_says_itself_to_the_microsecond():
    place = Place(timezone.now(), 17)

    assert Place.read(str(place)) == place
