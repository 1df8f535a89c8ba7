"""The tasks of members."""

from celery import shared_task

from members.actions import account_mails


@shared_task(name="members.forget_account_mail")
def forget_account_mail() -> int:
    """Delete old mails about accounts."""
    return account_mails.forget_account_mail()
