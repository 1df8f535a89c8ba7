"""Who gets which edition of an issue today, and why."""

from collections import Counter
from collections.abc import Container, Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from cases.clearance.models import OUTWARD, Audience
from kit.words import by_name
from members.models import AddressChange, Member, Role, User, addresses_of
from newsletter.editions import AUDIENCE_OF, edition_of
from newsletter.models import Edition, Entry, NewsletterIssue, Subscriber, Suppression
from newsletter.models.subscribers import SubscriberQuerySet, not_suppressed
from newsletter.models.suppressions import key_of
from sites_app.models import Programme

ASKED = "Subscribed with this address"


class Belonging(NamedTuple):
    """Why somebody gets the newsletter without asking for it: their place in the programme."""

    name: str
    why: str
    edition: str
    account: int | None  # the id of the user


class People(NamedTuple):
    """Whom a programme knows: who gets the newsletter without asking for it, and who may read everything, by address."""

    belonging: dict[str, Belonging]
    members: dict[str, str]


class Reader(NamedTuple):
    """Somebody who gets an issue: `subscriber` is not saved yet where it is made only when the issue is sent."""

    subscriber: Subscriber
    edition: str
    name: str
    why: str


def readers_of(
    issue: NewsletterIssue,
    *,
    with_new: bool = False,
    among: SubscriberQuerySet | None = None,
    people: People | None = None,
) -> list[Reader]:
    """Return who would get `issue` now, each with their edition, in the order of the editions and of their names.

    The members' edition goes to everyone who may read it today, the commissioners' edition to commissioners and senior
    managers. Somebody who was subscribed for their place in the programme gets nothing once they have none, or withdrew
    their consent; somebody who subscribed themselves keeps the public edition. Whoever paused it, or chose the public
    edition, has what they chose. An empty edition goes to nobody. With `with_new`, whom sending the issue will subscribe is among them.
    `among` are subscribers of the programme, all unless told, and `people` what `people_of` said of it.
    """
    programme = issue.programme
    if not programme.is_running:
        return []
    says_something = {edition for edition in Edition if has_entries(issue, edition)}
    belonging, members = people or people_of(programme)
    no = said_no(programme)
    subscribers = [
        each
        for each in (programme.subscribers.all() if among is None else among)
        .active()
        .filter(not_suppressed())
        if each.edition == Edition.PUBLIC or each.email not in no
    ]
    if with_new:
        held = set(Suppression.objects.in_force().values_list("address_key", flat=True))
        known = set(programme.subscribers.values_list("email", flat=True)) | set(no)
        subscribers += [
            Subscriber(programme=programme, email=email, edition=each.edition, confirmed_at=timezone.now())
            for email, each in belonging.items()
            if email not in known and key_of(email) not in held
        ]
    mailed = _one_for_each_account([each for each in subscribers if is_mailed(each, belonging)], belonging)
    readers = [_reader(each, belonging.get(each.email), members) for each in mailed if not each.is_paused]
    return by_edition(
        [each for each in readers if each.edition in says_something], "name", "subscriber.email"
    )


def strangers_of(programme: Programme) -> SubscriberQuerySet:
    """Return the subscribers who are nobody that Copsite knows, by their address: each who does not pause it gets the public
    edition, and nothing else has to be asked of them.
    """
    accounts = User.objects.filter(email=OuterRef("email"))
    members = _members_of(programme).annotate(address=Lower("email")).filter(address=OuterRef("email"))
    public = programme.subscribers.filter(edition=Edition.PUBLIC)
    return public.filter(~Exists(accounts), ~Exists(members))


def _reader(subscriber: Subscriber, theirs: Belonging | None, members: dict[str, str]) -> Reader:
    """Return who gets an issue as `subscriber`, who has the place `theirs` in the programme; `members` may read everything."""
    name, why = (theirs.name, theirs.why) if theirs else (members.get(subscriber.email, ""), ASKED)
    return Reader(subscriber, edition_for(subscriber, theirs, members), name, why)


