"""What the page tells of two records before they are merged."""

import pytest

from pages.merging.plan import Plan
from tests.factories.cases import NextStepFactory
from tests.factories.members import MemberFactory

pytestmark = pytest.mark.django_db


def test_the_plan_tells_what_moves_and_nothing_of_what_does_not(people):
    kept = people.seat("presenter")
    other = MemberFactory(site=people.site, user=None)
    other.employments.all().delete()
    assert Plan(kept, other).moves == []

    NextStepFactory(discussion__case__site=people.site, discussion__meeting__site=people.site, owner=other)

    assert Plan(kept, other).moves == ["1 next step"]
