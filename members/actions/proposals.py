"""The actions of proposed roles: a facilitator proposes them, the programme team decides."""

from collections.abc import Sequence

from django.db import transaction

from kit.audit import record
from kit.locking import lock_row
from members.actions.standards import add_discipline, check_discipline
from members.audit_verbs import MemberVerb
from members.headings import plain
from members.models import Discipline, DisciplineProposal, User
from sites_app.models import Programme, Sector


@transaction.atomic
def propose_disciplines(
    programme: Programme, names: Sequence[str], *, by: User | None
) -> dict[str, DisciplineProposal]:
    """Propose roles for the list of `programme`, and return the proposal of each, by its `plain` name.

    One that is proposed already, however it is written, is returned unchanged. The queries are as many for a hundred
    as for one.
    """
    wanted = {plain(name): name for name in reversed(names)}  # the first way of writing it counts
    if not wanted:
        return {}
    lock_row(programme)
    existing = {plain(each.name): each for each in programme.discipline_proposals.all()}
    new = [
        DisciplineProposal(programme=programme, name=name, proposed_by=by)
        for key, name in wanted.items()
        if key not in existing
    ]
    made = DisciplineProposal.objects.bulk_create(new)
    if made:
        record(MemberVerb.PROPOSE_DISCIPLINES, programme, by=by, note=f"{len(made)} proposed")
    return existing | {plain(each.name): each for each in made}


@transaction.atomic
def decide_proposal(
    proposal: DisciplineProposal,
    *,
    discipline: Discipline | None = None,
    sector: Sector | None = None,
    by: User,
) -> Discipline | None:
    """Decide what a proposed role is: a role that is on the list, a new one in `sector`, or neither, so that the role of
    these members stays not known. Return the role.

    The members for whom it was proposed have the role then, except those whose role was entered meanwhile.
    """
    lock_row(proposal.programme)
    lock_row(proposal)
    if sector is not None:
        discipline = add_discipline(proposal.programme, sector=sector, name=proposal.name, by=by)
    check_discipline(proposal.programme_id, discipline)
    if discipline is not None:
        proposal.members.filter(discipline=None).update(discipline=discipline)
    record(MemberVerb.DECIDE_PROPOSAL, proposal.programme, by=by, note="added" if discipline else "not added")
    proposal.delete()
    return discipline
