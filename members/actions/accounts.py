"""The actions of accounts and of roles in a programme."""

from collections.abc import Mapping
from datetime import date

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from kit.audit import record
from kit.errors import RefusedError
from kit.holdings import Settled, settle
from kit.lines import tidy_address, tidy_line
from kit.locking import lock_row
from members.audit_verbs import MemberVerb
from members.models import Role, Session, User
from members.second_step import can_put_off
from sites_app.models import Programme, Site


@transaction.atomic
def make_account(*, email: str, name: str, password: str | None, by: User | None = None) -> User:
    """Add an account with a confirmed e-mail address, and return it.

    With `password` None nobody can sign in until its owner sets one by "forgotten password". An existing
    account with that address is returned unchanged.
    """
    email = tidy_address(email)
    if not email:
        raise RefusedError("An account needs an e-mail address.")
    existing = User.objects.filter(email=email).first()
    if existing:
        return existing
    user = User.objects.create_user(email, password, name=tidy_line(name))
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    record(MemberVerb.MAKE_ACCOUNT, user, by=by)
    return user


@transaction.atomic
def change_details(user: User, *, name: str, job_title: str, colour_mode: str) -> User:
    """Change a person's name, their job title, and whether pages are light or dark for them."""
    lock_row(user)
    if not tidy_line(name):
        raise RefusedError("Enter your name.")
    user.name, user.job_title, user.colour_mode = tidy_line(name), job_title.strip(), colour_mode
    user.save(update_fields=["name", "job_title", "colour_mode"])
    return user


def put_off_second_step(user: User) -> User:
    """Let `user` do without a second step for now. From the first time on they have two weeks."""
    if user.second_step_put_off_at is None:
        user.second_step_put_off_at = timezone.now()
        user.save(update_fields=["second_step_put_off_at"])
    elif not can_put_off(user):
        raise RefusedError("You cannot put this off any longer. Add a passkey or codes from an app.")
    return user


@transaction.atomic
def sign_out_everywhere(user: User) -> User:
    """End every session of `user`, on every computer and phone, this one too."""
    user.signed_out_at = timezone.now()
    user.save(update_fields=["signed_out_at"])
    user.sessions.all().delete()
    record(MemberVerb.SIGN_OUT_EVERYWHERE, user, by=user)
    return user


@transaction.atomic
def end_session(user: User, *, number: str) -> bool:
    """End the session of `user` with this number, and return whether there was one."""
    row = next((each for each in Session.objects.of(user) if each.number == number), None)
    if row is None:
        return False
    row.delete()
    record(MemberVerb.END_SESSION, user, by=user)
    return True


@transaction.atomic
def give_role(
    user: User,
    *,
    programme: Programme,
    kind: str,
    sites: list[Site] | tuple[Site, ...] = (),
    by: User | None,
    since: date | None = None,
) -> Role:
    """Give `user` a role in `programme` from `since` (today if left out), and return it.

    Only commissioners have `sites`, and they name one at least. Somebody who holds the role already keeps it; sites
    that are new are added.
    """
    lock_row(programme)
    if kind not in Role.Kind.values:
        raise RefusedError("Choose their role in the programme.")
    check_role_sites(programme, kind=kind, sites=sites)
    role = Role.objects.filter(user=user, programme=programme, kind=kind, until=None).first()
    if role is None:
        role = Role.objects.create(
            user=user, programme=programme, kind=kind, since=since or timezone.localdate()
        )
        record(MemberVerb.GIVE_ROLE, user, by=by, note=f"{kind} in {programme.slug}")
    if kind == Role.Kind.COMMISSIONER:
        role.sites.add(*sites)
    forget_standing(user)
    return role


def check_role_sites(programme: Programme, *, kind: str, sites) -> None:
    """Refuse sites that the role of `kind` in `programme` cannot have."""
    if kind == Role.Kind.COMMISSIONER and not sites:
        raise RefusedError("Choose at least one site for a commissioner.")
    if any(site.programme_id != programme.pk for site in sites):
        raise RefusedError("Choose sites of this programme.")


@transaction.atomic
def end_role(role: Role, *, on: date, by: User) -> Role:
    """End a role on a day. Repeating changes nothing. The last person of a programme team has to stay until
    there is another.
    """
    lock_row(role.programme)  # so that two of a team do not end each other's
    lock_row(role)
    if role.until is not None and role.until <= on:
        return role
    if on < role.since:
        raise RefusedError("The role cannot end before it started. Choose a later day.")
    others = Role.objects.current().filter(programme=role.programme, kind=Role.Kind.PROGRAMME_TEAM)
    if role.kind == Role.Kind.PROGRAMME_TEAM and not others.exclude(pk=role.pk).exists():
        raise RefusedError(
            "There is nobody else on the programme team. Invite somebody else first, then end this role."
        )
    return end_at_once(role, on=on, by=by)


@transaction.atomic
def end_role_and_settle(role: Role, *, on: date, becomes: Mapping[str, str], by: User) -> Settled:
    """End a role, as `end_role` does, and do with everything that goes with it what was chosen: see kit.holdings."""
    lock_row(role.programme)
    lock_row(role)
    if role.until is not None and role.until <= on:
        return Settled([])
    settled = settle(role, becomes, on=on, by=by)
    end_role(role, on=on, by=by)
    return settled


def end_at_once(role: Role, *, on: date, by: User | None) -> Role:
    """End a role on a day, whoever else has it. `by` is None where no account does it."""
    lock_row(role)
    role.until = max(on, role.since)
    role.save(update_fields=["until"])
    record(MemberVerb.END_ROLE, role.user, by=by, note=f"{role.kind} in {role.programme.slug}")
    forget_standing(role.user)
    return role


def forget_standing(user: User) -> None:
    """Have `user.standing` read again, because this person's roles or memberships changed."""
    user.__dict__.pop("standing", None)
