"""Cases that somebody is to present, and what becomes of them."""

import rules
from django.db import models
from django.db.models import Exists, OuterRef

from cases.actions.withdrawing import hand_case_over, with_something_about, withdraw_offered
from cases.models import Case, Presenter
from kit.holdings import OPEN, WITHDRAW, Held, Holding, handing_to, person_chosen, register
from kit.words import by_name, counted, listed, weekday
from members.holdings import colleagues_of
from members.models import Member
from sites_app.models import Site

PRESENTERS = models.Prefetch("presenter_rows", Presenter.objects.select_related("member"))


@register
class CasesToPresent(Holding):
    """The cases that a member is to present, or all those offered at a site."""

    name = "case"
    heading = "Cases to present"
    columns = ("cases.Presenter.member",)

    def held_by(self, holder: models.Model, *, by) -> list[Held]:
        """Return the cases that were not presented yet."""
        if isinstance(holder, Site):
            number = holder.cases.not_presented().count()
            return self.altogether(holder, number, counted(number, "case is offered", "cases are offered"))
        if not isinstance(holder, Member):
            return []
        readable = Case.objects.visible_to(by) if by else Case.objects.none()
        waiting = Case.objects.filter(presenters=holder).not_presented().with_next_meeting()
        waiting = waiting.annotate(is_readable=Exists(readable.filter(pk=OuterRef("pk"))))
        rows = list(waiting.select_related("site__programme").prefetch_related(PRESENTERS, "stepped_out"))
        if not rows:
            return []
        members = colleagues_of(holder)
        asked_about = with_something_about(rows)
        return [
            Held(
                self, case, f"{case.reference} {case.title if case.is_readable else ''}".strip(),
                self._becomes(case, holder, members, stays=case.pk in asked_about, by=by), hint=_agenda_of(case),
            )
            for case in rows
        ]  # fmt: skip

    def _becomes(
        self, case: Case, leaver: Member, members: list[Member], *, stays: bool, by
    ) -> list[tuple[str, str]]:
        others = [each for each in case.presenting if each != leaver and not each.has_left]
        away = {row.member_id for row in case.stepped_out.all()}
        names = listed([each.name for each in by_name(others)])
        becomes = [(OPEN, f"{names} can present it alone" if others else "It stays. Nobody presents it yet")]
        if by is not None and rules.has_perm("cases.edit_case", by, case):
            free = [each for each in members if each not in others and each.pk not in away]
            becomes += handing_to(free, "{} presents it")
        withdraws = by is not None and rules.has_perm(Case.remove_perm, by, case)
        if withdraws and not others and not stays:
            becomes.append((WITHDRAW, "It is withdrawn"))
        return becomes

    def settle(self, held: Held, *, becomes: str, holder, on, by):
        """Take the member off the case, have somebody else present it, or withdraw it."""
        case: Case = held.row  # type: ignore[assignment]
        if becomes == WITHDRAW:
            return withdraw_offered(case, by=by)
        if isinstance(holder, Member):
            pk = person_chosen(becomes)
            to = Member.objects.get(pk=pk) if pk is not None else None
            hand_case_over(case, from_member=holder, to=to, by=by)
        return None


def _agenda_of(case) -> str:
    at = case.next_meeting_at
    return f"It is on the agenda of {weekday(at)}." if at else ""
