"""What merging one record of a person into another would do: read only, for the page that asks and for the action."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import rules
from django.db import models
from django.db.models import Count, Value

from cases.clearance.models import SharingAgreement
from cases.models import Case, Presenter, SteppedOut
from kit.privacy.register import column_named
from kit.words import day, figures, listed
from meetings.models import Attendance
from members.models import Member
from pages.merging.table import held, once_by

MOST_TOLD = 3  # meetings that both were at


@dataclass(frozen=True)
class Rivals:
    """Two rows of which one can be there: the one that stays, and the one that goes."""

    stays: Any
    goes: Any


@dataclass(frozen=True)
class Scope:
    """Readers for whom a presenter said no to sharing a case: of all its texts, or of one."""

    case_id: int
    audience: str
    cleared_text_id: int | None


def rivals_of(key: models.ForeignKey, kept, gone, better=lambda row: 0) -> Iterator[Rivals]:
    """Yield the pairs of rows with `key` to `kept` and to `gone` of which one can be there."""
    for names in once_by(key):
        columns = [column_named(key.model, name) for name in names]
        rows = key.model._base_manager.filter(**{f"{key.name}__in": [kept, gone]}).order_by("pk")
        if beside := [column.name for column in columns if column.is_relation]:
            rows = rows.select_related(*beside)
        placed = [(tuple(getattr(row, column.attname) for column in columns), row) for row in rows]
        of_kept = {place: row for place, row in placed if getattr(row, key.attname) == kept.pk}
        for place, row in placed:
            mine = of_kept.get(place) if getattr(row, key.attname) == gone.pk else None
            if mine is not None:
                yield Rivals(row, mine) if better(row) > better(mine) else Rivals(mine, row)


def _numbers_of(keys: list[models.ForeignKey], gone) -> list[tuple[int, int]]:
    """Return from how many rows each of `keys` leads to `gone`, as (place of the key, number), in one query. A number can
    be 0.
    """
    counts = [
        key.model._base_manager.filter(**{key.name: gone})
        .order_by()
        .values(of_key=Value(place))
        .annotate(how_many=Count("pk"))
        .values_list("of_key", "how_many")
        for place, key in enumerate(keys)
    ]
    return sorted(counts[0].union(*counts[1:], all=True))


@dataclass(frozen=True)
class Plan:
    """What becomes of two records: `kept` gets everything, and `gone` is gone."""

    kept: Member
    gone: Member

    @cached_property
    def moves(self) -> list[str]:
        """What goes from one record to the other, as "3 next steps"."""
        counts: Counter[tuple[str, str]] = Counter()
        holdings = held()
        for place, number in _numbers_of([key for key, _ in holdings], self.gone):
            holding = holdings[place][1]
            counts[holding.one, holding.many] += number
        return [figures(number, *words) for words, number in counts.items() if number]

    @cached_property
    def conflicts(self) -> list[str]:
        """Where the records say different things, and which of them stays, in sentences."""
        found = []
        for key, holding in held():
            if holding.says is not None:
                pairs = rivals_of(key, self.kept, self.gone, holding.better)
                found += [_told(holding.says, pair) for pair in pairs if _differ(holding.says, pair)]
        noes = {scope.case_id for scope in self.noes}
        cases = Case.objects.filter(pk__in=noes).select_related("site")
        found += [f"Sharing {case.reference}: one record said no, so the answer is no." for case in cases]
        return found

    @cached_property
    def facts(self) -> list[str]:
        """What the record that is left says about the person, where the two differ."""
        facts, said = self.dates, []
        if facts["joined_on"] != self.kept.joined_on:
            said.append(f"They joined on {day(facts['joined_on'])}.")
        if facts["left_on"] != self.kept.left_on:
            said.append(
                f"They left on {day(facts['left_on'])}." if facts["left_on"] else "They have not left."
            )
        if (away := self.away) is not None:
            said.append(f"They were away from {day(away[0])} to {day(away[1])}.")
        if self.emails_differ:
            said.append(f"We write to {self.kept.email}, and no longer to {self.gone.email}.")
        if bool(self.kept.agreed_to_contact_at) != bool(self.gone.agreed_to_contact_at):
            said.append("One record has not agreed to receive e-mails, so we do not send any. Ask them.")
        if self.has_two_accounts:
            said.append(f"They sign in with {self.kept.user.email}. The account {self.gone.user.email} no longer "
                        f"opens {self.kept.site}.")  # fmt: skip
        if self.gone.name != self.kept.name:
            said.append(f"They are called {self.kept.name}. {self.gone.name} is kept as an earlier name.")
        return said

    @cached_property
    def warning(self) -> str:
        """That both were at one meeting, in a sentence, or "": it is the surest sign that they are two people."""
        here = Attendance.objects.filter(mark=Attendance.Mark.PRESENT)
        both = here.filter(member=self.kept, meeting__in=here.filter(member=self.gone).values("meeting"))
        days = [day(row.meeting.starts_at) for row in both.select_related("meeting")[:MOST_TOLD]]
        if not days:
            return ""
        return f"Both are marked “Here” at the meeting on {listed(days)}. Merge them only if one was marked by mistake."

    @property
    def emails_differ(self) -> bool:
        """Whether each record has an address of its own."""
        return bool(self.kept.email and self.gone.email and self.kept.email != self.gone.email)

    @property
    def has_two_accounts(self) -> bool:
        """Whether each record has an account of its own."""
        return bool(self.kept.user_id and self.gone.user_id and self.kept.user_id != self.gone.user_id)

    @cached_property
    def _in_order(self) -> tuple[Member, Member]:
        first, second = sorted((self.kept, self.gone), key=lambda each: (each.joined_on, each.pk))
        return first, second

    @property
    def away(self) -> tuple[Any, Any, str] | None:
        """From when until when they were away, and why, where one record ended before the other began."""
        first, second = self._in_order
        if first.left_on is None or first.left_on >= second.joined_on:
            return None
        return first.left_on, second.joined_on, first.left_because

    @property
    def dates(self) -> dict[str, Any]:
        """When they joined and left, and why."""
        first, second = self._in_order
        last = second if self.away or first.left_on is not None else first
        if second.left_on is None:
            last = second
        elif first.left_on is not None and not self.away and first.left_on > second.left_on:
            last = first
        return {"joined_on": first.joined_on, "left_on": last.left_on, "left_because": last.left_because}

    @cached_property
    def noes(self) -> list[Scope]:
        """Where one record said no last and everything in order of time would say yes: a no beats a yes."""
        said = list(SharingAgreement.objects.filter(member__in=[self.kept, self.gone]).order_by("pk"))
        scopes = dict.fromkeys(Scope(each.case_id, each.audience, each.cleared_text_id) for each in said)
        return [scope for scope in scopes if self._is_overruled(scope, said)]

    def _is_overruled(self, scope: Scope, said: list[SharingAgreement]) -> bool:
        about = [
            each
            for each in said
            if (each.case_id, each.audience) == (scope.case_id, scope.audience)
            and each.cleared_text_id in (None, scope.cleared_text_id)
        ]
        last_of_each = {each.member_id: each for each in about}
        return about[-1].is_yes and any(not each.is_yes for each in last_of_each.values())

    def refusal(self, by) -> str:
        """Return why they cannot be merged by `by`, in a sentence, or "" if they can."""
        if self.kept.pk == self.gone.pk or self.kept.site_id != self.gone.site_id:
            return "Choose two different records of the same site."
        if cases := self._presents_and_stepped_out():
            return (
                f"One record presents {listed(cases)}, and the other stepped out of it. "
                "Choose another presenter first."
            )
        if self.has_two_accounts and not rules.has_perm("members.merge_accounts", by, self.kept.site):
            return "Each record has an account of its own, so only the programme team can merge them. Ask the team."
        return ""

    def _presents_and_stepped_out(self) -> list[str]:
        both = [self.kept, self.gone]
        left = SteppedOut.objects.filter(member__in=both).values("case")
        rows = Presenter.objects.filter(member__in=both, case__in=left).select_related("case__site")
        return sorted({row.case.reference for row in rows})


def _differ(says, pair: Rivals) -> bool:
    return says(pair.stays) != says(pair.goes)


def _told(says, pair: Rivals) -> str:
    about, _, stays = says(pair.stays).partition(": ")
    return f"{about[:1].upper()}{about[1:]}: “{stays}” stays, “{says(pair.goes).partition(': ')[2]}” goes."
