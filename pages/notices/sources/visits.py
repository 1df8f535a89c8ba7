"""Visits to meetings: those that somebody proposed, what was answered to them, and invitations that wait for a reply."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from operator import itemgetter

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from kit.queries import ShortList
from kit.words import day, in_days, weekday
from meetings.invitations.models import DateInvitation
from meetings.models import Visit
from pages.notices import kinds
from pages.notices.items import NEWS_LASTS, Kind, Notice
from pages.notices.readers import Readers

PATIENCE = timedelta(days=5)  # before the facilitator hears that a guest has not replied
COLUMNS = {
    "pk": "pk", "name": "name", "user": "user_id", "meeting": "meeting_id", "site": "meeting__site_id",
    "code": "meeting__site__code", "place": "meeting__site__place", "starts_at": "meeting__starts_at",
    "cancelled_at": "meeting__cancelled_at", "offered_at": "offered_at", "invited_at": "invited_at",
    "withdrawn_at": "withdrawn_at", "coming": "coming",
}  # fmt: skip


def asks(readers: Readers, now: datetime) -> dict[str, ShortList]:
    """Return the visits of guests of which somebody has to hear, as a short list: those to come, and those lately declined.
    Brokers are asked to every meeting of their sites by themselves, and are left out.
    """
    guests = DateInvitation.objects.filter(
        Q(meeting__starts_at__gt=now)
        | Q(withdrawn_at__gt=now - NEWS_LASTS)
        | Q(invited_at__gt=now - NEWS_LASTS),
        meeting__isnull=False,
        meeting__site__programme__ended_on__isnull=True,
    ).exclude(capacity=Visit.Capacity.KNOWLEDGE_BROKER, invited_by__isnull=True, offered_at__isnull=True)
    if readers.reader is not None:
        guests = guests.filter(Q(user=readers.reader) | Q(meeting__site__in=readers.facilitated))
    return {"visits": ShortList(guests, COLUMNS)}


def read(readers: Readers, now: datetime) -> Iterator[Notice]:
    """Return the visits that wait for the facilitators, and for the guests what waits and what was answered."""
    rows = sorted(readers.short.get("visits", []), key=itemgetter("starts_at", "pk"))
    for row in rows:
        stands = row["withdrawn_at"] is None and row["cancelled_at"] is None and row["starts_at"] > now
        if stands:
            yield from _to_facilitators(row, readers, now)
        if row["user"] is None or not _has_place(row["user"], readers):
            continue
        if stands and row["invited_at"] and not row["coming"]:
            yield _to_answer(row)
        elif row["offered_at"] and row["coming"] == "yes":
            yield from _answer_to(row, rows, now)


def _to_facilitators(row: dict, readers: Readers, now: datetime) -> Iterator[Notice]:
    """Return a visit to come that was proposed, or a guest who has been silent for some days."""
    silent = row["invited_at"] and not row["coming"] and row["invited_at"] < now - PATIENCE
    for user in readers.facilitators_of(row["site"]):
        if user == row["user"]:
            continue
        if row["invited_at"] is None:
            yield _offered(row, user)
        elif silent:
            yield _unanswered(row, user)


def _answer_to(row: dict, rows: list[dict], now: datetime) -> Iterator[Notice]:
    """Return what was answered lately to a visit that somebody proposed. Where another date was proposed instead, that one
    waits for their reply.
    """
    since = row["withdrawn_at"] or row["invited_at"]
    if since is None or since <= now - NEWS_LASTS or since < row["offered_at"] or row["cancelled_at"]:
        return
    if row["withdrawn_at"] is None:
        yield _answered(row, kinds.VISIT_AGREED, "suits the group", since)
    elif not any(_takes_its_place(other, row) for other in rows):
        yield _answered(row, kinds.VISIT_DECLINED, "does not suit the group this time", since)


def _takes_its_place(other: dict, row: dict) -> bool:
    """Return whether `other` is a date that was proposed to the same person at the same site instead of `row`."""
    same = (other["user"], other["site"]) == (row["user"], row["site"]) and other["pk"] != row["pk"]
    stands = other["withdrawn_at"] is None and other["invited_at"] is not None
    return same and stands and other["invited_at"] >= row["offered_at"]


def _has_place(user: int, readers: Readers) -> bool:
    return user in readers.people and bool(readers.standing_of(user).programmes)


def _site(row: dict) -> str:
    return f"{row['code']} {row['place']}"


def _offered(row: dict, user: int) -> Notice:
    return Notice(
        kinds.VISIT_OFFERED, user, f"invitation-{row['pk']}",
        f"A commissioner could come to the meeting of {_site(row)} on {weekday(row['starts_at'])} and waits for your answer.",
        reverse("invitations:visit_decide", args=[row["pk"]]), since=row["offered_at"],
        by=timezone.localdate(row["starts_at"]), site_id=row["site"], label=f"Answer {row['name']}, who could come",
        why=f"{_site(row)}, {weekday(row['starts_at'])}. Agree or propose another date.",
        aside=f"since {day(row['offered_at'])}",
    )  # fmt: skip


def _unanswered(row: dict, user: int) -> Notice:
    return Notice(
        kinds.VISIT_UNANSWERED, user, f"invitation-{row['pk']}",
        f"A guest of {_site(row)} has not said if they are coming on {weekday(row['starts_at'])}.",
        reverse("invitations:guest_invite", args=[row["meeting"]]), since=row["invited_at"] + PATIENCE,
        by=timezone.localdate(row["starts_at"]), site_id=row["site"],
        label=f"{row['name']} has not said if they are coming",
        why=f"{_site(row)}, {weekday(row['starts_at'])}. Ask them, or withdraw the invitation.",
        aside=f"invited {in_days(row['invited_at'])}",
    )  # fmt: skip


def _to_answer(row: dict) -> Notice:
    return Notice(
        kinds.VISIT_TO_ANSWER, row["user"], f"invitation-{row['pk']}",
        f"You are invited to the meeting of {_site(row)} on {weekday(row['starts_at'])}. Say if you are coming.",
        reverse("invitations:invitation_detail", args=[row["pk"]]), since=row["invited_at"],
        by=timezone.localdate(row["starts_at"]), site_id=row["site"], label=f"Say if you are coming to {_site(row)}",
        why=f"You are invited to its meeting on {weekday(row['starts_at'])}.",
        aside=f"invited {in_days(row['invited_at'])}",
    )  # fmt: skip


def _answered(row: dict, kind: Kind, said: str, since: datetime) -> Notice:
    label = f"Your visit to {_site(row)} on {weekday(row['starts_at'])} {said}"
    url = reverse("invitations:invitation_detail", args=[row["pk"]])
    return Notice(
        kind, row["user"], f"invitation-{row['pk']}", f"{label}.", url, since=since, site_id=row["site"], label=label,
        why="You said that you could come.", aside=in_days(since),
    )  # fmt: skip
