"""Whoever sends a text for checking chooses who is asked by name: two for everyone, one of them from the site."""

import pytest
from django.utils import timezone

from cases.clearance.models import CheckRequest, ClearedText
from kit.days.working import working_days_after
from tests.cases.checking import ANSWERS
from tests.cases.pages import url, words_of
from tests.factories.cases import CommissionerIssueFactory
from tests.reading import one_line
from tests.ticked import LOOKED


@pytest.fixture
def send(people, case, sign_in):
    """`send(**typed)`: the facilitator sends an issue for checking."""
    issue = CommissionerIssueFactory(case=case, raised_by=people.facilitator, words="As said in the room.")
    address = url("commissioning:issue_send_for_checking", issue.pk)
    usual = {
        "title": "People lose support", "words": "After two letters.", "audience": "commissioners",
        "exactness": "month", **ANSWERS, **LOOKED,
    }  # fmt: skip
    return lambda **typed: sign_in(people.facilitator).post(address, {**usual, **typed})


def requests() -> list:
    return [each.asked for each in CheckRequest.objects.waiting()]


def test_whoever_is_chosen_is_asked_for_a_week_of_working_days(send, people):
    response = send(checker=people.member.pk)

    assert response.status_code == 302
    [request] = CheckRequest.objects.waiting()
    assert (request.asked, request.asked_by) == (people.member, people.facilitator)
    assert request.due_on == working_days_after(timezone.localdate())


def test_where_nobody_is_chosen_it_is_as_without_names(send):
    response = send(checker="", second_checker="", check_by="")

    assert response.status_code == 302
    assert ClearedText.objects.being_checked().count() == 1
    assert requests() == []


def test_for_everyone_two_are_asked(send, people):
    same = send(audience="public", checker=people.member.pk, second_checker=people.member.pk)
    two = send(audience="public", checker=people.member.pk, second_checker=people.team.pk)

    assert (same.status_code, two.status_code) == (422, 302)
    assert "Choose two different people" in words_of(same)
    assert set(requests()) == {people.member, people.team}


def test_whoever_chooses_one_for_everyone_has_a_second_asked(send, people):
    send(audience="public", checker=people.member.pk)

    asked = set(requests())
    assert len(asked) == 2
    assert people.member in asked


def test_for_commissioners_one_is_from_the_site(send, people):
    send(checker=people.broker.pk)

    assert set(requests()) == {people.member, people.broker}


@pytest.mark.parametrize("whose", ["presenter", "facilitator", "adviser"])
def test_nobody_can_be_chosen_who_may_not_check_it(send, people, whose):
    response = send(checker=people.user(whose).pk)

    assert response.status_code == 422
    assert "This person cannot check it" in words_of(response)


@pytest.mark.parametrize("typed", ["31 February", "1 March 2012", "1 March 2099"])
def test_a_day_that_cannot_be_is_refused_and_stays_on_screen(send, people, typed):
    response = send(checker=people.member.pk, check_by=typed)

    assert response.status_code == 422
    assert typed in words_of(response)
    assert requests() == []


def test_in_place_of_somebody_whose_words_are_in_it_the_next_is_asked(
    case, people, sign_in, another_colleague
):
    issue = CommissionerIssueFactory(case=case, raised_by=people.member, words="After two letters they stop.")
    typed = {
        "title": "People lose support", "words": "After two letters they stop.", "audience": "commissioners",
        "exactness": "month", "checker": people.member.pk, **ANSWERS, **LOOKED,
    }  # fmt: skip

    response = sign_in(people.facilitator).post(url("commissioning:issue_send_for_checking", issue.pk), typed)

    assert response.status_code == 302
    assert requests() == [another_colleague]


def test_the_first_on_the_list_is_from_the_site_and_suggested(case, people, sign_in):
    issue = CommissionerIssueFactory(case=case, raised_by=people.facilitator, words="As said in the room.")

    page = one_line(
        words_of(sign_in(people.facilitator).get(url("commissioning:issue_send_for_checking", issue.pk)))
    )

    assert f'<option value="{people.member.pk}" selected>{people.member.name}, from the site</option>' in page
