"""Plans the guests of the demonstration: commissioners who are invited to a meeting to come, and one who could come."""

from datetime import timedelta

from demonstration.programmes import Cast
from demonstration.timeline import KEPT, mail_through
from kit.queues import send_due
from meetings.invitations import actions
from meetings.invitations.models import InvitationMail
from meetings.models import Meeting


def plan_guests(cast: Cast) -> None:
    """Plan the invitations of the guests in the programme's file, and those of its knowledge brokers."""
    yesterday = cast.timeline.now - timedelta(days=1)
    for entry in cast.data.get("guests", []):
        cast.timeline.add(yesterday, "a guest", lambda entry=entry: _ask(cast, entry))
    if cast.data.get("guests"):
        cast.timeline.add(cast.timeline.now, "invitations of guests and brokers", _tell)


def _ask(cast: Cast, entry: dict) -> None:
    """Invite the commissioner of a site to its next meeting, or have them say that they could come."""
    site = cast.site(entry["site"])
    meeting = Meeting.objects.to_come().filter(site=site).first()
    guest = cast.commissioner(entry["site"])
    if meeting is None or guest is None:
        return
    if entry["could_come"]:
        actions.offer_visit(meeting, purpose=entry["purpose"], agrees=True, by=guest)
        return
    actions.invite(
        meeting,
        user=guest,
        capacity="commissioner",
        purpose=entry["purpose"],
        about=entry["about"],
        by=cast.facilitator(entry["site"]).user,
    )


def _tell() -> None:
    """Invite the brokers, and keep the letters to be read in the mailbox of the demonstration."""
    actions.ask_brokers()
    actions.tell()
    with mail_through(KEPT):
        send_due(InvitationMail)
