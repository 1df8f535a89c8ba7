"""The verbs of issues for commissioners: raise, edit, withdraw, send for checking, merge."""

from functools import partial

from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from cases.clearance import actions as clearance_actions
from cases.clearance.checkers import Checkers, say_about
from cases.clearance.meanwhile import Meanwhile
from cases.clearance.models import Audience, ClearedText
from cases.commissioning.audit_verbs import CommissioningVerb
from cases.commissioning.counts import count_period
from cases.commissioning.models import CommissionerIssue, IssueTheme, IssueWording, ThemeFigures
from cases.locking import lock_all, lock_row, locked
from cases.models import Case
from kit.audit import record
from kit.editing.history import change
from kit.errors import RefusedError
from kit.locking import refuse_another
from kit.models import RemovedRow
from kit.periods import Exactness, key_of
from kit.queries import in_usual_order
from kit.removal import set_aside
from members.models import User
from sites_app.actions import publish_figures
from sites_app.models import Programme


@transaction.atomic
def raise_issue(case: Case, *, theme: str, words: str, by: User | None) -> CommissionerIssue:
    """Raise an issue about `case`, in the words used in the room, which stay with the site.

    If the same words were raised before, return that issue.
    """
    words = words.strip()
    _refuse_issue(theme=theme, words=words)
    locked(case)
    same = case.issues.filter(theme=theme, words=words).first()
    if same:
        return same
    issue = CommissionerIssue.objects.create(
        case=case, site_id=case.site_id, theme=theme, words=words, raised_by=by
    )
    record(CommissioningVerb.RAISE_ISSUE, issue, by=by, note=theme)
    return issue


def _refuse_issue(*, theme: str, words: str, now: str = "") -> None:
    """Raise RefusedError for an issue without words, or without a theme that is offered or that it has `now`."""
    if theme != now and not IssueTheme.objects.offered().filter(key=theme).exists():
        raise RefusedError("Choose a theme, so that the same issue at different sites is counted together.")
    if not words:
        raise RefusedError("Enter what the issue is.")


@transaction.atomic
def edit_issue(issue: CommissionerIssue, *, theme: str, words: str, by: User) -> CommissionerIssue:
    """Put an issue as it was raised into other words, or under another theme. The words before are kept.

    An anonymous version that was sent for checking stays as it is. Repeating changes nothing.
    """
    words = words.strip()
    lock_row(issue, case=issue.case)
    _refuse_issue(theme=theme, words=words, now=issue.theme)
    if change(issue, sections=["words"], by=by, typed_by=issue.raised_by, theme=theme, words=words):
        record(CommissioningVerb.EDIT_ISSUE, issue, by=by, note=theme)
    return issue


@transaction.atomic
def remove_issue(issue: CommissionerIssue, *, by: User) -> RemovedRow:
    """Withdraw an issue, and return what is kept aside of it. It can be undone for ten minutes.

    Raise RefusedError if readers outside have it or an anonymous version is being checked, if commissioners replied, and
    if it is combined with another.
    """
    lock_row(issue, case=issue.case)
    texts = ClearedText.objects.filter(issue_wording__issue=issue)
    if texts.published().exists():
        raise RefusedError("Others can read the anonymous version. Withdraw that first.")
    if texts.being_checked().exists():
        raise RefusedError(
            "An anonymous version is being checked. Ask whoever checks it to send it back first."
        )
    if issue.replies.exists():
        raise RefusedError("Commissioners have replied to this issue, so it stays.")
    if issue.additions.exists():
        raise RefusedError("Other sites see this issue too and are counted with it, so it stays.")
    if issue.merged_into_id is not None or issue.merged_issues.exists():
        raise RefusedError(
            "This issue is combined with another one. Ask the programme team to separate them first."
        )
    return set_aside(issue, by=by)


@transaction.atomic
def separate(issue: CommissionerIssue, *, by: User) -> CommissionerIssue:
    """Take `issue` out of the one it was merged into, so that it stands for itself again. Repeating changes nothing."""
    lock_row(issue, case=issue.case)
    if issue.merged_into_id is not None:
        issue.merged_into = None
        issue.save(update_fields=["merged_into"])
        record(CommissioningVerb.SEPARATE_ISSUE, issue, by=by)
    return issue


