"""The actions that correct or remove an expense or an organisation."""

from datetime import date

from django.db import transaction

from kit.audit import record
from kit.editing.history import change
from kit.errors import RefusedError
from kit.fold import find_alike
from kit.locking import lock_row
from kit.models import RemovedRow
from kit.removal import set_aside
from kit.words import figures
from sites_app.actions.places import refuse_expense
from sites_app.audit_verbs import SiteVerb
from sites_app.models import Expense, Organisation, Programme, Sector


@transaction.atomic
def edit_expense(
    expense: Expense, *, purpose: str, amount_pence: int, spent_on: date, note: str = "", by
) -> Expense:
    """Correct an expense. The note before is kept, and the audit log says the amount before. Repeating changes nothing."""
    refuse_expense(purpose=purpose, amount_pence=amount_pence, spent_on=spent_on)
    lock_row(expense)
    before = f"{expense.amount_pence}p before"
    fields = {"purpose": purpose, "amount_pence": amount_pence, "spent_on": spent_on, "note": note.strip()}
    if change(expense, sections=["note"], by=by, typed_by=expense.added_by, **fields):
        record(SiteVerb.EDIT_EXPENSE, expense.site, by=by, note=before)
    return expense


@transaction.atomic
def remove_expense(expense: Expense, *, by) -> RemovedRow:
    """Remove an expense, and return what is kept aside of it. It can be undone for ten minutes."""
    lock_row(expense.site)
    return set_aside(expense, by=by)


@transaction.atomic
def edit_organisation(
    organisation: Organisation, *, name: str, sector: Sector | None, programme: Programme, by
) -> Organisation:
    """Correct the name or the sector of an organisation, for everybody. The name before is kept.

    `programme` is where it is corrected. Repeating changes nothing. Raise RefusedError if another has that name.
    """
    name = " ".join(name.split())
    if not name:
        raise RefusedError("Enter the name of the organisation.")
    lock_row(organisation)
    if find_alike(Organisation.objects.exclude(pk=organisation.pk), name):
        raise RefusedError(f"{name} is on the list already. Choose another name.")
    if change(organisation, sections=["name"], by=by, name=name, sector=sector):
        record(SiteVerb.EDIT_ORGANISATION, organisation, by=by)
    return organisation


@transaction.atomic
def remove_organisation(organisation: Organisation, *, programme: Programme, by) -> RemovedRow:
    """Remove an organisation that no site and no member has, and return what is kept aside. It can be undone for ten minutes.

    Raise RefusedError if it hosts a site or somebody works or worked there.
    """
    lock_row(organisation)
    sites = organisation.hosted_sites.count()
    if sites:
        raise RefusedError(
            f"{organisation} hosts {figures(sites, 'site', 'sites')}. Give them another host first."
        )
    if organisation.employments.exists():
        raise RefusedError(
            f"Members work or worked for {organisation}, so it stays. Correct its name instead."
        )
    return set_aside(organisation, of=programme, by=by)
