"""The actions of minutes: writing their parts, sharing them with the members, approving them at a later meeting."""

from collections.abc import Callable

from django.db import models, transaction

from kit.audit import record
from kit.editing.history import keep_revisions
from kit.editing.sections import section_version
from kit.errors import RefusedError
from kit.locking import lock_row, refuse_overtaken
from meetings.audit_verbs import MeetingVerb
from meetings.models import Meeting, MinutesApproval, MinutesCorrection, MinutesMail, MinutesSharing
from members.models import Member, User

GENERAL_SECTION = "minutes"  # the section of revisions for the general part, which is a text of the Meeting


class StaleMinutes(RefusedError):
    """Somebody saved the minutes since this person began to write. `theirs` is the newer text, with its version."""

    def __init__(self, theirs: str, version: int):
        super().__init__(
            "Somebody else saved these minutes while you were writing. "
            "Both versions are shown below. Combine them and save again."
        )
        self.theirs, self.version = theirs, version


@transaction.atomic
def write_minutes(
    meeting: Meeting, *, text: str, by: User, base_version: int | None = None, reason: str = ""
) -> Meeting:
    """Save the general part of the minutes of `meeting`. Every saved text is kept as a Revision.

    `base_version` is the version on which the text is based. If somebody saved another text since, raise
    StaleMinutes with it, and overwrite nothing. Repeating the same text changes nothing. Once the minutes
    are approved a change needs a `reason`, which is shown with them.
    """
    meeting = _locked(meeting)

    def corrected() -> None:
        MinutesCorrection.objects.create(meeting=meeting, reason=reason.strip(), by=by)

    write_part(
        meeting, GENERAL_SECTION, meeting=meeting, text=text, by=by, base_version=base_version, reason=reason,
        corrected=corrected,
    )  # fmt: skip
    return meeting


def write_part(
    row: models.Model,
    section: str,
    *,
    meeting: Meeting,
    text: str,
    by: User,
    base_version: int | None,
    reason: str,
    corrected: Callable[[], None],
) -> bool:
    """Save one part of the minutes of `meeting`, the text `section` of the locked `row`, and return whether it changed.

    The rules are those of `write_minutes`. `corrected` is called if the minutes were approved before.
    """
    if meeting.is_cancelled:
        raise RefusedError("This meeting is cancelled, so it has no minutes.")
    text = text.replace("\r\n", "\n")
    if text == getattr(row, section):
        return False
    version = section_version(row, section)
    if base_version is not None and base_version != version:
        raise StaleMinutes(getattr(row, section), version)
    if MinutesApproval.objects.filter(meeting=meeting).exists():
        if not reason.strip():
            raise RefusedError("These minutes are approved. Give the reason for the change.")
        corrected()
    setattr(row, section, text)
    row.save(update_fields=[section])
    keep_revisions(row, sections=[section], by=by)
    return True


def members_to_mail(meeting: Meeting, *, by: User) -> models.QuerySet[Member]:
    """Return the members of the day of `meeting` who get a mail about its minutes: all who can, except `by`."""
    return meeting.members_then().can_be_mailed_and_sign_in().exclude(user=by)


def members_without_mail(meeting: Meeting) -> models.QuerySet[Member]:
    """Return the members of that day who get no mail: they need the minutes on paper, or read out."""
    mailed = Member.objects.can_be_mailed_and_sign_in()
    return meeting.members_then().not_left().exclude(pk__in=mailed.values("pk"))


@transaction.atomic
def share_minutes(meeting: Meeting, *, by: User) -> MinutesSharing:
    """Share the minutes of `meeting`: each member of that day who can be mailed gets one mail with a link.

    Repeating returns the first sharing and mails nobody twice. Raise RefusedError where nothing is written yet, and
    where the programme has ended.
    """
    lock_row(meeting)
    meeting = _locked(meeting)
    if meeting.is_cancelled:
        raise RefusedError("This meeting is cancelled, so it has no minutes.")
    _refuse_unwritten(meeting)
    if not meeting.site.programme.is_running:
        raise RefusedError(
            "This programme has ended, so no e-mails are sent. The minutes are on the page of the meeting."
        )
    sharing, made = MinutesSharing.objects.get_or_create(meeting=meeting, defaults={"by": by})
    if made:
        MinutesMail.objects.bulk_create(
            [MinutesMail(meeting=meeting, member=member) for member in members_to_mail(meeting, by=by)],
            ignore_conflicts=True,
        )
        record(MeetingVerb.SHARE_MINUTES, meeting, by=by)
    return sharing


@transaction.atomic
def approve_minutes(meeting: Meeting, *, at: Meeting, by: User) -> MinutesApproval:
    """Record that the minutes of `meeting` were approved at the later meeting `at`.

    Repeating returns the first approval. Raise RefusedError where nothing is written, or where `at` is of another
    site, cancelled, not later, or has not begun.
    """
    lock_row(meeting)
    meeting = _locked(meeting)
    approval = MinutesApproval.objects.filter(meeting=meeting).first()
    if approval:
        return approval
    _refuse_unwritten(meeting)
    if at.site_id != meeting.site_id:
        raise RefusedError("That meeting belongs to another site. Choose a later meeting of this site.")
    if at.is_cancelled or at.starts_at <= meeting.starts_at:
        raise RefusedError("Minutes are approved at a later meeting that took place. Choose that meeting.")
    if not at.has_started:
        raise RefusedError(
            "That meeting has not started. You can approve the minutes once the group has looked at them there."
        )
    approval = MinutesApproval.objects.create(meeting=meeting, at_meeting=at, by=by)
    record(MeetingVerb.APPROVE_MINUTES, meeting, by=by, note=str(at))
    return approval


def _locked(meeting: Meeting) -> Meeting:
    """Return `meeting` read again and locked until the end of the transaction."""
    rows = Meeting.objects.select_for_update(of=["self"]).select_related("site__programme")
    now = rows.get(pk=meeting.pk)
    refuse_overtaken(now)
    return now


def _refuse_unwritten(meeting: Meeting) -> None:
    if not meeting.minutes.strip():
        raise RefusedError("There are no minutes yet. Write them first.")