@transaction.atomic
def send_issue_for_checking(
    issue: CommissionerIssue,
    *,
    title: str,
    words: str,
    audience: str = Audience.COMMISSIONERS,
    is_for_every_site: bool = False,
    by: User,
    exactness: str = Exactness.MONTH,
    meanwhile: str = Meanwhile.KEEP,
    answers: dict[str, str] | None = None,
    checkers: Checkers | None = None,
) -> ClearedText:
    """Send an anonymous version of the issue for checking, to be approved for `audience`, and return the ClearedText.

    `is_for_every_site` says that commissioners and members of every site may read it, and not only those of the sites that
    raised it: then other sites can say that they see it too. `exactness` is how exactly readers see when it was raised, and
    `answers` what `by` says of who would know whom it is about; `checkers` are whom they ask to check it. It replaces a
    version that is being checked. A published version stays until the new one is published, unless `meanwhile` says to take
    it down.
    """
    lock_row(issue, case=issue.case)
    if issue.merged_into_id is not None:
        raise RefusedError("This issue is counted under another one. Send that one for checking.")
    if not words.strip():
        raise RefusedError("Enter an anonymous version that people outside the group will understand.")
    wordings = ClearedText.objects.filter(issue_wording__issue=issue, struck_at=None)
    refuse_another(wordings.order_by("-pk").first())
    waiting = ClearedText.objects.being_checked().filter(issue_wording__issue=issue).last()
    text = clearance_actions.send_for_checking(
        {
            "title": title.strip(), "words": words.strip(), "theme": issue.get_theme_display(),
            "raised": key_of(issue.raised_at, exactness),
        },
        kind=ClearedText.Kind.COMMISSIONER_ISSUE, audience=audience, programme=issue.site.programme,
        site=issue.site, case=issue.case, authors=[issue.raised_by] if issue.raised_by else [], by=by,
        replaces=waiting, is_for_every_site=is_for_every_site,
    )  # fmt: skip
    say_about(text, answers=answers, checkers=checkers, by=by)
    IssueWording.objects.get_or_create(cleared_text=text, defaults={"issue": issue})
    if meanwhile == Meanwhile.TAKE_DOWN:
        clearance_actions.take_down_for(text, by=by)
    return text


@transaction.atomic
def take_replacement(old: ClearedText, new: ClearedText) -> None:
    """Make `new` a wording of the issue that has the wording `old`, whose words were permanently removed."""
    lock_row(old, case=old.case)
    if wording := IssueWording.objects.filter(cleared_text=old).first():
        IssueWording.objects.get_or_create(cleared_text=new, defaults={"issue_id": wording.issue_id})


@transaction.atomic
def merge(issue: CommissionerIssue, *, into: CommissionerIssue, by: User) -> CommissionerIssue:
    """Merge `issue`, and the issues merged into it, into the issue `into`, and return that one. Repeating changes
    nothing.

    Raise RefusedError if they belong to different programmes, or if `into` is `issue` itself or merged into it.
    """
    lock_all([issue.case, into.case, (into.merged_into or into).case])
    into = CommissionerIssue.objects.select_related("merged_into").get(pk=into.pk)
    issue.refresh_from_db(fields=["merged_into"])
    head = into.merged_into or into
    if head.pk == issue.pk:
        raise RefusedError("You cannot combine an issue with itself. Choose another one.")
    if head.site.programme_id != issue.site.programme_id:
        raise RefusedError("That issue belongs to another programme. Choose an issue from this programme.")
    if issue.merged_into_id == head.pk:
        return head
    issue.merged_issues.update(merged_into=head)
    issue.merged_into = head
    issue.save(update_fields=["merged_into"])
    record(CommissioningVerb.MERGE_ISSUE, issue, by=by, note=f"into {head.pk}")
    return head


def publish_due_figures() -> int:
    """Publish how often each theme was raised, in every programme, for the quarters that are over. Return how many
    periods were published.

    Repeating publishes no period twice.
    """
    programmes = in_usual_order(Programme.objects.all()).annotate(
        first_raised=Min("sites__issues__raised_at")
    )
    return sum(
        publish_figures(
            ThemeFigures,
            programme,
            begun=timezone.localtime(programme.first_raised).date(),
            count=partial(count_period, programme),
        )
        for programme in programmes.exclude(first_raised=None)
    )
