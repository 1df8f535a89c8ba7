"""Who wrote down that somebody agreed to the ground rules is said beside it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from members.actions import agree
from tests.factories.members import FacilitationFactory, GroundRulesFactory, MemberFactory

pytestmark = pytest.mark.django_db


def test_an_agreement_that_was_said_aloud_is_marked_so(client):
    ruth = FacilitationFactory(member__name="Ruth Adeyemi").member
    rules = GroundRulesFactory(programme=ruth.site.programme)
    ken = MemberFactory(site=ruth.site, without_account=True)
    for member in (ken, ruth):
        agree(member, ground_rules=rules, on=timezone.localdate(), by=ruth.user)
    client.force_login(ruth.user)

    page = client.get(reverse("members:agreement_record", args=[ruth.site.slug])).content.decode()

    assert page.count(f"Agreed aloud, recorded by {ruth.user}") == 1
