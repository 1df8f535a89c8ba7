"""Next steps that somebody holds, and what becomes of them."""

from collections import defaultdict

import rules
from django.db import models
from django.db.models import Exists, OuterRef

from cases.models import SteppedOut
from cases.next_steps.actions.changes import hand_over, remove_step
from cases.next_steps.models import Feedback, NextStep
from kit.holdings import OPEN, WITHDRAW, Held, Holding, handing_to, person_chosen, register
from kit.words import counted
from members.holdings import colleagues_of
from members.models import Member
from sites_app.models import Site


@register
class OpenSteps(Holding):
    """The next steps of a member that await feedback, or all those of a site."""

    name = "step"
    heading = "Next steps"
    columns = ("next_steps.NextStep.owner",)

    def held_by(self, holder: models.Model, *, by) -> list[Held]:
        """Return the steps that they own, or that are open at the site."""
        waiting = NextStep.objects.awaiting_feedback()
        if isinstance(holder, Site):
            number = waiting.filter(discussion__case__site=holder).count()
            return self.altogether(
                holder, number, counted(number, "next step is open", "next steps are open")
            )
        if not isinstance(holder, Member):
            return []
        answered = Exists(Feedback.objects.filter(next_step=OuterRef("pk")))
        rows = list(
            waiting.filter(owner=holder).annotate(is_answered=answered)
            .select_related("due_meeting", "discussion__case__site__programme", "discussion__meeting")
        )  # fmt: skip
        if not rows:
            return []
        others = colleagues_of(holder)
        words, away = _words_of(rows, by), _stepped_out(rows)
        return [
            Held(
                self, step, _in_words(step, words), self._becomes(step, others, away, by=by),
                hint=f"Feedback is due {step.due_in_words}.",
            )
            for step in rows
        ]  # fmt: skip

    def _becomes(self, step, others: list[Member], away: dict[int, set[int]], *, by) -> list[tuple[str, str]]:
        becomes = [(OPEN, "It stays open. Nobody has taken it on")]
        if by is not None and rules.has_perm("next_steps.hand_over_step", by, step):
            stepped_out = away[step.discussion.case_id]
            becomes += handing_to([each for each in others if each.pk not in stepped_out], "{} takes it on")
        if by is not None and not step.is_answered and rules.has_perm(NextStep.remove_perm, by, step):
            becomes.append((WITHDRAW, "It is removed"))
        return becomes

    def settle(self, held: Held, *, becomes: str, holder, on, by):
        """Hand the step over, or remove it."""
        step: NextStep = held.row  # type: ignore[assignment]
        if becomes == WITHDRAW:
            return remove_step(step, by=by)
        if (pk := person_chosen(becomes)) is not None:
            hand_over(step, to=Member.objects.get(pk=pk), by=by)
        return None


def _in_words(step: NextStep, words: dict[int, str]) -> str:
    return f"{step.discussion.case.reference}: {words.get(step.pk, 'a next step')}"


def _words_of(steps: list[NextStep], reader) -> dict[int, str]:
    """Return the words of those of `steps` that `reader` may read, by id. That they were read is recorded."""
    if not steps or reader is None:
        return {}
    return {
        step.pk: step.what for step in NextStep.objects.read_by(reader).filter(pk__in=[s.pk for s in steps])
    }


def _stepped_out(steps: list[NextStep]) -> dict[int, set[int]]:
    """Return the ids of the members who stepped out of the cases of `steps`, by case."""
    found: dict[int, set[int]] = defaultdict(set)
    for row in SteppedOut.objects.filter(case__in={step.discussion.case_id for step in steps}):
        found[row.case_id].add(row.member_id)
    return found
