"""The parts of a home page about newsletters in preparation: entries for facilitators, editing, and approval."""

import rules
from django.db.models import Count, Q
from django.urls import reverse

from kit.words import in_days, month_name
from newsletter.models import Entry, NewsletterIssue
from pages.home.overview import HomeOverview, WaitingItem


def newsletter_words_to_write(overview: HomeOverview) -> list[WaitingItem]:
    """Return a row for each site they facilitate that can write in the newsletter in preparation."""
    if not overview.facilitated:
        return []
    entries = Entry.objects.awaiting_update_from(overview.user).select_related("issue__programme", "site")
    return [
        WaitingItem(
            f"Write an update about {month_name(entry.issue.month)} at {entry.site.place}",
            reverse(
                "newsletter:site_update_write",
                args=[entry.issue.programme.slug, entry.issue.month, entry.site.slug],
            ),
            "For the newsletter. The facts have been added already.",
        )
        for entry in entries
    ]


def unsent_newsletters(overview: HomeOverview) -> list[NewsletterIssue]:
    """Return the newsletters of their programmes that are not sent, oldest month first, for brokers and the programme
    team."""
    programmes = overview.standing.broker | overview.standing.programme_team
    if not programmes:
        return []
    lacking = Q(entries__kind=Entry.Kind.SITE_UPDATE, entries__left_out_at__isnull=True)
    return list(
        NewsletterIssue.objects.visible_to(overview.user)
        .filter(programme__in=[pk for pk in overview.running if pk in programmes], sent_at__isnull=True)
        .select_related("programme", "sent_for_checking_by")
        .annotate(
            number_of_updates=Count("entries", filter=lacking, distinct=True),
            number_written=Count("site_updates", distinct=True),
        )
        .order_by("month", "pk")
    )


def rows_for_team(issues: list[NewsletterIssue], overview: HomeOverview) -> list[WaitingItem]:
    """Return the newsletters that the programme team has to approve or send."""
    found = []
    for issue in issues:
        if not issue.sent_for_checking_at or not rules.has_perm(
            "newsletter.approve_issue", overview.user, issue
        ):
            continue
        if issue.approved_at:
            found.append(
                WaitingItem(
                    f"Send the newsletter of {month_name(issue.month)}",
                    issue.get_absolute_url(),
                    "It is approved.",
                    in_days(issue.approved_at),
                )
            )
        else:
            who = f"{issue.sent_for_checking_by} has edited it." if issue.sent_for_checking_by else ""
            found.append(
                WaitingItem(
                    f"Approve the newsletter of {month_name(issue.month)}",
                    issue.get_absolute_url(),
                    f"{who} Then it can be sent.".strip(),
                    f"asked {in_days(issue.sent_for_checking_at)}",
                )
            )
    return found


def newsletter_to_edit(issues: list[NewsletterIssue], overview: HomeOverview) -> NewsletterIssue | None:
    """Return the newsletter that a broker has to edit."""
    return next(
        (
            issue
            for issue in issues
            if not issue.sent_for_checking_at
            and rules.has_perm("newsletter.edit_entry", overview.user, issue)
        ),
        None,
    )
