"""What became of a promise is news for whoever did not say it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.commissioning import actions
from pages.notices import kinds
from pages.notices.waiting import waiting_for
from tests.cases.commissioning.test_views import publish
from tests.factories.cases import CaseFactory, CommissionerIssueFactory, IssueReplyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def promise(people):
    """A promise whose day was yesterday, about an issue that the neighbour raised too."""
    issue = publish(CommissionerIssueFactory(case=CaseFactory(site=people.site, presented=True)), people)
    merged = CommissionerIssueFactory(case=CaseFactory(site=people.neighbour, presented=True))
    actions.merge(merged, into=issue, by=people.team)
    day = timezone.localdate() - timedelta(days=1)
    return IssueReplyFactory(issue=issue, by=people.commissioner, kind="will_change", due_on=day)


def told(user) -> list[str]:
    return [each.sentence for each in waiting_for(user) if each.kind is kinds.OUTCOME_SAID]


def test_what_a_site_says_is_news_for_the_commissioner_and_the_other_sites(people, promise):
    actions.say_outcome(
        promise, outcome="not_kept", on=timezone.localdate(), site=people.neighbour, by=people.elsewhere
    )

    says = "A site that raised it says of a promise about “Excluded from a service”: not kept."
    assert told(people.commissioner) == [says]
    assert told(people.facilitator) == [says]
    assert told(people.elsewhere) == []


def test_that_a_commissioner_did_not_keep_it_is_news_for_every_site(people, promise):
    actions.say_outcome(
        promise, outcome="partly", on=timezone.localdate(), words="Fridays only", by=people.commissioner
    )

    for user in (people.facilitator, people.elsewhere):
        assert ["partly kept" in each for each in told(user)] == [True]
    assert told(people.commissioner) == []
