"""The link in an owner's mail: it opens their own steps alone, answers one at a time, and ends when the group meets again."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from cases.next_steps import links
from cases.next_steps.models import Feedback
from kit.models import AuditEvent, subject_of
from meetings import actions as meeting_actions
from tests.cases.pages import count_queries, url, words_of
from tests.factories.cases import CaseFactory, NextStepFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.members import MemberFactory


@pytest.fixture
def carol(people):
    return MemberFactory(site=people.site, name="Carol Voss")


@pytest.fixture
def step(case, carol):
    return NextStepFactory(discussion=case.discussions.get(), owner=carol, what="Ring the daughter first")


def link(member) -> str:
    return url("next_steps:my_steps", links.token_of(member))


def post(client, member, step, **typed):
    fields = {f"step{step.pk}-{name}": value for name, value in typed.items()}
    return client.post(link(member), {"step": step.pk, **fields})


def test_a_link_shows_the_owners_steps_and_nothing_else(client, people, case, carol, step):
    theirs = NextStepFactory(discussion=step.discussion, owner=people.members.member, what="Ask the GP")

    page = words_of(client.get(link(carol)))

    assert "Did it help, Carol?" in page
    assert "Ring the daughter first" in page
    assert case.reference in page
    for secret in (theirs.what, theirs.owner.name, case.title, case.presentation, case.learning):
        assert secret not in page
    assert f"/cases/{case.pk}/" not in page


def test_looking_changes_nothing_and_is_recorded_as_reading_once_a_day(client, carol, step):
    client.get(link(carol))
    client.get(link(carol))

    assert not Feedback.objects.exists()
    event = AuditEvent.objects.get()
    assert (event.verb, event.subject) == ("read", f"cases.case:{step.discussion.case_id}")
    assert (event.by, event.link_of) == (carol.user, subject_of(carol))


@pytest.mark.parametrize("outcome", [value for value in Feedback.Outcome.values if value != "not_tried"])
def test_every_answer_can_be_given_without_signing_in(client, carol, step, outcome):
    response = post(client, carol, step, outcome=outcome, words="She rang back.")

    given = Feedback.objects.get()
    assert (given.outcome, given.words, given.given_by, given.recorded_by) == (
        outcome, "She rang back.", carol, None,
    )  # fmt: skip
    assert given.attribution == "Carol, by e-mail link"
    assert response.status_code == 302


def test_the_answer_is_marked_so_on_the_page_of_the_case(client, people, case, carol, step):
    post(client, carol, step, outcome="helped")
    client.force_login(people.member)

    assert "Carol, by e-mail link" in words_of(client.get(case.get_absolute_url()))


def test_not_tried_asks_why_and_keeps_the_rest(client, carol, step):
    response = post(client, carol, step, outcome="not_tried", words=" ")

    assert response.status_code == 422
    assert "Enter why it was not tried" in words_of(response)
    assert not Feedback.objects.exists()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({}, "Choose an answer"),
        ({"outcome": "splendid"}, "Select a valid choice"),
        ({"outcome": "helped", "words": "Ring 01632 960 114"}, "phone number"),
        ({"outcome": "helped", "words": "a\x00b"}, "Null characters"),
        ({"outcome": "helped", "words": "x" * 4001}, "4,000"),
    ],
)
def test_what_can_not_be_kept_is_said_with_the_words_still_there(client, carol, step, typed, says):
    response = post(client, carol, step, **typed)

    assert response.status_code == 422
    assert says in words_of(response)
    assert not Feedback.objects.exists()


def test_one_answer_leaves_the_others_open(client, carol, step):
    second = NextStepFactory(discussion=step.discussion, owner=carol, what="Open the post together")

    page = client.post(link(carol), {"step": step.pk, f"step{step.pk}-outcome": "helped"}, follow=True)

    assert second.what in words_of(page)
    assert step.what not in words_of(page)
    assert "Everyone in the group can read it" in words_of(page)


def test_who_has_answered_everything_is_thanked(client, carol, step):
    post(client, carol, step, outcome="helped")

    page = client.get(link(carol))

    assert page.status_code == 200
    assert "Thank you, Carol" in words_of(page)


def test_a_step_answered_meanwhile_is_not_answered_twice(client, people, carol, step):
    second = NextStepFactory(discussion=step.discussion, owner=carol)
    post(client, carol, step, outcome="helped")

    response = post(client, carol, step, outcome="worse")

    assert response.status_code == 422
    assert "already has feedback" in words_of(response)
    assert second.what in words_of(response)
    assert Feedback.objects.get().outcome == "helped"


def test_nobody_answers_for_somebody_else(client, people, carol, step):
    theirs = NextStepFactory(discussion=step.discussion, owner=people.members.member)

    for pk in (theirs.pk, 0, "", "x", "9" * 30):
        response = client.post(link(carol), {"step": pk, f"step{theirs.pk}-outcome": "helped"})
        assert response.status_code == 404
    assert not Feedback.objects.exists()


def test_a_link_is_for_one_site(client, people, carol, step):
    elsewhere = MemberFactory(site=people.neighbour, user=carol.user)
    other = CaseFactory(site=people.neighbour, presented=True)
    NextStepFactory(discussion=other.discussions.get(), owner=elsewhere, what="Something else")

    page = words_of(client.get(link(carol)))

    assert step.what in page
    assert "Something else" not in page


def test_a_forged_link_opens_nothing(client, people, carol, step):
    mine, theirs = links.token_of(carol), links.token_of(people.members.member)
    about, member, sent, signature = mine.split("-", 3)
    swapped = "-".join([about, theirs.split("-")[1], sent, signature])
    later = "-".join([about, member, str(int(sent) + 10**6), signature])

    for token in (swapped, later, mine[:-1], mine + "x", "1-2", "a-b-c", "1-2-3", "1-2-3-4"):
        assert client.get(url("next_steps:my_steps", token)).status_code == 404
        assert client.post(url("next_steps:my_steps", token), {"step": step.pk}).status_code == 404


def test_a_link_ends_when_the_group_meets_again(client, people, carol, step):
    following = MeetingFactory(site=people.site, starts_at=timezone.now() + timedelta(days=60))
    address = link(carol)

    with time_machine.travel(following.starts_at - timedelta(hours=1)):
        assert client.get(address).status_code == 200
    with time_machine.travel(following.starts_at + timedelta(minutes=1)):
        page = client.get(address)
        assert client.post(address, {"step": step.pk, f"step{step.pk}-outcome": "helped"}).status_code == 410
    assert page.status_code == 410
    assert "tell your facilitator" in words_of(page)
    assert step.what not in words_of(page)
    assert not Feedback.objects.exists()


def test_a_meeting_that_is_called_off_does_not_end_it(client, people, carol, step):
    following = MeetingFactory(site=people.site, starts_at=timezone.now() + timedelta(days=10))
    address = link(carol)
    meeting_actions.cancel(following, because="Snow", by=people.facilitator)

    with time_machine.travel(following.starts_at + timedelta(days=1)):
        assert client.get(address).status_code == 200


def test_without_a_date_a_link_lives_for_35_days(client, carol, step):
    address, now = link(carol), timezone.now()

    with time_machine.travel(now + timedelta(days=34)):
        assert client.get(address).status_code == 200
    with time_machine.travel(now + timedelta(days=36)):
        assert client.get(address).status_code == 410


def test_a_link_of_who_has_left_says_so_kindly(client, carol, step):
    carol.left_on = timezone.localdate()
    carol.save()

    page = client.get(link(carol))

    assert page.status_code == 410
    assert "Thank you for taking part" in words_of(page)


def test_no_cache_no_search_engine_and_no_other_site_learns_of_it(client, carol, step):
    for page in (client.get(link(carol)), post(client, carol, step, outcome="helped")):
        assert "no-store" in page["Cache-Control"]
        assert "noindex" in page["X-Robots-Tag"]
        assert page["Referrer-Policy"] == "strict-origin"  # without the path


def test_the_page_costs_the_same_for_twice_as_many_steps(client, carol, step):
    def queries() -> int:
        return count_queries(client, link(carol))

    queries()  # the first time, it is recorded that the case was read
    once = queries()
    NextStepFactory.create_batch(4, discussion=step.discussion, owner=carol)

    assert queries() == once
