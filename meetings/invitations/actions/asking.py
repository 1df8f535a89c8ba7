"""Asking people to a meeting who are not members: guests by name, knowledge brokers to all meetings of their sites."""

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from kit.audit import record
from kit.errors import RefusedError
from kit.lines import tidy_address
from kit.locking import lock_row
from meetings.invitations.actions.telling import tell
from meetings.invitations.audit_verbs import InvitationVerb
from meetings.invitations.models import NO_REPLY, AnyDate, DateInvitation, as_fact, noun_of
from meetings.invitations.models.invitations import DateInvitationQuerySet
from meetings.models import Meeting, Visit
from members.models import Member, Role, User


def refuse_off(date: AnyDate) -> None:
    """Raise RefusedError for a meeting, or a date of the programme, that is cancelled or whose programme has ended."""
    if date.is_cancelled:
        noun = noun_of(date)
        raise RefusedError(f"This {noun} is cancelled. Choose another {noun}.")
    if not date.programme.is_running:
        raise RefusedError("This programme has ended, so nobody is invited any more.")


def refuse_date(date: AnyDate) -> None:
    """Raise RefusedError for a meeting, or a date of the programme, to which nobody can be invited any more.

    Who came to an event without having been invited is added to it afterwards; they get no mail.
    """
    refuse_off(date)
    if isinstance(date, Meeting) and date.has_started:
        raise RefusedError("This meeting has started. You can still add visitors to it.")


@transaction.atomic
def invite(
    date: AnyDate,
    *,
    by: User,
    capacity: str = Visit.Capacity.OTHER,
    purpose: str = "",
    about: str = "",
    user: User | None = None,
    name: str = "",
    email: str = "",
) -> DateInvitation:
    """Invite somebody to the meeting or event `date`: the person with the account `user`, or by `name` and `email`. Return the invitation.

    They get one mail with a calendar part. Repeating changes what the visit is for. Raise RefusedError for a date that is
    over or cancelled, and for a member of the site of a meeting, who is asked anyway.
    """
    lock_row(date)
    refuse_date(date)
    email = "" if user else tidy_address(email)
    if not user and not (name.strip() and email):
        raise RefusedError("Choose who to invite, or enter their name and e-mail address.")
    if purpose == DateInvitation.Purpose.OTHER and not about.strip():
        raise RefusedError("Enter what the visit is for.")
    address = user.email if user else email
    user = user or User.objects.filter(email=address, is_active=True).first()
    if isinstance(date, Meeting):
        refuse_member(date, user, address)
    found = _of(date, user, address) or DateInvitation(**as_fact(date), user=user)
    found.user, found.email = user, "" if user else address
    found.name = user.name if user else name
    found.capacity, found.purpose, found.about = capacity, purpose, about
    if not found.invited_at or found.withdrawn_at is not None:
        found.invited_at, found.invited_by = timezone.now(), by
        stand_again(found)
        record(InvitationVerb.INVITE, date, by=by)
    found.save()
    tell()
    return found


def stand_again(invitation: DateInvitation) -> None:
    """Have `invitation`, which the caller saves, stand if it was withdrawn: whoever it is for is asked again, and has not
    replied.
    """
    if invitation.withdrawn_at is None:
        return
    invitation.withdrawn_at, invitation.withdrawn_by = None, None
    invitation.forget_reply()


def _of(date: AnyDate, user: User | None, email: str) -> DateInvitation | None:
    """Return the invitation of this person to `date`, made before, if there is one."""
    found = date.invitations.filter(email=email, email__gt="").first()
    return found or (date.invitations.filter(user=user).first() if user else None)


def refuse_member(meeting: Meeting, user: User | None, email: str) -> None:
    """Raise RefusedError for somebody who is a member of the site on the day of `meeting`."""
    members = meeting.members_then()
    if members.filter(email=email).exists() or (user and members.filter(user=user).exists()):
        raise RefusedError("They are a member of this site, and members are invited already.")


@transaction.atomic
def withdraw(invitation: DateInvitation, *, by: User) -> DateInvitation:
    """Withdraw an invitation: whoever was told gets a mail that takes the date out of their calendar.

    Repeating changes nothing. Raise RefusedError once it has started.
    """
    lock_row(invitation)
    if invitation.withdrawn_at is not None:
        return invitation
    if invitation.date.has_started:
        raise RefusedError(f"This {invitation.noun} has started, so the invitation stays as it was.")
    take_back(invitation, by=by)
    record(InvitationVerb.WITHDRAW_INVITATION, invitation.date, by=by)
    tell()
    return invitation


