"""A removed row leaves its table with its parts, comes back as it was within ten minutes, and is forgotten later."""

from datetime import timedelta

import pytest
import rules
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from cases.models import Presenter
from cases.next_steps.actions.changes import edit_step, hand_over, remove_step
from cases.next_steps.actions.steps import add_next_step, give_feedback
from cases.next_steps.models import HandOver, NextStep
from kit import removal
from kit.errors import RefusedError
from kit.models import AuditEvent, RemovedRow, Revision, subject_of
from tests.factories.cases import CaseFactory
from tests.factories.sites import ExpenseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def facilitator(people):
    return people.facilitator


@pytest.fixture
def a_member(people):
    return people.members.member


@pytest.fixture
def a_case(people):
    return CaseFactory(site=people.site, presenter=people.members.presenter, presented=True)


@pytest.fixture
def step(a_case, facilitator):
    return add_next_step(a_case.discussions.get(), what="Ring first", owner=None, by=facilitator)


def test_a_removed_row_is_in_no_query_of_its_model_and_comes_back_as_it_was(step, facilitator):
    before = NextStep.objects.values().get(pk=step.pk)

    removed = remove_step(step, by=facilitator)

    assert not NextStep._base_manager.filter(pk=before["id"]).exists()
    removal.undo(removed, by=facilitator)
    assert NextStep.objects.values().get(pk=before["id"]) == before
    assert not RemovedRow.objects.exists()


def test_its_parts_go_and_come_with_it(step, a_member, facilitator):
    hand_over(step, to=a_member, by=facilitator)
    before = HandOver.objects.values().get()

    removed = remove_step(step, by=facilitator)

    assert not HandOver.objects.exists()
    removal.undo(removed, by=facilitator)
    assert HandOver.objects.values().get() == before


def test_what_others_depend_on_is_not_removed(a_case, facilitator):
    host = a_case.site.host

    with pytest.raises(RefusedError, match="depends on it first: 1 site"):
        removal.set_aside(host, of=a_case.site.programme, by=facilitator)


def test_what_is_kept_leads_to_those_whom_it_names(step, a_member, facilitator):
    hand_over(step, to=a_member, by=facilitator)
    removed = remove_step(step, by=facilitator)

    assert {name for each, _, name in removal.concerning([a_member]) if each == removed} == {
        "owner",
        "to_member",
    }
    assert removal.concerning([a_member.site.members.exclude(pk=a_member.pk).first()]) == []


def test_after_ten_minutes_it_stays_removed(step, facilitator):
    removed = remove_step(step, by=facilitator)

    with time_machine.travel(timezone.now() + timedelta(minutes=11)), pytest.raises(RefusedError) as refusal:
        removal.undo(removed, by=facilitator)

    assert refusal.value.sentence == removal.TOO_LATE


def test_who_may_not_remove_it_does_not_bring_it_back(step, facilitator, a_member):
    removed = remove_step(step, by=facilitator)
    token = removal.token_of(removed)

    assert removal.removed_by_token(token, by=AnonymousUser()) is None
    assert removal.removed_by_token(token + "x", by=facilitator) is None
    assert removal.removed_by_token(token, by=facilitator) == removed
    with pytest.raises(RefusedError):
        removal.undo(removed, by=a_member.user)


def test_it_does_not_come_back_where_what_it_belonged_to_is_gone(step, facilitator):
    removed = remove_step(step, by=facilitator)
    RemovedRow.objects.filter(pk=removed.pk).update(subject="cases.case:999999")

    assert removal.removed_by_token(removal.token_of(removed), by=facilitator) is None


def test_removing_and_bringing_back_are_in_the_audit_log_without_words(step, facilitator):
    case = step.discussion.case
    removal.undo(remove_step(step, by=facilitator), by=facilitator)

    events = AuditEvent.objects.filter(subject=subject_of(case), verb__in=["remove", "undo a removal"])
    assert [(each.verb, each.note, each.by) for each in events.order_by("pk")] == [
        ("remove", "a next step", facilitator),
        ("undo a removal", "a next step", facilitator),
    ]


def test_what_is_kept_has_no_words_outside_the_column_for_words(step, facilitator):
    removed = remove_step(step, by=facilitator)

    assert (removed.words, "Ring" in str(removed.rows)) == (["Ring first"], False)


def test_forgetting_deletes_it_with_its_earlier_versions(step, facilitator):
    edit_step(step, what="Ring at noon", due_meeting=None, by=facilitator)
    assert Revision.objects.of(step).count() == 2
    removed = remove_step(step, by=facilitator)

    assert removal.forget([removed]) == 1

    assert (RemovedRow.objects.exists(), Revision.objects.filter(subject=removed.row).exists()) == (
        False,
        False,
    )


def test_a_step_with_feedback_stays(step, facilitator):
    give_feedback(step, outcome="helped", by=facilitator)

    with pytest.raises(RefusedError, match="There is feedback"):
        remove_step(step, by=facilitator)


def test_what_stays_for_good_is_never_taken_along(a_case, facilitator):
    assert Presenter.objects.filter(case=a_case).exists()

    with pytest.raises(RefusedError):
        removal._with_parts(a_case)


def test_every_page_offers_to_undo_for_ten_minutes(client, step, facilitator):
    client.force_login(facilitator)
    answer = client.post(reverse("next_steps:step_remove", args=[step.pk]), follow=True)

    assert "You removed a next step at" in answer.content.decode()
    assert "You removed a next step at" in client.get("/").content.decode()
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert "You removed a next step at" not in client.get("/").content.decode()


def test_undo_leads_back_to_where_it_was_removed(client, step, facilitator):
    client.force_login(facilitator)
    answer = client.post(reverse("next_steps:step_remove", args=[step.pk]))
    token = removal.token_of(RemovedRow.objects.get())

    back = client.post(reverse("removal_undo", args=[token]))

    assert (back.url, NextStep.objects.filter(pk=step.pk).exists()) == (answer.url, True)
    assert "You removed" not in client.get("/").content.decode()
    assert client.post(reverse("removal_undo", args=[token])).status_code == 404


def test_every_removable_model_says_what_it_is_and_who_may_remove_it():
    for model in removal.Removable.__subclasses__():
        assert model.noun.split()[0] in ("a", "an"), model
        assert rules.perm_exists(model.remove_perm), model
        assert model.owner_row is not removal.Removable.owner_row or (
            model.row_asked_about is not removal.Removable.row_asked_about
        )


def test_an_expense_that_comes_back_keeps_when_it_was_added(facilitator):
    expense = ExpenseFactory()
    before = expense.added_at

    removed = removal.set_aside(expense, by=facilitator)
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        for each in removal.kept_objects(removed):
            each.save()

    assert type(expense).objects.get().added_at == before
