"""What a member holds: every foreign key to a member, what it is called, and which of two rows stays where one can be.

A key that is not named here stops every merge, and a test (tests/pages/test_merging.py).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models

from kit.privacy.register import key_of, keys_to
from kit.words import day, lower_first
from meetings.models import Attendance
from members.models import Member

MARKS = [Attendance.Mark.ABSENT, Attendance.Mark.APOLOGIES, Attendance.Mark.STAND_IN, Attendance.Mark.PRESENT]


@dataclass(frozen=True)
class Holding:
    """Rows of one kind that a member holds.

    Where both records have one of which there can be one, the row for which `better` gives more stays, and the kept
    record's where that is the same. `says` is what a row says, in words; without it, nobody needs to be told.
    """

    one: str
    many: str
    better: Callable[[Any], Any] = lambda row: 0
    says: Callable[[Any], str] | None = None


def _meeting(row) -> str:
    return f"{lower_first(row.meeting.name)} on {day(row.meeting.starts_at)}"


LETTERS = Holding("e-mail", "e-mails", better=lambda row: row.sent_at is not None)
HOLDINGS = {
    "cases.namedpresenter.member": Holding("case that they were named for", "cases that they were named for"),
    "clearance.sharingagreement.member": Holding("answer about sharing", "answers about sharing"),
    "clearance.showing.member": Holding("text to agree to", "texts to agree to"),
    "clearance.opening.member": Holding("text that they opened", "texts that they opened"),
    "cases.presenter.member": Holding("case to present", "cases to present"),
    "cases.steppedout.member": Holding("case that they stepped out of", "cases that they stepped out of"),
    "next_steps.nextstep.owner": Holding("next step", "next steps"),
    "next_steps.feedback.given_by": Holding("piece of feedback", "pieces of feedback"),
    "next_steps.handover.from_member": Holding("next step handed over", "next steps handed over"),
    "next_steps.handover.to_member": Holding("next step taken over", "next steps taken over"),
    "meetings.attendance.member": Holding(
        "attendance mark", "attendance marks", better=lambda row: MARKS.index(row.mark),
        says=lambda row: f"{_meeting(row)}: {lower_first(row.get_mark_display())}",
    ),
    "meetings.attendance.stand_in_joined_as": Holding("visit as a stand-in", "visits as a stand-in"),
    "meetings.reply.member": Holding(
        "reply to an invitation", "replies to invitations", better=lambda row: row.answered_at,
        says=lambda row: f"{_meeting(row)}: {', '.join(filter(None, [row.get_coming_display(), row.stand_in_name]))}",
    ),
    "knowledge.evidencereaction.member": Holding(
        "opinion of a publication", "opinions of publications", better=lambda row: row.at,
        says=lambda row: f"a publication: {lower_first(row.get_kind_display())}",
    ),
    "members.agreement.member": Holding(
        "agreement to ground rules", "agreements to ground rules", better=lambda row: -row.agreed_on.toordinal(),
    ),
    "members.ownwords.member": Holding("text for the certificate", "texts for the certificate"),
    "members.earlieraddress.member": Holding("earlier address", "earlier addresses"),
    "members.absence.member": Holding("time away", "times away"),
    "members.employment.member": Holding("job", "jobs"),
    "members.facilitation.member": Holding("time as facilitator", "times as facilitator"),
    "members.markoverride.member": Holding("overridden status", "overridden statuses"),
    "members.invitation.member": Holding("invitation to sign in", "invitations to sign in"),
    "members.pastname.member": Holding("earlier name", "earlier names"),
    "members.pastrole.member": Holding("earlier role", "earlier roles"),
    "members.membercorrection.member": Holding("correction of their details", "corrections of their details"),
    "members.membermerge.into": Holding("earlier merge", "earlier merges"),
    "cases.bringrequest.member": LETTERS,
    "cases.presenternotice.member": LETTERS,
    "clearance.agreementmail.member": LETTERS,
    "meetings.calendarmail.member": LETTERS,
    "meetings.calendarchange.member": Holding("date in the calendar", "dates in the calendar"),
    "meetings.minutesmail.member": LETTERS,
    "meetings.reminder.member": LETTERS,
    "next_steps.stepsmail.member": LETTERS,
    "next_steps.weeklymail.member": LETTERS,
}  # fmt: skip


def held() -> list[tuple[models.ForeignKey, Holding]]:
    """Return every key to a member with what it is, in the order in which they are moved. Raise KeyError for one that
    is not named.
    """
    keys = {key_of(key): key for key in keys_to(Member)}
    if unknown := keys.keys() - HOLDINGS.keys():
        raise KeyError(", ".join(sorted(unknown)))
    return [(keys[name], holding) for name, holding in HOLDINGS.items() if name in keys]


def once_by(key: models.ForeignKey) -> list[tuple[str, ...]]:
    """Return the columns by which one row can be there for each row that `key` leads to: [("meeting",)], [()] for one
    row at all, and [] where there can be any number.
    """
    meta = key.model._meta
    sets = [
        each.fields
        for each in meta.constraints
        if isinstance(each, models.UniqueConstraint) and key.name in each.fields
    ]
    sets += [each for each in meta.unique_together if key.name in each]
    found = [tuple(name for name in fields if name != key.name) for fields in sets]
    return [*found, ()] if key.unique else found
