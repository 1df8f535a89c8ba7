"""The actions of a programme's dates that concern people: whom one is for, and who came.

What changes the date itself is in sites_app; invitations and their letters are those of every date (meetings/invitations).
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from kit.audit import record
from kit.errors import RefusedError
from kit.lines import tidy_address
from kit.locking import lock_row
from kit.models import RemovedRow
from kit.removal import set_aside
from meetings.events.audit_verbs import EventVerb
from meetings.events.models import EventAttendance, EventGroup, EventPaper
from meetings.invitations.actions import tell
from meetings.invitations.actions.asking import know_accounts, refuse_off, stand_again
from meetings.invitations.models import DateInvitation
from members.models import Facilitation, Member, Role, User
from sites_app.models import Programme, ProgrammeEvent


@transaction.atomic
def say_for_whom(event: ProgrammeEvent, *, kinds: Iterable[str], by: User) -> ProgrammeEvent:
    """Say which people of the programme `event` is for, and invite them. They get one mail with the date, if it is to come.

    Whoever is of none of these any more gets the date out of their calendar, unless they were invited by name. Repeating
    changes nothing. Raise RefusedError for one that is cancelled, and where the programme has ended.
    """
    lock_row(event)
    refuse_off(event)
    chosen = set(kinds)
    before = set(event.groups.values_list("kind", flat=True))
    if chosen == before:
        return event
    event.groups.exclude(kind__in=chosen).delete()
    EventGroup.objects.bulk_create(
        EventGroup(event=event, kind=kind) for kind in EventGroup.Kind.values if kind in chosen - before
    )
    record(EventVerb.SAY_FOR_WHOM, event.programme, by=by)
    _ask_again(event.invitations.filter(_theirs(event.programme, chosen - before)))
    ask(event)
    tell()
    return event


def people_in(programme: Programme, kinds: Iterable[str]) -> dict[int, User]:
    """Return the people of `programme` who are of one of these `kinds` today and have an account, by id."""
    chosen = set(kinds)
    roles = Role.objects.current().filter(programme=programme, kind__in=chosen, user__is_active=True)
    found = {role.user_id: role.user for role in roles.select_related("user")}
    if EventGroup.Kind.FACILITATOR in chosen:
        now = Facilitation.objects.on(timezone.localdate()).filter(
            member__site__programme=programme, member__user__is_active=True
        )
        found |= {each.member.user_id: each.member.user for each in now.select_related("member__user")}
    return found


def facilitators_by_address(programme: Programme, kinds: Iterable[str]) -> dict[str, Member]:
    """Return the facilitators of `programme` today who have no account and can be mailed, by their address, if they are of
    one of these `kinds`.
    """
    if EventGroup.Kind.FACILITATOR not in set(kinds):
        return {}
    members = Member.objects.can_be_mailed().filter(user=None, site__programme=programme)
    now = Facilitation.objects.on(timezone.localdate()).filter(member__in=members)
    return {tidy_address(each.member.email): each.member for each in now.select_related("member")}


def _theirs(programme: Programme, kinds: Iterable[str]) -> Q:
    """Return the condition that an invitation is of somebody who is of one of these `kinds` today."""
    chosen = set(kinds)
    addresses = list(facilitators_by_address(programme, chosen))
    by_address = Q(email__in=addresses) | Q(user__email__in=addresses)
    return Q(user__in=list(people_in(programme, chosen))) | by_address


def _ask_again(invitations: QuerySet[DateInvitation]) -> None:
    """Have those of `invitations` stand again that did not any more."""
    for invitation in invitations.filter(withdrawn_at__isnull=False):
        lock_row(invitation)
        stand_again(invitation)
        invitation.save()


@transaction.atomic
def ask(event: ProgrammeEvent) -> int:
    """Invite whoever `event` is for and was not invited, and withdraw what was for those it is not for any more.

    A facilitator without an account is invited by the address of their member row. Whoever is one of them again is invited
    again, unless somebody withdrew it. Return how many invitations are new. Repeating makes none.
    """
    lock_row(event)
    know_accounts(event.invitations.all())
    kinds = list(event.groups.values_list("kind", flat=True))
    known = list(event.invitations.values_list("user", "user__email", "email"))
    accounts, addresses = {user for user, *_ in known}, {email for _, *emails in known for email in emails}
    now = timezone.now()
    rows = [
        DateInvitation(event=event, user=user, name=user.name, invited_at=now)
        for pk, user in people_in(event.programme, kinds).items()
        if pk not in accounts
    ]
    addresses |= {row.reader_email for row in rows}
    rows += [
        DateInvitation(event=event, email=address, name=member.name, invited_at=now)
        for address, member in facilitators_by_address(event.programme, kinds).items()
        if address not in addresses
    ]
    DateInvitation.objects.bulk_create(rows, ignore_conflicts=True)
    if not event.has_started:
        by_group = event.invitations.standing().filter(invited_by__isnull=True)
        theirs = _theirs(event.programme, kinds)
        by_group.exclude(pk__in=by_group.filter(theirs).values("pk")).update(withdrawn_at=now)
        _ask_again(event.invitations.filter(theirs, withdrawn_by__isnull=True))
    return len(rows)


@transaction.atomic
def ask_all() -> int:
    """Invite to the dates to come of running programmes whoever they are for by now, and return how many are new.

    Somebody who becomes a facilitator is invited to the next quarterly meeting. Repeating makes none.
    """
    to_come = ProgrammeEvent.objects.not_cancelled().filter(
        starts_at__gt=timezone.now(), programme__ended_on__isnull=True, groups__isnull=False
    )
    return sum(ask(event) for event in to_come.select_related("programme").distinct())


@transaction.atomic
def mark_attendance(
    event: ProgrammeEvent, *, came: Iterable[tuple[DateInvitation, int]], by: User
) -> ProgrammeEvent:
    """Mark who came to `event`: pairs of an invitation to it and a day, of which the first is 1. Whoever is in none did not come.

    Marking again replaces what was marked; marking the same changes nothing. Raise RefusedError before it has started, and for one that is cancelled.
    """
    lock_row(event)
    if event.is_cancelled:
        raise RefusedError("This event was cancelled, so nobody came to it.")
    if not event.has_started:
        raise RefusedError("This event has not started. Mark who came once it has.")
    chosen = {
        (invitation.pk, day)
        for invitation, day in came
        if invitation.event_id == event.pk and 1 <= day <= event.days
    }
    marked = EventAttendance.objects.filter(invitation__event=event)
    if event.attendance_at is not None and chosen == set(marked.values_list("invitation", "day")):
        return event
    marked.delete()
    EventAttendance.objects.bulk_create(
        EventAttendance(invitation_id=invitation, day=day) for invitation, day in sorted(chosen)
    )
    event.attendance_at, event.attendance_by = timezone.now(), by
    event.save(update_fields=["attendance_at", "attendance_by"])
    record(EventVerb.MARK_ATTENDANCE, event.programme, by=by)
    return event


@transaction.atomic
def add_paper(event: ProgrammeEvent, *, title: str, link: str, by: User) -> EventPaper:
    """Add something to read for `event`, by its address, and return it. Repeating with the same address returns the first."""
    lock_row(event)
    paper, is_new = EventPaper.objects.get_or_create(
        event=event, link=link, defaults={"title": title.strip(), "added_by": by}
    )
    if is_new:
        record(EventVerb.ADD_PAPER, event.programme, by=by)
    return paper


@transaction.atomic
def remove_paper(paper: EventPaper, *, by: User) -> RemovedRow:
    """Remove a paper of an event, and return what is kept aside of it. It can be undone for ten minutes."""
    lock_row(paper.event)
    return set_aside(paper, by=by)
