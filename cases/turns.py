"""The order in which members are asked to bring a case, and the themes that a site has discussed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from cases.models import Case, Presenter, Theme
from kit.words import by_name, name_key
from members.models import Facilitation, Member
from sites_app.models import Site

ASKED_ONCE_IN = timedelta(days=31)  # nobody is asked for a case twice in a month


@dataclass(frozen=True)
class Turn:
    """How often and when a member has presented, when they will present next, and when they were last asked to."""

    member: Member
    times: int = 0
    last: datetime | None = None
    presents_at: datetime | None = None  # at a meeting to come
    asked_at: datetime | None = None

    @property
    def was_asked_lately(self) -> bool:
        """Whether they were asked to bring a case in the last month."""
        return self.asked_at is not None and self.asked_at > timezone.now() - ASKED_ONCE_IN


def order_of(turn: Turn) -> tuple:
    """Return the key to sort turns by: who has presented least, then who has waited longest, then by name. Those on
    an agenda come last."""
    return (
        turn.presents_at is not None,
        turn.times,
        turn.last.timestamp() if turn.last else 0.0,
        name_key(turn.member.name),
        turn.member.pk,
    )


def turns_of(site: Site) -> list[Turn]:
    """Return the turns of the current members of `site` in order, except those who facilitate today."""
    facilitates = Facilitation.objects.on(timezone.localdate()).filter(member__site=site)
    members = (
        site.members.current()
        .exclude(pk__in=facilitates.values("member"))
        .select_related("discipline", "user")
        .annotate(asked_at=Max("bring_requests__made_at"))
        .order_by("pk")
    )
    presented, coming = _presentations(site)
    turns = [
        Turn(
            member,
            len(presented[member.pk]),
            max(presented[member.pk], default=None),
            coming.get(member.pk),
            member.asked_at,
        )
        for member in by_name(members)
    ]
    return sorted(turns, key=order_of)


def _presentations(site: Site) -> tuple[dict[int, list[datetime]], dict[int, datetime]]:
    """Return when each member presented a case for the first time, and when they will present next, by their id."""
    now = timezone.now()
    on_agenda = Q(case__discussions__meeting__cancelled_at__isnull=True)
    starts = "case__discussions__meeting__starts_at"
    rows = (
        Presenter.objects.filter(case__site=site)
        .annotate(
            first=Min(starts, filter=on_agenda & Q(**{f"{starts}__lte": now})),
            coming=Min(starts, filter=on_agenda & Q(**{f"{starts}__gt": now})),
        )
        .order_by("pk")
        .values_list("member", "first", "coming")
    )
    presented: dict[int, list[datetime]] = defaultdict(list)
    coming: dict[int, datetime] = {}
    for member, presented_at, presents_at in rows:
        if presented_at:
            presented[member].append(presented_at)
        elif presents_at:
            coming[member] = min(presents_at, coming.get(member, presents_at))
    return presented, coming


@dataclass(frozen=True)
class ThemeCoverage:
    """The themes that a site has discussed, most often first, and those it has not."""

    themes: list[tuple[str, int]]
    not_discussed: list[str]


def themes_of(site: Site) -> ThemeCoverage:
    """Return how many presented cases of `site` were about each theme."""
    presented = Case.objects.presented().filter(site=site)
    counted = Theme.objects.annotate(times=Count("cases", filter=Q(cases__in=presented.values("pk"))))
    counted = counted.filter(Q(retired_at=None) | Q(times__gt=0))
    rows = sorted(
        counted.order_by("pk").values_list("name", "times"), key=lambda row: (-row[1], name_key(row[0]))
    )
    return ThemeCoverage(
        [(name, times) for name, times in rows if times], [name for name, times in rows if not times]
    )


def new_themes(case: Case, not_discussed: Iterable[str]) -> list[str]:
    """Return the themes of `case` that its site has not discussed."""
    missing = set(not_discussed)
    return [theme.name for theme in case.themes.all() if theme.name in missing]
