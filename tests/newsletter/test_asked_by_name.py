"""Whoever sends a newsletter for checking asks somebody by name to check its entries."""

from datetime import date

from cases.clearance import decision
from cases.clearance.checkers import Checkers
from cases.clearance.models import CheckRequest
from newsletter import actions
from tests.newsletter.checking import texts_of


def test_whoever_sends_it_asks_somebody_by_name_and_somebody_of_each_site_that_has_to_check(people, issue):
    due_on = date(2026, 3, 12)
    chosen = Checkers((people.user("team"),), due_on)

    for _ in range(2):
        actions.send_newsletter_for_checking(issue, by=people.user("broker"), checkers=chosen)

    asked = {text.pk: set() for text in texts_of(issue)}
    for request in CheckRequest.objects.waiting().select_related("asked"):
        asked[request.cleared_text_id].add(request.asked)
        assert (request.due_on, request.asked_by) == (due_on, people.user("broker"))
    for text in texts_of(issue).with_clearance_facts():
        number, needs_the_site = decision.people_needed(text.facts)
        assert len(asked[text.pk]) == number
        if needs_the_site:
            assert any(text.is_from_the_site(person) for person in asked[text.pk])
    assert people.user("team") in set().union(*asked.values())
