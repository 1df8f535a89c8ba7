"""The actions that correct or take back: questions, publications, and evidence on a case."""

from django.db import transaction
from django.utils import timezone

from cases.locking import lock_row
from kit.audit import record
from kit.editing.history import change
from kit.errors import RefusedError
from kit.models import RemovedRow
from kit.removal import set_aside
from knowledge.audit_verbs import KnowledgeVerb
from knowledge.models import AttachedEvidence, Question
from members.models import User

ANSWERED = "This question has been answered, so it stays as it was asked. Ask another one."


@transaction.atomic
def edit_question(question: Question, *, words: str, by: User) -> Question:
    """Put a question into other words. The words before are kept. Repeating changes nothing.

    Raise RefusedError once it is answered, so that the answer is to what was asked.
    """
    words = words.strip()
    if not words:
        raise RefusedError("Enter your question. One sentence is enough.")
    lock_row(question, case=question.case)
    if question.answered_at is not None:
        raise RefusedError(ANSWERED)
    if change(question, sections=["words"], by=by, typed_by=question.asked_by, words=words):
        record(KnowledgeVerb.EDIT_QUESTION, question, by=by)
    return question


@transaction.atomic
def remove_question(question: Question, *, by: User) -> RemovedRow:
    """Withdraw a question, and return what is kept aside of it. It can be undone for ten minutes.

    Raise RefusedError once it is answered, or if evidence was attached for it.
    """
    lock_row(question, case=question.case)
    if question.answered_at is not None:
        raise RefusedError(ANSWERED)
    if question.attached_evidence.exists():
        raise RefusedError("Evidence was attached for this question, so it stays.")
    return set_aside(question, by=by)


@transaction.atomic
def hand_back(question: Question, *, by: User) -> Question:
    """Give a question back that `by` took on, so that nobody works on it. Repeating changes nothing."""
    lock_row(question, case=question.case)
    if question.answered_at is not None:
        raise RefusedError("This question has been answered. You can add to the answer.")
    if question.taken_by_id == by.pk:
        question.taken_by = question.taken_at = None
        question.save(update_fields=["taken_by", "taken_at"])
        record(KnowledgeVerb.HAND_BACK, question, by=by)
    return question


@transaction.atomic
def pass_on(question: Question, *, to: User | None, by: User) -> Question:
    """Have another broker work on a question, or nobody for now. Repeating changes nothing."""
    lock_row(question, case=question.case)
    if question.answered_at is None and question.taken_by_id != (to and to.pk):
        question.taken_by, question.taken_at = to, timezone.now() if to else None
        question.save(update_fields=["taken_by", "taken_at"])
        record(KnowledgeVerb.PASS_ON, question, by=by, note=to.name if to else "")
    return question


@transaction.atomic
def remove_attached(attached: AttachedEvidence, *, by: User) -> RemovedRow:
    """Remove evidence from a case, with members' feedback on it, and return what is kept aside. It can be undone for ten
    minutes. The publication stays in the library."""
    lock_row(attached, case=attached.case)
    return set_aside(attached, by=by)


@transaction.atomic
def unreport_evidence(attached: AttachedEvidence, *, by: User) -> AttachedEvidence:
    """Record that the evidence was not reported at a meeting after all. Repeating changes nothing."""
    lock_row(attached, case=attached.case)
    if attached.reported_at_id is not None:
        attached.reported_at = None
        attached.save(update_fields=["reported_at"])
        record(KnowledgeVerb.UNREPORT, attached, by=by)
    return attached
