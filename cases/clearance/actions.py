"""The actions of the clearance: send for checking, agree, approve, send back, publish, withdraw."""

import hashlib

from django.db import transaction
from django.utils import timezone

from cases.clearance import decision
from cases.clearance.audit_verbs import ClearanceVerb
from cases.clearance.models import (
    OUTWARD,
    Audience,
    Authorship,
    Clearance,
    ClearedText,
    Publication,
    SendBack,
    SharingAgreement,
    WithdrawalReason,
    audiences_up_to,
)
from cases.clearance.models.texts import canonical
from cases.models import Case
from kit.audit import record
from kit.errors import RefusedError
from members.models import Member, User
from sites_app.models import Programme, Site


class NotApproved(RefusedError):
    """The text lacks an approval or an agreement. The message says which."""


@transaction.atomic
def send_for_checking(
    content: dict,
    *,
    kind: str,
    audience: str,
    programme: Programme,
    site: Site | None,
    case: Case | None,
    authors: list[User],
    by: User | None,
    replaces: ClearedText | None = None,
) -> ClearedText:
    """Send `content` for checking, to be approved for `audience`, and return the ClearedText.

    `authors` wrote part of it and cannot approve it. `by` counts as one of them; None means that Copsite assembled the
    text from facts. `replaces` is the text being checked that this one replaces, if any. If it has the same content and
    audience, return it unchanged.
    """
    if audience not in OUTWARD:
        raise RefusedError("Choose an audience: members of every site, commissioners or everyone.")
    if not str(content.get("title", "")).strip():
        raise RefusedError("Enter a title before you send it for checking.")
    body = canonical(content)
    if (
        replaces is not None
        and replaces.body == body
        and replaces.audience == audience
        and _is_being_checked(replaces)
    ):
        return replaces
    text = ClearedText.objects.create(
        kind=kind, audience=audience, programme=programme, site=site, case=case, body=body,
        sent_for_checking_by=by, replaces=replaces if replaces is not None and _is_being_checked(replaces) else None,
    )  # fmt: skip
    writers = {user.pk for user in authors} | ({by.pk} if by else set())
    for user_id in sorted(writers):
        Authorship.objects.create(cleared_text=text, user_id=user_id)
    record(ClearanceVerb.SEND_FOR_CHECKING, text, by=by, note=audience)
    return text


def _is_being_checked(text: ClearedText) -> bool:
    return ClearedText.objects.being_checked().filter(pk=text.pk).exists()


@transaction.atomic
def agree(case: Case, *, member: Member, audience: str, by: User) -> list[SharingAgreement]:
    """Record that the presenter `member` agrees to sharing texts about `case` with `audience` and the narrower ones.

    `by` is the presenter or, for someone without an account, the facilitator who enters it for them. Repeating adds
    nothing. Raise RefusedError if `member` does not present the case.
    """
    if not case.presenter_rows.filter(member=member).exists():
        raise RefusedError(
            "Only somebody who presents this case can agree to sharing it. Ask its presenters."
        )
    sharing_agreements = [
        SharingAgreement.objects.get_or_create(
            case=case, member=member, audience=each, withdrawn_at=None, defaults={"recorded_by": by}
        )[0]
        for each in audiences_up_to(audience)
    ]
    record(ClearanceVerb.AGREE_TO_SHARING, case, by=by, note=audience)
    return sharing_agreements


def _hold(case: Case | None) -> None:
    """Lock `case`, so that no other transaction publishes texts or withdraws agreements about it until this one ends."""
    if case is not None:
        Case.objects.select_for_update().filter(pk=case.pk).first()


@transaction.atomic
def withdraw_agreement(case: Case, *, member: Member, audience: str, by: User) -> int:
    """Withdraw a presenter's agreement for `audience` and every wider one, and the texts published with it.

    Return how many texts were withdrawn. Repeating changes nothing.
    """
    _hold(case)
    wider = OUTWARD[OUTWARD.index(Audience(audience)) :]
    case.sharing_agreements.filter(member=member, audience__in=wider, withdrawn_at=None).update(
        withdrawn_at=timezone.now()
    )
    texts = list(ClearedText.objects.published().filter(case=case, audience__in=wider))
    for text in texts:
        withdraw(text, because=WithdrawalReason.AGREEMENT, by=by)
    record(ClearanceVerb.WITHDRAW_AGREEMENT, case, by=by, note=audience)
    return len(texts)


@transaction.atomic
def approve(text: ClearedText, *, sha256: str, by: User) -> Clearance:
    """Approve `text`, which the reader saw with the hash `sha256`, for its audience.

    Raise RefusedError for an author or a presenter, for somebody who approved it already, and if the hash differs. The
    permission `clearance.approve_text` must be checked before.
    """
    if reason := decision.why_not_approve(text.read_facts(), by.pk):
        raise RefusedError(reason.label)
    if not sha256 == text.sha256 == hashlib.sha256(text.body.encode()).hexdigest():
        raise RefusedError("The text changed while you were reading. Read it again, then approve it.")
    clearance = Clearance.objects.create(
        cleared_text=text, by=by, sha256=text.sha256, audience=text.audience,
        is_from_the_site=text.is_from_the_site(by),
    )  # fmt: skip
    record(ClearanceVerb.APPROVE_TEXT, text, by=by, note=text.audience)
    return clearance


@transaction.atomic
def send_back(text: ClearedText, *, reason: str, by: User) -> SendBack:
    """Send `text` back to its authors with a reason. They send a new text for checking."""
    if not reason.strip():
        raise RefusedError("Enter a note that says what to change.")
    if not _is_being_checked(text):
        raise RefusedError("This text is no longer waiting. Open the newest one.")
    sent = SendBack.objects.create(cleared_text=text, reason=reason.strip(), by=by)
    record(ClearanceVerb.SEND_BACK, text, by=by)
    return sent


@transaction.atomic
def publish(text: ClearedText, *, by: User | None) -> Publication:
    """Publish an approved text, and return its Publication. Raise NotApproved with what is missing.

    If the text was published before, return that Publication.
    """
    _hold(text.case)
    existing = Publication.objects.filter(cleared_text=text).first()
    if existing:
        return existing
    if missing := decision.missing(text.read_facts()):
        raise NotApproved("Not published yet. " + " ".join(each.sentence for each in missing))
    publication = Publication.objects.create(cleared_text=text, published_by=by)
    record(ClearanceVerb.PUBLISH, text, by=by, note=text.audience)
    return publication


@transaction.atomic
def withdraw(text: ClearedText, *, because: str, by: User, note: str = "") -> Publication:
    """Withdraw a published text. Its Publication stays, with the reason. Repeating changes nothing.

    `because` is one of WithdrawalReason, which readers are told instead of the text. `note` is for the facilitator and
    the programme team.
    """
    if because not in WithdrawalReason.values:
        raise RefusedError("Choose the reason for withdrawing. It is shown instead of the text.")
    publication = Publication.objects.filter(cleared_text=text).first()
    if publication is None:
        raise RefusedError("This text is not published, so there is nothing to withdraw.")
    if publication.withdrawn_at is None:
        publication.withdrawn_at = timezone.now()
        publication.withdrawn_by = by
        publication.withdrawn_because = because
        publication.withdrawn_note = note.strip()
        publication.save()
        record(ClearanceVerb.WITHDRAW, text, by=by)
    return publication
