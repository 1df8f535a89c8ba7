"""The tasks of members."""

from celery import shared_task

from members.actions import account_mails, forget_unconfirmed_uploads


@shared_task(name="members.forget_account_mail")
def forget_account_mail() -> int:
    """Delete old mails about accounts."""
    return account_mails.forget_account_mail()


@shared_task(name="members.forget_unconfirmed_uploads")
def forget_unconfirmed() -> int:
    """Delete the member lists that nobody confirmed within a day."""
    return forget_unconfirmed_uploads()
