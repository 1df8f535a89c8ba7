"""Who gets the newsletter: members by default, anyone else by asking and confirming, nobody who left."""

import smtplib
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from kit.errors import RefusedError
from kit.mail import send as send_mail
from kit.queues import ring
from newsletter.models import Edition, Subscriber
from newsletter.readers import members_to_mail
from sites_app.models import Programme

ASK_AGAIN_AFTER = timedelta(minutes=10)  # nobody can fill a stranger's inbox from our form
CONFIRM_WITHIN = timedelta(days=14)


@transaction.atomic
def subscribe(programme: Programme, *, email: str) -> Subscriber:
    """Somebody asks for the letter: a mail will ask whether it is them. Nothing is sent before they confirm.

    Whoever gets it already, or asked minutes ago, is not written to again; the page says the same to everyone.
    """
    now = timezone.now()
    subscriber, is_new = Subscriber.objects.select_for_update().get_or_create(
        programme=programme,
        email=email.strip().lower(),
        defaults={"asked_at": now, "confirmation_due_at": now},
    )
    active = subscriber.confirmed_at is not None and subscriber.unsubscribed_at is None
    if not is_new and not active and subscriber.asked_at < now - ASK_AGAIN_AFTER:
        subscriber.asked_at = subscriber.confirmation_due_at = now
        subscriber.save(update_fields=["asked_at", "confirmation_due_at"])
    ring("newsletter.send_due_deliveries")
    return subscriber


@transaction.atomic
def confirm(subscriber: Subscriber) -> Subscriber:
    """It is them: they get the letter from now on. Repeating changes nothing.

    Raises RefusedError where nobody asked within the last two weeks: an old link does not bring back who left.
    """
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    now = timezone.now()
    left = subscriber.unsubscribed_at
    if subscriber.confirmed_at and not left:
        return subscriber
    if subscriber.asked_at < now - CONFIRM_WITHIN or (left and subscriber.asked_at <= left):
        raise RefusedError("This link is too old. Ask for the letter again, and we send you a new one.")
    subscriber.confirmed_at, subscriber.unsubscribed_at, subscriber.edition = now, None, Edition.PUBLIC
    subscriber.confirmation_due_at = None
    subscriber.save()
    return subscriber


@transaction.atomic
def unsubscribe(subscriber: Subscriber) -> Subscriber:
    """They get no more letters. Repeating changes nothing."""
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    if subscriber.unsubscribed_at is None:
        subscriber.unsubscribed_at, subscriber.confirmation_due_at = timezone.now(), None
        subscriber.save(update_fields=["unsubscribed_at", "confirmation_due_at"])
    return subscriber


def subscribe_members(programme: Programme) -> int:
    """Put every member who gave an address and agreed to be written to on the list; return how many were new.

    Who left the list stays off it. Nothing happens in a programme that has ended.
    """
    if not programme.is_running:
        return 0
    now = timezone.now()
    known = set(programme.subscribers.values_list("email", flat=True))
    new = sorted(members_to_mail(programme) - known)
    Subscriber.objects.bulk_create(
        [
            Subscriber(
                programme=programme, email=email, edition=Edition.MEMBERS, asked_at=now, confirmed_at=now
            )
            for email in new
        ],
        ignore_conflicts=True,
    )
    return len(new)


def send_due_confirmations() -> int:
    """Write to everyone who asked and has not been written to: one mail with a link. Returns how many were taken.

    Each row is claimed first, for some minutes. An address that is refused for good (5xx) is not tried again.
    """
    sent = 0
    for subscriber in Subscriber.objects.awaiting_confirmation_mail().select_related("programme"):
        later = timezone.now() + ASK_AGAIN_AFTER
        mine = Subscriber.objects.filter(pk=subscriber.pk, confirmation_due_at=subscriber.confirmation_due_at)
        if not mine.update(confirmation_due_at=later):
            continue
        try:
            send_mail("newsletter/email/confirm", {"subscriber": subscriber}, to=subscriber.email)
            sent += 1
        except smtplib.SMTPRecipientsRefused as refusal:
            if next(iter(refusal.recipients.values()))[0] < 500:
                continue
        Subscriber.objects.filter(pk=subscriber.pk, confirmation_due_at=later).update(
            confirmation_due_at=None
        )
    return sent
