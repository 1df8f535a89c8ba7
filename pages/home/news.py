"""The news on a home page: from brokers and commissioners for a site, and the newest write-ups of the library."""

import json
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef

from cases.commissioning.models import CommissionerIssue, IssueReply
from knowledge.library.models import LearningObject, LearningObjectVersion
from knowledge.models import AttachedEvidence, EvidenceReaction
from meetings.models import Meeting
from pages.home.overview import HomeOverview
from pages.notices.sources.texts import WORDS_A_MINUTE

NEWS_LASTS = timedelta(days=60)


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


def newest_write_ups(user, *, most: int) -> list[Reading]:
    """Return the `most` newest write-ups of the library that `user` may read, in one query."""
    versions = (
        LearningObjectVersion.objects.readable_by(user)
        .select_related("learning_object", "cleared_text")
        .order_by("-cleared_text__publication__published_at", "-pk")[:most]
    )
    return [Reading(version.learning_object, json.loads(version.cleared_text.body)) for version in versions]


def number_of_write_ups(user) -> int:
    """Return how many write-ups of the library `user` may read."""
    return LearningObject.objects.readable_by(user).count()


def news_from_brokers(overview: HomeOverview) -> list[AttachedEvidence]:
    """Return the evidence on cases of their own sites that they have not marked, newest first, with who found it."""
    if not overview.standing.member_ids:
        return []
    mine = EvidenceReaction.objects.filter(attached=OuterRef("pk"), member__in=overview.standing.member_ids)
    return list(
        AttachedEvidence.objects.read_by(overview.user)
        .filter(case__site__in=overview.own, attached_at__date__gte=overview.today - NEWS_LASTS)
        .exclude(bottom_line="")
        .exclude(Exists(mine))
        .exclude(attached_by=overview.user)
        .select_related("case__site", "evidence", "question", "attached_by")
        .order_by("-attached_at", "-pk")
    )


def news_from_commissioners(overview: HomeOverview) -> list[IssueReply]:
    """Return the replies to issues of their own sites since the last meeting there."""
    heard = Meeting.objects.not_cancelled().filter(
        site__in=overview.own, closed_at__isnull=False, starts_at__gt=OuterRef("replied_at")
    )
    raised_here = CommissionerIssue.objects.readable_by(overview.user).raised_at(overview.own)
    return list(
        IssueReply.objects.filter(issue__in=raised_here)
        .filter(replied_at__date__gte=overview.today - NEWS_LASTS)
        .exclude(Exists(heard))
        .exclude(by=overview.user)
        .with_story()
        .select_related("issue__theme_word", "by")
    )
