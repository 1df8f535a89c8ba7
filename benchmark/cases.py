"""The cases of a site, what was said about them, and what came of the next steps."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from benchmark.making import Making
from benchmark.meetings import Held
from benchmark.people import AtSite
from benchmark.vocabularies import Vocabularies
from cases.audit_verbs import CaseVerb
from cases.models import Case, CaseMinutes, Discussion, NamedPresenter, Need, Presenter, SteppedOut, Theme
from cases.next_steps.models import Feedback, LaterLook, NextStep
from kit.models import AuditEvent, Revision
from meetings.models import Meeting
from members.models import Member

OUTCOMES = {
    "helped": 35,
    "held_steady": 25,
    "no_change": 15,
    "worse": 4,
    "not_yet": 9,
    "not_tried": 8,
    "no_longer_possible": 4,
}
LATELY = timedelta(days=60)
STEPPED_OUT = 40  # somebody, of one case in so many


@dataclass
class Told:
    """What later parts need of a case: its row and what belongs to it, in order."""

    case: Case
    presenters: list[Member]
    themes: list[Theme]
    needs: list[Need]
    stepped_out: list[Member] = field(default_factory=list)
    discussions: list[Discussion] = field(default_factory=list)
    steps: list[tuple[NextStep, Feedback | None]] = field(default_factory=list)  # with the last feedback

    @property
    def presented_at(self) -> datetime:
        """When it first came to a meeting, or when it was offered."""
        return self.discussions[0].meeting.starts_at if self.discussions else self.case.offered_at


def make_cases(making: Making, at: AtSite, held: Held, words: Vocabularies) -> Iterator[Told]:
    """Make the cases of one site, one after the other, in the order of the meetings that they came to."""
    number = making.size.share(making.size.cases, at.number)
    for place in range(number):
        coming = _meetings_of(making, held, place, number)
        told = _case(making, at, words, place + 1, coming[0] if coming else None)
        for meeting in coming:
            _discuss(making, at, held, told, meeting)
        if told.discussions:
            _afterwards(making, at, told)
        yield told


def _meetings_of(making: Making, held: Held, place: int, number: int) -> list[Meeting]:
    """Return where a case was discussed: the last of a site are still to come, and one in twelve comes twice."""
    left = number - place
    if left == 1 and number > 3:
        return []
    if left == 2 and held.upcoming and number > 3:
        return [held.upcoming]
    if left == 3 and held.today and number > 3:
        return [held.today]
    first = place * len(held.closed) // number
    again = first + 3 if making.is_one_in(12) and first + 3 < len(held.closed) else None
    return [held.closed[each] for each in (first, again) if each is not None]


def _case(making: Making, at: AtSite, words: Vocabularies, number: int, first: Meeting | None) -> Told:
    chance, wording = making.chance, making.wording
    when = first.starts_at - timedelta(days=15) if first else making.size.now - timedelta(days=3)
    when = min(when, making.size.now - timedelta(days=1))
    case = making.rows.add(
        Case, site=at.site, number=number, title=wording.line(), kind=making.one_of({"challenging": 8, "innovative": 2}),
        is_live=making.size.now - when < LATELY * 3, case_management=chance.choice(words.case_management),
        shared_goal=wording.line(6, 12), presentation=wording.text(150, 300), learning=wording.text(30, 70) if first else "",
        offered_by=at.facilitator, offered_at=when,
    )  # fmt: skip
    presenters = chance.sample(at.members, 2 if making.is_one_in(6) and len(at.members) > 3 else 1)
    for member in presenters:
        making.rows.add(NamedPresenter, case=case, member=member, named_at=when)
        making.rows.add(Presenter, case=case, member=member)
    told = Told(case, presenters, chance.sample(words.themes, 2), chance.sample(words.needs, 2))
    others = [member for member in at.members[1:] if member not in presenters]
    if others and number % STEPPED_OUT == 7:
        told.stepped_out = [chance.choice(others)]
        making.rows.add(SteppedOut, case=case, member=told.stepped_out[0], at=when)
    making.rows.pair(Case.themes, case, told.themes)
    making.rows.pair(Case.needs, case, told.needs)
    making.rows.pair(Case.worked_with_by, case, [presenters[0].discipline])
    subject = f"cases.case:{case.pk}"
    making.rows.add(AuditEvent, at=when, by=at.facilitator, verb=CaseVerb.OFFER, subject=subject)
    making.rows.add(
        Revision, subject=subject, section="presentation", version=1, text=case.presentation, by=at.facilitator, at=when
    )  # fmt: skip
    return told


def _discuss(making: Making, at: AtSite, held: Held, told: Told, meeting: Meeting) -> None:
    is_over = meeting.starts_at < making.size.now
    discussion = making.rows.add(
        Discussion, case=told.case, meeting=meeting, notes=making.wording.text(50, 120) if is_over else "",
        added_by=at.facilitator, added_at=told.case.offered_at + timedelta(hours=1),
    )  # fmt: skip
    told.discussions.append(discussion)
    if not is_over:
        return
    making.rows.add(CaseMinutes, meeting=meeting, case=told.case, text=making.wording.text(20, 50))
    for position in range(making.chance.randint(2, 4)):
        step = making.rows.add(
            NextStep, discussion=discussion, position=position, what=making.wording.line(5, 14), added_by=at.facilitator,
            owner=making.chance.choice([each for each in at.members if each not in told.stepped_out]), added_at=meeting.starts_at + timedelta(minutes=80),
        )  # fmt: skip
        told.steps.append((step, _feedback(making, at, held, step)))


def _feedback(making: Making, at: AtSite, held: Held, step: NextStep) -> Feedback | None:
    """Add what came of a step at the next meetings, and return the last answer; some are never given."""
    agreed = step.discussion.meeting
    later = [meeting for meeting in held.closed if meeting.number > agreed.number][:2]
    last = None
    for meeting in later:
        if making.is_one_in(25):
            continue
        outcome = making.one_of(OUTCOMES)
        last = making.rows.add(
            Feedback, next_step=step, meeting=meeting, outcome=outcome, words=making.wording.line(6, 16),
            given_by=step.owner, recorded_by=at.facilitator, at=meeting.starts_at + timedelta(minutes=20),
        )  # fmt: skip
        if outcome != "not_yet":
            break
    return last


def _afterwards(making: Making, at: AtSite, told: Told) -> None:
    """Add who read a case, and how it went months later."""
    readers = [member for member in at.with_accounts if member not in told.stepped_out]
    for member in making.chance.sample(readers, min(2, len(readers))):
        making.rows.add(
            AuditEvent, at=told.presented_at + timedelta(days=making.chance.randint(1, 20)), by=member.user,
            verb=CaseVerb.READ, subject=f"cases.case:{told.case.pk}",
        )  # fmt: skip
    if making.size.now - told.presented_at > timedelta(days=100) and making.chance.random() < 0.4:
        making.rows.add(
            LaterLook, case=told.case, months=3, outcome=making.one_of({"better": 5, "held_steady": 4, "worse": 1}),
            words=making.wording.line(), said_by=at.facilitator, at=told.presented_at + timedelta(days=95),
        )  # fmt: skip
