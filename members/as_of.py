"""Members as they were on a past day: for the papers of that day, which do not change afterwards.

`Member.name` and `Member.discipline` are those of today. Each earlier one is a row, with the first day of the next.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import IntegerField, Value

from members.models import Discipline, Member, PastName, PastRole


def as_they_were(members: Iterable[Member | None], *, on: date, with_name: bool = True) -> None:
    """Give each of `members` the role that they had on the day `on`, and the name too unless not `with_name`.

    In one query, and one more if a role was another. A member who is shown as they were cannot be saved.
    """
    rows = [member for member in members if member is not None]
    names, roles = _names_and_roles_on(on, {row.pk for row in rows})
    names = names if with_name else {}
    for row in rows:
        row.is_as_of = on
        row.name = names.get(row.pk, row.name)
        if row.pk in roles:
            row.discipline = roles[row.pk]


def roles_on(day: date, **of: Any) -> dict[int, Discipline | None]:
    """Return the discipline on `day` of each member who has changed it since, by their id; None: it was not known."""
    rows = PastRole.objects.filter(until__gt=day, **of).select_related("discipline__sector")
    return {row.member_id: row.discipline for row in rows.order_by("-until")}


def _names_and_roles_on(day: date, members: set[int]) -> tuple[dict[int, str], dict[int, Discipline | None]]:
    """Return the name and the discipline on `day` of each of `members` who has changed it since, by their id."""
    changed = {"until__gt": day, "member__in": members}
    names = PastName.objects.filter(**changed).order_by()
    roles = PastRole.objects.filter(**changed).annotate(name=Value("")).order_by()
    is_role, no_role = Value(True), Value(None, output_field=IntegerField())
    found = names.values_list("member", "until", "name", no_role, Value(False)).union(
        roles.values_list("member", "until", "name", "discipline", is_role), all=True
    )
    earliest_last = sorted(found, key=lambda row: row[1], reverse=True)
    were = {member: role for member, _, _, role, tells_role in earliest_last if tells_role}
    disciplines = (
        Discipline.objects.select_related("sector").in_bulk(set(were.values()) - {None}) if were else {}
    )
    return (
        {member: name for member, _, name, _, tells_role in earliest_last if not tells_role},
        {member: disciplines.get(role) for member, role in were.items()},
    )


class RolesThen:
    """The roles of many members on many days, read in one query. `of` says whose, as for `filter`."""

    def __init__(self, **of: Any):
        self.past: dict[int, list[tuple[date, str | None]]] = {}
        rows = PastRole.objects.filter(**of).order_by("until")
        for member, until, name in rows.values_list("member", "until", "discipline__name"):
            self.past.setdefault(member, []).append((until, name))

    def on(self, day: date, *, member: int | None, today: str | None) -> str | None:
        """Return the name of the discipline that `member` had on `day`. `today` is that of today; None: not known."""
        past = self.past.get(member, ()) if member else ()
        return next((name for until, name in past if until > day), today)


class NamesThen:
    """The names that accounts had as members of a site, on many days, read in two queries."""

    def __init__(self, site: int, accounts: Iterable[int | None]):
        members = Member.objects.filter(site=site, user__in={pk for pk in accounts if pk})
        self.today = {user: (pk, name) for pk, user, name in members.values_list("pk", "user", "name")}
        self.past: dict[int, list[tuple[date, str]]] = {}
        rows = PastName.objects.filter(member__in=members).order_by("until")
        for member, until, name in rows.values_list("member", "until", "name"):
            self.past.setdefault(member, []).append((until, name))

    def on(self, day: date, *, account: int | None, otherwise: str) -> str:
        """Return the name that `account` had on `day`, or `otherwise` if it is no member's."""
        if account not in self.today:
            return otherwise
        member, today = self.today[account]
        return next((name for until, name in self.past.get(member, ()) if until > day), today)
