"""Who gets which edition of an issue today."""

from collections import Counter
from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from members.models import Member, Role, User, addresses_of
from newsletter.editions import edition_of
from newsletter.models import Edition, NewsletterIssue, Subscriber
from sites_app.models import Programme


def readers_of(issue: NewsletterIssue) -> list[tuple[Subscriber, str]]:
    """Return the subscribers who would get `issue` now, each with their edition.

    The members' edition goes to everyone who may read it today. Somebody who was subscribed as a member gets nothing
    once they left or withdrew their consent; somebody who subscribed themselves keeps the public edition.
    """
    if not issue.programme.is_running:
        return []
    says_something = {
        edition: not edition_of(issue, edition=edition).is_empty
        for edition in (Edition.MEMBERS, Edition.PUBLIC)
    }
    to_mail, audience = members_to_mail(issue.programme), members_audience(issue.programme)
    readers: list[tuple[Subscriber, str]] = []
    for subscriber in issue.programme.subscribers.active():
        if not is_mailed(subscriber, to_mail):
            continue
        edition = Edition.MEMBERS if subscriber.email in audience else Edition.PUBLIC
        if says_something[edition]:
            readers.append((subscriber, edition))
    return readers


def is_mailed(subscriber: Subscriber, to_mail: set[str]) -> bool:
    """Return whether issues are sent to `subscriber`, where `to_mail` are the members to mail of the programme.

    Who was subscribed as a member gets none once they left or withdrew their consent.
    """
    return subscriber.is_active and (subscriber.edition == Edition.PUBLIC or subscriber.email in to_mail)


def expected_deliveries(issue: NewsletterIssue) -> dict[str, int]:
    """Return how many mails of each edition would be sent now, including those to members who are not subscribed yet."""
    count = Counter(edition for _, edition in readers_of(issue))
    if issue.programme.is_running and not edition_of(issue, edition=Edition.MEMBERS).is_empty:
        known = set(issue.programme.subscribers.values_list("email", flat=True))
        count[Edition.MEMBERS] += len(
            members_to_mail(issue.programme) - known - set(said_no(issue.programme))
        )
    return {"members": count[Edition.MEMBERS], "public": count[Edition.PUBLIC]}


def members_to_mail(programme: Programme) -> set[str]:
    """Return the addresses of current members who can be mailed, in lower case."""
    members = Member.objects.current().can_be_mailed().filter(site__programme=programme)
    return set(members.annotate(address=Lower("email")).values_list("address", flat=True))


def members_audience(programme: Programme) -> set[str]:
    """Return the addresses of everyone who may read the members' edition: members, advisers, brokers, the programme
    team.
    """
    members = Member.objects.current().filter(site__programme=programme)
    roles = (
        Role.objects.current().filter(programme=programme).exclude(kind=Role.Kind.COMMISSIONER).values("user")
    )
    users = User.objects.filter(Q(memberships__in=members) | Q(pk__in=roles), is_active=True)
    return set(users.values_list("email", flat=True)) | members_to_mail(programme)


def said_no(programme: Programme) -> dict[str, datetime]:
    """Return the addresses of current members who unsubscribed, at this address or at another that is or was theirs, and
    when they did.

    A no belongs to the person: it stays when their address is corrected, when they come back, and at a second site. What
    they said last counts, so who has asked for the newsletter since is not among them.
    """
    rows = {row.email: row for row in programme.subscribers.all()}
    if not any(row.unsubscribed_at for row in rows.values()):
        return {}
    members = list(Member.objects.current().can_be_mailed().filter(site__programme=programme))
    found: dict[str, datetime] = {}
    for member, addresses in zip(members, addresses_of(members).values(), strict=True):
        theirs = [rows[email] for email in addresses if email in rows]
        no = max((row.unsubscribed_at for row in theirs if row.unsubscribed_at), default=None)
        asked = [row for row in theirs if row.edition == Edition.PUBLIC and row.unsubscribed_at is None]
        yes = max((row.confirmed_at for row in asked if row.confirmed_at), default=None)
        if no is not None and (yes is None or yes < no):
            found[member.email] = no
    return found


def subscriptions_of(user: User) -> QuerySet[Subscriber]:
    """Return the confirmed subscriptions at the addresses that `user` has or had, in running programmes.

    `is_in_use` is whether they have the address now: at one that they had, mail can reach somebody else.
    """
    seats = user.memberships.all()
    now = {user.email, *seats.annotate(address=Lower("email")).values_list("address", flat=True)}
    addresses = {*now, *(email for found in addresses_of(seats).values() for email in found)} - {""}
    rows = Subscriber.objects.filter(
        email__in=addresses, confirmed_at__isnull=False, programme__ended_on__isnull=True
    )
    return rows.annotate(is_in_use=Q(email__in=now)).order_by("programme__name", "email")
