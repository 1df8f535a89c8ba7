"""Facilitating a site, and who does it next."""

import rules
from django.db import models
from django.db.models import Q
from django.utils import timezone

from kit.holdings import OPEN, Held, Holding, handing_to, person_chosen, register
from kit.words import by_name
from members.actions.members import appoint_and_invite
from members.models import Facilitation, Member


def colleagues_of(member: Member) -> list[Member]:
    """Return the other current members of the site of `member`, by name. They are read once for one row of `member`."""
    if "_colleagues" not in member.__dict__:
        member.__dict__["_colleagues"] = by_name(member.site.members.current().exclude(pk=member.pk))
    return member.__dict__["_colleagues"]


@register
class OnlyFacilitator(Holding):
    """A site that nobody else facilitates."""

    name = "site"
    heading = "Facilitating"
    columns = ("members.Facilitation.member",)

    def held_by(self, holder: models.Model, *, by) -> list[Held]:
        """Return the site if the member facilitates it alone. Only the programme team chooses who is next."""
        member = holder.member if isinstance(holder, Facilitation) else holder
        if not isinstance(member, Member):
            return []
        today, site = timezone.localdate(), member.site
        now = Facilitation.objects.filter(Q(ended_on=None) | Q(ended_on__gt=today), member__site=site)
        if {each.member_id for each in now} != {member.pk}:
            return []
        becomes, hint = [(OPEN, "Nobody facilitates it for now")], "The programme team chooses who is next."
        if by is not None and rules.has_perm("members.appoint_facilitator", by, site):
            others = colleagues_of(member)
            becomes, hint = [*becomes, *handing_to(others, "{} facilitates it from then on")], ""
        return [Held(self, site, f"Who facilitates {site}?", becomes, hint=hint)]

    def settle(self, held: Held, *, becomes: str, holder, on, by):
        """Appoint who is next, and invite them if they cannot sign in yet."""
        if (pk := person_chosen(becomes)) is not None:
            appoint_and_invite(Member.objects.get(pk=pk), on=on, by=by)
