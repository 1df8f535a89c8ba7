"""The news on a home page: from brokers and commissioners for a site, and the newest write-ups of the library."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, QuerySet

from cases.commissioning.models import CommissionerIssue, IssueReply
from kit.dates import start_of_day
from kit.prepared import Prepared
from knowledge.library.models import LearningObject, ShownText
from knowledge.library.search import number_shown
from knowledge.models import AttachedEvidence, EvidenceReaction
from meetings.models import Meeting
from pages.home.overview import HomeOverview
from pages.notices.sources.texts import WORDS_A_MINUTE
from sites_app.models import Site

NEWS_LASTS = timedelta(days=60)
NEWEST_READ = 10


@dataclass(frozen=True)
class Reading:
    """The newest version of a write-up that this reader may read."""

    learning_object: LearningObject
    content: dict

    @property
    def title(self) -> str:
        """The title of the write-up."""
        return self.content.get("title", "")

    @property
    def standfirst(self) -> str:
        """The introduction of the write-up."""
        return self.content.get("standfirst", "")

    @property
    def site(self) -> str:
        """The site of the write-up, or its programme where it does not tell the site."""
        return self.content.get("site") or self.content.get("programme", "")

    @property
    def themes(self) -> str:
        """Its themes, separated by commas."""
        return ", ".join(self.content.get("themes", []))

    @property
    def minutes(self) -> int:
        """About how many minutes it takes to read."""
        words = sum(len(section.get("text", "").split()) for section in self.content.get("sections", []))
        return max(1, round(words / WORDS_A_MINUTE))


NEWEST = Prepared(
    lambda user: (
        ShownText.objects.to(user)
        .filter(text__learning_object_version__isnull=False)
        .select_related("text__learning_object_version__learning_object")
        .order_by(F("published_at").desc(), F("text").desc())[:NEWEST_READ]
    )
)


def newest_write_ups(user, *, most: int) -> list[Reading]:
    """Return the `most` newest write-ups of the library that `user` may read, ten at most, in one query."""
    texts = [shown.text for shown in NEWEST.read(user=user)[:most]]
    return [Reading(text.learning_object_version.learning_object, text.content) for text in texts]


def number_of_write_ups(user) -> int:
    """Return how many write-ups of the library `user` may read."""
    return number_shown(user, what="write-up")


def _from_brokers(user, own: list[Site], since: date) -> QuerySet:
    mine = EvidenceReaction.objects.filter(attached=OuterRef("pk"), member__in=user.standing.member_ids)
    return (
        AttachedEvidence.objects.read_by(user)
        .filter(case__site__in=own, attached_at__gte=start_of_day(since))
        .exclude(bottom_line="")
        .exclude(Exists(mine))
        .exclude(attached_by=user)
        .select_related("case__site", "evidence", "question", "attached_by")
        .order_by("-attached_at", "-pk")
    )


def _from_commissioners(user, own: list[Site], since: date) -> QuerySet:
    heard = Meeting.objects.not_cancelled().filter(
        site__in=own, closed_at__isnull=False, starts_at__gt=OuterRef("replied_at")
    )
    raised_here = CommissionerIssue.objects.readable_by(user).raised_at(own)
    return (
        IssueReply.objects.filter(issue__in=raised_here)
        .filter(replied_at__gte=start_of_day(since))
        .exclude(Exists(heard))
        .exclude(by=user)
        .with_story()
        .select_related("issue__theme_word", "by")
    )


FROM_BROKERS = Prepared(_from_brokers)
FROM_COMMISSIONERS = Prepared(_from_commissioners)


def news_from_brokers(overview: HomeOverview) -> list[AttachedEvidence]:
    """Return the evidence on cases of their own sites that they have not marked, newest first, with who found it."""
    if not overview.standing.member_ids:
        return []
    return FROM_BROKERS.read(user=overview.user, own=overview.own, since=overview.today - NEWS_LASTS)


def news_from_commissioners(overview: HomeOverview) -> list[IssueReply]:
    """Return the replies to issues of their own sites since the last meeting there."""
    return FROM_COMMISSIONERS.read(user=overview.user, own=overview.own, since=overview.today - NEWS_LASTS)
