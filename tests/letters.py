"""The acts that mail, done to a site of ten, and how many letters each person gets: see test_letters_counted.

An act does what comes before, and returns the verb to do, or the moment until which time is to pass.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from cases.actions.cases import discuss, take_off_agenda
from cases.actions.presenter_notices import ask_to_bring
from cases.clearance import actions as clearance_actions
from cases.models import Presenter
from cases.next_steps.tasks import make_due_mail as mail_owners
from cases.tasks import make_due_mail as mail_presenters
from kit.tasks import send_due_mail
from meetings import actions as meeting_actions
from meetings.events import actions as event_actions
from meetings.invitations import actions as invitation_actions
from meetings.invitations.tasks import ask_and_tell, remind
from meetings.models import Attendance, Meeting
from meetings.tasks import ask_and_remind
from members import actions as member_actions
from members.actions.account_mails import queue_account_mail
from members.actions.addresses import ask_for_address, confirm_address
from members.models import AccountMail, AddressChange, InvitationMail, Member, Role
from newsletter import actions as newsletter_actions
from newsletter.models import Subscriber
from tests.cases.checking import agree, approve, send_for_checking
from tests.factories.cases import CaseFactory, DiscussionFactory, NextStepFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.sites import ProgrammeEventFactory

DATES, OF_GUESTS, HERE = "meetings/email/dates", "invitations/email/dates", Attendance.Mark.PRESENT


@dataclass(frozen=True)
class Act:
    """A verb that mails, done to a site of ten: what it does, the templates, and how many letters who gets."""

    do: Callable
    templates: set[str]
    letters: dict[str, int]

    @property
    def name(self) -> str:
        return self.do.__name__


ACTS: list[Act] = []


def act(*templates: str, **letters: int):
    """Count the letters of the act that is decorated. `everybody` are the ten."""

    def add(do):
        ACTS.append(Act(do, set(templates), letters))
        return do

    return add


def in_days(days) -> datetime:
    return timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=days)


def series(people) -> list[Meeting]:
    """Fourteen dates, of which everybody has been told."""
    starts = [in_days(20 + 28 * number) for number in range(14)]
    found = meeting_actions.schedule_series(people.site, starts=starts, by=people.facilitator)
    settle()
    return found


def held(people, **fields) -> Meeting:
    """A meeting of last week that everybody has come to, and that is not closed."""
    meeting = MeetingFactory(site=people.site, held=True, **fields)
    marks = dict.fromkeys(people.site.members.all(), (HERE, ""))
    meeting_actions.record_attendance(meeting, marks=marks, by=people.facilitator)
    return meeting


def settle() -> None:
    """Do what is done by itself every hour, and send what is due."""
    for task in (ask_and_remind, ask_and_tell, remind, mail_presenters, mail_owners, send_due_mail):
        task()


# --- Dates of meetings


@act(DATES, OF_GUESTS, everybody=1, broker=1)
def sets_a_series_of_fourteen_dates(people):
    starts = [in_days(20 + 28 * number) for number in range(14)]
    return lambda: meeting_actions.schedule_series(people.site, starts=starts, by=people.facilitator)


@act(DATES, OF_GUESTS, everybody=1, broker=1)
def calls_off_one_date_of_fourteen(people):
    first = series(people)[0]
    return lambda: meeting_actions.cancel(first, because="Snow", by=people.facilitator)


@act(DATES, OF_GUESTS, everybody=1, broker=1)
def adds_a_date_before_fourteen_others(people):
    series(people)
    return lambda: meeting_actions.schedule(people.site, starts_at=in_days(13), by=people.facilitator)


@act(DATES, OF_GUESTS, everybody=1, broker=1)
def moves_three_of_fourteen_dates(people):
    found = series(people)[:3]

    def move():
        for meeting in found:
            starts_at = meeting.starts_at + timedelta(days=1)
            meeting_actions.reschedule(meeting, starts_at=starts_at, by=people.facilitator)

    return move


@act(DATES, OF_GUESTS, everybody=1, broker=1)
def changes_the_link_of_one(people):
    meeting = series(people)[0]
    link = "https://meet.example.org/room"
    return lambda: meeting_actions.reschedule(
        meeting, starts_at=meeting.starts_at, link=link, by=people.facilitator
    )


@act()
def enters_a_meeting_of_the_past_before_fourteen_dates(people):
    series(people)
    return lambda: meeting_actions.schedule(people.site, starts_at=in_days(-9), by=people.facilitator)


@act(DATES, m1=1)
def leaves_with_fourteen_dates_ahead(people):
    series(people)
    leaver = people.members.m1
    return lambda: member_actions.leave(
        leaver, on=timezone.localdate(), because="moved", by=people.facilitator
    )


@act(DATES, m1=1)
def comes_back_with_fourteen_dates_ahead(people):
    series(people)
    member = people.members.m1
    member_actions.leave(member, on=timezone.localdate(), because="moved", by=people.facilitator)
    settle()
    return lambda: member_actions.come_back(member, on=timezone.localdate(), by=people.facilitator)


@act(DATES, m0=1)
def agrees_to_be_mailed_with_fourteen_dates_ahead(people):
    member = people.members.m0
    Member.objects.filter(pk=member.pk).update(agreed_to_contact_at=None)
    series(people)
    return lambda: Member.objects.filter(pk=member.pk).update(agreed_to_contact_at=timezone.now())


@act("meetings/email/reminder", "invitations/email/reminder", everybody=1, broker=1)
def comes_within_a_week_of_the_first_of_fourteen(people):
    first = series(people)[0]
    return first.starts_at - timedelta(days=6, hours=23)


@act("meetings/email/minutes", presenter=1, member=1, m0=1, m1=1, m2=1, m3=1)
def shares_the_minutes_twice(people):
    meeting = held(people)
    meeting_actions.write_minutes(meeting, text="We met.", by=people.facilitator)

    def share():
        for _ in range(2):
            meeting_actions.share_minutes(meeting, by=people.facilitator)

    return share


# --- Guests


@act(OF_GUESTS, commissioner=1, new=1)
def invites_two_guests_and_presses_twice(people):
    meeting = series(people)[0]

    def invite():
        for _ in range(2):
            asked = {"capacity": "commissioner", "purpose": "listen", "by": people.facilitator}
            invitation_actions.invite(meeting, user=people.commissioner, **asked)
            invitation_actions.invite(meeting, name="New", email="new@example.org", **asked)

    return invite


@act(OF_GUESTS, commissioner=1)
def says_yes_to_a_visit_that_was_proposed(people):
    meeting = series(people)[0]
    offer = invitation_actions.offer_visit(meeting, purpose="listen", agrees=True, by=people.commissioner)
    return lambda: invitation_actions.accept_visit(offer, by=people.facilitator)


@act(OF_GUESTS, broker=1)
def says_whom_an_event_is_for_and_presses_twice(people):
    event = ProgrammeEventFactory(programme=people.programme)

    def say():
        for _ in range(2):
            event_actions.say_for_whom(event, kinds=["knowledge_broker"], by=people.team)

    return say


# --- Cases and next steps


@act("cases/email/presenting", presenter=1, m1=1)
def picks_a_case_of_two(people):
    case = CaseFactory(site=people.site, presenter=people.members.presenter)
    Presenter.objects.create(case=case, member=people.members.m1)
    meeting = series(people)[0]
    return lambda: discuss(case, at=meeting, by=people.facilitator)


@act("cases/email/presenting", presenter=1)
def takes_a_case_off_and_puts_it_on_another_date(people):
    case = CaseFactory(site=people.site, presenter=people.members.presenter)
    first = series(people)[0]
    discussion = discuss(case, at=first, by=people.facilitator)
    settle()
    return lambda: take_off_agenda(discussion, by=people.facilitator)


@act("cases/email/bring", member=1)
def asks_somebody_to_bring_a_case(people):
    return lambda: ask_to_bring(people.members.member, by=people.facilitator)


def three_steps(people, meeting, owner) -> None:
    for _ in range(3):
        case = CaseFactory(site=people.site, presenter=people.members.presenter)
        discussion = DiscussionFactory(case=case, meeting=meeting)
        NextStepFactory(discussion=discussion, owner=owner)


@act("next_steps/email/steps", m1=1)
def closes_a_meeting_at_which_one_took_three_steps(people):
    meeting = held(people)
    three_steps(people, meeting, people.members.m1)
    return lambda: meeting_actions.close(meeting, by=people.facilitator)


@act("next_steps/email/overdue", "next_steps/email/digest", m1=1, facilitator=1)
def waits_a_week_for_feedback_on_three_steps(people):
    earlier, due = held(people, number=1), in_days(-2)
    Meeting.objects.filter(pk=earlier.pk).update(
        starts_at=in_days(-40), closed_at=in_days(-40), closed_by=people.facilitator
    )
    three_steps(people, Meeting.objects.get(pk=earlier.pk), people.members.m1)
    MeetingFactory(site=people.site, starts_at=due, closed_at=due, closed_by=people.facilitator)
    return timezone.localtime().replace(hour=9, minute=0) + timedelta(days=7 - timezone.localdate().weekday())


@act("clearance/email/agreement", presenter=1)
def publishes_a_write_up(people):
    case = CaseFactory(site=people.site, presenter=people.members.presenter, presented=True)
    text = send_for_checking(case, by=people.facilitator)
    agree(case, people, "programme")
    approve(text, people.broker)
    return lambda: clearance_actions.publish(text, by=people.facilitator)


# --- People


@act("members/email/invitation", m4=1, m5=1, m6=1)
def invites_three_and_presses_twice(people):
    def invite():
        for number in (4, 5, 6, 4, 5, 6):
            member_actions.invite_member(getattr(people.members, f"m{number}"), by=people.facilitator)

    return invite


@act("members/email/invitation", new=1)
def invites_somebody_to_a_role(people):
    return lambda: member_actions.invite_to_role(
        programme=people.programme,
        kind=Role.Kind.ADVISER,
        name="New",
        email="new@example.org",
        sites=[],
        by=people.team,
    )


@act("members/email/invitation", m4=1)
def corrects_an_address_to_which_an_invitation_was_refused(people):
    member = people.members.m4
    member_actions.invite_member(member, by=people.facilitator)
    InvitationMail.objects.update(
        failed_at=timezone.now(), last_error="The mail server rejected it permanently (550)."
    )
    Member.objects.filter(pk=member.pk).update(email="wrong@example.org")
    member.invitations.update(email="wrong@example.org")
    names = ("name", "discipline", "joined_on", "is_expert_by_experience", "is_professionally_qualified")
    facts = {name: getattr(member, name) for name in names}
    return lambda: member_actions.edit_member(
        Member.objects.get(pk=member.pk),
        **facts,
        email="m4@example.org",
        agrees_to_contact=True,
        by=people.facilitator,
    )


@act("members/email/address_confirm", "account/email/address_asked", m1=1, new=1)
def asks_for_another_address_twice(people):
    def ask():
        for _ in range(2):
            ask_for_address(people.m1, email="new@example.org")

    return ask


@act("account/email/address_changed", m1=1)
def confirms_another_address(people):
    ask_for_address(people.m1, email="new@example.org")
    settle()
    change = AddressChange.objects.get()
    return lambda: confirm_address(change)


OF_ACCOUNTS = [kind for kind in AccountMail.Kind.values if "address" not in kind]


@act(*OF_ACCOUNTS, m1=len(OF_ACCOUNTS))
def does_each_thing_to_an_account_once(people):
    def do():
        for kind in OF_ACCOUNTS:
            queue_account_mail(kind, email=people.m1.email)

    return do


# --- The newsletter


@act("newsletter/email/confirm", new=1)
def subscribes_twice(people):
    def subscribe():
        for _ in range(2):
            newsletter_actions.subscribe(people.programme, email="new@example.org")

    return subscribe


@act("newsletter/email/unsubscribed", m1=1)
def unsubscribes_twice(people):
    newsletter_actions.subscribe_the_programme(people.programme)
    subscriber = Subscriber.objects.get(email=people.members.m1.email)

    def leave():
        for _ in range(2):
            newsletter_actions.unsubscribe(subscriber)

    return leave
