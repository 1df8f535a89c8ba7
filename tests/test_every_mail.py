"""Every kind of mail, in everything that it can say: whose it is, why one gets it, who reads replies, one button."""

import email
import email.policy
import itertools
import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import models
from django.utils import timezone

from cases.clearance.models import ClearedText
from cases.models import Case
from kit.mail import name_in
from kit.queues import kinds_of_mail, written
from meetings.invitations.models import DateInvitation, InvitationChange, InvitationMail
from meetings.models import CalendarChange, CalendarMail, Meeting
from meetings.models.calendar_mail import changes_of
from meetings.models.told import facts_told
from members.models import Invitation, Member, Role, User
from newsletter.models import Delivery, NewsletterIssue, Subscriber
from pages.notices.models import NoticeMail, Told
from tests.factories.cases import CaseFactory, ClearedTextFactory
from tests.factories.invitations import DateInvitationFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.members import (
    FacilitationFactory,
    InvitationFactory,
    MemberFactory,
    RoleFactory,
    UserFactory,
)
from tests.factories.sites import SiteFactory

pytestmark = pytest.mark.django_db

NOTHING_TO_PRESS = {  # there is nothing to do, or nothing that a link could do
    "account/email/address_changed",
    "PresenterNotice off",
    "PresenterNotice called_off",
    "CalendarMail cancelled",
    "InvitationMail cancelled",
    "InvitationMail withdrawn",
    "CalendarMail taken out for who left",
}


@pytest.fixture
def parts():
    """A row of every model that a mail is about, at one site with a facilitator."""
    site = SiteFactory(code="CG3", place="Dunsmere & Hill")
    carol = MemberFactory(
        site=site, name="Carol Whitcombe", email="carol@example.org", agreed_to_contact_at=timezone.now()
    )
    FacilitationFactory(member=carol)
    member = MemberFactory(
        site=site, name="Tom Hale", email="tom@example.org", agreed_to_contact_at=timezone.now()
    )
    editor = UserFactory(name="Ruth Adeyemi", email="ruth@example.org")
    case = CaseFactory(site=site, presenter=member)
    subscriber = Subscriber.objects.create(programme=site.programme, email="sue@example.org")
    issue = NewsletterIssue.objects.create(
        programme=site.programme, month=date(2026, 2, 1), number=1, sent_for_checking_by=editor
    )
    return {
        Member: member,
        Meeting: MeetingFactory(site=site),
        Case: case,
        ClearedText: ClearedTextFactory(programme=site.programme, site=site, case=case),
        User: member.user or editor,
        DateInvitation: DateInvitationFactory(meeting=MeetingFactory(site=site), invited_by=editor),
        Invitation: InvitationFactory(member=member, invited_by=editor),
        Subscriber: subscriber,
        NewsletterIssue: issue,
        Delivery: Delivery(pk=8, issue=issue, subscriber=subscriber),
    }


def rows_of(kind, parts):
    """A row of a kind of mail for each thing that it can say, not stored, except for letters about the calendar."""
    if kind is InvitationMail:
        yield from letters_to_guests(parts[DateInvitation])
        return
    if kind is CalendarMail:
        yield from letters_of(parts[Member])
        return
    if kind is NoticeMail:
        yield from notices_to(parts[ClearedText])
        return
    fields = [field for field in kind._meta.fields if not field.primary_key]
    fixed = {field.name: value for field in fields if (value := _value_of(field, parts)) is not None}
    choices = [[(field.name, value) for value, _ in field.choices] for field in fields if field.choices]
    for chosen in itertools.product(*choices):
        yield kind(pk=7, **fixed | dict(chosen)), [value for _, value in chosen]


