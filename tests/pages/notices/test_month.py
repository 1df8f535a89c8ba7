"""One case goes the whole line through a month with weekends and Easter: who hears of what, when, and how often.

Nobody is told a thing twice but to remind them, nobody is mailed who has no part in it, and no mail has a word of the case.
"""

from collections import Counter, defaultdict
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import transaction
from django.utils import timezone

from cases.clearance import actions as clearance
from cases.clearance.models import Audience
from cases.clearance.tasks import show_texts
from cases.commissioning import actions as issues
from cases.commissioning.models import IssueReply, IssueTheme
from cases.next_steps.tasks import make_due_mail as mail_owners
from cases.tasks import make_due_mail as mail_presenters
from kit.tasks import send_due_mail
from knowledge.actions import evidence as knowledge
from meetings import actions as meetings
from meetings.models import Attendance, Meeting
from meetings.tasks import ask_and_remind
from pages.notices.hours import is_working_day
from pages.notices.models import NoticeMail, Told
from pages.notices.tasks import make_due_mail
from tests.cases.checking import agree, approve
from tests.factories.cases import CaseFactory
from tests.factories.knowledge import EvidenceFactory
from tests.factories.meetings import MeetingFactory
from tests.people import cast

pytestmark = pytest.mark.django_db

CANARY = "zqxmonth"
FIRST, LAST = date(2026, 3, 31), date(2026, 4, 30)  # Tuesday to Thursday, with Easter on 3 to 6 April


def at(day: int, hour: int, minute: int = 0, *, month: int = 4) -> datetime:
    return timezone.make_aware(datetime(2026, month, day, hour, minute))


class Month:
    """The case on its way, and every mail: when it came, to whom, and what it was about."""

    def __init__(self):
        self.people = people = cast()
        self.mails: list[tuple[datetime, str, str]] = []
        meeting = MeetingFactory(site=people.site, starts_at=at(31, 10, month=3))
        stranger = people.seat("stranger").site
        for site in (people.site, people.neighbour, stranger):
            MeetingFactory(site=site, starts_at=at(12, 10, month=5))
        self.case = CaseFactory(
            site=people.site, presenter=people.members.presenter, title=f"{CANARY} title",
            presentation=f"{CANARY} presentation", learning=f"{CANARY} learning",
        )  # fmt: skip
        self.case.discussions.create(meeting=meeting, notes=f"{CANARY} notes")
        self.meeting = meeting
        self.events = {
            at(31, 12, month=3): self.raised_in_the_room,
            at(1, 10): self.put_in_anonymous_words,
            at(2, 12): self.agreed_and_approved,
            at(2, 16): self.published,
            at(7, 11): self.question_taken,
            at(8, 11): self.question_answered,
            at(10, 11): self.evidence_found,
            at(13, 11): self.promised,
            at(28, 11): self.kept,
        }

    def raised_in_the_room(self):
        people, theme = self.people, IssueTheme.objects.offered().first().key
        marks = dict.fromkeys(people.site.members.all(), (Attendance.Mark.PRESENT, ""))
        meetings.record_attendance(self.meeting, marks=marks, by=people.facilitator)
        self.issue = issues.raise_issue(self.case, theme=theme, words=f"{CANARY} raised", by=people.presenter)
        self.question = knowledge.ask(
            people.site, words=f"{CANARY} asked", by=people.member, case=self.case, meeting=self.meeting
        )
        meetings.close(Meeting.objects.get(pk=self.meeting.pk), by=people.facilitator)

    def put_in_anonymous_words(self):
        self.text = issues.send_issue_for_checking(
            self.issue, title=f"{CANARY} sent", words=f"{CANARY} anonymous", by=self.people.facilitator
        )

    def agreed_and_approved(self):
        agree(self.case, self.people, Audience.COMMISSIONERS)
        for role in ("broker", "member"):
            approve(self.text, self.people.user(role))

    def published(self):
        clearance.publish(self.text, by=self.people.facilitator)

    def question_taken(self):
        knowledge.take(self.question, by=self.people.broker)

    def question_answered(self):
        knowledge.answer(self.question, answer=f"{CANARY} answer", by=self.people.broker)

    def evidence_found(self):
        evidence = EvidenceFactory(programme=self.people.programme)
        knowledge.attach(
            evidence,
            case=self.case,
            by=self.people.broker,
            question=self.question,
            bottom_line=f"{CANARY} line",
        )

    def promised(self):
        self.reply = issues.reply(
            self.issue, kind=IssueReply.Kind.WILL_CHANGE, words=f"{CANARY} reply", due_on=date(2026, 4, 24),
            by=self.people.commissioner,
        )  # fmt: skip

    def kept(self):
        issues.keep_promise(self.reply, on=date(2026, 4, 28), by=self.people.commissioner)

    def go(self):
        """Let the month pass: each day at eight, on some nights, and after everything that is done."""
        days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
        moments = {timezone.make_aware(datetime.combine(day, time(8, 1))) for day in days}
        moments |= {moment + timedelta(minutes=6) for moment in self.events}
        moments |= {at(1, 23), at(2, 7, 1), at(13, 5), at(18, 12)}
        for moment in sorted(moments | self.events.keys()):
            with time_machine.travel(moment, tick=False):
                self.events.get(moment, self.tick)()

    def tick(self):
        mail.outbox.clear()
        before = set(NoticeMail.objects.filter(sent_at__isnull=False).values_list("pk", flat=True))
        for task in (ask_and_remind, mail_presenters, mail_owners, show_texts, make_due_mail, send_due_mail):
            task()
        told = defaultdict(list)
        sent = NoticeMail.objects.filter(sent_at__isnull=False).exclude(pk__in=before)
        for row in Told.objects.filter(mail__in=sent).order_by("kind"):
            told[row.user.email].append(row.kind + (" again" if row.times > 1 else ""))
        roles = {self.people.user(role).email: role for role in self.people.users}
        for letter in mail.outbox:
            assert CANARY not in letter.message().as_string().lower()
            to = letter.to[0]
            is_notice = "something there waits for you or is new" in " ".join(letter.body.split())
            what = ", ".join(told[to]) if is_notice else letter.subject
            self.mails.append((timezone.now(), roles[to], what))


