"""Meetings that are not closed, minutes to approve, sites without a date, and sites that are behind schedule."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse

from kit.dates import start_of_day
from kit.words import day, in_days, lower_first, weekday
from pages.notices import kinds
from pages.notices.items import Notice
from pages.notices.readers import Readers
from pages.setting_up import why_behind
from sites_app.models import Site

LOOKED_BACK = timedelta(days=180)  # before this, nobody is asked about a meeting any more


def read(readers: Readers, now: datetime) -> Iterator[Notice]:
    """Return the meetings and sites that wait for their facilitators, and for the programme team."""
    for pk in readers.facilitated:
        yield from _to_close(readers.sites[pk], readers)
        yield from _without_date(readers.sites[pk], readers)
        yield from _minutes(readers.sites[pk], readers)
    for pk in readers.with_team:
        yield from _behind(readers.sites[pk], readers)


def _to_close(site: Site, readers: Readers) -> Iterator[Notice]:
    for meeting in readers.progress[site.pk].held:
        if meeting.is_closed or not readers.today - LOOKED_BACK <= meeting.day < readers.today:
            continue
        name = lower_first(meeting.name)
        for user in readers.facilitators_of(site.pk):
            yield Notice(
                kinds.MEETING_TO_CLOSE, user, f"meeting-{meeting.pk}",
                f"Record attendance at {name} of {site}, and close the meeting.",
                reverse("meetings:attendance_record", args=[meeting.pk]), since=meeting.starts_at,
                site_id=site.pk, label=f"Record attendance at {name}",
                why=f"{site}, {weekday(meeting.starts_at)}. Then close the meeting.",
                aside=in_days(meeting.starts_at),
            )  # fmt: skip


def _without_date(site: Site, readers: Readers) -> Iterator[Notice]:
    progress = readers.progress[site.pk]
    if not progress.plans or readers.upcoming(site.pk):
        return
    since = progress.held[-1].starts_at if progress.held else _start_of(site)
    for user in readers.facilitators_of(site.pk):
        yield Notice(
            kinds.SITE_WITHOUT_DATE, user, f"site-{site.pk}", f"{site} has no date for its next meeting.",
            reverse("meetings:meeting_schedule", args=[site.slug]), since=since, site_id=site.pk,
            label=f"Set the next date of {site}", why="No meeting is planned.",
        )  # fmt: skip


def _start_of(site: Site) -> datetime:
    """Return when a site that has not met began."""
    return start_of_day(site.latest_since or site.programme.started_on)


def _behind(site: Site, readers: Readers) -> Iterator[Notice]:
    progress = readers.progress[site.pk]
    if reason := why_behind(site, progress):
        since = progress.held[-1].starts_at if progress.held else _start_of(site)
        for user in readers.team_of(site.programme_id):
            yield Notice(
                kinds.SITE_BEHIND, user, f"site-{site.pk}", f"{site} is behind schedule.",
                site.get_absolute_url(), since=since, site_id=site.pk,
                label=f"{site} is behind schedule", why=reason,
            )  # fmt: skip


def _minutes(site: Site, readers: Readers) -> Iterator[Notice]:
    """Return the written minutes that were not approved, once a later meeting has begun where the group could."""
    for meeting in readers.progress[site.pk].held[:-1]:
        if not meeting.awaits_approval or meeting.day < readers.today - LOOKED_BACK:
            continue
        name = lower_first(meeting.name)
        for user in readers.facilitators_of(site.pk):
            yield Notice(
                kinds.MINUTES_TO_APPROVE, user, f"meeting-{meeting.pk}",
                f"The minutes of {name} of {site} have not been approved.",
                reverse("minutes_approve", args=[meeting.pk]), since=meeting.starts_at, site_id=site.pk,
                label=f"Approve the minutes of {name}",
                why=f"{site}, {day(meeting.starts_at)}. Say at which meeting the group approved them.",
            )  # fmt: skip