def letters_of(member):
    """A letter about the calendar for each thing that it can say: its changes are rows, so they are stored."""
    site, ask, cancel = member.site, CalendarChange.Method.REQUEST, CalendarChange.Method.CANCEL
    left = MemberFactory(
        site=site, name="Ada Cole", email="ada@example.org", agreed_to_contact_at=timezone.now(),
        left_on=timezone.localdate(), left_because="moved",
    )  # fmt: skip
    new, moved, other = (MeetingFactory(site=site) for _ in range(3))
    cancelled = MeetingFactory(site=site, cancelled=True)
    told_before(moved, member, place="The Old Library")

    yield letter(member, {new: ask}), ["new"]
    yield letter(member, {moved: ask}), ["changed"]
    yield letter(member, {cancelled: cancel}), ["cancelled"]
    yield letter(left, {other: cancel}), ["taken out for who left"]
    both = {MeetingFactory(site=site): ask, MeetingFactory(site=site, cancelled=True): cancel}
    yield letter(member, both | {other: ask}), ["of several dates"]


def letters_to_guests(invitation):
    """A letter to somebody who was invited, for each thing that it can say."""
    ask, cancel = InvitationChange.Method.REQUEST, InvitationChange.Method.CANCEL
    site = invitation.meeting.site
    broker = DateInvitationFactory(
        meeting=MeetingFactory(site=site), capacity="knowledge_broker", user=UserFactory()
    )
    offered = DateInvitationFactory(
        meeting=MeetingFactory(site=site),
        coming="yes",
        answered_at=timezone.now(),
        answered_for=timezone.now(),
    )
    off = DateInvitationFactory(meeting=MeetingFactory(site=site, cancelled=True))
    gone = DateInvitationFactory(meeting=MeetingFactory(site=site), withdrawn_at=timezone.now())

    yield letter_to_guest({invitation: ask}), ["invited"]
    yield letter_to_guest({broker: ask}), ["of a broker"]
    yield letter_to_guest({offered: ask}), ["offered"]
    yield letter_to_guest({off: cancel}), ["cancelled"]
    yield letter_to_guest({gone: cancel}), ["withdrawn"]
    yield (
        letter_to_guest({DateInvitationFactory(meeting=MeetingFactory(site=site)): ask, off: cancel}),
        ["of several dates"],
    )


def letter_to_guest(methods) -> InvitationMail:
    """A letter that does this to the calendar of who was invited."""
    mail = InvitationMail.objects.create(email=next(iter(methods)).reader_email)
    for invitation, method in methods.items():
        facts = facts_told(invitation.meeting)
        InvitationChange.objects.filter(invitation=invitation, method=method).delete()
        InvitationChange.objects.create(invitation=invitation, mail=mail, method=method, **facts)
    return mail


def letter(member, methods) -> CalendarMail:
    """A letter to `member` that does this to their calendar."""
    mail = CalendarMail.objects.create(member=member)
    for meeting, method in methods.items():
        for change in changes_of(meeting, [member], method):
            change.mail = mail
            change.save()
    return mail


def notices_to(text):
    """A mail about what waits for each way of telling: its notices are read from what waits, so it is stored."""
    user = RoleFactory(programme=text.programme, kind=Role.Kind.KNOWLEDGE_BROKER).user
    for how in NoticeMail.How.values:
        for times in (1, 2):
            mail = NoticeMail.objects.create(
                user=user, how=how, day=timezone.localdate(), sent_at=timezone.now()
            )
            Told.objects.update_or_create(
                user=user,
                kind="text_to_check",
                thing=f"clearedtext-{text.pk}",
                defaults={"mail": mail, "times": times},
            )
            yield mail, [how, "again" if times > 1 else ""]
            mail.delete()


def told_before(meeting, member, **fields) -> None:
    """`member` was told of `meeting`, which said this then and has changed since."""
    mail = letter(member, {meeting: CalendarChange.Method.REQUEST})
    mail.changes.update(**fields)
    CalendarMail.objects.filter(pk=mail.pk).update(sent_at=timezone.now() - timedelta(days=1))
    meeting.calendar_sequence += 1
    meeting.save(update_fields=["calendar_sequence"])


