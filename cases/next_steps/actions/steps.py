"""The actions on next steps: agree on one, and give feedback on it."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from cases.locking import lock_row, locked
from cases.models import Case, Discussion
from cases.next_steps.audit_verbs import StepVerb
from cases.next_steps.models import Feedback, NextStep
from kit.audit import record
from kit.dates import start_of_day
from kit.errors import RefusedError
from meetings.models import Attendance, Meeting
from members.models import Member, User

Outcome = Feedback.Outcome
NEEDS_A_MONTH_AFTER = 2  # times that "not yet" was said
REPEAT_WITHIN = timedelta(minutes=10)  # the same "not yet" later than this is a new answer


@transaction.atomic
def add_next_step(
    discussion: Discussion,
    *,
    what: str,
    owner: Member | None,
    by: User | None,
    due_meeting: Meeting | None = None,
) -> NextStep:
    """Add the next step `what` with this owner and feedback due at `due_meeting`, or the next meeting if it is None.

    If `due_meeting` was cancelled, it is kept as what was agreed, and feedback is due at the meeting after it. If the
    same step with the same owner exists, return it. Raise RefusedError if the owner belongs to another site or has
    left or stepped out of the case, or if the meeting is at another site or not after this discussion.
    """
    what = refuse_words(what)
    _refuse_owner(owner, discussion)
    if due_meeting is not None:
        refuse_due_meeting(due_meeting, discussion)
    lock_row(discussion, case=discussion.case)
    same = discussion.next_steps.filter(what=what, owner=owner).first()
    if same:
        return same
    step = NextStep.objects.create(
        discussion=discussion, position=discussion.next_steps.count() + 1, what=what, owner=owner,
        due_meeting=due_meeting, due_as_agreed=due_meeting.starts_at if due_meeting else None, added_by=by,
    )  # fmt: skip
    record(StepVerb.AGREE, discussion.case, by=by)
    return step


def refuse_words(what: str) -> str:
    """Return `what` with one space between its words. Raise RefusedError if it is empty or too long."""
    what = " ".join(what.split())
    if not what:
        raise RefusedError("Enter what to try.")
    if len(what) > 300:
        raise RefusedError("Enter what to try in 300 characters or fewer.")
    return what


def _refuse_owner(owner: Member | None, discussion: Discussion) -> None:
    if owner is None:
        return
    meeting = discussion.meeting
    if owner.site_id != meeting.site_id:
        raise RefusedError(f"{owner.name} belongs to another site. Choose a member of this site.")
    if owner.left_on is not None and owner.left_on <= meeting.starts_at.date():
        raise RefusedError(
            f"{owner.name} has left. Choose a current member. What you typed has not been changed."
        )
    if discussion.case.stepped_out.filter(member=owner).exists():
        raise RefusedError(
            f"{owner.name} cannot own this next step. Choose somebody else. What you typed has not been changed."
        )


def refuse_due_meeting(due: Meeting, discussion: Discussion) -> None:
    """Raise RefusedError if `due` is not a later meeting of the same site."""
    if due.site_id != discussion.meeting.site_id:
        raise RefusedError("That meeting belongs to another site. Choose a meeting of this site.")
    if due.starts_at <= discussion.meeting.starts_at:
        raise RefusedError("Choose a later meeting than the one where this was agreed.")


def asking_has_ended(case: Case) -> bool:
    """Return whether feedback on a step of `case` was "no longer possible", which ends asking about the case."""
    return Feedback.objects.filter(
        next_step__discussion__case=case, outcome=Outcome.NO_LONGER_POSSIBLE
    ).exists()


@transaction.atomic
def give_feedback(
    next_step: NextStep,
    *,
    outcome: str,
    words: str = "",
    meeting: Meeting | None = None,
    given_by: Member | None = None,
    stand_in_name: str = "",
    is_by_link: bool = False,
    ask_again_in: date | None = None,
    by: User | None,
) -> Feedback:
    """Record feedback on `next_step`, given at `meeting` (None: between meetings), and return it.

    `given_by` gave it, or somebody called `stand_in_name` on behalf of the owner. If neither is given, it is the owner,
    or the stand-in they sent to `meeting`. `by` records it; None means the owner by link, with `is_by_link`.

    After "not yet", feedback is due again, as often as it takes: at the next meeting or, from the third time on, in the
    month of `ask_again_in`. "No longer possible" ends asking about the case. Repeating returns the first record; the same
    "not yet" ten minutes later, or with another month, is a new answer. Raise RefusedError for a step with final feedback,
    for "not tried" without a reason, and without a month where one is needed.
    """
    words = words.strip()
    refuse_outcome(outcome, words)
    stand_in_name = " ".join(stand_in_name.split())
    if given_by is None and not stand_in_name and meeting is not None:
        stand_in_name = stand_in_of(next_step.owner, meeting)
    given_by = None if stand_in_name else given_by or next_step.owner
    _refuse_giver(given_by, next_step)
    if meeting is not None:
        _refuse_meeting_of_feedback(meeting, next_step)
    locked(next_step.discussion.case)
    earlier = list(NextStep.objects.get(pk=next_step.pk).feedback.all())
    new = Feedback(next_step=next_step, meeting=meeting, outcome=outcome, words=words)
    new.ask_again_from = _start_of_month(outcome, ask_again_in)
    if earlier and _is_repeat(new, of=earlier[-1]):
        return earlier[-1]
    _refuse_answered(next_step, earlier, meeting)
    again = month_to_ask(outcome, len(earlier), ask_again_in)
    feedback = Feedback.objects.create(
        next_step=next_step, meeting=meeting, outcome=outcome, words=words, given_by=given_by,
        stand_in_name=stand_in_name, is_by_link=is_by_link, recorded_by=by,
        ask_again_from=again,
    )  # fmt: skip
    record(StepVerb.GIVE_FEEDBACK, next_step.discussion.case, by=by, note=outcome)
    return feedback


def _start_of_month(outcome: str, month: date | None) -> datetime | None:
    return start_of_day(month.replace(day=1)) if month and outcome == Outcome.NOT_YET else None


def _is_repeat(new: Feedback, *, of: Feedback) -> bool:
    """Return whether `new` is the answer `of` again: it says the same, and a "not yet" between meetings follows at once.

    A meeting has one answer, and a final answer is final, so the same one is a repeat whenever it comes.
    """
    same = ("outcome", "words", "meeting_id", "ask_again_from")
    if any(getattr(new, column) != getattr(of, column) for column in same):
        return False
    counts_each_time = new.outcome == Outcome.NOT_YET and new.meeting_id is None
    return not counts_each_time or timezone.now() - of.at <= REPEAT_WITHIN


def month_to_ask(outcome: str, times_before: int, month: date | None) -> datetime | None:
    """Return from when on a step is asked about again, if "not yet" named a month. It needs one after the second time.

    Raise RefusedError if it is missing, or is not a month to come.
    """
    if outcome != Outcome.NOT_YET or (month is None and times_before < NEEDS_A_MONTH_AFTER):
        return None
    if month is None:
        raise RefusedError("Choose the month in which to ask again.")
    if month <= timezone.localdate():
        raise RefusedError("Choose a month to come in which to ask again.")
    return _start_of_month(outcome, month)


def refuse_outcome(outcome: str, words: str) -> None:
    """Raise RefusedError for an unknown outcome, and for "not tried" without a reason."""
    if outcome not in Outcome.values:
        raise RefusedError("Choose an answer.")
    if outcome == Outcome.NOT_TRIED and not words.strip():
        raise RefusedError("Enter why it was not tried.")


def stand_in_of(owner: Member | None, meeting: Meeting) -> str:
    """Return the name of the stand-in whom `owner` sent to `meeting`, or "" if there is none."""
    sent = meeting.attendances.filter(member=owner, mark=Attendance.Mark.STAND_IN)
    return sent.values_list("stand_in_name", flat=True).first() or ""


def _refuse_giver(given_by: Member | None, next_step: NextStep) -> None:
    if given_by is not None and given_by.site_id != next_step.discussion.meeting.site_id:
        raise RefusedError(f"{given_by.name} belongs to another site. Choose a member of this site.")


def _refuse_meeting_of_feedback(meeting: Meeting, next_step: NextStep) -> None:
    agreed_at = next_step.discussion.meeting
    if meeting.site_id != agreed_at.site_id:
        raise RefusedError("That meeting belongs to another site. Choose a meeting of this site.")
    if meeting.is_cancelled:
        raise RefusedError("That meeting was cancelled. Choose the meeting where you got the feedback.")
    if meeting.starts_at <= agreed_at.starts_at:
        raise RefusedError("Choose a later meeting than the one where this was agreed.")


def _refuse_answered(next_step: NextStep, earlier: list[Feedback], meeting: Meeting | None) -> None:
    if asking_has_ended(next_step.discussion.case):
        raise RefusedError("This case no longer needs feedback.")
    if any(each.outcome != Outcome.NOT_YET for each in earlier):
        raise RefusedError("This next step already has feedback. See the page of the case.")
    if meeting is not None and any(each.meeting_id == meeting.pk for each in earlier):
        raise RefusedError("This next step already has feedback from that meeting. Choose a later meeting.")
