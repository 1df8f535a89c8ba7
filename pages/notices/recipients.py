"""Who can be mailed about notices, and how each of them wants to hear. Read for many people in a few queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from kit.models import RefusedAddress
from members.models import Member, Role, User
from pages.notices.items import Notice, Timing
from pages.notices.models.preferences import Preferences, TopicChoice
from pages.notices.topics import topic_of


def who_can_be_mailed() -> QuerySet[User]:
    """Return the open accounts with an address that works, of people with a role or with a membership whose holder agreed
    to receive e-mails.
    """
    return User.objects.filter(
        Q(Exists(Role.objects.current().filter(user=OuterRef("pk"))))
        | Q(Exists(Member.objects.can_be_mailed().filter(user=OuterRef("pk")))),
        ~Exists(RefusedAddress.objects.filter(email=OuterRef("email"))),
        is_active=True,
        email__gt="",
    )


@dataclass
class Recipient:
    """Somebody who can be mailed, and how they want to hear."""

    summary: str = Preferences.Summary.DAILY
    paused_until: date | None = None
    choices: dict[int, str] = field(default_factory=dict)  # by the number of the topic
    silent_sites: set[int] = field(default_factory=set)  # of which they are a member and do not want e-mails

    def timing_of(self, notice: Notice) -> Timing:
        """Return when they are told of `notice`: as they chose for its topic, else as is usual.

        What is told by another mail of Copsite, or waits on the page only, is never told by these.
        """
        if notice.timing == Timing.PAGE or notice.site_id in self.silent_sites:
            return Timing.PAGE
        timing = Timing(self.choices.get(topic_of(notice.kind).number, notice.timing))
        has_no_summary = self.summary == Preferences.Summary.NEVER
        return Timing.PAGE if timing == Timing.DIGEST and has_no_summary else timing

    def is_paused(self, day: date) -> bool:
        """Return whether they want no e-mail about notices on `day`."""
        return self.paused_until is not None and day < self.paused_until


def read_recipients(user_ids: Iterable[int] | None = None) -> dict[int, Recipient]:
    """Return everybody who can be mailed, by the id of their account, in four queries; or those of `user_ids`."""

    def of(rows, name="user"):
        return rows if user_ids is None else rows.filter(**{f"{name}__in": user_ids})

    found = {pk: Recipient() for pk in of(who_can_be_mailed(), "pk").order_by().values_list("pk", flat=True)}
    for user, summary, until in of(Preferences.objects.order_by()).values_list(
        "user", "summary", "paused_until"
    ):
        if user in found:
            found[user].summary, found[user].paused_until = summary, until
    for user, topic, how in of(TopicChoice.objects.order_by()).values_list("user", "topic", "how"):
        if user in found:
            found[user].choices[topic] = how
    for user, sites in _silent_sites(of(Member.objects.not_left().filter(user__isnull=False))).items():
        if user in found:
            found[user].silent_sites = sites
    return found


def _silent_sites(members: QuerySet) -> dict[int, set[int]]:
    """Return the sites of which people are `members` and do not want e-mails, by account."""
    found: dict[int, set[int]] = defaultdict(set)
    without = members.filter(agreed_to_contact_at__isnull=True).order_by()
    for user, site in without.values_list("user", "site"):
        found[user].add(site)
    return found