EXPECTED = {
    "broker": [
        "1 Apr 08:01 question_asked",
        "2 Apr 08:01 text_to_check",
        "8 Apr 08:01 question_asked again",
    ],
    "commissioner": [
        "7 Apr 08:01 issue_to_answer",  # published on the afternoon before Good Friday
        "14 Apr 08:01 promise_due",
        "21 Apr 08:01 promise_due again",
        "27 Apr 08:01 promise_overdue",  # since Saturday
    ],
    "facilitator": [
        "1 Apr 08:01 issue_to_word",
        "9 Apr 08:01 question_answered",
        "14 Apr 08:01 reply_given",
        "29 Apr 08:01 promise_kept",
    ],
    "member": ["2 Apr 08:01 text_to_check", "8 Apr 08:01 question_taken", "9 Apr 08:01 question_answered"],
    "presenter": [
        "1 Apr 10:06 CP4-01: please read a text before it is shared",
        "2 Apr 16:06 A text about your case CP4-01 has been published",
        "9 Apr 08:01 question_answered",
        "13 Apr 08:01 evidence_found",  # on a Friday, after eight
        "14 Apr 08:01 reply_given",
        "29 Apr 08:01 promise_kept",
    ],
    "team": ["2 Apr 08:01 text_to_check"],
}


@pytest.fixture(scope="module")
def month(django_db_setup, django_db_blocker):
    """The month, gone through once for all tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(at(30, 9, month=3)):
            month = Month()
            month.tick()  # the dates of meetings, which are no part of this
            month.mails.clear()
        month.go()
        yield month
        transaction.set_rollback(True)


def test_everyone_who_is_next_hears_of_it_once(month):
    """Nobody who is not named here gets a mail: no member elsewhere, no other facilitator, no adviser."""
    found = defaultdict(list)
    for when, role, what in month.mails:
        found[role].append(f"{timezone.localtime(when):%-d %b %H:%M} {what}")

    assert dict(found) == EXPECTED


def test_nothing_is_told_twice_or_reminded_more_than_twice(month):
    told = Counter((role, what) for _, role, what in month.mails if not what.startswith("CP4-01: please"))

    assert {key for key, times in told.items() if times > (2 if key[1].endswith("again") else 1)} == set()


def test_nothing_comes_at_night_at_a_weekend_or_at_easter(month):
    moments = [
        timezone.localtime(when) for when, _, what in month.mails if not what.startswith(("CP4", "A text"))
    ]

    assert moments
    assert [each for each in moments if not is_working_day(each.date()) or not 7 <= each.hour < 19] == []
