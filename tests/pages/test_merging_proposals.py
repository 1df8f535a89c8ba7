"""Merging two records keeps the role that was proposed for one of them."""

import pytest

from members.models import DisciplineProposal, Member
from pages.merging.actions import merge_members
from tests.factories.members import MemberFactory

pytestmark = pytest.mark.django_db


def test_a_role_that_was_proposed_for_the_record_that_goes_stays_proposed(people):
    proposal = DisciplineProposal.objects.create(programme=people.site.programme, name="Street outreach")
    kept = MemberFactory(site=people.site, name="Ann Shaw", discipline=None, user=None)
    gone = MemberFactory(site=people.site, name="Anne Shaw", discipline=None, user=None, proposal=proposal)

    merge_members(Member.objects.get(pk=kept.pk), gone=Member.objects.get(pk=gone.pk), by=people.facilitator)

    assert list(proposal.members.all()) == [kept]
