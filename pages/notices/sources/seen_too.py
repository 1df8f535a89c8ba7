"""Sites that see an issue too, as news for the sites that raised it."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from cases.commissioning.models import IssueAddition
from kit.queries import ShortList
from kit.words import in_days, times
from pages.notices import kinds
from pages.notices.items import NEWS_LASTS, Notice
from pages.notices.readers import Readers

ISSUES = {
    "issue": "issue__",
    "merged": "issue__merged_issues__",
}  # the one added to, and those merged into it


def asks(readers: Readers, now: datetime) -> dict[str, ShortList]:
    """Return what sites added lately to issues at the readers' sites, as a short list: once for each issue counted with it."""
    if not readers.own:
        return {}
    added = IssueAddition.objects.filter(
        Q(issue__site__in=readers.own) | Q(issue__merged_issues__site__in=readers.own),
        added_at__gt=now - NEWS_LASTS,
    )
    columns = {
        "pk": "pk", "site": "site_id", "by": "added_by_id", "times": "times", "added_at": "added_at",
        "theme": "issue__theme_word__name",
    }  # fmt: skip
    for name, issue in ISSUES.items():
        columns |= {
            f"{name}": f"{issue}pk", f"{name}_site": f"{issue}site_id", f"{name}_case": f"{issue}case_id",
            f"{name}_by": f"{issue}raised_by_id",
        }  # fmt: skip
    return {"seen_too": ShortList(added, columns)}


def read(readers: Readers, now: datetime) -> Iterator[Notice]:
    """Return which issues another site sees too, for whoever raised them and the facilitators of their sites."""
    rows = readers.short.get("seen_too", [])
    for added in sorted(rows, key=lambda row: (row["added_at"], row["pk"], row["merged"] or 0)):
        for name in ISSUES:
            if added[f"{name}_site"] in readers.own - {added["site"]}:
                yield from _notices(added, name, readers)


def _notices(added: dict, name: str, readers: Readers) -> Iterator[Notice]:
    site, by, case = added[f"{name}_site"], added[f"{name}_by"], added[f"{name}_case"]
    people = set(readers.facilitators_of(site))
    if by in readers.people and site in readers.standing_of(by).member_of:
        people.add(by)
    label = f"Another site sees an issue about “{added['theme']}” too"
    for user in sorted(people - {added["by"]}):
        if not readers.has_stepped_out(user, case):
            yield Notice(
                kinds.SEEN_TOO, user, f"addition-{added['pk']}", f"{label}, raised at {readers.sites[site]}.",
                reverse("commissioning:issue_detail", args=[added[name]]), since=added["added_at"], site_id=site,
                case_id=case, label=label, why=f"It came up there {times(added['times'])}.",
                aside=in_days(added["added_at"]),
            )  # fmt: skip
