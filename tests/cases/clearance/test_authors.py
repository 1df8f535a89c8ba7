"""Authors are all whose words are in a text, wherever about the case they typed them."""

import pytest
from django.apps import apps
from django.db import models

from cases.actions import cases as case_actions
from cases.clearance import actions as clearance_actions
from cases.clearance.authors import models_about_cases, whose_words
from cases.commissioning.actions import raise_issue
from cases.models import Case
from cases.next_steps.actions.steps import add_next_step, give_feedback
from kit.errors import RefusedError
from kit.models import Revision, subject_of
from knowledge.actions import evidence as evidence_actions
from tests.cases.checking import LO, approve
from tests.factories.knowledge import EvidenceFactory
from tests.factories.members import MemberFactory

WORDS = "Ask the neighbour who reads her letters aloud"


@pytest.fixture
def writer(people):
    """A member of the site who presses no button that shares anything."""
    return MemberFactory(site=people.site).user


def in_the_learning(case, people, writer):
    case_actions.edit(case, by=writer, base_version=case.version, learning=f"We said: {WORDS}.")


def in_an_earlier_version(case, people, writer):
    case_actions.edit(case, by=writer, base_version=case.version, presentation=WORDS)
    case.refresh_from_db()
    case_actions.edit(case, by=people.broker, base_version=case.version, presentation=f"{WORDS}. And more.")


def in_the_notes(case, people, writer):
    case_actions.add_note(case.discussions.get(), words=WORDS, by=writer)


def in_a_next_step(case, people, writer):
    add_next_step(case.discussions.get(), what=WORDS, owner=None, by=writer)


def in_feedback(case, people, writer):
    step = add_next_step(
        case.discussions.get(), what="Ring", owner=writer.memberships.get(), by=people.broker
    )
    give_feedback(step, outcome="helped", words=WORDS, by=None, is_by_link=True)


def in_an_issue(case, people, writer):
    raise_issue(case, theme="capacity", words=WORDS, by=writer)


def in_a_question(case, people, writer):
    evidence_actions.ask(case.site, words=WORDS, case=case, by=writer)


def in_a_bottom_line(case, people, writer):
    evidence_actions.attach(
        EvidenceFactory(programme=people.programme), case=case, bottom_line=WORDS, by=writer
    )


PLACES = [
    in_the_learning, in_an_earlier_version, in_the_notes, in_a_next_step, in_feedback, in_an_issue, in_a_question,
    in_a_bottom_line,
]  # fmt: skip


def send(case, by, words):
    return clearance_actions.send_for_checking(
        {"title": "What we learned", "sections": [{"text": words}]},
        kind=LO, audience="commissioners", programme=case.site.programme, site=case.site, case=case,
        authors=[by], by=by,
    )  # fmt: skip


@pytest.mark.parametrize("typed", PLACES)
def test_whoever_typed_words_that_are_in_a_text_is_its_author(case, people, writer, typed):
    typed(case, people, writer)
    text = send(case, people.facilitator, f"One of us said: {WORDS.upper()}!")

    assert writer in text.authors.all()
    with pytest.raises(RefusedError, match="Some of these words are yours"):
        approve(text, writer)


@pytest.mark.parametrize("typed", PLACES)
def test_whoever_typed_other_words_is_not(case, people, writer, typed):
    typed(case, people, writer)
    text = send(case, people.facilitator, "Somebody else rang in the morning, before the letters came.")

    assert set(text.authors.all()) == {people.facilitator}
    approve(text, writer)


def test_whoever_puts_a_text_back_did_not_write_it(case, people, writer):
    in_the_learning(case, people, writer)
    case.refresh_from_db()
    case_actions.edit(case, by=people.broker, base_version=case.version, learning="Nothing.")
    case.refresh_from_db()
    first = Revision.objects.filter(subject=subject_of(case), by=writer).get()
    case_actions.edit(case, by=people.team, base_version=case.version, learning=first.text)

    assert whose_words({"text": WORDS}, case=case) == {writer.pk}


def test_one_word_in_common_is_nobodys(case, people, writer):
    add_next_step(case.discussions.get(), what="Ring", owner=None, by=writer)
    add_next_step(case.discussions.get(), what="Ring first", owner=None, by=people.broker)

    assert whose_words({"text": "They ring the office."}, case=case) == set()
    assert whose_words({"text": "They ring first."}, case=case) == {people.broker.pk}


def test_every_model_with_text_about_a_case_is_looked_into():
    texts = (models.CharField, models.TextField, models.JSONField)
    about = {
        model
        for model in apps.get_models()
        if any(field.related_model is Case for field in model._meta.concrete_fields)
        and any(isinstance(field, texts) and not field.choices for field in model._meta.concrete_fields)
        and model._meta.app_label != "clearance"
    }

    assert len(about) > 4
    assert about - models_about_cases().keys() == set()