def edition_for(subscriber: Subscriber, theirs: Belonging | None, members: Container[str]) -> str:
    """Return the edition that `subscriber` gets, who has the place `theirs`; `members` are those who may read everything."""
    if subscriber.only_public:
        return Edition.PUBLIC
    if subscriber.email in members:
        return Edition.MEMBERS
    return theirs.edition if theirs else Edition.PUBLIC


def fullest_edition(subscriber: Subscriber) -> str:
    """Return the edition that is for `subscriber` unless they choose the public one."""
    programme = subscriber.programme
    theirs = belonging_to(programme).get(subscriber.email)
    as_if = Subscriber(email=subscriber.email)
    return edition_for(as_if, theirs, members_audience(programme))


def by_edition(rows: Iterable, *names: str) -> list:
    """Return `rows` in the order of the editions, and within each by `names`, which are sorted as names are."""
    order = list(Edition)
    return sorted(by_name(rows, *names), key=lambda row: order.index(Edition(row.edition)))


def _one_for_each_account(subscribers: list[Subscriber], belonging: dict[str, Belonging]) -> list[Subscriber]:
    """Return `subscribers` with one address of each account: one that they asked for themselves, or else the first."""
    emails = [each.email for each in subscribers]
    accounts: dict[str, int | None] = dict(User.objects.filter(email__in=emails).values_list("email", "pk"))
    accounts |= {email: each.account for email, each in belonging.items() if each.account is not None}
    asked_first = sorted(subscribers, key=lambda each: each.edition != Edition.PUBLIC)
    first = {accounts.get(each.email) or each.email: each for each in reversed(asked_first)}
    return list(first.values())


def has_entries(issue: NewsletterIssue, edition: Edition) -> bool:
    """Return whether there is something to read in an edition, as far as it can be said before the issue is approved."""
    if issue.approved_at:
        return not edition_of(issue, edition=edition).is_empty
    entries = issue.entries.kept().exclude(kind=Entry.Kind.HEAD)
    audiences = OUTWARD[OUTWARD.index(Audience(AUDIENCE_OF[edition])) :]
    return entries.filter(audience__in=audiences).exists()


def is_mailed(subscriber: Subscriber, belonging: Container[str]) -> bool:
    """Return whether issues are sent to `subscriber`, where `belonging` are the addresses that get the newsletter of the
    programme for their place in it: see `belonging_to`.
    """
    return subscriber.is_active and (subscriber.edition == Edition.PUBLIC or subscriber.email in belonging)


def expected_deliveries(issue: NewsletterIssue) -> dict[str, int]:
    """Return how many mails of each edition would be sent now, including those to people who are not subscribed yet."""
    count = Counter(each.edition for each in readers_of(issue, with_new=True))
    return {edition.value: count[edition] for edition in Edition}


def people_of(programme: Programme) -> People:
    """Return whom `programme` knows today."""
    return People(belonging_to(programme), members_audience(programme))


def belonging_to(programme: Programme) -> dict[str, Belonging]:
    """Return who gets the newsletter without asking for it, by address in lower case: current members who can be mailed,
    and who has a role in the programme today and can sign in.

    Somebody with both is mailed as a member.
    """
    found: dict[str, Belonging] = {}
    commissioners_last = sorted(_roles_of(programme), key=lambda role: role.kind == Role.Kind.COMMISSIONER)
    for role in commissioners_last:
        for_commissioners = role.kind == Role.Kind.COMMISSIONER
        edition = Edition.COMMISSIONERS if for_commissioners else Edition.MEMBERS
        found.setdefault(
            role.user.email, Belonging(role.user.name, role.get_kind_display(), edition, role.user_id)
        )
    members = _members_of(programme).annotate(address=Lower("email")).select_related("site")
    found.update(
        {
            each.address: Belonging(each.name, f"Member, {each.site}", Edition.MEMBERS, each.user_id)
            for each in members
        }
    )
    return found


