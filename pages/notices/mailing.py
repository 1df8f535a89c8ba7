"""Making the mails about notices: what is to be told now, to whom, at once or in the summary.

A notice is told once, and then at most two reminders say that it still waits: in the summary, a week after it was told and
two weeks after that. News is told once. What began to wait anew since it was told is told anew.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from meetings.models import Meeting
from pages.notices import hours
from pages.notices.items import Notice, Timing
from pages.notices.models import NoticeMail, Preferences, Told
from pages.notices.other_mails import told_by_other_mails
from pages.notices.recipients import Recipient, read_recipients
from pages.notices.waiting import waiting_for_everyone
from sites_app.models import Site

REMINDED_AFTER = [timedelta(days=7), timedelta(days=14)]  # since it was told last; after these, no more
FORGOTTEN_AFTER = timedelta(days=90)  # what nobody waits for any more
How = NoticeMail.How
Key = tuple[int, str, str]  # who, which kind, and what about


@dataclass
class Places:
    """What the sites say about a day: in which nation each is, and which meet tomorrow."""

    nations: dict[int, str]
    meet_tomorrow: set[int]

    def of(self, notices: Iterable[Notice]) -> set[str]:
        """Return the nations of the sites that `notices` are about."""
        return {self.nations[each.site_id] for each in notices if each.site_id in self.nations}

    def meets_tomorrow(self, notice: Notice) -> bool:
        """Return whether somebody is asked by name at a site that meets tomorrow."""
        return notice.asked_by_name and notice.site_id in self.meet_tomorrow


def read_places(now: datetime) -> Places:
    """Return what the sites say about the day of `now`, in two queries."""
    tomorrow = timezone.localtime(now).date() + hours.DAY
    meetings = Meeting.objects.not_cancelled().filter(starts_at__gt=now, starts_at__lt=now + 3 * hours.DAY)
    starts = meetings.order_by().values_list("site", "starts_at")
    return Places(
        nations=dict(Site.objects.order_by().values_list("pk", "nation")),
        meet_tomorrow={site for site, at in starts if timezone.localtime(at).date() == tomorrow},
    )


@dataclass
class Telling:
    """What one person is to be told by one mail."""

    user_id: int
    how: str
    notices: list[Notice] = field(default_factory=list)
    meets_tomorrow: bool = False


def is_fresh(notice: Notice, told: Told | None) -> bool:
    """Return whether they have not been told of `notice` since it began to wait."""
    return told is None or told.last_at < notice.since


def is_to_remind(notice: Notice, told: Told, today: date) -> bool:
    """Return whether a reminder of `notice` is due on `today`: days count, not hours."""
    if notice.kind.is_news or told.times > min(notice.kind.reminders, len(REMINDED_AFTER)):
        return False
    return today - timezone.localtime(told.last_at).date() >= REMINDED_AFTER[told.times - 1]


def to_tell(
    notices: list[Notice], *, told: dict[Key, Told], to: Recipient, places: Places, now: datetime
) -> list[Telling]:
    """Return what one person is to be told at `now` by each mail, of all `notices` that wait for them."""  # fmt: skip
    today = timezone.localtime(now).date()
    if to.is_paused(today):
        return []
    by_name = Telling(notices[0].user_id, How.AT_ONCE)
    summary = Telling(notices[0].user_id, How.SUMMARY)
    for notice in notices:
        timing = to.timing_of(notice)
        before = told.get(notice.key)
        if timing == Timing.PAGE:
            continue
        if timing == Timing.AT_ONCE and is_fresh(notice, before):
            soon = places.meets_tomorrow(notice)
            if hours.may_go(now, places.of([notice]), meets_tomorrow=soon):
                by_name.notices.append(notice)
                by_name.meets_tomorrow |= soon
        elif before is None or is_fresh(notice, before) or is_to_remind(notice, before, today):
            summary.notices.append(notice)
    wanted = [by_name] if by_name.notices else []
    nations = places.of(summary.notices)
    if summary.notices and _has_summary(to, today, nations, now):
        wanted.append(summary)
    return wanted


def _has_summary(to: Recipient, today: date, nations: set[str], now: datetime) -> bool:
    """Return whether a summary is made for this person at `now`."""
    if not hours.is_summary_time(now) or to.summary == Preferences.Summary.NEVER:
        return False
    if to.summary == Preferences.Summary.WEEKLY:
        return hours.is_working_day(today, nations) and hours.is_first_of_week(today, nations)
    return hours.is_working_day(today, nations)


@transaction.atomic
def make_due_mail() -> int:
    """Make the mails that are due now, and return how many people they are for. Repeating makes none.

    The number of queries is the same however many people there are: rows are written some hundreds at a time.
    """
    now = timezone.now()
    if not hours.is_daytime(now, meets_tomorrow=True):
        return 0
    waiting: dict[int, list[Notice]] = defaultdict(list)
    elsewhere = told_by_other_mails(now)
    for notice in waiting_for_everyone(now):
        if notice.key not in elsewhere:
            waiting[notice.user_id].append(notice)
    told, old = _read_told({notice.key for notices in waiting.values() for notice in notices}, now)
    recipients, places = read_recipients(), read_places(now)
    tellings = [
        telling
        for user, notices in waiting.items()
        if user in recipients
        for telling in to_tell(notices, told=told, to=recipients[user], places=places, now=now)
    ]
    had = _with_summary_today(now)
    tellings = [each for each in tellings if not (each.how == How.SUMMARY and each.user_id in had)]
    _carry_over(now)
    _write(tellings, told=told, now=now)
    for start in range(0, len(old), 500):
        Told.objects.filter(pk__in=old[start : start + 500]).delete()
    return len(tellings)


def _read_told(waits: set[Key], now: datetime) -> tuple[dict[Key, Told], list[int]]:
    """Return what people were told of what `waits` now, and the ids of what is old and waits no more, in one query."""
    told, old = {}, []
    rows = Told.objects.order_by().values_list("pk", "user", "kind", "thing", "times", "last_at")
    for pk, user, kind, thing, times, last_at in rows.iterator(chunk_size=5000):
        if (user, kind, thing) in waits:
            told[user, kind, thing] = Told(
                pk=pk, user_id=user, kind=kind, thing=thing, times=times, last_at=last_at
            )
        elif last_at < now - FORGOTTEN_AFTER:
            old.append(pk)
    return told, old


def _with_summary_today(now: datetime) -> set[int]:
    today = timezone.localtime(now).date()
    rows = NoticeMail.objects.filter(how=How.SUMMARY, day=today).order_by()
    return set(rows.values_list("user", flat=True))


def _carry_over(now: datetime) -> None:
    """Let mails that did not go on their own day go today, if it is a working day: the mail server was away."""
    today = timezone.localtime(now).date()
    if hours.may_go(now):
        late = NoticeMail.objects.unsent().filter(day__lt=today)
        late.filter(how=How.AT_ONCE).update(day=today)
        late.filter(how=How.SUMMARY).exclude(user__in=_with_summary_today(now)).update(day=today)


def _write(tellings: list[Telling], *, told: dict[Key, Told], now: datetime) -> None:
    """Write the mails, and what each of them tells. Two sweeps at one moment tell each thing once: the database holds one
    row for it, and only the mail that this row names says it.
    """
    if not tellings:
        return
    today = timezone.localtime(now).date()
    people = sorted({each.user_id for each in tellings})
    Preferences.objects.bulk_create([Preferences(user_id=pk) for pk in people], ignore_conflicts=True)
    waiting = NoticeMail.objects.unsent()
    NoticeMail.objects.bulk_create(
        [
            NoticeMail(user_id=each.user_id, how=each.how, day=today, meets_tomorrow=each.meets_tomorrow, made_at=now)
            for each in tellings
        ],
        ignore_conflicts=True,
        batch_size=500,
    )  # fmt: skip
    mails = {(user, how): pk for user, how, pk in waiting.order_by().values_list("user", "how", "pk")}
    new, again = [], []
    for telling in tellings:
        mail = mails.get((telling.user_id, telling.how))
        for notice in telling.notices if mail else ():
            row = told.get(notice.key)
            if row is None:
                new.append(Told(user_id=notice.user_id, kind=notice.kind.key, thing=notice.thing, last_at=now, mail_id=mail))  # fmt: skip
                continue
            row.times = 1 if is_fresh(notice, row) else row.times + 1
            row.last_at, row.mail_id = now, mail
            again.append(row)
    Told.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)
    Told.objects.bulk_update(again, ["times", "last_at", "mail"], batch_size=300)


@transaction.atomic
def take_as_told(*, before: datetime | None = None) -> int:
    """Take everybody as knowing what waits for them now, or what has waited since `before`, and return how many notices.

    It is for an installation that begins to tell people, so that nobody's mailbox is filled with what is old.
    """
    now = timezone.now()
    rows = [
        Told(user_id=each.user_id, kind=each.kind.key, thing=each.thing, times=1 + len(REMINDED_AFTER), last_at=now)
        for each in waiting_for_everyone(now)
        if before is None or each.since < before
    ]  # fmt: skip
    Told.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return len(rows)
