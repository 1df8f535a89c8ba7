"""The minutes for one reader: the general part, and the parts about the cases that they may read."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import F, Value
from django.utils import timezone

from cases.models import Case, CaseMinutes, CaseMinutesCorrection
from meetings.models import Meeting, MinutesApproval, MinutesCorrection, MinutesSharing
from members.as_of import NamesThen
from members.models import MemberCorrection

# What a page reads along with the meeting, for `minutes_for`
RECORDS = ["minutes_sharing__by", "minutes_approval__by", "minutes_approval__at_meeting"]


@dataclass(frozen=True)
class CasePart:
    """The part of the minutes about one case."""

    case: Case
    text: str


@dataclass(frozen=True)
class Correction:
    """A change after the approval: when, why, by whom, and of which case's part ("" for the general part), or what of a
    member ("" for a part).
    """

    at: datetime
    reason: str
    by: str
    reference: str
    of_a_member: str = ""


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
        minutes.corrections = _all_corrections(meeting, rows, minutes.approval)
    return minutes


def _all_corrections(
    meeting: Meeting, rows: list[CaseMinutes], approval: MinutesApproval
) -> list[Correction]:
    """Return what was corrected since the `approval`, oldest first, each with the name that who made it had then."""
    found = [*_corrections(meeting, rows), *_corrected_members(meeting, approval)]
    if not found:
        return []
    names = NamesThen(meeting.site_id, {account for account, _ in found})
    named = [
        replace(each, by=names.on(timezone.localdate(each.at), account=account, otherwise=each.by))
        for account, each in found
    ]
    return sorted(named, key=lambda correction: correction.at)


def _corrected_members(
    meeting: Meeting, approval: MinutesApproval
) -> Iterator[tuple[int | None, Correction]]:
    """Yield what was corrected of the members on record for `meeting` since its minutes were approved, and by whose
    account.
    """
    rows = MemberCorrection.objects.filter(
        member__attendances__meeting=meeting, since__lte=meeting.day, at__gt=approval.at
    ).exclude(what=MemberCorrection.What.JOINED)
    for row in rows.select_related("by"):
        by = row.by.name if row.by else ""
        yield row.by_id, Correction(row.at, row.reason, by, "", row.get_what_display().lower())


def _corrections(meeting: Meeting, rows: list[CaseMinutes]) -> Iterator[tuple[int | None, Correction]]:
    """Yield the corrections of the parts that are read, and by whose account."""
    columns = ["at", "reason", "by", "by__name", "of_case"]
    general = MinutesCorrection.objects.filter(meeting=meeting).annotate(of_case=Value(0)).order_by()
    of_cases = (
        CaseMinutesCorrection.objects.filter(part__in=rows).annotate(of_case=F("part__case")).order_by()
    )
    references = {row.case_id: row.case.reference for row in rows}
    for at, reason, account, by, case in general.values_list(*columns).union(
        of_cases.values_list(*columns), all=True
    ):
        yield account, Correction(at, reason, by or "", references.get(case, ""))
