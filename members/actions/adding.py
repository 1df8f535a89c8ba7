"""The action that adds members, one or ten thousand: in as many queries for many as for one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from kit.audit import record_subjects
from kit.models import subject_of
from members.audit_verbs import MemberVerb
from members.models import Discipline, DisciplineProposal, Employment, Member, User
from sites_app.models import Organisation, Site


@dataclass(frozen=True)
class NewMember:
    """Somebody to be added to a site. `discipline` is None where their role is not known yet, or was only proposed."""

    name: str
    discipline: Discipline | None
    joined_on: date
    email: str = ""
    proposal: DisciplineProposal | None = None
    organisation: Organisation | None = None
    is_expert_by_experience: bool = False
    is_professionally_qualified: bool = False
    agrees_to_contact: bool = False


@transaction.atomic
def add_members(site: Site, people: Sequence[NewMember], *, by: User | None) -> list[Member]:
    """Add `people` to `site`, and return their members in the same order.

    Everything that a new member has is made here, for all of them at once. The caller has locked the site, and has
    found out who is a member already.
    """
    now = timezone.now()
    members = Member.objects.bulk_create(
        Member(
            site=site,
            name=person.name,
            email=person.email,
            discipline=person.discipline,
            proposal=person.proposal,
            joined_on=person.joined_on,
            is_expert_by_experience=person.is_expert_by_experience,
            is_professionally_qualified=person.is_professionally_qualified,
            agreed_to_contact_at=now if person.agrees_to_contact else None,
            added_by=by,
        )
        for person in people
    )
    _record_jobs(zip(members, people, strict=True))
    record_subjects(MemberVerb.ADD_MEMBER, map(subject_of, members), by=by)
    return members


def _record_jobs(added: Iterable[tuple[Member, NewMember]]) -> None:
    """Record where each of those who work somewhere works, since the day on which they joined."""
    Employment.objects.bulk_create(
        Employment(member=member, organisation=person.organisation, since=person.joined_on)
        for member, person in added
        if person.organisation is not None
    )
