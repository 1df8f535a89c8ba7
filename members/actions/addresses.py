"""Changing the address that somebody signs in with."""

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from kit.audit import record
from kit.errors import RefusedError
from kit.lines import tidy_address
from kit.locking import lock_row
from kit.queues import send_mail_on_commit
from members.actions.account_mails import queue_account_mail
from members.audit_verbs import MemberVerb
from members.models import AccountMail, AddressChange, EarlierAddress, Member, User


@transaction.atomic
def ask_for_address(user: User, *, email: str) -> AddressChange:
    """Send a link to the address `email` that makes it the one `user` signs in with, and tell the present one.

    An earlier link that was not used is of no use any more. Where the mail to this address still waits to be sent, nothing
    changes. Nothing tells whether somebody else has the address.
    """
    lock_row(user)
    email = tidy_address(email)
    if email == user.email:
        raise RefusedError("You sign in with this address already. Enter another one.")
    if waiting := AddressChange.objects.due().filter(user=user, email=email).first():
        return waiting
    AddressChange.objects.filter(user=user, confirmed_at__isnull=True).delete()
    change = AddressChange.objects.create(user=user, email=email, old_email=user.email)
    queue_account_mail(AccountMail.Kind.ADDRESS_ASKED, email=user.email)
    send_mail_on_commit()
    record(MemberVerb.ASK_FOR_ADDRESS, user, by=user)
    return change


@transaction.atomic
def confirm_address(change: AddressChange) -> User:
    """Make the address of `change` the one its owner signs in with, also where their site writes to, and end their
    sessions. Confirming again changes nothing.
    """
    change = AddressChange.objects.select_for_update().select_related("user").get(pk=change.pk)
    user, old = change.user, change.old_email
    if change.confirmed_at is not None:
        return user
    if not AddressChange.objects.open().filter(pk=change.pk).exists() or user.email != old:
        raise RefusedError("This link is too old. Ask for a new one on your details.")
    if User.objects.filter(email=change.email).exists():
        raise RefusedError("Somebody signs in with this address already. Choose another one on your details.")
    user.email, user.signed_out_at = change.email, timezone.now()
    user.save(update_fields=["email", "signed_out_at"])
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=change.email, verified=True, primary=True)
    having_it = Member.objects.filter(user=user, email=old)
    for member in having_it:
        keep_address(member)
    having_it.update(email=change.email, links_ended_at=timezone.now())
    change.confirmed_at = timezone.now()
    change.save(update_fields=["confirmed_at"])
    queue_account_mail(AccountMail.Kind.ADDRESS_CHANGED, email=old)
    record(MemberVerb.CHANGE_ADDRESS, user, by=user)
    return user


def keep_address(member: Member) -> None:
    """Note the address of `member`, which is about to change, as one that they had. Repeating changes nothing."""
    if member.email:
        EarlierAddress.objects.get_or_create(member=member, email=member.email)
