"""What e-mail providers report of mails: addresses below /mail-events/, which are there where MAIL_EVENTS_SECRET is set.

django-anymail reads the reports of each provider, and refuses those without the secret. Only that mail came back, or that
its reader complained, is taken from them.
"""

from collections.abc import Mapping

from anymail import urls as of_anymail
from anymail.signals import EventType, RejectReason, tracking

from newsletter.actions import bouncing
from newsletter.models import Bounce

app_name = "mail_events"
urlpatterns = [each for each in of_anymail.urlpatterns if str(each.name).endswith("_tracking_webhook")]

FOR_NOW = (
    "SoftBounce",
    "soft_bounce",
    "temporary",
    "Transient",
)  # of Postmark, Brevo, Mailgun and Amazon SES
ABOUT_THE_ADDRESS = (RejectReason.INVALID, RejectReason.BOUNCED)


def _is_for_now(said) -> bool:
    """Return whether a provider says in its own words that the address may work another time."""
    if not isinstance(said, Mapping):
        return False
    words = [said.get(name) for name in ("Type", "event", "severity", "bounceType")]
    return any(each in FOR_NOW for each in words) or _is_for_now(said.get("bounce"))


def note_event(sender, event, esp_name, **kwargs) -> None:
    """Note a bounce or a complaint. That a mail is late says nothing: the provider goes on trying."""
    if not event.recipient or event.event_type not in (EventType.BOUNCED, EventType.COMPLAINED):
        return
    what = Bounce.Kind.SOFT
    if event.event_type == EventType.COMPLAINED:
        what = Bounce.Kind.COMPLAINT
    elif event.reject_reason in ABOUT_THE_ADDRESS and not _is_for_now(event.esp_event):
        what = Bounce.Kind.HARD
    bouncing.record(event.recipient, what=what, mail=f"{esp_name} {event.message_id or event.event_id}")


tracking.connect(note_event, dispatch_uid="newsletter.providers")