def take_back(invitation: DateInvitation, *, by: User | None) -> None:
    """Withdraw `invitation`. `by` is None where they are not of those any more whom the date is for."""
    forget_expected(invitation)
    invitation.withdrawn_at, invitation.withdrawn_by = timezone.now(), by
    invitation.save(update_fields=["withdrawn_at", "withdrawn_by", "visit"])


def forget_expected(invitation: DateInvitation) -> None:
    """Take somebody who is not coming from the visitors of the meeting."""
    if invitation.visit is not None:
        invitation.visit.delete()
        invitation.visit = None


def know_accounts(invitations: DateInvitationQuerySet) -> int:
    """Have those of `invitations` that were made to an address be those of the account that has the address by now, and return
    how many. Somebody who was invited before they had an account is not asked a second time for what they are.
    """
    to_an_address = invitations.to_come().filter(user__isnull=True, email__gt="")
    accounts = User.objects.filter(email=OuterRef("email"), is_active=True)
    known = 0
    found = to_an_address.filter(Exists(accounts)).select_related("meeting", "event", "visit")
    for invitation in found.select_for_update(of=("self",), skip_locked=True):
        user = User.objects.get(email=invitation.email, is_active=True)
        if _of(invitation.date, user, "") is not None:
            continue
        if invitation.visit is not None:
            invitation.visit.user = user
            invitation.visit.save(update_fields=["user"])
        invitation.user, invitation.name, invitation.email = user, user.name, ""
        invitation.save(update_fields=["user", "name", "email"])
        known += 1
    return known


@transaction.atomic
def ask_brokers() -> int:
    """Invite the knowledge brokers of each running programme to the coming meetings of its sites, and withdraw what was for
    those who are none any more. Return how many invitations are new. Repeating makes none.
    """
    know_accounts(DateInvitation.objects.to_meetings())
    brokers: dict[int, list[User]] = {}
    roles = Role.objects.current().filter(
        kind=Role.Kind.KNOWLEDGE_BROKER, user__is_active=True, programme__ended_on__isnull=True
    )
    for role in roles.select_related("user"):
        brokers.setdefault(role.programme_id, []).append(role.user)
    coming = Meeting.objects.not_cancelled().filter(
        starts_at__gt=timezone.now(), site__programme__in=brokers, closed_at__isnull=True
    )
    asked = set(DateInvitation.objects.filter(meeting__in=coming).values_list("meeting", "user"))
    users = {user.pk for found in brokers.values() for user in found}
    members = set(Member.objects.not_left().filter(user__in=users).values_list("site", "user"))
    rows = [
        DateInvitation(
            meeting=meeting,
            user=user,
            name=user.name,
            capacity=Visit.Capacity.KNOWLEDGE_BROKER,
            invited_at=timezone.now(),
        )
        for meeting in coming.select_related("site")
        for user in brokers[meeting.site.programme_id]
        if (meeting.pk, user.pk) not in asked and (meeting.site_id, user.pk) not in members
    ]
    made = len(DateInvitation.objects.bulk_create(rows, ignore_conflicts=True))
    _withdraw_from_former_brokers()
    return made + _ask_those_who_are_brokers_again()


def _of_brokers() -> tuple[DateInvitationQuerySet, Exists]:
    """Return the invitations to come of those asked as a broker by the programme, and whether they are one today."""
    still = Role.objects.current().filter(
        kind=Role.Kind.KNOWLEDGE_BROKER,
        user=OuterRef("user"),
        user__is_active=True,
        programme=OuterRef("meeting__site__programme"),
    )
    asked = DateInvitation.objects.to_come().filter(
        capacity=Visit.Capacity.KNOWLEDGE_BROKER, invited_by__isnull=True, invited_at__isnull=False
    )
    return asked, Exists(still)


def _ask_those_who_are_brokers_again() -> int:
    """Have the invitations stand again that were withdrawn from those who were no brokers and are again."""
    asked, still = _of_brokers()
    out = asked.filter(still, withdrawn_at__isnull=False, withdrawn_by__isnull=True)
    return out.update(withdrawn_at=None, **NO_REPLY)


def _withdraw_from_former_brokers() -> None:
    """Withdraw the invitations to come of those who were asked as a broker by the programme and are none any more."""
    asked, still = _of_brokers()
    for invitation in asked.standing().exclude(still).select_related("visit"):
        take_back(invitation, by=None)
