"""Questions, publications and evidence on a case can be corrected and taken back."""

import pytest
from django.urls import reverse

from kit import removal
from kit.errors import RefusedError
from kit.models import RemovedRow, Revision
from knowledge.actions import corrections, publications
from knowledge.actions import evidence as actions
from knowledge.models import AttachedEvidence, Evidence, Question
from tests.factories.cases import CaseFactory
from tests.factories.knowledge import EvidenceFactory
from tests.ticked import LOOKED

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(people):
    return CaseFactory(site=people.site, presenter=people.members.presenter, presented=True)


@pytest.fixture
def question(people, case):
    return actions.ask(people.site, words="Does it help?", by=people.user("member"), case=case)


@pytest.fixture
def attached(people, case):
    evidence = EvidenceFactory(programme=people.programme)
    return actions.attach(evidence, case=case, by=people.user("broker"), bottom_line="Ring first")


def test_a_question_in_other_words_keeps_the_words_before(people, question):
    corrections.edit_question(question, words="Does ringing help?", by=people.facilitator)

    texts = Revision.objects.of(question, "words").order_by("version").values_list("text", "by")
    assert list(texts) == [
        ("Does it help?", people.user("member").pk),
        ("Does ringing help?", people.facilitator.pk),
    ]


def test_an_answered_question_stays_as_it_was_asked(people, question):
    actions.answer(question, answer="It does", by=people.user("broker"))

    with pytest.raises(RefusedError, match="has been answered"):
        corrections.edit_question(question, words="Another", by=people.facilitator)
    with pytest.raises(RefusedError, match="has been answered"):
        corrections.remove_question(question, by=people.facilitator)


def test_whoever_asked_withdraws_the_question_and_brings_it_back(people, signed_in, question):
    client = signed_in("member")
    assert (
        reverse("knowledge:question_edit", args=[question.pk])
        in client.get(question.get_absolute_url()).content.decode()
    )

    client.post(reverse("knowledge:question_remove", args=[question.pk]))

    assert not Question.objects.exists()
    client.post(reverse("removal_undo", args=[removal.token_of(RemovedRow.objects.get())]))
    assert Question.objects.get() == question


def test_a_broker_gives_a_question_back(people, signed_in, question):
    actions.take(question, by=people.user("broker"))
    client = signed_in("broker")

    client.post(reverse("knowledge:question_hand_back", args=[question.pk]))

    question.refresh_from_db()
    assert question.taken_by is None


def test_a_publication_is_corrected_and_keeps_its_words_before(people, signed_in):
    evidence = EvidenceFactory(programme=people.programme, title="Unopened psot", year=2011)
    client = signed_in("broker")
    address = reverse("knowledge:evidence_edit", args=[evidence.pk])
    form = client.get(address).context["form"]
    as_shown = {name: value for name in form.fields if (value := form[name].value())}
    answers = as_shown | {"title": "Unopened post"} | LOOKED

    answer = client.post(address, answers)

    evidence.refresh_from_db()
    assert (answer.status_code, evidence.title) == (302, "Unopened post")
    assert Revision.objects.of(evidence, "title").count() == 2


def test_a_publication_that_is_attached_stays(people, attached):
    with pytest.raises(RefusedError, match="attached to 1 case"):
        publications.remove_evidence(attached.evidence, by=people.user("broker"))


def test_evidence_comes_back_to_its_case_only_while_the_publication_is_there(people, attached):
    broker = people.user("broker")
    removed = corrections.remove_attached(attached, by=broker)
    publications.remove_evidence(Evidence.objects.get(), by=broker)

    with pytest.raises(RefusedError):
        removal.undo(removed, by=broker)
    assert not AttachedEvidence.objects.exists()


def test_evidence_can_be_recorded_as_not_reported(people, attached, case):
    actions.report_evidence(attached, at=case.discussions.get().meeting, by=people.user("broker"))

    corrections.unreport_evidence(attached, by=people.user("broker"))

    attached.refresh_from_db()
    assert attached.reported_at is None
