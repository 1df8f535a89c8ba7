"""The part of a home page about the newsletter that a broker has to edit."""

import rules

from newsletter.models import NewsletterIssue
from pages.home.overview import HomeOverview
from pages.notices.sources.newsletters import issues_of


def newsletter_to_edit(overview: HomeOverview) -> NewsletterIssue | None:
    """Return the newsletter that a broker has to edit."""
    return next(
        (
            issue
            for issue in issues_of(overview.readers)
            if not issue.sent_for_checking_at
            and rules.has_perm("newsletter.edit_entry", overview.user, issue)
        ),
        None,
    )
