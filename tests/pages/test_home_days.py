"""Role home: what has a last day comes first."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.clearance import actions as clearance_actions
from members.models import User
from pages.home.views import home_context
from tests.factories.cases import CaseFactory, DiscussionFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.members import FacilitationFactory, MemberFactory
from tests.factories.sites import SiteFactory

pytestmark = pytest.mark.django_db


def test_what_has_a_last_day_comes_first_in_the_order_of_these_days():
    site = SiteFactory()
    facilitator = FacilitationFactory(member=MemberFactory(site=site)).member
    presenter = MemberFactory(site=site)
    later = CaseFactory(site=site, presenter=presenter, presentation="")
    meeting = MeetingFactory(site=site, starts_at=timezone.now() + timedelta(days=40))
    DiscussionFactory(case=later, meeting=meeting)
    case = CaseFactory(site=site, presented=True, presenter=presenter)
    clearance_actions.agree(case, member=presenter, audience="programme", by=presenter.user)
    text = clearance_actions.send_for_checking(
        {"title": "What we learned"}, kind="learning_object", audience="programme", programme=site.programme,
        site=site, case=case, authors=[facilitator.user], by=facilitator.user,
    )  # fmt: skip

    first, second = (row.label for row in home_context(User.objects.get(pk=presenter.user.pk))["rows"])

    assert first == f"Agree or not: {text.title}"
    assert second.startswith(f"Complete {later.reference}")
