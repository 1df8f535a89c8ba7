"""What has helped before, beside a case: from published write-ups that its reader may read, and from nothing else."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from cases.clearance.models import Audience
from cases.models import Case, Need, Theme
from cases.next_steps.models import Feedback, NextStep
from knowledge.library.helped_before import helped_before
from tests.factories.cases import CaseFactory, DiscussionFactory, FeedbackFactory, NextStepFactory
from tests.factories.knowledge import LearningObjectFactory
from tests.factories.members import MemberFactory
from tests.knowledge import publishing


@pytest.fixture
def words(db):
    """One theme and one need."""
    return [Theme.objects.first()], [Need.objects.first()]


@pytest.fixture
def writing(people, words):
    """A case that is being written at Dunsmere, about them."""
    case = CaseFactory(site=people.site, presenter=people.members.presenter)
    case.themes.set(words[0])
    case.needs.set(words[1])
    return case


@pytest.fixture
def written_up(people, publish, words):
    """`written_up(*outcomes, ...)`: a published write-up of a case about the same, with a step for each outcome."""

    def written_up(
        *outcomes, themes=words[0], needs=(), audience=Audience.PROGRAMME, days_ago=0, title="Rang"
    ):
        with time_machine.travel(timezone.now() - timedelta(days=days_ago)):
            case = CaseFactory(site=people.site, presenter=people.members.presenter)
            case.themes.set(themes)
            case.needs.set(needs)
            discussion = DiscussionFactory(case=case)
            for number, outcome in enumerate(outcomes):
                step = NextStepFactory(discussion=discussion, what=f"{title} {outcome}", position=number)
                FeedbackFactory(next_step=step, outcome=outcome)
            return publish(audience, LearningObjectFactory(case=case, draft_title=title))

    return written_up


def found(case, reader):
    """What shows beside `case`, by the words that it has now."""
    words = {name: [word.name for word in getattr(case, name).all()] for name in ("themes", "needs")}
    return helped_before(case, reader, **words)


def whats(case, reader):
    return [step.what for step in found(case, reader)]


def test_steps_of_write_ups_about_the_same_show_with_where_they_stand(people, writing, written_up):
    version = written_up("held_steady")

    (step,) = found(writing, people.presenter)

    assert (step.what, step.outcome, step.title, step.site) == (
        "Rang held_steady",
        Feedback.Outcome.HELD_STEADY,
        "Rang",
        "CP4 Dunsmere",
    )
    assert step.url == version.learning_object.get_absolute_url()


def test_what_helped_comes_before_what_did_not_and_what_was_not_tried_is_left_out(
    people, writing, written_up
):
    written_up("worse", days_ago=1, title="New")
    written_up("not_tried", "not_yet", "no_change", "helped", days_ago=2, title="Old")

    assert whats(writing, people.presenter) == ["Old helped", "Old no_change", "New worse"]


def test_most_in_common_comes_first_then_the_newest(people, writing, written_up, words):
    written_up("helped", days_ago=9, title="Both", needs=words[1])
    written_up("helped", days_ago=2, title="New")
    written_up("helped", days_ago=3, title="Older")

    assert whats(writing, people.presenter) == ["Both helped", "New helped", "Older helped"]


def test_five_at_most_and_two_of_one_write_up(people, writing, written_up):
    for number in range(4):
        written_up("helped", "held_steady", "no_change", title=f"Story {number}")

    steps = found(writing, people.presenter)

    assert len(steps) == 5
    assert max(sum(step.title == f"Story {number}" for step in steps) for number in range(4)) == 2


def test_other_themes_and_the_case_itself_are_left_out(people, writing, written_up):
    written_up("helped", themes=Theme.objects.all()[1:2])
    itself = Case.objects.get(learning_object=written_up("helped", title="Itself").learning_object)

    assert whats(writing, people.presenter) == ["Itself helped"]
    assert whats(itself, people.presenter) == []


def test_a_case_about_nothing_yet_finds_nothing(people, writing, written_up):
    written_up("helped")
    writing.themes.clear()
    writing.needs.clear()

    assert whats(writing, people.presenter) == []


def test_a_step_that_is_not_approved_never_shows(people, writing, words):
    """However well it helped: nothing is read from cases, next steps or answers."""
    other = CaseFactory(site=people.neighbour)
    other.themes.set(words[0])
    FeedbackFactory(next_step=NextStepFactory(discussion=DiscussionFactory(case=other)))
    LearningObjectFactory(case=other)

    assert NextStep.objects.count() == 1
    assert whats(writing, people.presenter) == []


def test_only_what_the_reader_may_read_shows(people, writing, written_up):
    written_up("helped", title="Members")
    written_up("helped", title="Everyone", audience=Audience.PUBLIC)

    assert set(whats(writing, people.presenter)) == {"Members helped", "Everyone helped"}
    assert whats(writing, MemberFactory().user) == ["Everyone helped"]


def test_what_was_taken_back_does_not_show_and_nor_does_what_it_replaced(
    people, writing, written_up, publish
):
    version = written_up("helped")
    newer = publish(learning_object=version.learning_object, draft_title="Told better")
    assert [step.title for step in found(writing, people.presenter)] == ["Told better"]

    publishing.withdraw(newer.learning_object, because="privacy", by=people.facilitator)

    assert whats(writing, people.presenter) == []


def test_it_stands_beside_the_case_for_those_who_write_it(client, people, writing, written_up):
    written_up("helped")
    DiscussionFactory(case=writing)

    for reader, shows in [(people.presenter, True), (people.facilitator, True), (people.member, False)]:
        client.force_login(reader)
        page = client.get(writing.get_absolute_url()).content.decode()
        assert ("Rang helped" in page) is shows
    client.force_login(people.facilitator)
    assert "Rang helped" in client.get(f"/cases/{writing.pk}/edit/").content.decode()


def test_the_number_of_queries_is_the_same_with_more_write_ups(
    people, writing, written_up, django_assert_num_queries
):
    written_up("helped")
    presenter = people.user("presenter")
    assert presenter.standing.member_ids
    with django_assert_num_queries(3):
        found(writing, presenter)

    written_up("helped")
    written_up("worse")
    with django_assert_num_queries(3):
        found(writing, presenter)
