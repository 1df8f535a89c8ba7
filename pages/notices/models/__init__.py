"""The rows of notices: who was told what and when, the mails, and how people want to hear."""

from pages.notices.models.address_choices import AddressChoice
from pages.notices.models.notice_mail import NoticeMail
from pages.notices.models.preferences import Preferences, TopicChoice
from pages.notices.models.told import Told

__all__ = ["AddressChoice", "NoticeMail", "Preferences", "Told", "TopicChoice"]
