import pytest
from django.db import IntegrityError, transaction

from cases.audit_verbs import CaseVerb
from kit.audit import record, record_subjects
from kit.editing.history import keep_revisions
from kit.models import AuditEvent, Revision, subject_of
from tests.factories.cases import CaseFactory
from tests.factories.members import UserFactory

pytestmark = pytest.mark.django_db


def test_every_text_that_was_saved_stays_readable():
    case, user = CaseFactory(presentation="First", learning=""), UserFactory()
    keep_revisions(case, sections=["presentation", "learning"], by=user)
    case.presentation = "Second"

    kept = keep_revisions(case, sections=["presentation", "learning"], by=user)

    assert [(revision.section, revision.version, revision.text) for revision in kept] == [
        ("presentation", 2, "Second")
    ]
    assert [revision.text for revision in Revision.objects.of(case, "presentation")] == ["Second", "First"]


def test_saving_the_same_text_again_keeps_nothing():
    case = CaseFactory()
    keep_revisions(case, sections=["presentation"], by=None)

    assert keep_revisions(case, sections=["presentation"], by=None) == []


def test_a_version_of_a_section_exists_once():
    row = Revision.objects.create(subject="cases.case:1", section="learning", version=1)

    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.create(subject=row.subject, section=row.section, version=row.version)


def test_an_audit_event_names_who_did_what_to_what_and_cuts_long_notes():
    case, user = CaseFactory(), UserFactory()

    event = record(CaseVerb.READ, case, by=user, note="x" * 300)

    assert (event.verb, event.subject, event.by, len(event.note)) == (
        "read",
        f"cases.case:{case.pk}",
        user,
        200,
    )
    assert AuditEvent.objects.count() == 1


def test_an_audit_event_reads_as_a_sentence():
    case = CaseFactory()

    assert str(record(CaseVerb.READ, case, by=None)) == f"read the case cases.case:{case.pk}"
    assert str(AuditEvent(verb="of long ago", subject="cases.case:1")) == "of long ago cases.case:1"


def test_the_audit_log_takes_no_verb_that_no_app_lists():
    case = CaseFactory()

    with pytest.raises(TypeError, match="audit_verbs"):
        record("read", case, by=None)
    with pytest.raises(TypeError, match="audit_verbs"):
        record_subjects("read", [subject_of(case)], by=None)
    assert not AuditEvent.objects.exists()
