"""The verbs of the audit log. Each app lists its own in an `audit_verbs.py`, with a sentence for each."""

from django.db import models


class AuditVerb(models.TextChoices):
    """A verb of the audit log: the value that is stored, and a sentence that follows a person's name.

    `{subject}` in the sentence stands for the row. A value belongs to one verb of one app, and never changes: events
    that happened carry it.
    """

    def about(self, subject: str) -> str:
        """Return the sentence with `subject` in it, such as "published clearance.clearedtext:12"."""
        return str(self.label).format(subject=subject)


class KitVerb(AuditVerb):
    """The verbs of the audit log about typed text and removed rows, whichever app they belong to."""

    TAKE_OVER_TYPING = "take over typing", "took over what somebody else was typing in {subject}"
    STRIKE = "strike", "struck out words of {subject}"
    REMOVE = "remove", "removed something from {subject}"  # the note says what kind of thing
    UNDO_REMOVAL = "undo a removal", "brought back something of {subject}"
    BRING_BACK = "bring back a version", "brought back an earlier version of {subject}"
    ADD_WORD = "add a word", "added {subject} to its list"
    REWORD = "reword", "put {subject} into other words"
    RETIRE_WORD = "retire a word", "retired {subject}"
    OFFER_WORD = "offer a word again", "offered {subject} again"
    MOVE_WORD = "move a word", "moved {subject} in its list"
    MERGE_WORD = "merge a word", "merged {subject} into another"


def verb_of(value: str) -> AuditVerb | None:
    """Return the verb that is stored as `value`, whichever app it belongs to, or None where no app has it."""
    return next((verb for verbs in AuditVerb.__subclasses__() for verb in verbs if verb.value == value), None)
