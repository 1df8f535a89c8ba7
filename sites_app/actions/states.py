"""The action that records the state of a site: setting up, running or ended."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from kit.audit import record
from kit.errors import RefusedError
from kit.holdings import settle
from kit.locking import lock_row
from kit.words import day
from sites_app.audit_verbs import SiteVerb
from sites_app.dates_held import refuse_end_before_meeting
from sites_app.models import Site, SiteState


@transaction.atomic
def record_state(site: Site, *, state: str, since: date, reason: str = "", by) -> SiteState:
    """Record that `site` is setting up, running or ended from `since`, and return the SiteState. An end needs a reason.

    If the site had that state already on that day, that record is returned, with the new reason if one is given.
    """
    lock_row(site)
    reason = reason.strip()
    if state not in SiteState.State.values:
        raise RefusedError("Choose the status of the site: setting up, running or ended.")
    existing = site.state_on(since)
    if existing and existing.state == state:
        if reason and reason != existing.reason:
            existing.reason = reason
            existing.save(update_fields=["reason"])
        return existing
    if state == SiteState.State.ENDED and not reason:
        raise RefusedError("Give the reason why the site ended.")
    if state == SiteState.State.ENDED:
        refuse_end_before_meeting(site, on=since)
    first = site.states.order_by("since").first()
    if first and since < first.since:
        raise RefusedError(f"{site} did not exist yet. Choose {day(first.since)} or later.")
    recorded = SiteState.objects.create(site=site, state=state, since=since, reason=reason, recorded_by=by)
    record(SiteVerb.RECORD_STATE, site, by=by, note=state)
    return recorded


@transaction.atomic
def record_state_and_settle(
    site: Site, *, state: str, since: date, reason: str, becomes: Mapping[str, str], by
) -> SiteState:
    """Record the state of `site`, as `record_state` does, and do with what is still open there what was chosen: see
    kit.holdings.
    """
    settle(site, becomes, on=since, by=by)
    return record_state(site, state=state, since=since, reason=reason, by=by)
