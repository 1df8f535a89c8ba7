"""The action that makes one of two records of a person."""

from datetime import timedelta
from itertools import pairwise

from django.db import models, transaction
from django.utils import timezone

from cases.clearance.actions import withdraw_agreement
from cases.clearance.models import ClearedText
from cases.models import Case
from kit.audit import record
from kit.errors import RefusedError
from kit.locking import lock_row
from kit.privacy.register import keys_to
from kit.removal import concerning
from members.actions.accounts import forget_standing
from members.actions.addresses import keep_address
from members.actions.changes import What, correct
from members.audit_verbs import MemberVerb
from members.models import Absence, Member, MemberMerge, OwnWords, PastName, Role, User
from pages.merging.plan import Plan, Scope, rivals_of
from pages.merging.table import held

SAME_PERSON = "It is the same person: there were two records."


@transaction.atomic
def merge_members(kept: Member, *, gone: Member, by: User) -> Member:
    """Give everything that the record `gone` holds to `kept`, which is the same person, and delete `gone`.

    Where both hold something of which there can be one, pages/merging/table.py says which stays; a no beats a yes.
    Raise RefusedError as `Plan.refusal` says. Whoever presses second is told that the record is gone.
    """
    lock_row(kept.site)
    for each in sorted((kept, gone), key=lambda member: member.pk):
        lock_row(each)
    plan = Plan(kept, gone)
    if refusal := plan.refusal(by):
        raise RefusedError(refusal)
    noes, away, facts = plan.noes, plan.away, plan.dates | _details_of(plan)
    account = gone.user if plan.has_two_accounts else None
    MemberMerge.objects.create(into=kept, was=gone.pk, by=by)
    past = _keep_name(plan, by=by)
    _put_words_together(plan)
    if plan.emails_differ:
        keep_address(gone)
    for key, holding in held():
        _move(key, kept, gone, holding.better)
    _move_what_was_removed(plan)
    gone.delete()
    Member.objects.filter(pk=kept.pk).update(**facts)
    kept.refresh_from_db()
    if away is not None:
        Absence.objects.create(
            member=kept, left_on=away[0], left_because=away[2] or "Left", came_back_on=away[1]
        )
    _end_what_runs_twice(kept)
    for scope in noes:
        _say_no(scope, kept, by=by)
    for user in filter(None, (kept.user, account)):
        forget_standing(user)
    if account is not None:
        _close(account)
    record(MemberVerb.MERGE, kept, by=by, note=str(past.pk) if past else "")
    return kept


def _keep_name(plan: Plan, *, by: User) -> PastName | None:
    """Keep the name of the record that goes, if it is another, as an earlier name, and return that.

    Where that record ended before the other began, papers of its time show it. Otherwise papers call the person by one
    name all the time, which is recorded as a correction where closed meetings have the other name.
    """
    kept, gone = plan.kept, plan.gone
    if gone.name == kept.name:
        return None
    is_on_papers = plan.away is not None and gone.joined_on < kept.joined_on
    until = kept.joined_on if is_on_papers else plan.dates["joined_on"]
    names = PastName.objects.filter(member__in=[kept, gone])
    if not is_on_papers or names.filter(member=gone, until__gte=until).exists():
        correct(gone, What.NAME, since=gone.joined_on, reason=SAME_PERSON, by=by)
    while names.filter(until=until).exists():
        until -= timedelta(days=1)
    return PastName.objects.create(member=kept, name=gone.name, until=until)


def _details_of(plan: Plan) -> dict:
    """Return what the record that is left says of the person, besides when they joined and left."""
    kept, gone = plan.kept, plan.gone
    agreed = [kept.agreed_to_contact_at, gone.agreed_to_contact_at]
    ended = [at for at in (kept.links_ended_at, gone.links_ended_at) if at]
    return {
        "user": kept.user or gone.user,
        "email": kept.email or gone.email,
        "discipline": kept.discipline or gone.discipline,
        "proposal": kept.proposal or gone.proposal,
        "is_expert_by_experience": kept.is_expert_by_experience or gone.is_expert_by_experience,
        "is_professionally_qualified": kept.is_professionally_qualified or gone.is_professionally_qualified,
        "agreed_to_contact_at": min(agreed) if all(agreed) else None,  # type: ignore[type-var]
        "links_ended_at": max(ended) if ended else None,
    }


def _put_words_together(plan: Plan) -> None:
    """Put what each record says they learned into one text, so that nothing is lost."""
    texts = {words.member_id: words for words in OwnWords.objects.filter(member__in=[plan.kept, plan.gone])}
    if len(texts) == 2 and texts[plan.gone.pk].words.strip() != texts[plan.kept.pk].words.strip():
        words = texts[plan.kept.pk]
        words.words = "\n\n".join(filter(None, (words.words.strip(), texts[plan.gone.pk].words.strip())))
        words.save(update_fields=["words"])


def _move(key: models.ForeignKey, kept, gone, better=lambda row: 0) -> None:
    """Have the rows whose `key` is `gone` say `kept`. What refers to a row that goes refers to the one that stays."""
    rows = key.model._base_manager
    for pair in list(rivals_of(key, kept, gone, better)):
        for part in keys_to(key.model):
            _move(part, pair.stays, pair.goes)
        models.QuerySet(key.model).filter(pk=pair.goes.pk)._raw_delete(rows.db)
    models.QuerySet(key.model).filter(**{key.name: gone}).update(**{key.name: kept})


def _move_what_was_removed(plan: Plan) -> None:
    """Have what was removed and can be brought back refer to the record that is left."""
    for removed, row, key in concerning([plan.gone]):
        for each in removed.rows:
            if each["model"] == row._meta.label_lower and each["pk"] == row.pk:
                each["fields"][key] = plan.kept.pk
        removed.save(update_fields=["rows"])


def _end_what_runs_twice(kept: Member) -> None:
    """Let one time as facilitator run, the longest, and each job until the next."""
    running = list(kept.facilitations.filter(ended_on=None).order_by("started_on", "pk"))
    for each in running[1:]:
        each.delete()
    jobs = list(kept.employments.filter(until=None).order_by("since", "pk"))
    for job, following in pairwise(jobs):
        if job.organisation_id == following.organisation_id:
            following.since = job.since
            following.save(update_fields=["since"])
            job.delete()
        else:
            job.until = following.since
            job.save(update_fields=["until"])
    if kept.user_id is not None or kept.left_on is not None:
        kept.invitations.open().update(revoked_at=timezone.now())
    elif newest := kept.invitations.open().order_by("-invited_at", "-pk").first():
        kept.invitations.open().exclude(pk=newest.pk).update(revoked_at=timezone.now())


def _say_no(scope: Scope, kept: Member, *, by: User) -> None:
    text = ClearedText.objects.filter(pk=scope.cleared_text_id).first() if scope.cleared_text_id else None
    case = Case._base_manager.get(pk=scope.case_id)
    withdraw_agreement(case, member=kept, audience=scope.audience, by=by, text=text)


def _close(user: User) -> None:
    """Close an account that opens nothing any more, so that nobody signs in to an empty page."""
    holds = user.memberships.exists() or Role.objects.current().filter(user=user).exists()
    if not holds and not user.is_staff and not user.is_superuser:
        user.is_active = False
        user.save(update_fields=["is_active"])
        user.sessions.all().delete()
