"""What a mail about notices says: what still waits, with links, and in its foot the one setting that changes it.

It has the sentences of the notices, which are written for mail: references, counts and names of sites.
"""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage

from kit.mail import Foot, address_of, render_message
from kit.queues import NotWantedError
from kit.words import listed, lower_first
from members.models import User
from pages.notices.items import Notice
from pages.notices.models.preferences import Preferences
from pages.notices.topics import SUMMARY, topic_of
from pages.notices.waiting import waiting_for

MOST = 20  # lines in one mail; the page has them all


def letter_of(mail: Any) -> EmailMessage:
    """Return the NoticeMail `mail` as it would be sent now. Raise NotWantedError if nothing that it names waits any more."""
    times = {(kind, thing): times for kind, thing, times in mail.told.values_list("kind", "thing", "times")}
    notices = [each for each in waiting_for(mail.user) if (each.kind.key, each.thing) in times]
    if not notices:
        raise NotWantedError("Nothing that it tells of waits any more.")
    shown = notices[:MOST]
    waits = [each for each in shown if not each.kind.is_news]
    context = {
        "first_name": mail.user.get_short_name(),
        "count": sum(not each.kind.is_news for each in notices),
        "only": notices[0].sentence.split(". ")[0].removesuffix(".") if len(notices) == 1 else "",
        "new": _lines([each for each in waits if times[each.kind.key, each.thing] == 1]),
        "still": _lines([each for each in waits if times[each.kind.key, each.thing] > 1]),
        "news": _lines([each for each in shown if each.kind.is_news]),
        "more": len(notices) - len(shown),
        "page": address_of("notices:waiting"),
    }
    return render_message(
        "notices/email/waiting",
        context,
        to=mail.user.email,
        row=mail,
        foot=foot_of(mail.user, mail.how, notices),
    )


def _lines(notices: list[Notice]) -> list[tuple[str, str]]:
    """Return each notice as the sentence, which a link follows, and the link."""
    return [(each.sentence.strip().removesuffix("."), settings.SITE_ADDRESS + each.url) for each in notices]


def foot_of(user: User, how: str, notices: list[Notice]) -> Foot:
    """Return the foot: the setting of this mail, and who reads replies."""
    preferences, _ = Preferences.objects.get_or_create(user=user)
    topics = {topic.number: topic for topic in map(topic_of, (each.kind for each in notices))}
    if how == "digest" or len(topics) > 1:
        change = f"Choose when this summary comes, or stop it: {preferences.link_to(SUMMARY)}"
    else:
        (topic,) = topics.values()
        change = f"Choose how you hear of “{lower_first(topic.name)}”, or stop it: {preferences.link_to(topic.number)}"
    if how != "digest" and len(topics) > 1:
        links = [
            f"{lower_first(topic.name)}: {preferences.link_to(topic.number)}" for topic in topics.values()
        ]
        change = f"Choose how you hear of {listed(links)}"
    replies = _replies(user)
    return Foot(why="you use Copsite and something there waits for you or is new", change=change, **replies)


def _replies(user: User) -> dict[str, Any]:
    """Return to whom replies go: the facilitators of the site of which they are a member, if it is one."""
    members = list(user.memberships.can_be_mailed().select_related("site")[:2])
    if len(members) != 1:
        return {}
    foot = members[0].mail_foot
    return {
        "replies_to": foot.replies_to,
        "replies_read_by": foot.replies_read_by,
        "for_whom": foot.for_whom if user.email == members[0].email else "",
    }
