"""The newsletter in preparation: updates of sites, editing, checking, approval and sending."""

from collections.abc import Iterator
from datetime import datetime
from operator import itemgetter

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from kit.dates import start_of_day
from kit.prepared import Prepared
from kit.queries import ShortList
from kit.words import in_days, month_name
from newsletter.models import Entry, NewsletterIssue, SiteUpdate
from pages.notices import kinds
from pages.notices.items import Notice
from pages.notices.readers import Readers


def issues_of(readers: Readers) -> list[NewsletterIssue]:
    """Return the newsletters that are not sent, oldest month first.

    For one person they have the `number_of_updates` that are wanted from sites, and the `number_written`.
    """
    return readers.once("newsletters", lambda: _read(readers))


def _made(readers: Readers, made: set[int]) -> QuerySet:
    issues = NewsletterIssue.objects.filter(programme__in=made, sent_at__isnull=True)
    if readers.reader:
        wanted = Q(entries__kind=Entry.Kind.SITE_UPDATE, entries__left_out_at__isnull=True)
        issues = issues.annotate(
            number_of_updates=Count("entries", filter=wanted, distinct=True),
            number_written=Count("site_updates", distinct=True),
        )
    return issues.select_related("sent_for_checking_by").order_by("month", "pk")


MADE = Prepared(_made)


def _read(readers: Readers) -> list[NewsletterIssue]:
    made = {pk for pk in readers.programmes if readers.brokers_of(pk) or readers.team_of(pk)}
    found = readers.ask(MADE, made=made) if made else []
    for issue in found:
        issue.programme = readers.programmes[issue.programme_id]
    return found


def read(readers: Readers, now: datetime) -> Iterator[Notice]:
    """Return what waits for facilitators, knowledge brokers and the programme team in newsletters in preparation."""
    yield from _updates(readers)
    issues = issues_of(readers)
    for issue in issues:
        yield from _to_edit(issue, readers)
        yield from _to_approve_or_send(issue, readers)


def asks(readers: Readers, now: datetime) -> dict[str, ShortList]:
    """Return the updates that are wanted from sites as a short list."""
    if not readers.facilitated:
        return {}
    written = SiteUpdate.objects.filter(issue=OuterRef("issue"), site=OuterRef("site"))
    entries = Entry.objects.kept().filter(
        ~Exists(written),
        kind=Entry.Kind.SITE_UPDATE,
        site__in=readers.facilitated,
        issue__sent_at__isnull=True,
        issue__approved_at__isnull=True,
    )
    columns = {
        "pk": "pk",
        "site": "site_id",
        "month_on": "issue__month",
        "assembled_at": "issue__assembled_at",
    }
    return {"site_updates": ShortList(entries, columns)}


def _updates(readers: Readers) -> Iterator[Notice]:
    """Return the updates that are wanted from sites, for their facilitators."""
    for row in sorted(readers.short.get("site_updates", []), key=itemgetter("month_on", "pk")):
        site, month = readers.sites[row["site"]], month_name(row["month_on"])
        for user in readers.facilitators_of(site.pk):
            yield Notice(
                kinds.SITE_UPDATE_WANTED, user, f"entry-{row['pk']}",
                f"The newsletter of {month} wants an update about {site}.",
                reverse("newsletter:site_update_write", args=[site.programme.slug, row["month_on"], site.slug]),
                since=row["assembled_at"], site_id=site.pk,
                label=f"Write an update about {month} at {site.place}",
                why="For the newsletter. The facts have been added already, and a draft has been started for you.",
            )  # fmt: skip


def _to_edit(issue: NewsletterIssue, readers: Readers) -> Iterator[Notice]:
    if issue.sent_for_checking_at is not None:
        return
    month, since = month_name(issue.month), issue.assembled_at
    sentence = f"The newsletter of {month} has been drafted for you to edit."
    if issue.is_late:
        sentence = f"The newsletter of {month} is late. You can give it the dates from today."
        since = max(since, start_of_day(issue.late_from))
    for user in readers.brokers_of(issue.programme_id):
        yield Notice(
            kinds.NEWSLETTER_TO_EDIT, user, f"newsletterissue-{issue.pk}", sentence, issue.get_absolute_url(),
            since=since, label=f"Edit the newsletter of {month}",
            why="A draft has been created automatically.",
        )  # fmt: skip


def _to_approve_or_send(issue: NewsletterIssue, readers: Readers) -> Iterator[Notice]:
    if issue.sent_for_checking_at is None:
        return
    month = month_name(issue.month)
    common = {"thing": f"newsletterissue-{issue.pk}", "url": issue.get_absolute_url()}
    who = f"{issue.sent_for_checking_by} has edited it." if issue.sent_for_checking_by else ""
    for user in readers.team_of(issue.programme_id):
        if issue.approved_at is not None:
            yield Notice(
                kinds.NEWSLETTER_TO_SEND, user, sentence=f"The newsletter of {month} is approved and can be sent.",
                since=issue.approved_at, label=f"Send the newsletter of {month}", why="It is approved.",
                aside=in_days(issue.approved_at), **common,
            )  # fmt: skip
        else:
            yield Notice(
                kinds.NEWSLETTER_TO_APPROVE, user, sentence=f"The newsletter of {month} waits for your approval.",
                since=issue.sent_for_checking_at, label=f"Approve the newsletter of {month}",
                why=f"{who} Then it can be sent.".strip(),
                aside=f"asked {in_days(issue.sent_for_checking_at)}", **common,
            )  # fmt: skip
