"""Subscribe to the newsletter and unsubscribe: people of the programme are subscribed by default,
others ask and confirm."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kit.audit import record
from kit.errors import RefusedError
from kit.lines import tidy_address
from kit.locking import lock_row
from kit.queues import send_mail_on_commit
from members.models import AddressChange, User
from newsletter.actions.bouncing import lift_confirmed
from newsletter.audit_verbs import NewsletterVerb
from newsletter.models import ConfirmationMail, Edition, Source, Subscriber, UnsubscribedMail
from newsletter.models.subscribers import CONFIRM_WITHIN
from newsletter.readers import addresses_in, belonging_to, is_mailed, said_no
from sites_app.models import Programme

ASK_AGAIN_AFTER = timedelta(minutes=10)  # so that nobody can fill a stranger's inbox
MOST_QUESTIONS = 3  # to one address in a day
UNCONFIRMED_FOR = timedelta(days=7)  # after that, whoever did not confirm is forgotten


@transaction.atomic
def subscribe(programme: Programme, *, email: str) -> Subscriber:
    """Subscribe `email` to the newsletter of `programme`, once they confirm by the mail that asks them to.

    No second mail is sent to somebody who has subscribed already, or asked a few minutes ago, and at most three in a day.
    The page shows the same to everyone.
    """
    now = timezone.now()
    subscriber, is_new = Subscriber.objects.select_for_update().get_or_create(
        programme=programme, email=tidy_address(email), defaults={"asked_at": now}
    )
    active = subscriber.confirmed_at is not None and subscriber.unsubscribed_at is None
    asked_today = subscriber.confirmation_mails.filter(made_at__gt=now - timedelta(days=1)).count()
    asks_again = (
        not is_new
        and not active
        and subscriber.asked_at < now - ASK_AGAIN_AFTER
        and asked_today < MOST_QUESTIONS
    )
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
def confirm(subscriber: Subscriber, *, asked_at: datetime | None = None) -> Subscriber:
    """Confirm a subscription that was asked for at `asked_at`, else last: they get the newsletter from now on. Repeating
    changes nothing.

    What they agreed to is stored as they read it. Raise RefusedError if they asked more than two days ago, or unsubscribed
    since, so that a link confirms once and no old one subscribes again somebody who has left.
    """
    subscriber = Subscriber.objects.select_for_update().select_related("programme").get(pk=subscriber.pk)
    now, asked_at = timezone.now(), asked_at or subscriber.asked_at
    left = subscriber.unsubscribed_at
    if subscriber.confirmed_at and not left:
        return subscriber
    if asked_at < now - CONFIRM_WITHIN or (left and asked_at <= left):
        raise RefusedError("This link has expired. Subscribe again, and we will send you a new one.")
    lift_confirmed(subscriber)
    return _subscribed(subscriber, source=Source.FORM)


def _subscribed(subscriber: Subscriber, *, source: Source) -> Subscriber:
    """Record that they subscribed themselves just now, and what they agreed to."""
    subscriber.confirmed_at, subscriber.unsubscribed_at = timezone.now(), None
    subscriber.edition, subscriber.source, subscriber.consent = (
        Edition.PUBLIC,
        source,
        subscriber.consent_asked,
    )
    subscriber.paused_until = None
    subscriber.save()
    return subscriber


def forget_unconfirmed() -> int:
    """Delete the addresses of who asked a week ago and never confirmed, and return how many there were.

    Somebody who takes part in the programme is subscribed for their place instead.
    """
    old = Subscriber.objects.never_confirmed().filter(asked_at__lt=timezone.now() - UNCONFIRMED_FOR)
    return old.delete()[1].get(Subscriber._meta.label, 0)


@transaction.atomic
def change_subscription(
    subscriber: Subscriber, *, paused_until: date | None, only_public: bool = False
) -> Subscriber:
    """Send no issues before `paused_until`, and only the public edition where they chose so. Repeating changes nothing."""
    lock_row(subscriber)
    subscriber.paused_until, subscriber.only_public = paused_until, only_public
    subscriber.save(update_fields=["paused_until", "only_public"])
    return subscriber


@transaction.atomic
def say_no(programme: Programme, *, by: User) -> list[Subscriber]:
    """Record that `by` does not want the newsletter that they get for their place in `programme`, before the first of it is
    sent to them. Repeating changes nothing.
    """
    now, said = timezone.now(), []
    belonging = belonging_to(programme)
    for email in addresses_in(programme, by):
        facts = {
            "edition": belonging[email].edition,
            "source": Source.PLACE,
            "asked_at": now,
            "confirmed_at": now,
        }
        row, _ = Subscriber.objects.select_for_update().get_or_create(
            programme=programme, email=email, defaults={**facts, "unsubscribed_at": now}
        )
        if row.unsubscribed_at is None:
            row.unsubscribed_at = now
            row.save(update_fields=["unsubscribed_at"])
        said.append(row)
    return said


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
    subscriber = Subscriber.objects.select_for_update().select_related("programme").get(pk=subscriber.pk)
    if is_mailed(subscriber, belonging_to(subscriber.programme)):
        return subscriber
    return _subscribed(subscriber, source=Source.ACCOUNT)


def follow_changed_addresses(programme: Programme) -> None:
    """Write to the new address of people of the programme who changed theirs, and keep it off the list where they had
    unsubscribed.
    """
    of_programme = Q(user__memberships__site__programme=programme) | Q(user__roles__programme=programme)
    changes = AddressChange.objects.filter(of_programme, confirmed_at__isnull=False).distinct()
    for change in changes.order_by("confirmed_at"):
        if not programme.subscribers.filter(email=change.email).exists():
            for row in programme.subscribers.filter(email=change.old_email):
                row.email = change.email
                row.save(update_fields=["email", "address_key"])


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
                programme=programme, email=email, edition=belonging[email].edition, source=Source.PLACE, asked_at=now,
                confirmed_at=now, unsubscribed_at=no.get(email),
            )
            for email in new
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    return len(set(new) - set(no))


@transaction.atomic
def erase(subscriber: Subscriber, *, by: User) -> None:
    """Delete a subscriber, with what was sent to them. What holds newsletters back from the address stays, as a hash.

    Raise RefusedError for somebody who takes part in the programme: they would be subscribed again.
    """
    lock_row(subscriber)
    programme = subscriber.programme
    if subscriber.email in belonging_to(programme):
        raise RefusedError(
            "They get the newsletter because they take part in the programme. They can unsubscribe instead."
        )
    record(NewsletterVerb.ERASE, programme, by=by)
    subscriber.delete()


def record_download(programme: Programme, *, rows: int, by: User) -> None:
    """Record that `by` downloaded the list of the subscribers of `programme`, of so many rows."""
    record(NewsletterVerb.DOWNLOAD, programme, by=by, note=f"{rows} rows")
