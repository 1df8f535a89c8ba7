"""The verbs of notices: how somebody wants to hear of what waits for them."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from kit.locking import lock_row, one_of
from members.models import User
from pages.notices.models import AddressChoice, Preferences, TopicChoice


@transaction.atomic
def choose(user: User, *, summary: str, paused_until: date | None, topics: Mapping[int, str]) -> Preferences:
    """Have `user` hear as chosen: when the summary comes, a pause until a day, and for each topic at once, in the summary or
    only in Copsite; "" is the usual.
    """
    facts = {"summary": summary, "paused_until": paused_until}
    preferences, _ = one_of(Preferences.objects.update_or_create, user=user, defaults=facts)
    for topic, how in topics.items():
        choose_topic(user, topic=topic, how=how)
    return preferences


def choose_topic(user: User, *, topic: int, how: str) -> None:
    """Have `user` hear of the topic with this number as chosen; "" is the usual."""
    if how:
        one_of(TopicChoice.objects.update_or_create, user=user, topic=topic, defaults={"how": how})
    else:
        TopicChoice.objects.filter(user=user, topic=topic).delete()


@transaction.atomic
def choose_for_address(choice: AddressChoice, *, is_stopped: bool) -> AddressChoice:
    """Stop the mails of one topic to an address whose holder has no account, or have them go again. Repeating changes nothing."""
    lock_row(choice)
    choice.is_stopped = is_stopped
    choice.save(update_fields=["is_stopped"])
    return choice


@transaction.atomic
def choose_one(preferences: Preferences, *, topic: int, how: str) -> Preferences:
    """Change the one setting that a link in a mail opens: that of a topic, or when the summary comes, whose number is 0.

    Whoever was forwarded the mail can do so too: the page says so, and everything still waits in Copsite.
    """
    if topic:
        choose_topic(preferences.user, topic=topic, how=how)
    else:
        preferences.summary = how
        preferences.save(update_fields=["summary"])
    return preferences