def _value_of(field, parts):
    """What a field of a mail is filled with, or None to leave it to its default."""
    if field.is_relation:
        return parts.get(field.related_model)
    if field.has_default() or field.null:
        return None
    if isinstance(field, models.EmailField):
        return parts[User].email if field.name == "email" else "old@example.org"
    if isinstance(field, models.DateTimeField):
        return timezone.now()
    if isinstance(field, models.DateField):
        return timezone.localdate()
    return 1 if isinstance(field, models.IntegerField) else None


def every_mail(parts):
    """Each mail as its reader's program reads it, with its row and a name for what it says."""
    for kind in kinds_of_mail():
        for row, chosen in rows_of(kind, parts):
            if kind._meta.label == "members.AddressChange":
                row.email = "new@example.org"
            raw = written(row).message().as_bytes(linesep="\r\n")
            name = next((each for each in chosen if "/" in each), " ".join([kind.__name__, *chosen]))
            yield name, row, email.message_from_bytes(raw, policy=email.policy.default)


def text_of(message, kind="plain") -> str:
    return message.get_body((kind,)).get_content()


def test_no_mail_is_answered_by_a_program_or_names_the_machine(parts):
    for name, row, message in every_mail(parts):
        assert message["Auto-Submitted"] == "auto-generated", name
        assert message["X-Auto-Response-Suppress"] == "All", name
        assert message["Message-ID"].endswith("@example.org>"), name
        assert name_in(message["Message-ID"]) == (row._meta.label_lower, row.pk), name


def test_every_mail_says_why_one_gets_it_and_who_reads_replies(parts):
    of_a_site = {}
    for name, row, message in every_mail(parts):
        text = " ".join(text_of(message).split())
        assert len(re.findall(r"You get this (?:e-mail|newsletter) because ", text)) == 1, name
        says_nobody = "Nobody reads replies to this e-mail." in text
        assert says_nobody == (message["Reply-To"] is None), name
        assert says_nobody or "Replies go to " in text, name
        of_a_site |= {name: message["Reply-To"]} if hasattr(row, "member") else {}

    assert len(of_a_site) > 8
    assert set(of_a_site.values()) == {"carol@example.org"}


def test_every_mail_is_text_and_html_that_says_the_same_with_one_button(parts):
    without = set()
    for name, _, message in every_mail(parts):
        text, html = text_of(message), text_of(message, "html")
        links = {unescape(link) for link in re.findall(r'<a\s[^>]*?href="([^"]+)"', html)}
        buttons = len(re.findall(r'<td\s+bgcolor="#6a2757"', html))
        assert buttons <= 1, name
        assert links <= set(re.findall(r"https?://[^\s<>]+", text)), name
        assert not re.search(r"<img|<script|<link|@import|url\(|\bsrc=", html), name
        assert '<html lang="en-GB">' in html, name
        assert 'content="light dark"' in html, name
        without |= set() if buttons else {name}

    assert without <= NOTHING_TO_PRESS


def test_the_facilitator_is_not_sent_their_own_address_for_replies(parts):
    carol = Member.objects.get(name="Carol Whitcombe")

    assert carol.mail_foot.replies_to == ()
    assert carol.mail_foot.why == "you facilitate CG3 Dunsmere & Hill"
    assert "programme team" in carol.mail_foot.change


def test_a_number_that_somebody_made_up_leads_nowhere():
    assert name_in("<members.invitationmail.7.abcdefgh@example.org>") is None
    assert name_in("") is None
    assert name_in("<@>") is None


def test_a_letter_about_the_calendar_says_what_became_of_each_date(parts):
    said = {chosen: " ".join(text_of_row(row).split()) for row, (chosen,) in letters_of(parts[Member])}

    assert "Your group meets:" in said["new"]
    assert "Place before: The Old Library" in said["changed"]
    assert "This meeting is cancelled:" in said["cancelled"]
    assert "removed from your calendar" in said["taken out for who left"]
    several = said["of several dates"]
    assert several.count("New: ") == 2
    assert several.count("Cancelled: ") == 1
    assert several.count("Tell us if you are coming: http") == 2


def text_of_row(row) -> str:
    raw = written(row).message().as_bytes(linesep="\r\n")
    return text_of(email.message_from_bytes(raw, policy=email.policy.default))
