"""The actions of invitations: a facilitator invites a member of their site, the programme team invites to a role."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kit.audit import record
from kit.errors import RefusedError
from kit.lines import tidy_address, tidy_line
from kit.locking import lock_row
from kit.queues import forget_refused, send_mail_on_commit
from kit.signed_links import new_number
from members.actions.accounts import check_role_sites, forget_standing, give_role, make_account
from members.audit_verbs import MemberVerb
from members.models import Invitation, InvitationMail, Member, Role, User, three_weeks_from_now
from sites_app.models import Programme, Site


@transaction.atomic
def invite_member(member: Member, *, by: User) -> Invitation:
    """Invite `member` to have an account, by mail, and return the Invitation.

    An open invitation for the same address is returned, and no second mail is sent. Raise RefusedError for
    somebody without an address, who did not agree to receive e-mails, who has left, or who has an account
    already.
    """
    lock_row(member)
    _check_can_be_invited(member)
    email = member.email
    open_ones = member.invitations.open()
    existing = open_ones.filter(email=email).first()
    if existing:
        return existing
    open_ones.update(revoked_at=timezone.now())  # they were sent to an earlier address
    invitation = Invitation.objects.create(
        email=email, name=member.name, member=member, programme=member.site.programme, invited_by=by
    )
    record(MemberVerb.INVITE, member, by=by)
    _queue(invitation)
    return invitation


def _check_can_be_invited(member: Member) -> None:
    if member.user_id is not None:
        raise RefusedError(f"{member} already has an account. They can sign in.")
    if not member.email:
        raise RefusedError(f"{member} has no e-mail address. Add one to their details first.")
    if member.agreed_to_contact_at is None:
        raise RefusedError(
            f"{member} has not agreed to receive e-mails. Ask them, then record it in their details."
        )
    if member.left_on is not None:
        raise RefusedError(f"{member} has left. Add them as a member again first.")
    colleagues = Member.objects.filter(site=member.site_id).not_left().exclude(pk=member.pk)
    invited = Invitation.objects.open().filter(email=member.email).values("member")
    first = colleagues.filter(Q(user__email=member.email) | Q(email=member.email, pk__in=invited)).first()
    if first is not None:
        raise RefusedError(
            f"{first} signs in with {member.email}, or is invited to, and an address has one account. We still e-mail "
            f"{member} there. To invite them too, enter an address of their own in their details."
        )


@transaction.atomic
def invite_to_role(
    *,
    programme: Programme,
    kind: str,
    email: str,
    name: str,
    sites: list[Site] | tuple[Site, ...] = (),
    by: User,
) -> Invitation:
    """Invite somebody to a role in `programme`, by mail, and return the Invitation.

    An open invitation for the same address and role is returned, with new sites added, and no second mail is sent.
    """
    lock_row(programme)
    email, name = tidy_address(email), tidy_line(name)
    if kind not in Role.Kind.values:
        raise RefusedError("Choose their role in the programme.")
    if not email or not name:
        raise RefusedError("Enter the name and e-mail address of the person.")
    check_role_sites(programme, kind=kind, sites=sites)
    if kind != Role.Kind.COMMISSIONER and _holds(email, programme=programme, kind=kind):
        raise RefusedError(f"{name} already has this role. You do not need to do anything.")
    invitation = Invitation.objects.open().filter(programme=programme, role_kind=kind, email=email).first()
    if invitation is None:
        invitation = Invitation.objects.create(
            email=email, name=name, programme=programme, role_kind=kind, invited_by=by
        )
        record(MemberVerb.INVITE_TO_ROLE, programme, by=by, note=kind)
        _queue(invitation)
    if kind == Role.Kind.COMMISSIONER:
        invitation.role_sites.add(*sites)
    return invitation


@transaction.atomic
def ask_to_invite(
    *, programme: Programme, kind: str, email: str, name: str, about: str, sites: list[Site], by: User
) -> Invitation:
    """Ask the programme team to invite somebody to a role in `programme`, and return the Invitation, which waits for them:
    nothing is sent, and its link does not work. `about` says in general words why they are named, for them to read.

    Somebody who is invited to this role at these sites already is returned as they are: what the team sent stays as it was
    sent. Somebody who is asked for is returned with new sites added. Raise RefusedError for somebody who has the role at
    these sites, and without a name, an address or a reason.
    """
    lock_row(programme)
    email, name = tidy_address(email), tidy_line(name)
    if not (email and name and about.strip()):
        raise RefusedError("Enter their name and e-mail address, and why they are named.")
    check_role_sites(programme, kind=kind, sites=sites)
    theirs = Role.objects.current().filter(user__email=email, programme=programme, kind=kind)
    if sites and all(theirs.filter(sites=site).exists() for site in sites):
        raise RefusedError(f"{name} has this role already, and can read the issue.")
    same = {"programme": programme, "role_kind": kind, "email": email}
    for sent in Invitation.objects.open().filter(**same):
        if set(sites) <= set(sent.role_sites.all()):
            return sent
    invitation = Invitation.objects.asked_for().filter(**same).first()
    if invitation is None:
        invitation = Invitation.objects.create(
            **same, name=name, about=about.strip(), invited_by=by, expires_at=timezone.now()
        )
        record(MemberVerb.ASK_TO_INVITE, programme, by=by, note=kind)
    invitation.role_sites.add(*sites)
    return invitation


def _holds(email: str, *, programme: Programme, kind: str) -> bool:
    return Role.objects.current().filter(user__email=email, programme=programme, kind=kind).exists()


def _queue(invitation: Invitation) -> None:
    """Queue the mail with the link, instead of an earlier one."""
    InvitationMail.objects.filter(invitation=invitation).delete()
    InvitationMail.objects.create(invitation=invitation)
    forget_refused(invitation.email)
    send_mail_on_commit()


@transaction.atomic
def send_invitation_again(invitation: Invitation, *, by: User) -> Invitation:
    """Send an invitation that was not accepted again, with a new link, or the first time one that somebody asked for. An old
    link stops working.

    Where a mail with a link that works still waits to be sent, nothing changes: that one is enough.
    """
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.accepted_at is not None:
        raise RefusedError(f"{invitation.name} has already accepted. You do not need to do anything.")
    if invitation.revoked_at is not None:
        raise RefusedError("This invitation was withdrawn. Invite them again.")
    if invitation.member is not None:
        _check_can_be_invited(invitation.member)
    if invitation.is_open and InvitationMail.objects.free().filter(invitation=invitation).exists():
        return invitation
    is_first = bool(invitation.about) and not InvitationMail.objects.filter(invitation=invitation).exists()
    if is_first:
        invitation.invited_by = by  # somebody else asked for it, and the programme team invites
    invitation.link_number = new_number()
    invitation.invited_at = timezone.now()
    invitation.expires_at = three_weeks_from_now()
    invitation.save(update_fields=["link_number", "invited_at", "expires_at", "invited_by"])
    if is_first:
        record(MemberVerb.INVITE_TO_ROLE, invitation.programme, by=by, note=invitation.role_kind)
    else:
        record(MemberVerb.INVITE_AGAIN, invitation, by=by)
    _queue(invitation)
    return invitation


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, by: User) -> Invitation:
    """Withdraw an invitation, so that its link stops working. Repeating changes nothing."""
    lock_row(invitation)
    if invitation.accepted_at is not None:
        raise RefusedError(f"{invitation.name} has already accepted. End their role or membership instead.")
    if invitation.revoked_at is None:
        invitation.revoked_at = timezone.now()
        invitation.save(update_fields=["revoked_at"])
        record(MemberVerb.REVOKE_INVITATION, invitation, by=by)
    return invitation


@transaction.atomic
def accept_invitation(
    invitation: Invitation, *, password: str | None = None, user: User | None = None
) -> User:
    """Accept an invitation, and return the User.

    Somebody new gets an account with `password`. `user` is an account that has just proved who it is (signed in, or by
    its password) and whose address is the one invited. Accepting again by the same person changes nothing. Raise
    RefusedError if the link is no longer open, if the address has an account and `user` is not given, or if the
    password is too easy to guess.
    """
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("member__site", "programme", "invited_by")
        .get(pk=invitation.pk)
    )
    if user is not None and invitation.accepted_by_id == user.pk:
        return user
    _check_can_be_accepted(invitation, user=user)
    user = user or _new_account(invitation, password=password)
    if invitation.member is not None:
        _take_seat(invitation.member, user=user)
    else:
        give_role(
            user,
            programme=invitation.programme,
            kind=invitation.role_kind,
            sites=list(invitation.role_sites.all()),
            by=invitation.invited_by,
        )
    invitation.accepted_at, invitation.accepted_by = timezone.now(), user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    record(MemberVerb.ACCEPT_INVITATION, invitation, by=user)
    forget_standing(user)
    return user


def _check_can_be_accepted(invitation: Invitation, *, user: User | None) -> None:
    if not invitation.is_open:
        raise RefusedError(
            f"This invitation is no longer open. Ask {invitation.invited_by} to send a new one."
        )
    if user is not None and user.email != invitation.email:
        raise RefusedError(
            f"You are signed in as {user.email}, and this invitation is for {invitation.email}. "
            "Sign out, then open the link again."
        )


def _new_account(invitation: Invitation, *, password: str | None) -> User:
    if User.objects.filter(email=invitation.email).exists():
        raise RefusedError("You already have an account. Sign in, then open the link again.")
    if not password:
        raise RefusedError("Choose a password of at least 10 characters.")
    try:
        validate_password(password, User(email=invitation.email, name=invitation.name))
    except ValidationError as error:
        raise RefusedError(" ".join(error.messages)) from error
    return make_account(
        email=invitation.email, name=invitation.name, password=password, by=invitation.invited_by
    )


def _take_seat(member: Member, *, user: User) -> None:
    if member.left_on is not None:
        raise RefusedError(
            f"You are no longer a member of {member.site}. Ask its facilitator to add you again."
        )
    if member.site.members.not_left().filter(user=user).exclude(pk=member.pk).exists():
        raise RefusedError(f"You are already a member of {member.site}. Sign in to see its pages.")
    member.user = user
    member.save(update_fields=["user"])
