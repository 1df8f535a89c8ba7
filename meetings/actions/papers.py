"""The papers of a meeting: its minutes."""

from django.db import transaction

from copsite.kit.actions import keep_revisions
from copsite.kit.errors import RefusedError
from copsite.kit.models import Revision
from meetings.models import Meeting


class StaleMinutes(RefusedError):
    """Somebody saved other minutes since this person began to write: `theirs` is that newer text, with its version."""

    def __init__(self, theirs: str, version: int):
        super().__init__(
            "Somebody else saved these minutes while you were writing. "
            "Your words are below, theirs beside them: put them together and save again."
        )
        self.theirs, self.version = theirs, version


@transaction.atomic
def write_minutes(meeting: Meeting, *, text: str, by, base_version: int | None = None) -> Meeting:
    """Save the minutes of `meeting`. Every text that was saved stays as a Revision.

    `base_version` is the version (see `minutes_version`) that the writer began from: where somebody saved another
    text since, raises StaleMinutes with it, and nothing is overwritten. Repeating the same text changes nothing.
    """
    meeting = Meeting.objects.select_for_update().select_related("site").get(pk=meeting.pk)
    if meeting.is_cancelled:
        raise RefusedError("This meeting is cancelled, so it has no minutes.")
    text = text.replace("\r\n", "\n")
    if text == meeting.minutes:
        return meeting
    version = minutes_version(meeting)
    if base_version is not None and base_version != version:
        raise StaleMinutes(meeting.minutes, version)
    meeting.minutes = text
    meeting.save(update_fields=["minutes"])
    keep_revisions(meeting, sections=["minutes"], by=by)
    return meeting


def minutes_version(meeting: Meeting) -> int:
    """How many versions of the minutes were saved so far."""
    last = Revision.objects.of(meeting, "minutes").order_by("-version").first()
    return last.version if last else 0
