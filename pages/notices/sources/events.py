"""Events of a programme that somebody has not answered, and those whose attendance is not marked."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse

from kit.queries import ShortList
from kit.words import day, in_days
from meetings.invitations.models import DateInvitation
from pages.notices import kinds
from pages.notices.items import Notice
from pages.notices.readers import Readers
from sites_app.models import ProgrammeEvent
from sites_app.programme_events import not_over

LOOKED_BACK = timedelta(days=180)  # before this, nobody is asked about an event any more


def asks(readers: Readers, now: datetime) -> dict[str, ShortList]:
    """Return the invitations to events without an answer, and the events that are over and not marked, as short lists."""
    unanswered = DateInvitation.objects.unanswered().to_events().filter(user__isnull=False)
    if readers.reader is not None:
        unanswered = unanswered.filter(user=readers.reader)
    columns = {"pk": "pk", "user": "user_id", "title": "event__title", "event": "event_id"}
    moments = {"invited_at": "invited_at", "starts_at": "event__starts_at"}
    found = {"events_to_answer": ShortList(unanswered, columns | moments)}
    if readers.teams:
        invited = DateInvitation.objects.standing().filter(event=OuterRef("pk"))
        over = ProgrammeEvent.objects.not_cancelled().filter(
            Exists(invited),
            programme__in=readers.teams,
            attendance_at__isnull=True,
            starts_at__range=(now - LOOKED_BACK, now),
        )
        columns = {"pk": "pk", "programme": "programme_id", "title": "title", "starts_at": "starts_at"}
        found["events_to_mark"] = ShortList(over.exclude(not_over()), columns)
    return found


def read(readers: Readers, now: datetime) -> Iterator[Notice]:
    """Return the invitations that wait for an answer, and the events that wait for the programme team."""
    for row in sorted(
        readers.short.get("events_to_answer", []), key=lambda row: (row["invited_at"], row["pk"])
    ):
        if row["user"] in readers.people:
            yield Notice(
                kinds.EVENT_TO_ANSWER, row["user"], f"invitation-{row['pk']}",
                f"Say if you are coming on {day(row['starts_at'])}.",
                reverse("invitations:invitation_detail", args=[row["pk"]]), since=row["invited_at"],
                label=f"Say if you are coming: {row['title']}", why=f"It is on {day(row['starts_at'])}.",
                aside=in_days(row["starts_at"]),
            )  # fmt: skip
    for row in sorted(readers.short.get("events_to_mark", []), key=lambda row: (row["starts_at"], row["pk"])):
        for user in readers.team_of(row["programme"]):
            yield Notice(
                kinds.EVENT_TO_MARK, user, f"event-{row['pk']}",
                f"Mark who came to the event of {day(row['starts_at'])}.",
                reverse("events:event_attendance", args=[row["pk"]]), since=row["starts_at"],
                label=f"Mark who came: {row['title']}", why=f"{readers.programmes[row['programme']]}, {day(row['starts_at'])}.",
                aside=in_days(row["starts_at"]),
            )  # fmt: skip
