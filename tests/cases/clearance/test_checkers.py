"""Somebody is asked by name to check a text until a day, passes it on or says no, and the next person is asked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.clearance import actions as clearance_actions
from cases.clearance import checkers
from cases.clearance.models import Audience, CheckRequest
from cases.clearance.tasks import ask_next
from cases.models import Presenter
from kit.days.working import working_days_after
from kit.errors import RefusedError
from kit.words import day
from tests.cases.checking import approve, send_for_checking
from tests.cases.pages import url, words_of
from tests.factories.members import MemberFactory
from tests.reading import one_line

Ending = CheckRequest.Ending
A_WEEK = working_days_after(timezone.localdate())


def ask(text, *people, by, days=7):
    due_on = timezone.localdate() + timedelta(days=days)
    return checkers.ask_to_check(text, people=people, due_on=due_on, by=by)


def asked(text) -> set:
    """Who is asked to check the text now."""
    return {each.asked for each in CheckRequest.objects.waiting().filter(cleared_text=text)}


def endings(text) -> dict:
    return {each.asked: each.ending for each in text.check_requests.exclude(ending="")}


def let_the_day_pass(text) -> None:
    text.check_requests.filter(ended_at=None).update(due_on=timezone.localdate() - timedelta(days=1))
    ask_next()


def test_whoever_was_asked_least_lately_is_offered_first(case, text, people, another_colleague):
    ask(text, people.member, by=people.facilitator)

    offered = checkers.who_can_be_asked(
        site=case.site, programme=case.site.programme, case=case, sender=people.facilitator
    )

    assert offered[-1] == people.member
    assert set(offered) == {people.member, another_colleague, people.broker, people.team}
    assert {each for each in offered if each.is_from_the_site} == {people.member, another_colleague}


def test_a_request_decides_nothing_and_is_done_by_whoever_checks_it(text, people):
    ask(text, people.member, by=people.facilitator)

    approve(text, people.broker)

    assert asked(text) == set()
    assert endings(text) == {people.member: Ending.DONE}


def test_what_is_sent_back_needs_nobody_any_more(text, people):
    ask(text, people.member, by=people.facilitator)

    clearance_actions.send_back(text, reason="Too exact", by=people.team)

    assert asked(text) == set()
    assert endings(text) == {people.member: Ending.DONE}


def test_of_two_the_other_is_still_asked_when_one_approved(case, people):
    text = send_for_checking(case, by=people.facilitator, audience=Audience.PUBLIC)
    ask(text, people.member, people.broker, by=people.facilitator)

    approve(text, people.broker)

    assert asked(text) == {people.member}


@pytest.mark.parametrize("whose", ["facilitator", "presenter"])
def test_nobody_is_asked_who_may_not_check_it(text, people, whose):
    with pytest.raises(RefusedError, match="Choose somebody else"):
        ask(text, people.user(whose), by=people.facilitator)


def test_asking_twice_asks_once_and_asking_others_takes_their_place(text, people):
    for _ in range(2):
        ask(text, people.member, by=people.facilitator)
    assert text.check_requests.count() == 1

    ask(text, people.broker, by=people.facilitator)

    assert asked(text) == {people.broker}
    assert endings(text) == {people.member: Ending.OVER}


def test_somebody_passes_it_on_and_two_presses_are_one(text, people):
    ask(text, people.member, by=people.facilitator, days=0)

    [first, second] = [checkers.pass_on(text, to=people.broker, by=people.member) for _ in range(2)]

    assert first == second
    assert asked(text) == {people.broker}
    assert first.due_on == working_days_after(timezone.localdate(), 2)  # more than what was left
    with pytest.raises(RefusedError, match="not asked"):
        checkers.pass_on(text, to=people.team, by=people.member)


def test_it_is_passed_on_to_nobody_who_said_no(text, people):
    ask(text, people.member, by=people.facilitator)
    checkers.say_no(text, reason="away", by=people.member)
    [now] = asked(text)

    with pytest.raises(RefusedError, match="cannot be asked"):
        checkers.pass_on(text, to=people.member, by=now)


def test_where_the_site_is_needed_it_is_passed_on_within_the_site(case, people, another_colleague):
    text = send_for_checking(case, by=people.facilitator, audience=Audience.COMMISSIONERS)
    ask(text, people.member, by=people.facilitator)

    now = checkers._with_facts(text)
    offered = checkers.who_can_take_over(now, by=people.member, people=checkers.who_can_check(now))

    assert offered == [another_colleague]


def test_after_a_no_the_next_is_asked_until_nobody_is_left(text, people, sign_in):
    ask(text, people.member, by=people.facilitator)
    refused = set()
    while now := asked(text):
        [person] = now
        refused.add(person)
        for _ in range(2):
            checkers.say_no(text, reason="no_time", by=person)

    assert refused == {people.member, people.broker, people.team}
    assert ask_next() == 0
    assert CheckRequest.objects.with_nobody_left().get().cleared_text == text
    page = words_of(sign_in(people.facilitator).get(url("clearance:text_check", text.pk)))
    assert "Nobody is left to ask" in page
    assert "I have no time before that day" in page


def test_the_night_after_the_day_the_next_is_asked_for_a_week(text, people):
    ask(text, people.member, by=people.facilitator)
    ask_next()
    assert asked(text) == {people.member}

    let_the_day_pass(text)

    assert endings(text) == {people.member: Ending.LAPSED}
    [request] = CheckRequest.objects.waiting()
    assert request.asked in {people.broker, people.team}
    assert (request.asked_by, request.due_on) == (None, A_WEEK)


def leaves(people):
    people.members.member.left_on = timezone.localdate()
    people.members.member.save()


def steps_out(people):
    people.case.stepped_out.create(member=people.members.member)


def becomes_presenter(people):
    Presenter.objects.create(case=people.case, member=people.members.member)


def loses_the_account(people):
    people.member.is_active = False
    people.member.save()


@pytest.mark.parametrize("goes", [leaves, steps_out, becomes_presenter, loses_the_account])
def test_it_goes_to_the_next_when_the_checker_can_no_longer_check_it(case, text, people, goes):
    people.case = case
    ask(text, people.member, by=people.facilitator)

    goes(people)
    assert asked(text) == set()
    ask_next()

    assert endings(text) == {people.member: Ending.CANNOT}
    assert len(asked(text)) == 1


def test_a_text_that_takes_its_place_asks_the_same_people(case, text, people):
    ask(text, people.member, people.broker, by=people.facilitator)

    newer = send_for_checking(case, by=people.broker, title="Shorter", replaces=text)

    assert asked(text) == set()
    assert asked(newer) == {people.member}  # the broker wrote this one


def test_in_a_programme_that_ended_nobody_is_asked_next(text, people):
    ask(text, people.member, by=people.facilitator)
    people.programme.ended_on = timezone.localdate()
    people.programme.save()

    let_the_day_pass(text)

    assert endings(text) == {}


def test_where_nobody_was_asked_by_name_nobody_is(text):
    assert ask_next() == 0
    assert not CheckRequest.objects.exists()


def test_the_page_says_who_is_asked_until_when_and_they_answer_on_it(text, people, sign_in):
    ask(text, people.member, by=people.facilitator)
    page = one_line(words_of(sign_in(people.broker).get(url("clearance:text_check", text.pk))))
    assert f"{people.member.name} is asked until" in page
    client = sign_in(people.member)
    assert "You are asked until" in one_line(words_of(client.get(url("clearance:text_check", text.pk))))

    refused = client.post(url("clearance:text_say_no", text.pk), {})
    said = client.post(url("clearance:text_say_no", text.pk), {"reason": "away"}, follow=True)

    assert refused.status_code == 422
    assert "You are no longer asked to check it" in words_of(said)
    assert endings(text) == {people.member: Ending.SAID_NO}


def test_the_asked_person_passes_it_on_on_the_page(text, people, sign_in):
    ask(text, people.member, by=people.facilitator)

    said = sign_in(people.member).post(
        url("clearance:text_pass_on", text.pk), {"to": people.team.pk}, follow=True
    )

    assert f"{people.team.name} is asked to check it by" in words_of(said)
    assert asked(text) == {people.team}


def test_a_facilitator_asks_somebody_later_on_the_page(text, people, sign_in):
    late = timezone.localdate() + timedelta(days=30)
    typed = {"checker": people.team.pk, "check_by": day(late)}

    past = sign_in(people.facilitator).post(
        url("clearance:text_ask", text.pk), {**typed, "check_by": "5 January 2012"}
    )
    said = sign_in(people.facilitator).post(url("clearance:text_ask", text.pk), typed)

    assert past.status_code == 422
    assert "Enter a day from today on" in words_of(past)
    assert said.status_code == 302
    assert [each.due_on for each in CheckRequest.objects.waiting()] == [late]


def test_reading_who_is_asked_takes_one_query_for_everybody(case, people, django_assert_num_queries):
    for title in ("One", "Two", "Three"):
        text = send_for_checking(case, by=people.facilitator, title=title)
        ask(text, MemberFactory(site=people.site).user, by=people.facilitator)

    with django_assert_num_queries(1):
        found = list(CheckRequest.objects.waiting().select_related("asked", "asked_by", "cleared_text"))

    assert len(found) == 3
