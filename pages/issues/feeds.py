"""The feed of issues that anyone can read, with their answers: Atom. One that was withdrawn is named as deleted."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.syndication.views import Feed
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, rfc3339_date
from django.views.decorators.http import conditional_page, require_safe

from cases.clearance.models import Audience, Publication
from cases.commissioning.models import CommissionerIssue
from kit.in_xml import for_xml
from kit.visitors import for_visitors
from pages.issues.public import ANYONE, PublicAnswer, answers_of, public_issues, with_answers

MOST = 50
GONE_SHOWS_FOR = timedelta(days=90)
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"  # RFC 6721


@dataclass(frozen=True)
class Entry:
    """One issue in the feed."""

    issue: CommissionerIssue
    answers: list[PublicAnswer]

    @property
    def updated_at(self) -> datetime:
        """When its words or its answers last changed."""
        return max([self.issue.text.publication.published_at, *(each.changed_at for each in self.answers)])


class WithTombstones(Atom1Feed):
    """An Atom feed that names entries which were withdrawn, so that readers drop their copies."""

    def root_attributes(self):
        """Add the namespace of the names."""
        return super().root_attributes() | {"xmlns:at": TOMBSTONES}

    def add_root_elements(self, handler):
        """Add a deleted entry for each address that was withdrawn."""
        super().add_root_elements(handler)
        for address, moment in self.feed["gone"]:
            handler.addQuickElement("at:deleted-entry", None, {"ref": address, "when": rfc3339_date(moment)})


class IssueFeed(Feed):
    """The issues that anyone can read, the latest changed first."""

    feed_type = WithTombstones
    title = "Issues for commissioners"
    subtitle = "What groups of front-line workers cannot change themselves, and what commissioners answered."
    author_name = "Copsite"
    language = "en-GB"

    def link(self) -> str:
        """Return the address of the page of the same."""
        return reverse("public_issue_list")

    def get_object(self, request):
        """Return the request, for addresses in full."""
        return request

    def items(self, request) -> list[Entry]:
        """Return the entries, the latest changed first."""
        issues = (
            public_issues().unmerged().select_related("site__programme").with_wordings_readable_by(ANYONE)
        )
        found = [Entry(issue, answers_of(issue)) for issue in with_answers(issues) if issue.text]
        return sorted(found, key=lambda entry: (entry.updated_at, entry.issue.pk), reverse=True)[:MOST]

    def feed_extra_kwargs(self, request) -> dict:
        """Return the addresses that were withdrawn lately, with when that was."""
        since = timezone.now() - GONE_SHOWS_FOR
        rows = Publication.objects.filter(
            cleared_text__audience=Audience.PUBLIC,
            cleared_text__issue_wording__isnull=False,
            withdrawn_at__gte=since,
        ).exclude(cleared_text__issue_wording__issue__in=CommissionerIssue.objects.for_everyone())
        gone = dict(
            rows.order_by("withdrawn_at").values_list("cleared_text__issue_wording__issue", "withdrawn_at")
        )
        address = request.build_absolute_uri
        return {"gone": [(address(reverse("public_issue_detail", args=[pk])), at) for pk, at in gone.items()]}

    def item_title(self, entry: Entry) -> str:
        """Return the headline."""
        return for_xml(entry.issue.text.title)

    def item_description(self, entry: Entry) -> str:
        """Return the words and the answers, as HTML."""
        context = {"issue": entry.issue, "answers": entry.answers}
        return for_xml(render_to_string("pages/issues/_feed_entry.html", context))

    def item_link(self, entry: Entry) -> str:
        """Return the address of its page."""
        return entry.issue.get_public_url()

    def item_pubdate(self, entry: Entry) -> datetime:
        """Return since when these words are published."""
        return entry.issue.text.publication.published_at

    def item_updateddate(self, entry: Entry) -> datetime:
        """Return when it last changed."""
        return entry.updated_at

    def item_categories(self, entry: Entry) -> list[str]:
        """Return its theme."""
        return [for_xml(entry.issue.get_theme_display())]


@require_safe
@for_visitors
@conditional_page
def public_issue_feed(request):
    """Answer with the feed. A reader that has exactly this already is told so.

    The date of the newest entry is no sign of that: it stays where an entry is withdrawn.
    """
    response = IssueFeed()(request)
    response.headers.pop("Last-Modified", None)
    return response
