"""The minutes for one reader: the general part, and the parts about the cases that they may read."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F, Value

from cases.models import Case, CaseMinutes, CaseMinutesCorrection
from meetings.models import Meeting, MinutesApproval, MinutesCorrection, MinutesSharing

# What a page reads along with the meeting, for `minutes_for`
RECORDS = ["minutes_sharing__by", "minutes_approval__by", "minutes_approval__at_meeting"]


@dataclass(frozen=True)
class CasePart:
    """The part of the minutes about one case."""

    case: Case
    text: str


@dataclass(frozen=True)
class Correction:
    """A change after the approval: when, why, by whom, and of which case's part ("" for the general part)."""

    at: datetime
    reason: str
    by: str
    reference: str


@dataclass
class Minutes:
    """The minutes of a meeting for one reader, with the corrections of the parts that they read, oldest first."""

    meeting: Meeting
    parts: list[CasePart]
    sharing: MinutesSharing | None = None
    approval: MinutesApproval | None = None
    corrections: list[Correction] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The general part."""
        return self.meeting.minutes

    @property
    def is_written(self) -> bool:
        """Whether something is written in the parts that they read."""
        return bool(self.meeting.minutes or self.parts)


def to_approve(last: Meeting | None) -> Meeting | None:
    """Return `last`, the meeting before, if its minutes are written and not approved yet, else None."""
    if last is None or not last.minutes or getattr(last, "minutes_approval", None) is not None:
        return None
    return last


def minutes_for(meeting: Meeting, user) -> Minutes:
    """Return the minutes of `meeting` as `user` may read them, and record that they were read. Needs its RECORDS."""
    if not meeting.has_started:
        return Minutes(meeting, [])
    rows = list(
        CaseMinutes.objects.read_by(user)
        .filter(meeting=meeting)
        .exclude(text="")
        .select_related("case__site")
        .order_by("case__number")
    )
    minutes = Minutes(meeting, [CasePart(row.case, row.text) for row in rows])
    if not minutes.is_written:
        return minutes
    minutes.sharing = getattr(meeting, "minutes_sharing", None)
    minutes.approval = getattr(meeting, "minutes_approval", None)
    if minutes.approval:
        minutes.corrections = _corrections(meeting, rows)
    return minutes


def _corrections(meeting: Meeting, rows: list[CaseMinutes]) -> list[Correction]:
    """Return the corrections of the parts that are read, oldest first, in one query."""
    columns = ["at", "reason", "by__name", "of_case"]
    general = MinutesCorrection.objects.filter(meeting=meeting).annotate(of_case=Value(0)).order_by()
    of_cases = (
        CaseMinutesCorrection.objects.filter(part__in=rows).annotate(of_case=F("part__case")).order_by()
    )
    found = general.values_list(*columns).union(of_cases.values_list(*columns), all=True)
    references = {row.case_id: row.case.reference for row in rows}
    return [
        Correction(at, reason, by or "", references.get(case, ""))
        for at, reason, by, case in sorted(found, key=lambda row: row[0])
    ]
