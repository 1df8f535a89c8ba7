"""Subscribe to the newsletter and unsubscribe: people of the programme are subscribed by default,
others ask and confirm."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kit.errors import RefusedError
from kit.lines import tidy_address
from kit.queues import send_mail_on_commit
from members.models import AddressChange
from newsletter.models import ConfirmationMail, Edition, Subscriber, UnsubscribedMail
from newsletter.models.confirmations import CONFIRM_WITHIN
from newsletter.readers import belonging_to, is_mailed, said_no
from sites_app.models import Programme

ASK_AGAIN_AFTER = timedelta(minutes=10)  # so that nobody can fill a stranger's inbox


@transaction.atomic
def subscribe(programme: Programme, *, email: str) -> Subscriber:
    """Subscribe `email` to the newsletter of `programme`, once they confirm by the mail that asks them to.

    No second mail is sent to somebody who has subscribed already, or asked a few minutes ago. The page shows the same
    to everyone.
    """
    now = timezone.now()
    subscriber, is_new = Subscriber.objects.select_for_update().get_or_create(
        programme=programme, email=tidy_address(email), defaults={"asked_at": now}
    )
    active = subscriber.confirmed_at is not None and subscriber.unsubscribed_at is None
    asks_again = not is_new and not active and subscriber.asked_at < now - ASK_AGAIN_AFTER
    if asks_again:
        subscriber.asked_at = now
        subscriber.save(update_fields=["asked_at"])
    if is_new or asks_again:
        waiting = subscriber.confirmation_mails.unsent()
        if not waiting.update(made_at=now):
            ConfirmationMail.objects.create(subscriber=subscriber, made_at=now)
    send_mail_on_commit()
    return subscriber


@transaction.atomic
def confirm(subscriber: Subscriber) -> Subscriber:
    """Confirm a subscription: they get the newsletter from now on. Repeating changes nothing.

    Raise RefusedError if nobody asked within the last two weeks, so that an old link does not subscribe again somebody
    who has left.
    """
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    now = timezone.now()
    left = subscriber.unsubscribed_at
    if subscriber.confirmed_at and not left:
        return subscriber
    if subscriber.asked_at < now - CONFIRM_WITHIN or (left and subscriber.asked_at <= left):
        raise RefusedError("This link has expired. Subscribe again, and we will send you a new one.")
    subscriber.confirmed_at, subscriber.unsubscribed_at, subscriber.edition = now, None, Edition.PUBLIC
    subscriber.save()
    return subscriber


@transaction.atomic
def unsubscribe(subscriber: Subscriber) -> Subscriber:
    """Unsubscribe: no more issues are sent to them, and a mail tells them so, since whoever was forwarded a letter has the
    link as well. Repeating changes nothing.
    """
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    if subscriber.unsubscribed_at is None:
        subscriber.unsubscribed_at = timezone.now()
        subscriber.save(update_fields=["unsubscribed_at"])
        if subscriber.confirmed_at is not None and not subscriber.unsubscribed_mails.unsent().exists():
            UnsubscribedMail.objects.create(subscriber=subscriber)
            send_mail_on_commit()
    return subscriber


@transaction.atomic
def subscribe_again(subscriber: Subscriber) -> Subscriber:
    """Subscribe somebody again who was unsubscribed, or who gets no issues any more because they left.

    They have asked themselves, as somebody who confirms has, so they keep the public edition when they leave. Repeating
    changes nothing.
    """
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    if not is_mailed(subscriber, belonging_to(subscriber.programme)):
        subscriber.confirmed_at, subscriber.unsubscribed_at = timezone.now(), None
        subscriber.edition = Edition.PUBLIC
        subscriber.save()
    return subscriber


def follow_changed_addresses(programme: Programme) -> None:
    """Write to the new address of people of the programme who changed theirs, and keep it off the list where they had
    unsubscribed.
    """
    of_programme = Q(user__memberships__site__programme=programme) | Q(user__roles__programme=programme)
    changes = AddressChange.objects.filter(of_programme, confirmed_at__isnull=False).distinct()
    for change in changes.order_by("confirmed_at"):
        if not programme.subscribers.filter(email=change.email).exists():
            programme.subscribers.filter(email=change.old_email).update(email=change.email)


def subscribe_the_programme(programme: Programme) -> int:
    """Subscribe everybody who gets the newsletter for their place in the programme, and return how many were new.

    These are the members who gave an address and agreed to be contacted, and whoever has a role. Somebody who
    unsubscribed stays off the list, whatever their address is now: see `said_no`. Nothing happens in a programme that has
    ended.
    """
    if not programme.is_running:
        return 0
    follow_changed_addresses(programme)
    now, no, belonging = timezone.now(), said_no(programme), belonging_to(programme)
    for email, since in no.items():
        own = programme.subscribers.active().filter(email=email).exclude(edition=Edition.PUBLIC)
        own.update(unsubscribed_at=since)
    known = set(programme.subscribers.values_list("email", flat=True))
    new = sorted(belonging.keys() - known)
    Subscriber.objects.bulk_create(
        [
            Subscriber(
                programme=programme, email=email, edition=belonging[email].edition, asked_at=now, confirmed_at=now,
                unsubscribed_at=no.get(email),
            )
            for email in new
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    return len(set(new) - set(no))
