"""Changes that a commissioner promised, and what becomes of them."""

from django.db import models

from cases.commissioning.models import IssueReply, PromiseOutcome
from kit.holdings import OPEN, Held, Holding, register
from kit.words import day
from members.models import Role


@register
class Promises(Holding):
    """The changes that a commissioner promised and that were not made yet. Only they could take one back."""

    name = "promise"
    heading = "Changes that they promised"
    columns = ("commissioning.IssueReply.by",)

    def held_by(self, holder: models.Model, *, by) -> list[Held]:
        """Return the promises that the commissioner of the role made in its programme."""
        if not isinstance(holder, Role) or holder.kind != Role.Kind.COMMISSIONER:
            return []
        replies = IssueReply.objects.promised_by(holder.user).filter(
            kept_on=None, issue__site__programme=holder.programme_id
        )
        replies = replies.exclude(outcomes__side=PromiseOutcome.Side.COMMISSIONER)
        rows = list(replies.select_related("issue__case__site", "issue__site"))
        return [self._held(reply) for reply in rows]

    def _held(self, reply: IssueReply) -> Held:
        issue = reply.issue
        due = f"Promised for {day(reply.due_on)}." if reply.due_on else ""
        what = f"{issue.get_theme_display()}, {issue.site}"
        becomes = [(OPEN, "It stays. Another commissioner of the site can record that it was made")]
        return Held(self, reply, what, becomes, hint=due)
