"""What a letter about the calendar says of one date, what was said before, and the parts that calendar programs read."""

from collections.abc import Sequence
from datetime import timedelta
from functools import cached_property
from typing import Any, Self

from django.core.mail import EmailMultiAlternatives
from django.db import models

from kit.lines import LineField
from kit.words import span
from meetings.calendar import published_calendar


class Told(models.Model):
    """An abstract model: a date in a letter, as an invitation or change (REQUEST) or a cancellation (CANCEL), with its
    sequence and what it says of day, hours, place and link.

    A model of it has `meeting` and `mail`, and says what was `told_earlier` and how it is read `as_calendar`.
    """

    class Method(models.TextChoices):
        """What it does to a calendar (RFC 5546)."""

        REQUEST = "REQUEST", "Invitation or change"
        CANCEL = "CANCEL", "Cancellation"

    sequence = models.PositiveIntegerField()
    method = models.CharField(max_length=7, choices=Method)
    starts_at = models.DateTimeField()
    minutes_long = models.PositiveSmallIntegerField()
    place = LineField(max_length=160, blank=True)
    link = models.URLField(blank=True)

    meeting: Any  # what it is about
    mail_id: int

    class Meta:
        abstract = True

    @property
    def takes_out(self) -> bool:
        """Return whether the date goes from the reader's calendar."""
        return self.method == self.Method.CANCEL

    @property
    def ends_at(self):
        """Return when it is said to end."""
        return self.starts_at + timedelta(minutes=self.minutes_long)

    def told_earlier(self) -> models.QuerySet:
        """Return what the reader was told of this date in letters that have gone."""
        raise NotImplementedError

    def as_calendar(self) -> bytes:
        """Return it as a part of the mail for calendar programs."""
        raise NotImplementedError

    @property
    def page_address(self) -> str:
        """Return the page that the reader opens, where it is not that of the meeting."""
        return ""

    @cached_property
    def before(self) -> Self | None:
        """Return what the reader was told of it the last time, if they were."""
        earlier = self.told_earlier().filter(method=self.Method.REQUEST)
        return earlier.exclude(mail=self.mail_id).order_by("-sequence", "-pk").first()

    @property
    def is_told(self) -> bool:
        """Return whether it says anything that the reader was not told before."""
        return self.takes_out or (before := self.before) is None or self.facts != before.facts

    @property
    def lasts_days(self) -> int:
        """Return for how many days it is said to last."""
        return 1

    @property
    def span(self) -> str:
        """Return the days and hours that it says, in words."""
        return span(self.starts_at, self.ends_at, days=self.lasts_days)

    @property
    def facts(self) -> tuple:
        """What it says of the date."""
        return (self.starts_at, self.minutes_long, self.lasts_days, self.place, self.link)

    @property
    def state(self) -> str:
        """Return what it does, in words."""
        if self.takes_out:
            return "Cancelled" if self.meeting.is_cancelled else "Removed from your calendar"
        return "Changed" if self.before else "New"

    @property
    def differences(self) -> list[tuple[str, str]]:
        """Return what the reader was told before and is no longer so, with what it is about: ("Place", "Town Hall")."""
        if (was := self.before) is None:
            return []
        found = []
        if was.span != self.span:
            found.append(("Day and time", was.span))
        if was.place != self.place:
            found.append(("Place", was.place or "none"))
        if was.link != self.link:
            found.append(("Link", was.link or "none"))
        return found


def facts_told(meeting) -> dict[str, Any]:
    """Return what is told of `meeting` as it is now, as fields of a `Told`."""
    return {
        "sequence": meeting.calendar_sequence,
        "starts_at": meeting.starts_at,
        "minutes_long": meeting.minutes_long,
        "place": meeting.place,
        "link": meeting.link,
    }


def attach_calendars(message: EmailMultiAlternatives, changes: Sequence[Told]) -> None:
    """Add the parts of `message` that calendar programs read: one they act on by themselves for one date, else files."""
    if len(changes) == 1:
        content = changes[0].as_calendar().decode()
        message.attach_alternative(content, f"text/calendar; method={changes[0].method}")
        return
    for change in changes:
        if change.takes_out:
            name = f"cancelled-{change.starts_at:%Y-%m-%d}.ics"
            message.attach(name, change.as_calendar().decode(), "text/calendar; method=CANCEL")
    if coming := [change for change in changes if not change.takes_out]:
        addresses = {change.meeting.calendar_uid: change.page_address for change in coming}
        content = published_calendar([change.meeting for change in coming], addresses=addresses).decode()
        message.attach("meetings.ics", content, "text/calendar; method=PUBLISH")
