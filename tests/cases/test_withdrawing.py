"""A case that was offered can be withdrawn until it is presented: nobody reads it, and its number is not used again."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.actions import cases as actions
from cases.actions.withdrawing import withdraw_case
from cases.models import Case
from kit import removal
from kit.errors import RefusedError
from tests.factories.cases import CaseFactory
from tests.factories.meetings import MeetingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def offered(people):
    return CaseFactory(site=people.site, presenter=people.members.presenter)


def test_nobody_reads_a_withdrawn_case_until_it_is_back(people, offered):
    removed = withdraw_case(offered, by=people.presenter)

    for role in ("presenter", "facilitator", "broker", "team"):
        assert not Case.objects.visible_to(people.user(role)).filter(pk=offered.pk).exists()
    assert not people.site.cases.filter(pk=offered.pk).exists()
    removal.undo(removed, by=people.presenter)
    assert Case.objects.visible_to(people.presenter).filter(pk=offered.pk).exists()


def test_its_number_is_not_used_again(people, offered):
    withdraw_case(offered, by=people.presenter)

    another = actions.offer(
        people.site,
        title="Another",
        kind="challenging",
        presenters=[people.members.presenter],
        by=people.presenter,
    )

    assert another.number == offered.number + 1


def test_a_case_on_an_agenda_or_presented_stays(people, offered, case):
    meeting = MeetingFactory(site=people.site, starts_at=timezone.now() + timedelta(days=9))
    actions.discuss(offered, at=meeting, by=people.facilitator)

    with pytest.raises(RefusedError, match="on an agenda"):
        withdraw_case(offered, by=people.presenter)
    with pytest.raises(RefusedError, match="has been presented"):
        withdraw_case(case, by=people.presenter)


def test_nothing_is_done_about_a_withdrawn_case(people, offered):
    withdraw_case(offered, by=people.presenter)

    with pytest.raises(RefusedError, match="has just removed this"):
        actions.edit(offered, by=people.presenter, base_version=offered.version, title="Another title")


def test_after_a_while_its_words_are_deleted(people, offered):
    removed = withdraw_case(offered, by=people.presenter)

    removal.forget([removed])

    left = Case._base_manager.get(pk=offered.pk)
    assert (left.title, left.presentation, left.shared_goal) == ("Withdrawn", "", "")


def test_who_undoes_it_is_told_that_it_is_on_no_agenda(client, people, offered):
    removed = withdraw_case(offered, by=people.presenter)
    client.force_login(people.presenter)

    client.post(reverse("removal_undo", args=[removal.token_of(removed)]))

    assert "put it on the agenda again" in client.get("/").content.decode()
