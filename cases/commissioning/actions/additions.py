"""The verbs of a site that sees an issue too which another site raised: add itself, change how often, say it in a line of
words that is checked, withdraw."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from cases.clearance import actions as clearance_actions
from cases.clearance.checkers import Checkers, say_about
from cases.clearance.meanwhile import Meanwhile
from cases.clearance.models import Audience, ClearedText
from cases.clearance.models.texts import NARROW
from cases.commissioning.audit_verbs import CommissioningVerb
from cases.commissioning.models import (
    MOST_TIMES,
    AdditionWording,
    CommissionerIssue,
    IssueAddition,
    PromiseOutcome,
)
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
    """Return whether words of the issue are approved for every site of the programme or for everyone."""
    return ClearedText.objects.published().filter(issue_wording__issue=issue).exclude(NARROW).exists()


def why_not_site(issue: CommissionerIssue, *, site: Site) -> str:
    """Return why `site` cannot be added to the issue, or "" if it can."""
    try:
        refuse_site(issue, site=site)
    except RefusedError as why:
        return str(why)
    return ""


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
def send_line_for_checking(
    addition: IssueAddition,
    *,
    words: str,
    audience: str,
    by: User,
    meanwhile: str = Meanwhile.KEEP,
    answers: dict[str, str] | None = None,
    checkers: Checkers | None = None,
) -> ClearedText:
    """Send what the site says in a line of words for checking, to be approved for `audience`, and return the ClearedText.

    `answers` is what `by` says of who would know whom it is about; `checkers` are whom they ask to check it. It replaces a
    line that is being checked. A published one stays until the new one is published, unless `meanwhile` says to take it
    down. Raise RefusedError for readers who may not read the issue.
    """
    issue, site = addition.issue, addition.site
    lock_row(issue, case=issue.case)
    lock_row(addition, case=issue.case)
    if not words.strip():
        raise RefusedError("Enter what your group says, in words that people outside it will understand.")
    if audience not in audiences_of_line(issue):
        raise RefusedError("Choose readers who can read the issue too.")
    texts = ClearedText.objects.filter(addition_wording__addition=addition, struck_at=None)
    refuse_another(texts.order_by("-pk").first())
    waiting = ClearedText.objects.being_checked().filter(addition_wording__addition=addition).last()
    theme = issue.get_theme_display()
    text = clearance_actions.send_for_checking(
        {"title": f"{theme}: another site sees this too", "words": words.strip(), "theme": theme},
        kind=ClearedText.Kind.ISSUE_ADDITION, audience=audience, programme=site.programme, site=site, case=None,
        authors=[], by=by, replaces=waiting,
    )  # fmt: skip
    say_about(text, answers=answers, checkers=checkers, by=by)
    AdditionWording.objects.get_or_create(cleared_text=text, defaults={"addition": addition})
    if meanwhile == Meanwhile.TAKE_DOWN:
        clearance_actions.take_down_for(text, by=by)
    return text


def audiences_of_line(issue: CommissionerIssue) -> list[Audience]:
    """Return whom the line of a site about `issue` can be for, from the narrowest: everyone only if the issue is."""
    is_public = CommissionerIssue.objects.for_everyone().filter(pk=issue.pk).exists()
    return [Audience.COMMISSIONERS, *([Audience.PUBLIC] if is_public else [])]


@transaction.atomic
def take_replacement_of_line(old: ClearedText, new: ClearedText) -> None:
    """Make `new` a line of the addition that has the line `old`, whose words were permanently removed."""
    lock_row(old, case=old.case)
    if wording := AdditionWording.objects.filter(cleared_text=old).first():
        AdditionWording.objects.get_or_create(cleared_text=new, defaults={"addition_id": wording.addition_id})


@transaction.atomic
def withdraw_addition(addition: IssueAddition, *, by: User) -> RemovedRow:
    """Withdraw that a site sees an issue too, and return what is kept aside of it. It can be undone for ten minutes.

    Raise RefusedError if the site said what became of a promise about the issue, which only sites that raised it do, and if
    readers outside have its line, or it is being checked.
    """
    issue = addition.issue
    lock_row(issue, case=issue.case)
    texts = ClearedText.objects.filter(addition_wording__addition=addition)
    if texts.published().exists():
        raise RefusedError("Others can read what your site says in words. Withdraw that first.")
    if texts.being_checked().exists():
        raise RefusedError(
            "What your site says in words is being checked. Ask whoever checks it to send it back first."
        )
    said = PromiseOutcome.objects.filter(
        reply__issue__in=[issue.pk, issue.merged_into_id], site=addition.site_id
    )
    if said.exists():
        raise RefusedError("Your site said what became of a promise about this issue. Withdraw that first.")
    return set_aside(addition, by=by)
