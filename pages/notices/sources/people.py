"""Invitations that were not taken up, people whom mail does not reach, and what was found in published texts."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from operator import itemgetter

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse

from cases.clearance.models import FoundPassage
from kit.models import RefusedAddress
from kit.queries import ShortList
from kit.words import count, counted, day, listed, plural
from members.models import Invitation, Member, Role
from pages.notices import kinds
from pages.notices.items import Notice
from pages.notices.readers import Readers

PATIENCE = timedelta(days=5)  # before an invitation that was not accepted is shown

REFUSED = {"pk": "pk", "name": "name", "because": "refused_because", "refused_at": "refused_at"}


def asks(readers: Readers, now: datetime) -> dict[str, ShortList]:
    """Return the invitations, the addresses and the passages that wait for somebody, as short lists."""
    teams = readers.teams
    found = {}
    if readers.facilitated:
        members = Member.objects.filter(site__in=readers.facilitated).refused()
        found["members_not_reached"] = ShortList(members, {"site": "site_id"} | REFUSED)
    if teams:
        found["roles_not_reached"] = ShortList(
            _roles_not_reached(teams), {"programme": "programme_id", "user": "user_id"} | REFUSED
        )
        passages = FoundPassage.objects.open().filter(rereading__programme__in=teams)
        found["passages"] = ShortList(
            passages, {"programme": "rereading__programme_id", "found_at": "found_at"}
        )
    if readers.facilitated or teams:
        found["invitations"] = _invitations(readers, now, teams)
    return found


def read(readers: Readers, now: datetime) -> Iterator[Notice]:
    """Return what waits for facilitators and the programme team about people, and about what is published."""
    yield from _passages(readers)
    for row in sorted(readers.short.get("members_not_reached", []), key=itemgetter("name", "pk")):
        for user in readers.facilitators_of(row["site"]):
            yield _member_not_reached(row, user, readers)
    for row in sorted(readers.short.get("roles_not_reached", []), key=itemgetter("name", "pk")):
        for user in readers.team_of(row["programme"]):
            if user != row["user"]:
                yield _role_not_reached(row, user, readers)
    yield from _not_taken_up(readers, now)


def _passages(readers: Readers) -> Iterator[Notice]:
    """Return how many passages were found in published texts since they were checked, for the programme team."""
    found: dict[int, list[datetime]] = defaultdict(list)
    for row in readers.short.get("passages", []):
        found[row["programme"]].append(row["found_at"])
    for programme, moments in sorted(found.items()):
        label = f"Look at {count(len(moments), 'passage', 'passages')} in what is published"
        for user in readers.team_of(programme):
            yield Notice(
                kinds.PASSAGES_FOUND, user, f"programme-{programme}", f"{label}.",
                reverse("clearance:found_list"), since=min(moments), label=label,
                why="They may identify somebody, and were not marked when the texts were checked.",
            )  # fmt: skip


def _member_not_reached(row: dict, user: int, readers: Readers) -> Notice:
    site = readers.sites[row["site"]]
    return Notice(
        kinds.MAIL_NOT_REACHED, user, f"member-{row['pk']}",
        f"Our e-mail does not reach a member of {site}.",
        reverse("members:member_edit", args=[row["pk"]]), since=row["refused_at"], site_id=site.pk,
        label=f"We could not e-mail {row['name']}", why=f"{row['because']} Correct the address.",
        aside=f"since {day(row['refused_at'])}",
    )  # fmt: skip


def _roles_not_reached(teams: set[int]):
    """Return the roles of people whose address does not work."""
    refused = RefusedAddress.objects.filter(email=OuterRef("user__email")).order_by()
    return (
        Role.objects.current()
        .filter(Exists(refused), programme__in=teams, user__is_active=True)
        .annotate(
            name=F("user__name"),
            refused_because=Subquery(refused.values("why")[:1]),
            refused_at=Subquery(refused.values("refused_at")[:1]),
        )
    )


def _role_not_reached(row: dict, user: int, readers: Readers) -> Notice:
    programme = readers.programmes[row["programme"]]
    return Notice(
        kinds.MAIL_NOT_REACHED, user, f"user-{row['user']}-{programme.pk}",
        f"Our e-mail does not reach somebody with a role in {programme}.",
        reverse("members:role_list", args=[programme.slug]), since=row["refused_at"],
        label=f"We could not e-mail {row['name']}", why=f"{row['because']} Ask them for another address.",
        aside=f"since {day(row['refused_at'])}",
    )  # fmt: skip


def _invitations(readers: Readers, now: datetime, teams: set[int]) -> ShortList:
    """Return the invitations not accepted for some days: to roles for the team, to sites for the facilitators."""
    asked_for = Q(pk__in=Invitation.objects.asked_for().filter(programme__in=teams).values("pk"))
    to_members = Q(
        member__site__in=readers.facilitated, member__user__isnull=True, member__left_on__isnull=True
    )
    invitations = (
        Invitation.objects.filter(accepted_at__isnull=True, revoked_at__isnull=True)
        .filter(programme__in=readers.programmes)
        .filter(
            Q(invited_at__lt=now - PATIENCE) & (Q(member__isnull=True, programme__in=teams) | to_members)
            | asked_for
        )
    )
    same = ("pk", "name", "invited_at", "expires_at", "about")
    return ShortList(
        invitations,
        {name: name for name in same}
        | {"site": "member__site_id", "programme": "programme_id", "mail": "mail__pk"},
    )


def _not_taken_up(readers: Readers, now: datetime) -> Iterator[Notice]:
    by_place: dict[tuple[int | None, int], dict[str, dict]] = defaultdict(dict)
    for row in sorted(readers.short.get("invitations", []), key=itemgetter("invited_at", "pk")):
        if row["about"] and row["mail"] is None:
            for user in readers.team_of(row["programme"]):
                yield _to_send(row, user, readers)
            continue
        by_place[row["site"], row["programme"]][row["name"]] = (
            row  # if it was sent again, the later one counts
        )
    for (site, programme), found in by_place.items():
        people = readers.team_of(programme) if site is None else readers.facilitators_of(site)
        for user in people:
            yield _not_accepted(list(found.values()), user, readers, now)


def _to_send(row: dict, user: int, readers: Readers) -> Notice:
    programme = readers.programmes[row["programme"]]
    url = reverse("members:role_list", args=[programme.slug])
    return Notice(
        kinds.INVITATION_TO_SEND, user, f"invitation-{row['pk']}",
        f"A commissioner named somebody who is responsible for an issue in {programme}. Send them the invitation, or say no.",
        f"{url}#asked-for", since=row["invited_at"], label=f"Invite {row['name']}",
        why="A commissioner named them as responsible for an issue.", aside=f"since {day(row['invited_at'])}",
    )  # fmt: skip


def _not_accepted(rows: list[dict], user: int, readers: Readers, now: datetime) -> Notice:
    site, programme = rows[0]["site"], readers.programmes[rows[0]["programme"]]
    names = [row["name"] for row in rows]
    first = min(row["invited_at"] for row in rows)
    why = f"{listed([*names[:4], 'others'] if len(names) > 4 else names)}."
    if any(row["expires_at"] <= now for row in rows):
        why += f" {plural(len(names), 'The invitation has', 'Some have')} expired. Send a new one."
    label = f"{counted(len(names), 'person has', 'people have')} not accepted the invitation"
    if site is None:
        thing, place = f"programme-{programme.pk}", str(programme)
        url = reverse("members:role_invite", args=[programme.slug])
    else:
        thing, place = f"site-{site}", str(readers.sites[site])
        url = reverse("member_list", args=[readers.sites[site].slug])
    return Notice(
        kinds.INVITATION_OPEN, user, thing, f"{label} to {place}.", url, since=first, site_id=site,
        label=label, why=why, aside=f"since {day(first)}",
    )  # fmt: skip
