"""The feed of the public edition: Atom, one entry for each issue."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html
from django.views.decorators.http import conditional_page, require_safe

from kit.in_xml import for_xml
from kit.visitors import for_visitors
from newsletter.editions import contents_of
from newsletter.models import NewsletterIssue
from newsletter.views.archive import sent_issues_for

MOST = 24


class IssueFeed(Feed):
    """The issues in which everyone finds something, newest first: their title and summary, and what is in them."""

    feed_type = Atom1Feed
    title = "Newsletters"
    subtitle = (
        "What groups of front-line workers met about, wrote and found, month by month: the public edition."
    )
    author_name = "Copsite"
    language = "en-GB"

    def link(self) -> str:
        """Return the address of the archive."""
        return reverse("newsletter:issue_list")

    def items(self) -> list[NewsletterIssue]:
        """Return the issues, newest first, each with its counts in words as `contents`."""
        issues = list(sent_issues_for(AnonymousUser())[:MOST])
        contents = contents_of(issues, reader=AnonymousUser())
        for issue in issues:
            issue.contents = contents[issue.pk]  # type: ignore[attr-defined]
        return issues

    def item_title(self, issue: NewsletterIssue) -> str:
        """Return the programme and the month, with the title if everyone may read it."""
        title = self._head(issue).get("title", issue.name)
        return for_xml(
            f"{issue.programme.name}, {issue.name}" + (f": {title}" if title != issue.name else "")
        )

    def item_description(self, issue) -> str:
        """Return the summary, and what is in the public edition, as HTML."""
        return for_xml(format_html("<p>{}</p><p>{}.</p>", self._head(issue).get("words", ""), issue.contents))

    def item_link(self, issue: NewsletterIssue) -> str:
        """Return the address of its page."""
        return issue.get_absolute_url()

    def item_pubdate(self, issue: NewsletterIssue) -> datetime | None:
        """Return when it was sent."""
        return issue.sent_at

    def item_updateddate(self, issue: NewsletterIssue) -> datetime | None:
        """Return when it was sent: an issue does not change afterwards."""
        return issue.sent_at

    def _head(self, issue) -> dict:
        return issue.heads[0].cleared_text.content if issue.heads else {}


@require_safe
@for_visitors
@conditional_page
def issue_feed(request):
    """Answer with the feed. A reader that has exactly this already is told so.

    The date of the newest issue is no sign of that: it stays where an entry of one is withdrawn.
    """
    response = IssueFeed()(request)
    response.headers.pop("Last-Modified", None)
    return response
