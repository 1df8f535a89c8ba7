"""The setting of every mail of Copsite: which topic it belongs to, what its foot says, and whether its reader wants it.

A mail that is no mail of notices goes as it happens, unless its reader chose "Only in Copsite" for its topic.
"""

from django.db import models

from kit.mail import SETTINGS
from kit.words import lower_first
from members.models import User
from pages.notices.models import Preferences, TopicChoice
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
    """Return what the foot of the mail of `row` says about its setting; "" if it has none, or its reader has no account."""
    number = TOPIC_OF.get(row._meta.label)
    user = reader_of(row) if number else None
    if number is None or user is None:
        return ""
    preferences, _ = Preferences.objects.get_or_create(user=user)
    topic = BY_NUMBER[number]
    return f"Choose how you hear of “{lower_first(topic.name)}”, or stop it: {preferences.link_to(number)}"


def is_wanted(row: models.Model) -> bool:
    """Return whether the reader of the mail of `row` has not chosen "Only in Copsite" for its topic."""
    number = TOPIC_OF.get(row._meta.label)
    user = reader_of(row) if number else None
    if user is None:
        return True
    return not TopicChoice.objects.filter(user=user, topic=number, how=TopicChoice.How.PAGE).exists()


def reader_of(row: models.Model) -> User | None:
    """Return the open account of whom the mail of `row` is for, or None."""
    holder = getattr(row, "member", None) or getattr(row, "invitation", None)
    if holder is None:
        return User.objects.filter(email=getattr(row, "reader_email", ""), is_active=True).first()
    user = holder.user
    return user if user is not None and user.is_active else None


def use() -> None:
    """Have all mails ask here."""
    SETTINGS.sentence, SETTINGS.is_wanted = sentence, is_wanted
