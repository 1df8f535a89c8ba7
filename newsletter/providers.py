"""What e-mail providers report of mails: addresses below /mail-events/, which are there where MAIL_EVENTS_SECRET is set.

django-anymail reads the reports of each provider, and refuses those without the secret. Taken from them are that mail came
back, that its reader complained, and that a letter arrived of which nobody knew whether it had.
"""

from collections.abc import Mapping
from itertools import islice

from anymail import urls as of_anymail
from anymail.signals import EventType, RejectReason, tracking
from django.utils import timezone

from kit.in_json import texts_in
from kit.mail import name_in
from newsletter.actions import bouncing
from newsletter.delivery.events import What, settle
from newsletter.models import Bounce

app_name = "mail_events"
urlpatterns = [each for each in of_anymail.urlpatterns if str(each.name).endswith("_tracking_webhook")]

FOR_NOW = (
    "SoftBounce",
    "soft_bounce",
    "temporary",
    "Transient",
)  # of Postmark, Brevo, Mailgun and Amazon SES
MOST_TEXTS, LONGEST_ID = 500, 300
ABOUT_THE_ADDRESS = (RejectReason.INVALID, RejectReason.BOUNCED)


def _is_for_now(said) -> bool:
    """Return whether a provider says in its own words that the address may work another time."""
    if not isinstance(said, Mapping):
        return False
    words = [said.get(name) for name in ("Type", "event", "severity", "bounceType")]
    return any(each in FOR_NOW for each in words) or _is_for_now(said.get("bounce"))


def _our_message_id(said) -> str:
    """Return the Message-ID of ours that stands in what a provider says, each at another place; or ""."""
    texts = islice(texts_in(said), MOST_TEXTS)
    return next((text for text in texts if len(text) < LONGEST_ID and name_in(text)), "")


def note_event(sender, event, esp_name, **kwargs) -> None:
    """Note an arrival, a bounce or a complaint. That a mail is late says nothing: the provider goes on trying."""
    if event.event_type == EventType.DELIVERED:
        settle(_our_message_id(event.esp_event), What.DELIVERED, event.timestamp or timezone.now())
        return
    if not event.recipient or event.event_type not in (EventType.BOUNCED, EventType.COMPLAINED):
        return
    what = Bounce.Kind.SOFT
    if event.event_type == EventType.COMPLAINED:
        what = Bounce.Kind.COMPLAINT
    elif event.reject_reason in ABOUT_THE_ADDRESS and not _is_for_now(event.esp_event):
        what = Bounce.Kind.HARD
    if what == Bounce.Kind.HARD:
        settle(_our_message_id(event.esp_event), What.BOUNCED, event.timestamp or timezone.now())
    bouncing.note_bounce(event.recipient, what=what, mail=f"{esp_name} {event.message_id or event.event_id}")


tracking.connect(note_event, dispatch_uid="newsletter.providers")