def _roles_of(programme: Programme) -> QuerySet[Role]:
    """Return the roles held today by people who can sign in and are not mailed as members."""
    seats = _members_of(programme).filter(user=OuterRef("user"))
    held = Role.objects.current().filter(~Exists(seats), programme=programme, user__is_active=True)
    return held.select_related("user")


def _members_of(programme: Programme) -> QuerySet[Member]:
    return Member.objects.current().can_be_mailed().filter(site__programme=programme)


def members_audience(programme: Programme) -> dict[str, str]:
    """Return the names of everyone who may read the members' edition, by address: members, advisers, brokers, the
    programme team.
    """
    members = Member.objects.current().filter(site__programme=programme)
    roles = (
        Role.objects.current().filter(programme=programme).exclude(kind=Role.Kind.COMMISSIONER).values("user")
    )
    users = User.objects.filter(Q(memberships__in=members) | Q(pk__in=roles), is_active=True)
    mailed = _members_of(programme).annotate(address=Lower("email"))
    return {**dict(users.values_list("email", "name")), **dict(mailed.values_list("address", "name"))}


def names_in(programme: Programme) -> dict[str, str]:
    """Return the names of the people of the programme, by the address at which they get or read the newsletter."""
    return {
        **members_audience(programme),
        **{email: each.name for email, each in belonging_to(programme).items()},
    }


def said_no(programme: Programme) -> dict[str, datetime]:
    """Return the addresses of people of the programme who unsubscribed, at this address or at another that is or was
    theirs, and when they did.

    A no belongs to the person: it stays when their address is corrected, when they come back, and at a second site. What
    they said last counts, so who has asked for the newsletter since is not among them.
    """
    rows = {row.email: row for row in programme.subscribers.all()}
    if not any(row.unsubscribed_at for row in rows.values()):
        return {}
    members = list(_members_of(programme))
    theirs = [
        *(
            (each.email, addresses)
            for each, addresses in zip(members, addresses_of(members).values(), strict=True)
        ),
        *_addresses_of_roles(programme).items(),
    ]
    found: dict[str, datetime] = {}
    for email, addresses in theirs:
        own = [rows[each] for each in addresses if each in rows]
        no = max((row.unsubscribed_at for row in own if row.unsubscribed_at), default=None)
        asked = [row for row in own if row.edition == Edition.PUBLIC and row.unsubscribed_at is None]
        yes = max((row.confirmed_at for row in asked if row.confirmed_at), default=None)
        if no is not None and (yes is None or yes < no):
            found[email] = no
    return found


def _addresses_of_roles(programme: Programme) -> dict[str, set[str]]:
    """Return every address that who has a role has or had, to sign in with or at a seat, by the present one."""
    users = {role.user_id: role.user.email for role in _roles_of(programme)}
    found = {email: {email} for email in users.values()}
    seats = list(Member.objects.filter(user__in=users))
    for seat, addresses in zip(seats, addresses_of(seats).values(), strict=True):
        if seat.user_id is not None:
            found[users[seat.user_id]] |= addresses
    changes = AddressChange.objects.filter(user__in=users, confirmed_at__isnull=False)
    for user, before in changes.values_list("user", "old_email"):
        found[users[user]].add(before)
    return found


def coming_first_to(user: User) -> list[Programme]:
    """Return the programmes whose next issue is the first that `user` gets, for their place in them: they can say now that
    they do not want it.
    """
    theirs = Q(sites__members__user=user) | Q(roles__user=user)
    found = []
    for programme in Programme.objects.running().filter(theirs).distinct().order_by("name"):
        emails = addresses_in(programme, user)
        known = programme.subscribers.filter(email__in=emails).exists()
        if emails and not known and not said_no(programme).keys() & set(emails):
            found.append(programme)
    return found


def addresses_in(programme: Programme, user: User) -> list[str]:
    """Return the addresses at which `user` gets the newsletter of `programme` for their place in it, subscribed or not."""
    return sorted(
        email
        for email, each in belonging_to(programme).items()
        if each.account == user.pk or email == user.email
    )


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
