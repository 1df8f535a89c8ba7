"""The verbs of a site that sees an issue too which another site raised: add itself, change how often, withdraw."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from cases.clearance.models import Audience, ClearedText
from cases.commissioning.audit_verbs import CommissioningVerb
from cases.commissioning.models import MOST_TIMES, CommissionerIssue, IssueAddition, PromiseOutcome
from cases.locking import lock_row
from kit.audit import record
from kit.editing.history import change
from kit.errors import RefusedError
from kit.locking import refuse_another
from kit.models import RemovedRow
from kit.removal import set_aside
from members.models import User
from sites_app.models import Site


@transaction.atomic
def add_site(issue: CommissionerIssue, *, site: Site, times: int, on: date, by: User) -> IssueAddition:
    """Record that `site` sees `issue` too: it came up there `times` times, and its group said so on the day `on`.

    It counts as raised there. A site that added itself before changes what it said; repeating changes nothing. Raise
    RefusedError for an issue that is not approved for other sites, and for a site that raised it.
    """
    lock_row(issue, case=issue.case)
    _refuse_addition(issue, site=site, times=times, on=on)
    found = issue.additions.filter(site=site).first()
    refuse_another(found)
    if found is None:
        found = IssueAddition.objects.create(issue=issue, site=site, times=times, on=on, added_by=by)
        record(CommissioningVerb.ADD_SITE, found, by=by, note=issue.theme)
    elif change(found, sections=[], by=by, typed_by=found.added_by, times=times, on=on):
        record(CommissioningVerb.EDIT_ADDITION, found, by=by)
    return found


def is_for_other_sites(issue: CommissionerIssue) -> bool:
    """Return whether words of the issue are approved for the whole programme or for everyone."""
    wordings = ClearedText.objects.published().filter(issue_wording__issue=issue)
    return wordings.filter(audience__in=[Audience.PROGRAMME, Audience.PUBLIC]).exists()


def refuse_site(issue: CommissionerIssue, *, site: Site) -> None:
    """Raise RefusedError for an issue that `site` cannot be added to."""
    if issue.merged_into_id is not None:
        raise RefusedError("This issue has been combined with another one. Add your site there.")
    if site.programme_id != issue.site.programme_id:
        raise RefusedError("This issue belongs to another programme. Raise one of your own about a case.")
    if site.pk == issue.site_id or issue.merged_issues.filter(site=site).exists():
        raise RefusedError(f"{site} raised this issue, so it counts already.")
    if not is_for_other_sites(issue):
        raise RefusedError(
            "This issue is not approved for other sites. Raise one of your own about a case; the programme team can combine them."
        )


def _refuse_addition(issue: CommissionerIssue, *, site: Site, times: int, on: date) -> None:
    """Raise RefusedError for what `site` cannot say of `issue`."""
    refuse_site(issue, site=site)
    if not 1 <= times <= MOST_TIMES:
        raise RefusedError(f"Enter how often it came up at your site, from 1 to {MOST_TIMES}.")
    if on > timezone.localdate():
        raise RefusedError("Choose today or an earlier day.")


@transaction.atomic
def withdraw_addition(addition: IssueAddition, *, by: User) -> RemovedRow:
    """Withdraw that a site sees an issue too, and return what is kept aside of it. It can be undone for ten minutes.

    Raise RefusedError if the site said what became of a promise about the issue, which only sites that raised it do.
    """
    issue = addition.issue
    lock_row(issue, case=issue.case)
    said = PromiseOutcome.objects.filter(
        reply__issue__in=[issue.pk, issue.merged_into_id], site=addition.site_id
    )
    if said.exists():
        raise RefusedError("Your site said what became of a promise about this issue. Withdraw that first.")
    return set_aside(addition, by=by)
