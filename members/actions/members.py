"""The actions of members: adding and editing, a new job, leaving, facilitating, overriding a mark."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kit.audit import changing, record
from kit.errors import RefusedError
from kit.holdings import Settled, settle
from kit.lines import tidy_address, tidy_line
from kit.locking import lock_row
from kit.words import day
from members.actions.accounts import forget_standing
from members.actions.adding import NewMember, add_members
from members.actions.addresses import keep_address
from members.actions.changes import correct_details
from members.actions.invitations import invite_member
from members.actions.standards import check_discipline
from members.actions.undelivered import send_undelivered_again
from members.audit_verbs import MemberVerb
from members.dates_held import refuse_joining, refuse_leaving
from members.models import Absence, Discipline, Facilitation, MarkOverride, Member, User
from sites_app.models import Organisation, Site


@transaction.atomic
def add_member(
    site: Site,
    *,
    name: str,
    discipline: Discipline | None,
    joined_on: date,
    email: str = "",
    organisation: Organisation | None = None,
    is_expert_by_experience: bool = False,
    is_professionally_qualified: bool = False,
    agrees_to_contact: bool = False,
    is_another: bool = False,
    by: User | None,
) -> Member:
    """Add a member to `site`, with or without an e-mail address, and return them. Colleagues may share an address.
    `discipline` is None while their role is not known yet.

    A current member who may be the same person, and has not another address, is returned unchanged, unless whoever adds
    them said that this `is_another`. Raise RefusedError for a discipline of another programme.
    """
    lock_row(site)
    name, email = tidy_line(name), tidy_address(email)
    if not name:
        raise RefusedError("Enter their name.")
    check_discipline(site.programme_id, discipline)
    existing = None if is_another else site.members.not_left().same_person(name=name, email=email)
    if existing:
        return existing
    person = NewMember(
        name=name,
        email=email,
        discipline=discipline,
        joined_on=joined_on,
        organisation=organisation,
        is_expert_by_experience=is_expert_by_experience,
        is_professionally_qualified=is_professionally_qualified,
        agrees_to_contact=agrees_to_contact,
    )
    return add_members(site, [person], by=by)[0]


@transaction.atomic
def edit_member(
    member: Member,
    *,
    name: str,
    discipline: Discipline | None,
    email: str,
    joined_on: date,
    is_expert_by_experience: bool,
    is_professionally_qualified: bool,
    agrees_to_contact: bool,
    reason: str = "",
    by: User,
) -> Member:
    """Correct the details of `member`. Repeating changes nothing.

    A name, a role or a day joined that was wrong needs a `reason` if closed meetings have them on record; what changed on
    a day is for `change_name` and `change_job`. Mail stops at once where they no longer agree to it; a new agreement is
    dated today.
    """
    lock_row(member)
    name, email = tidy_line(name), tidy_address(email)
    if not name:
        raise RefusedError("Enter their name.")
    check_discipline(member.site.programme_id, discipline)
    if member.left_on and joined_on > member.left_on:
        raise RefusedError("They cannot join after they left. Choose an earlier day.")
    if joined_on != member.joined_on:
        refuse_joining(member, on=joined_on)
    agreed_before = member.agreed_to_contact_at is not None
    with changing(member, MemberVerb.EDIT_MEMBER, by=by):
        if email != member.email or (agreed_before and not agrees_to_contact):
            member.links_ended_at = timezone.now()
        corrected = email != member.email
        if corrected:
            keep_address(member)
        correct_details(member, name=name, discipline=discipline, joined_on=joined_on, reason=reason, by=by)
        member.email = email
        member.is_expert_by_experience = is_expert_by_experience
        member.is_professionally_qualified = is_professionally_qualified
        if agrees_to_contact != agreed_before:
            member.agreed_to_contact_at = timezone.now() if agrees_to_contact else None
    if not member.can_be_mailed:
        member.invitations.open().update(revoked_at=timezone.now())
    elif corrected:
        send_undelivered_again(member, by=by)
    return member


@transaction.atomic
def end_links(member: Member, *, by: User) -> Member:
    """End the links in all e-mails that were sent to `member` so far. Those in later e-mails work. Repeating ends
    those sent since.
    """
    lock_row(member)
    member.links_ended_at = timezone.now()
    member.save(update_fields=["links_ended_at"])
    record(MemberVerb.END_LINKS, member, by=by)
    return member


@transaction.atomic
def leave(member: Member, *, on: date, because: str, by: User | None) -> Member:
    """Record that `member` left on a day, and why. Everything that they did is kept.

    Their facilitation ends too, and an open invitation is withdrawn. Repeating changes nothing. Raise RefusedError for
    another day or reason than is recorded: see `correct_leaving`.
    """
    lock_row(member)
    if _has_left(member, on=on, because=because):
        return member
    if not because.strip():
        raise RefusedError("Give the reason why they left.")
    refuse_leaving(member, on=on)
    member.left_on, member.left_because = on, because.strip()[:200]
    member.save(update_fields=["left_on", "left_because"])
    for facilitation in member.facilitations.filter(Q(ended_on=None) | Q(ended_on__gt=on)):
        _end(facilitation, on=max(on, facilitation.started_on), by=by)
    member.invitations.open().update(revoked_at=timezone.now())
    record(MemberVerb.LEAVE, member, by=by)
    if member.user:
        forget_standing(member.user)
    return member


@transaction.atomic
def leave_and_settle(
    member: Member, *, on: date, because: str, becomes: Mapping[str, str], by: User
) -> Settled:
    """Record that `member` left, as `leave` does, and do with everything that they hold what was chosen: see
    kit.holdings. Repeating changes nothing.
    """
    lock_row(member)
    if _has_left(member, on=on, because=because):
        return Settled([])
    settled = settle(member, becomes, on=on, by=by)
    leave(member, on=on, because=because, by=by)
    return settled


def _has_left(member: Member, *, on: date, because: str) -> bool:
    """Return whether it is recorded that `member` left. Raise RefusedError if the day or the reason is another."""
    if member.left_on is None:
        return False
    if (member.left_on, member.left_because) != (on, because.strip()[:200]):
        raise RefusedError(
            f"It is recorded already that {member} left on {day(member.left_on)}. Open this page again to correct that."
        )
    return True


@transaction.atomic
def correct_leaving(member: Member, *, on: date, because: str, was: date | None, by: User | None) -> Member:
    """Correct the day on which `member` left, recorded as `was`, and why. Repeating changes nothing.

    A day is held against what they did, as in `leave`. A facilitation that ended because they left ends on the new day.
    Raise RefusedError if they have not left, or if somebody else corrected the day meanwhile.
    """
    lock_row(member)
    because = because.strip()[:200]
    if member.left_on is None:
        raise RefusedError(f"{member} has rejoined, so there is nothing to correct.")
    if (member.left_on, member.left_because) == (on, because):
        return member
    if member.left_on != was:
        raise RefusedError(
            f"It is recorded by now that {member} left on {day(member.left_on)}. Open this page again to correct that."
        )
    if not because:
        raise RefusedError("Give the reason why they left.")
    refuse_leaving(member, on=on)
    ended = member.facilitations.filter(Q(ended_on=member.left_on) | Q(ended_on__gt=on))
    for facilitation in ended:
        _end(facilitation, on=max(on, facilitation.started_on), by=by)
    with changing(member, MemberVerb.CORRECT_LEAVING, by=by):
        member.left_on, member.left_because = on, because
    if member.user:
        forget_standing(member.user)
    return member


@transaction.atomic
def come_back(member: Member, *, on: date, by: User | None) -> Member:
    """Record that `member`, who had left, has been back since a day.

    The time between is recorded as an Absence. Repeating changes nothing. Raise RefusedError for another day than is
    recorded, for one before they left, and where somebody with the same account, or who may be the same person, is a member of the
    site meanwhile.
    """
    lock_row(member)
    if member.left_on is None:
        return _is_back(member, on=on)
    if on < member.left_on:
        raise RefusedError(f"They left on {day(member.left_on)}. Choose that day or later.")
    here = member.site.members.not_left()
    if here.same_person(name=member.name, email=member.email) or (
        member.user_id and here.filter(user=member.user_id).exists()
    ):
        raise RefusedError(f"{member} is already a member. Check the list of members.")
    Absence.objects.create(
        member=member, left_on=member.left_on, left_because=member.left_because, came_back_on=on
    )
    member.left_on, member.left_because = None, ""
    member.save(update_fields=["left_on", "left_because"])
    record(MemberVerb.COME_BACK, member, by=by)
    if member.user:
        forget_standing(member.user)
    return member


def _is_back(member: Member, *, on: date) -> Member:
    """Return `member`, who has not left or is back. Raise RefusedError if they rejoined on another day than `on`."""
    last = member.absences.order_by("came_back_on").last()
    if last is not None and last.came_back_on != on:
        raise RefusedError(
            f"It is recorded already that {member} rejoined on {day(last.came_back_on)}. Nothing has been changed."
        )
    return member


@transaction.atomic
def appoint_facilitator(member: Member, *, on: date, by: User | None) -> Facilitation:
    """Record that `member` facilitates their site from a day on, and return the Facilitation. A site can have two.

    Repeating changes nothing.
    """
    lock_row(member)
    existing = member.facilitations.filter(ended_on=None).first()
    if existing:
        return existing
    if member.left_on is not None and member.left_on <= on:
        raise RefusedError(f"{member} has left. Choose a current member.")
    if on < member.joined_on:
        raise RefusedError(f"{member} joined on {day(member.joined_on)}. Choose that day or later.")
    facilitation = Facilitation.objects.create(member=member, started_on=on)
    record(MemberVerb.APPOINT_FACILITATOR, member, by=by)
    if member.user:
        forget_standing(member.user)
    return facilitation


@transaction.atomic
def appoint_and_invite(member: Member, *, on: date, by: User) -> Facilitation:
    """Have `member` facilitate from a day on, invite them if they cannot sign in and can be mailed, and return the
    Facilitation.
    """
    facilitation = appoint_facilitator(member, on=on, by=by)
    if member.user_id is None and member.can_be_mailed:
        invite_member(member, by=by)
    return facilitation


@transaction.atomic
def end_facilitation(facilitation: Facilitation, *, on: date, by: User | None) -> Facilitation:
    """Record that somebody stopped facilitating on a day. They stay a member. Repeating changes nothing."""
    lock_row(facilitation)
    if facilitation.ended_on is not None:
        return facilitation
    if on < facilitation.started_on:
        raise RefusedError("That is before they became facilitator. Choose a later day.")
    return _end(facilitation, on=on, by=by)


@transaction.atomic
def end_facilitation_and_settle(
    facilitation: Facilitation, *, on: date, becomes: Mapping[str, str], by: User
) -> Settled:
    """End a facilitation, as `end_facilitation` does, and do what was chosen with what goes with it."""
    lock_row(facilitation)
    if facilitation.ended_on is not None:
        return Settled([])
    settled = settle(facilitation, becomes, on=on, by=by)
    end_facilitation(facilitation, on=on, by=by)
    return settled


def _end(facilitation: Facilitation, *, on: date, by: User | None) -> Facilitation:
    facilitation.ended_on = on
    facilitation.save(update_fields=["ended_on"])
    record(MemberVerb.END_FACILITATION, facilitation.member, by=by)
    if facilitation.member.user:
        forget_standing(facilitation.member.user)
    return facilitation


@transaction.atomic
def override_mark(member: Member, *, mark: str, since: date, reason: str, by: User) -> MarkOverride:
    """Set the mark of `member` in figure 1 by hand from a day on. The reason is shown beside it.

    Repeating with the same mark, day and reason changes nothing.
    """
    lock_row(member)
    if mark not in ("X", "Y"):
        raise RefusedError("Choose X for confirmed or Y for not confirmed.")
    if not reason.strip():
        raise RefusedError("Give the reason. It is shown beside the status.")
    if since < member.joined_on:
        raise RefusedError(f"They joined on {day(member.joined_on)}. Choose that day or later.")
    override, is_new = MarkOverride.objects.get_or_create(
        member=member, mark=mark, since=since, reason=reason.strip()[:200], defaults={"by": by}
    )
    if is_new:
        record(MemberVerb.OVERRIDE_MARK, member, by=by, note=mark)
    return override


def record_export(site: Site, *, rows: int, by: User) -> None:
    """Record that `by` downloaded the list of the members of `site`, of so many rows."""
    record(MemberVerb.EXPORT_MEMBERS, site, by=by, note=f"{rows} rows")
