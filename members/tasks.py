"""The tasks of members."""

from celery import shared_task

from members.actions import account_mails, forget_old_uploads, import_due


@shared_task(name="members.forget_account_mail")
def forget_account_mail() -> int:
    """Delete old mails about accounts."""
    return account_mails.forget_account_mail()


@shared_task(name="members.forget_unconfirmed_uploads")
def forget_unconfirmed() -> int:
    """Delete the member lists that nobody confirmed within a day, and old reports."""
    return forget_old_uploads()


@shared_task(name="members.import_lists")
def import_lists() -> int:
    """Import the member lists that were confirmed."""
    return import_due()
