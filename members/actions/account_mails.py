"""Queueing the mails about accounts."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from kit.queues import send_mail_on_commit
from members.models import AccountMail

KEPT_FOR = timedelta(days=7)


@transaction.atomic
def queue_account_mail(kind: str, *, email: str) -> AccountMail:
    """Queue the mail of this `kind` (an AccountMail.Kind) to `email`, and return it. Each call queues one more."""
    mail = AccountMail.objects.create(kind=AccountMail.Kind(kind), email=email)
    send_mail_on_commit()
    return mail


@transaction.atomic
def ask_for_new_password(*, email: str) -> AccountMail:
    """Queue the mail with a link for a new password to `email`, and return it. Where one waits already, that is enough.

    It takes the same time whether or not somebody signs in with this address.
    """
    kind = AccountMail.Kind.FORGOTTEN_PASSWORD
    mail, _ = AccountMail.objects.get_or_create(kind=kind, email=email, sent_at=None, failed_at=None)
    send_mail_on_commit()
    return mail


def forget_account_mail() -> int:
    """Delete the rows that were sent or given up a week ago, and return how many there were. They hold addresses that
    strangers may have typed.
    """
    before = timezone.now() - KEPT_FOR
    return (
        AccountMail.objects.filter(happened_at__lt=before)
        .exclude(pk__in=AccountMail.objects.unsent())
        .delete()[0]
    )
