"""The setting of every mail of Copsite: which topic it belongs to, what its foot says, and whether its reader wants it.

A mail that is no mail of notices goes as it happens, unless its reader chose "Only in Copsite" for its topic.
"""

from django.db import models

from kit.lines import tidy_address
from kit.mail import SETTINGS
from kit.words import lower_first
from members.models import Member, User
from pages.notices.models import AddressChoice, Preferences, TopicChoice
from pages.notices.topics import BY_NUMBER

TOPIC_OF = {  # the mail, and the number of its topic
    "cases.BringRequest": 2,
    "cases.PresenterNotice": 2,
    "clearance.AgreementMail": 1,
    "invitations.InvitationMail": 9,
    "invitations.InvitationReminder": 9,
    "meetings.CalendarMail": 9,
    "meetings.MinutesMail": 9,
    "meetings.Reminder": 9,
    "next_steps.StepsMail": 2,
    "next_steps.WeeklyMail": 2,
}
WITHOUT = {  # the mail, and why no setting is its own
    "members.AccountMail": "It keeps an account safe.",
    "members.AddressChange": "It keeps an account safe.",
    "members.InvitationMail": "Its reader has no account yet.",
    "newsletter.ConfirmationMail": "The newsletter has a link of its own to leave it.",
    "newsletter.Delivery": "The newsletter has a link of its own to leave it.",
    "newsletter.UnsubscribedMail": "Its reader has left the newsletter.",
    "newsletter.WithdrawnMail": "It asks those who have a text to delete it.",
    "notices.NoticeMail": "Its foot leads to the settings of what it tells.",
}


def sentence(row: models.Model) -> str:
    """Return what the foot of the mail of `row` says about its setting; "" if it has none. Without an account, it is that of
    the address; where several members share it, the foot says whom to tell.
    """
    number = TOPIC_OF.get(row._meta.label)
    if number is None:
        return ""
    user, topic = reader_of(row), BY_NUMBER[number]
    if user is None:
        address = own_address_of(row)
        if not address:
            return ""
        choice, _ = AddressChoice.objects.get_or_create(email=address, topic=number)
        return f"Stop e-mails to you about “{lower_first(topic.name)}”: {choice.link}"
    preferences, _ = Preferences.objects.get_or_create(user=user)
    return f"Choose how you hear of “{lower_first(topic.name)}”, or stop it: {preferences.link_to(number)}"


def is_wanted(row: models.Model) -> bool:
    """Return whether the reader of the mail of `row` has not chosen "Only in Copsite" for its topic or, without an account,
    stopped it.
    """
    number = TOPIC_OF.get(row._meta.label)
    if number is None:
        return True
    user = reader_of(row)
    if user is None:
        stopped = AddressChoice.objects.stopped().filter(email=own_address_of(row), topic=number)
        return not stopped.exists()
    return not TopicChoice.objects.filter(user=user, topic=number, how=TopicChoice.How.PAGE).exists()


def reader_of(row: models.Model) -> User | None:
    """Return the open account of whom the mail of `row` is for, or None."""
    holder = getattr(row, "member", None) or getattr(row, "invitation", None)
    if holder is None:
        return User.objects.filter(email=getattr(row, "reader_email", ""), is_active=True).first()
    user = holder.user
    return user if user is not None and user.is_active else None


def own_address_of(row: models.Model) -> str:
    """Return the address of the mail of `row`, or "" if several members have it: none of them can choose for the others."""
    address = tidy_address(getattr(row, "reader_email", ""))
    sharing = Member.objects.not_left().filter(email=address)[:2] if address else []
    return "" if len(sharing) > 1 else address


def use() -> None:
    """Have all mails ask here."""
    SETTINGS.sentence, SETTINGS.is_wanted = sentence, is_wanted
