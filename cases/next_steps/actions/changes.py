"""The actions that change a next step afterwards: edit or remove it, correct feedback, and change its owner."""

from django.db import transaction

from cases.locking import lock_row
from cases.next_steps.actions.steps import refuse_due_meeting, refuse_outcome, refuse_words
from cases.next_steps.audit_verbs import StepVerb
from cases.next_steps.models import Feedback, FeedbackCorrection, HandOver, NextStep
from kit.audit import record
from kit.editing.history import change
from kit.errors import RefusedError
from kit.models import RemovedRow
from kit.removal import set_aside
from meetings.models import Meeting
from members.models import Member, User


def needs_a_reason(feedback: Feedback) -> bool:
    """Return whether correcting this feedback needs a reason.

    It does once the meeting where it was given is closed or, if it was given between meetings, the next one is.
    """
    if feedback.meeting is not None:
        return feedback.meeting.is_closed
    site_id = feedback.next_step.discussion.meeting.site_id
    return Meeting.objects.filter(site=site_id, starts_at__gte=feedback.at, closed_at__isnull=False).exists()


@transaction.atomic
def correct_feedback(
    feedback: Feedback, *, outcome: str, words: str, reason: str = "", by: User
) -> FeedbackCorrection | None:
    """Correct feedback, and keep the earlier version. Return the correction, or None if nothing changes.

    Raise RefusedError for "not tried" without words, for changing the outcome if there is later feedback, and if a
    `reason` is needed and missing.
    """
    words, reason = words.strip(), reason.strip()
    refuse_outcome(outcome, words)
    lock_row(feedback, case=feedback.next_step.discussion.case)
    now = feedback
    if (now.outcome, now.words) == (outcome, words):
        return None
    if needs_a_reason(feedback) and not reason:
        raise RefusedError("The meeting is closed. Give the reason for the change.")
    later = Feedback.objects.filter(next_step=now.next_step_id).order_by("at", "pk").last()
    if outcome != now.outcome and later != now:
        raise RefusedError(
            "There is later feedback on this step. Change that, or change only the words here."
        )
    correction = FeedbackCorrection.objects.create(
        feedback=now, outcome=now.outcome, words=now.words, reason=reason, by=by
    )
    now.outcome, now.words = outcome, words
    now.ask_again_from = now.ask_again_from if outcome == Feedback.Outcome.NOT_YET else None
    now.save(update_fields=["outcome", "words", "ask_again_from"])
    record(StepVerb.CORRECT_FEEDBACK, feedback.next_step.discussion.case, by=by, note=outcome)
    return correction


@transaction.atomic
def hand_over(next_step: NextStep, *, to: Member, by: User) -> NextStep:
    """Make another member of its site the owner of `next_step`. Repeating changes nothing.

    Raise RefusedError for somebody of another site, who has left or who stepped out of the case, and for a step that is
    not awaiting feedback.
    """
    lock_row(next_step, case=next_step.discussion.case)
    if next_step.owner_id == to.pk:
        return next_step
    if to.site_id != next_step.discussion.meeting.site_id:
        raise RefusedError(f"{to.name} belongs to another site. Choose a member of this site.")
    if not Member.objects.current().filter(pk=to.pk).exists():
        raise RefusedError(f"{to.name} is not a member now. Choose a current member.")
    if next_step.discussion.case.stepped_out.filter(member=to).exists():
        raise RefusedError("They cannot own this next step. Choose somebody else.")
    if not NextStep.objects.awaiting_feedback().filter(pk=next_step.pk).exists():
        raise RefusedError("This next step is closed, so you cannot change its owner.")
    HandOver.objects.create(next_step=next_step, from_member=next_step.owner, to_member=to, by=by)
    next_step.owner = to
    next_step.save(update_fields=["owner"])
    record(StepVerb.HAND_OVER, next_step.discussion.case, by=by)
    return next_step


@transaction.atomic
def edit_step(next_step: NextStep, *, what: str, due_meeting: Meeting | None, by: User) -> NextStep:
    """Change what will be tried, and when feedback is due. The words before are kept as a Revision.

    Minutes and texts that were sent for checking keep the words that they have. Repeating changes nothing. Raise
    RefusedError if there are no words, or if the meeting is not after the one where the step was agreed.
    """
    what = refuse_words(what)
    lock_row(next_step, case=next_step.discussion.case)
    if (next_step.what, next_step.due_meeting_id) == (what, due_meeting and due_meeting.pk):
        return next_step
    if due_meeting is not None and due_meeting.pk != next_step.due_meeting_id:
        refuse_due_meeting(due_meeting, next_step.discussion)
    fields: dict = {"what": what, "due_meeting": due_meeting}
    if (due_meeting and due_meeting.pk) != next_step.due_meeting_id:
        fields["due_as_agreed"] = due_meeting.starts_at if due_meeting else None
    change(next_step, sections=["what"], by=by, typed_by=next_step.added_by, **fields)
    record(StepVerb.EDIT_STEP, next_step.discussion.case, by=by)
    return next_step


@transaction.atomic
def remove_step(next_step: NextStep, *, by: User) -> RemovedRow:
    """Remove a next step that was agreed by mistake, and return what is kept aside of it. It can be undone for ten minutes.

    Raise RefusedError if there is feedback on it.
    """
    lock_row(next_step, case=next_step.discussion.case)
    if next_step.feedback.exists():
        raise RefusedError(
            "There is feedback on this next step, so it stays. If the feedback is wrong, correct it."
        )
    return set_aside(next_step, by=by)
