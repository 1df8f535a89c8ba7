"""One site with its people in every role, and a stranger from another programme."""

from datetime import timedelta

import pytest
from django.utils import timezone

from meetings import actions
from tests.factories.members import (
    GroundRulesFactory,
    MemberFactory,
)


@pytest.fixture
def meeting(people):
    """The taster of the site, a week ago, with ground rules."""
    made = actions.schedule(
        people.site, starts_at=timezone.now() - timedelta(days=7), place="The upstairs room", by=None
    )
    GroundRulesFactory(programme=people.site.programme, since=made.day)
    return made


@pytest.fixture
def tom(people):
    return MemberFactory(site=people.site, name="Tom Hallett")
