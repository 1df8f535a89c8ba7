"""The action that saves the parts of the minutes that are about cases."""

from django.db import transaction

from cases.locking import locked
from cases.models import Case, CaseMinutes, CaseMinutesCorrection
from kit.errors import RefusedError
from kit.locking import refuse_overtaken
from meetings.actions.minutes import write_part
from meetings.models import Meeting
from members.models import User

CASE_SECTION = "text"  # how revisions name the text of a part about a case


@transaction.atomic
def write_case_minutes(
    meeting: Meeting, *, case: Case, text: str, by: User, base_version: int | None = None, reason: str = ""
) -> CaseMinutes:
    """Save the part of the minutes of `meeting` about `case`, by the rules of meetings.actions.minutes.write_minutes.

    Raise RefusedError for a case of another site.
    """
    if case.site_id != meeting.site_id:
        raise RefusedError("This case belongs to another site. Write about the cases of this meeting.")
    locked(case)
    part, _ = CaseMinutes.objects.get_or_create(meeting=meeting, case=case)
    part = CaseMinutes.objects.select_for_update().get(pk=part.pk)
    refuse_overtaken(part)

    def corrected() -> None:
        CaseMinutesCorrection.objects.create(part=part, reason=reason.strip(), by=by)

    write_part(
        part, CASE_SECTION, meeting=meeting, text=text, by=by, base_version=base_version, reason=reason,
        corrected=corrected,
    )  # fmt: skip
    return part
