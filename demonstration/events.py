"""Plans the people at the dates of a programme: whom each is for, its agenda, and who came to those that are over."""

from datetime import timedelta

from demonstration.programmes import Cast
from demonstration.timeline import KEPT, mail_through
from kit.queues import send_due
from meetings.events import actions
from meetings.invitations.actions import answer
from meetings.invitations.models import InvitationMail
from sites_app import actions as sites
from sites_app.models import ProgrammeEvent

FOR = {
    ProgrammeEvent.Kind.TRAINING: ["facilitator", "programme_team"],
    ProgrammeEvent.Kind.QUARTERLY: ["facilitator", "programme_team", "adviser", "knowledge_broker"],
}


def plan_events(cast: Cast) -> None:
    """Plan the people, agendas and attendance of the programme's dates in its file."""
    if "ended" in cast.data:
        return
    yesterday = cast.timeline.now - timedelta(days=1)
    cast.timeline.add(yesterday, "people of events", lambda: _prepare(cast))


def _prepare(cast: Cast) -> None:
    """Say whom each date is for and what is done there, mark who came, and keep the letters about those to come."""
    team = cast.user("programme_team")
    agendas = {entry["title"]: entry for entry in cast.data["events"]}
    for event in cast.programme.events.select_related("programme").order_by("starts_at"):
        entry = agendas.get(event.title, {})
        sites.write_event(event, agenda=entry.get("note", ""), notes=entry.get("notes", ""), by=team)
        actions.say_for_whom(event, kinds=FOR.get(event.kind, []), by=team)
        invited = list(event.invitations.order_by("pk"))
        if event.is_over:
            days = range(1, event.days + 1)
            came = [(each, day) for each in invited[:-1] for day in days]
            actions.mark_attendance(event, came=came, by=team)
        elif not event.has_started:
            for each in invited[:2]:
                answer(each, coming="yes")
    with mail_through(KEPT):
        send_due(InvitationMail)
