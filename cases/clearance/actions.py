"""The actions of the clearance: send for checking, agree, approve, send back, publish, withdraw."""

import hashlib
from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from cases.clearance import decision
from cases.clearance.audit_verbs import ClearanceVerb
from cases.clearance.authors import whose_words
from cases.clearance.checkers import carry_over, note_checked
from cases.clearance.models import (
    OUTWARD,
    AgreementMail,
    Audience,
    Authorship,
    Clearance,
    ClearedText,
    KeptBeside,
    Publication,
    SendBack,
    SharingAgreement,
    WithdrawalReason,
    audiences_up_to,
)
from cases.clearance.models.texts import canonical
from cases.clearance.showing import show
from cases.locking import lock_row, locked
from cases.models import Case
from kit.audit import record
from kit.errors import RefusedError
from kit.queues import send_mail_on_commit
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
    sources: Iterable[Model] = (),
    is_public_already: bool = False,
    is_for_every_site: bool = False,
) -> ClearedText:
    """Send `content` for checking, to be approved for `audience`, and return the ClearedText.

    `authors` wrote part of it and cannot approve it, and so does everybody else whose words about the case, or in one of
    the rows `sources` that it was made from, are in it.
    `by` counts as one of them; None means that Copsite assembled the text from facts. `replaces` is the text being
    checked that this one replaces, if any. If it has the same content, audience and case, return it
    unchanged; whoever is asked by name to check that text is asked about this one. `is_public_already` says that the content is only a citation or the date of a meeting, which one reader
    may approve; the app that knows where the content comes from computes it. `is_for_every_site` says of an issue for
    commissioners that it is not only for the sites that raised it.
    """
    if audience not in OUTWARD:
        raise RefusedError("Choose an audience: members of every site, commissioners or everyone.")
    if not str(content.get("title", "")).strip():
        raise RefusedError("Enter a title before you send it for checking.")
    body = canonical(content)
    if case is not None:
        locked(case)
    if replaces is not None:
        lock_row(replaces, case=replaces.case)
        replaces = replaces if _is_being_checked(replaces) else None
    said = (body, audience, case, is_public_already, is_for_every_site)
    if replaces and said == (
        replaces.body, replaces.audience, replaces.case, replaces.is_public_already, replaces.is_for_every_site,
    ):  # fmt: skip
        return replaces
    text = ClearedText.objects.create(
        kind=kind, audience=audience, programme=programme, site=site, case=case, body=body,
        sent_for_checking_by=by, replaces=replaces, is_public_already=is_public_already,
        is_for_every_site=is_for_every_site,
    )  # fmt: skip
    writers = {user.pk for user in authors} | ({by.pk} if by else set())
    writers |= whose_words(content, case=case, sources=sources)
    for user_id in sorted(writers):
        Authorship.objects.create(cleared_text=text, user_id=user_id)
    record(ClearanceVerb.SEND_FOR_CHECKING, text, by=by, note=audience)
    show(text)
    if replaces is not None:
        carry_over(replaces, text, by=by)
    return text


def _is_being_checked(text: ClearedText) -> bool:
    return ClearedText.objects.being_checked().filter(pk=text.pk).exists()


@transaction.atomic
def agree(
    case: Case, *, member: Member, audience: str, by: User, text: ClearedText | None = None
) -> list[SharingAgreement]:
    """Record that `member` agrees to sharing texts about `case` with `audience` and the narrower ones.

    `text` records it for this one text alone. `by` is the presenter or, for someone without an account, the facilitator
    who enters it for them. Repeating adds nothing. Raise RefusedError if `member` was never named as a presenter of
    the case, and if somebody else says yes for a presenter who said no themselves and can sign in.
    """
    locked(case)
    _refuse_whoever_was_never_named(case, member)
    audiences = audiences_up_to(audience) if text is None else [text.audience]
    if not _is_own_word(member, by) and _own_no_stands(case, member, audiences):
        raise RefusedError(f"{member.name} did not agree to this. Only they can change that.")
    said = [_say(True, case, member=member, audience=each, text=text, by=by) for each in audiences]
    if any(is_new for _, is_new in said):
        record(ClearanceVerb.AGREE_TO_SHARING, case, by=by, note=audience)
        _mail_what_was_recorded(case, member=member, by=by, text=text)
    return [row for row, _ in said]


@transaction.atomic
def withdraw_agreement(
    case: Case, *, member: Member, audience: str, by: User | None, text: ClearedText | None = None
) -> int:
    """Record that `member` does not agree to `audience` and every wider one, and withdraw the texts published for these.

    `text` records it for this one text alone. `by` is None where the presenter says so by a link in a mail. Return how
    many texts were withdrawn. Repeating changes nothing. Raise RefusedError if `member` was never named as a presenter
    of the case.
    """
    locked(case)
    _refuse_whoever_was_never_named(case, member)
    wider = OUTWARD[OUTWARD.index(Audience(audience)) :] if text is None else [text.audience]
    said = [_say(False, case, member=member, audience=each, text=text, by=by) for each in wider]
    published = ClearedText.objects.published().filter(case=case, audience__in=wider)
    texts = list(published if text is None else published.filter(pk=text.pk))
    for each in texts:
        withdraw(each, because=WithdrawalReason.AGREEMENT, by=by)
    if any(is_new for _, is_new in said):
        record(ClearanceVerb.WITHDRAW_AGREEMENT, case, by=by, note=audience)
        _mail_what_was_recorded(case, member=member, by=by, text=text)
    return len(texts)


def last_said(case: Case, member: Member) -> int:
    """Return the id of what `member` said last about sharing texts of `case`, or 0 if nothing."""
    return (
        case.sharing_agreements.filter(member=member).order_by("pk").values_list("pk", flat=True).last() or 0
    )


def _mail_what_was_recorded(case: Case, *, member: Member, by: User | None, text: ClearedText | None) -> None:
    """Queue a mail to a presenter for whom somebody else recorded what they said; one that waits tells it all."""
    if not _is_own_word(member, by) and not AgreementMail.objects.free().filter(
        case=case, member=member, about=AgreementMail.About.RECORDED, cleared_text=text
    ):
        AgreementMail.objects.create(
            case=case, member=member, about=AgreementMail.About.RECORDED, cleared_text=text
        )
        send_mail_on_commit()


def _refuse_whoever_was_never_named(case: Case, member: Member) -> None:
    if not case.named_presenters.filter(member=member).exists():
        raise RefusedError(
            "Only somebody who presents this case can agree to sharing it. Ask its presenters."
        )


def _is_own_word(member: Member, by: User | None) -> bool:
    """Return whether `member` says it themselves: signed in as `by`, or by a link in a mail if `by` is None."""
    return by is None or by.pk == member.user_id


def _own_no_stands(case: Case, member: Member, audiences: Iterable[str]) -> bool:
    """Return whether `member` has an account, and said no to one of `audiences` themselves without a yes since."""
    if member.user_id is None:
        return False
    last: dict[tuple, SharingAgreement] = {}
    own = case.sharing_agreements.filter(member=member, audience__in=audiences, is_own_word=True)
    for said in own.order_by("pk"):
        if said.cleared_text_id is None:
            last = {key: each for key, each in last.items() if key[0] != said.audience}
        last[said.audience, said.cleared_text_id] = said
    return any(not said.is_yes for said in last.values())


def _say(
    yes: bool, case: Case, *, member: Member, audience: str, text: ClearedText | None, by: User | None
) -> tuple[SharingAgreement, bool]:
    """Add what `member` says to what they said before. Return it, and whether it is new: the same is not said again."""
    is_own_word = _is_own_word(member, by)
    rows = case.sharing_agreements.filter(member=member, audience=audience)
    before = (
        rows.about_every_text() if text is None else rows.about(cleared_text=text, audience=audience)
    ).last()
    if before is not None and before.is_yes == yes and (before.is_own_word or not is_own_word):
        is_of_these = before.cleared_text_id == (
            text.pk if text else None
        )  # what is said of all is not of this one
        if is_of_these and (text is not None or not rows.filter(pk__gt=before.pk).exists()):
            return before, False
    said = SharingAgreement.Said.YES if yes else SharingAgreement.Said.NO
    if not yes and rows.agreed().exists():
        said = SharingAgreement.Said.WITHDRAWN
    return SharingAgreement.objects.create(
        case=case, member=member, audience=audience, cleared_text=text, said=said, recorded_by=by,
        is_own_word=is_own_word,
    ), True  # fmt: skip


@transaction.atomic
def approve(text: ClearedText, *, sha256: str, by: User) -> Clearance:
    """Approve `text`, which the reader saw with the hash `sha256`, for its audience.

    Raise RefusedError for an author or a presenter, for somebody who approved it already, if the hash differs, and for
    what identifies somebody for certain, also if the finder knows it only since the text was sent. The permission `clearance.approve_text` must be checked before.
    """
    lock_row(text, case=text.case)
    if reason := decision.why_not_approve(text.read_facts(), by.pk):
        raise RefusedError(reason.label)
    if not sha256 == text.sha256 == hashlib.sha256(text.body.encode()).hexdigest():
        raise RefusedError("The text changed while you were reading. Read it again, then approve it.")
    text.ask_the_door()
    clearance = Clearance.objects.create(
        cleared_text=text, by=by, sha256=text.sha256, audience=text.audience,
        is_from_the_site=text.is_from_the_site(by),
    )  # fmt: skip
    record(ClearanceVerb.APPROVE_TEXT, text, by=by, note=text.audience)
    note_checked(text, by=by)
    return clearance


@transaction.atomic
def send_back(text: ClearedText, *, reason: str, by: User) -> SendBack:
    """Send `text` back to its authors with a reason. They send a new text for checking."""
    if not reason.strip():
        raise RefusedError("Enter a note that says what to change.")
    lock_row(text, case=text.case)
    if not _is_being_checked(text):
        raise RefusedError("This text is no longer waiting. Open the newest one.")
    sent = SendBack.objects.create(cleared_text=text, reason=reason.strip(), by=by)
    record(ClearanceVerb.SEND_BACK, text, by=by)
    note_checked(text, by=by)
    return sent


@transaction.atomic
def publish(text: ClearedText, *, by: User | None, keeping: Collection[int] = ()) -> Publication:
    """Publish an approved text, and return its Publication. Raise NotApproved with what is missing.

    Every other text of the same thing is withdrawn, so that corrected words are gone everywhere and withdrawing this one
    brings none of them back. `keeping` are the ids of those that stay beside it for other readers, because `by` compared
    them and chose so. If the text was published before, return that Publication. The door is asked once more: raise
    RefusedError for what identifies somebody for certain by what the finder knows now.
    """
    lock_row(text, case=text.case)
    existing = Publication.objects.filter(cleared_text=text).first()
    if existing:
        return existing
    if missing := decision.missing(text.read_facts()):
        raise NotApproved("Not published yet. " + " ".join(each.sentence for each in missing))
    text.ask_the_door()
    _keep_beside(text, keeping=keeping, by=by)
    _withdraw_others(text, because=WithdrawalReason.NEWER, by=by, keeping=keeping)
    publication = Publication.objects.create(cleared_text=text, published_by=by)
    _mail_what_went_out(text)
    record(ClearanceVerb.PUBLISH, text, by=by, note=text.audience)
    return publication


def _mail_what_went_out(text: ClearedText) -> None:
    """Queue a mail to everybody ever named as a presenter of the case of a text that was just published."""
    if text.case is None:
        return
    for named in text.case.named_presenters.order_by("pk"):
        AgreementMail.objects.create(
            case=text.case, member_id=named.member_id, about=AgreementMail.About.PUBLISHED, cleared_text=text
        )
    send_mail_on_commit()


@transaction.atomic
def take_down_for(text: ClearedText, *, by: User) -> int:
    """Withdraw what is published of the thing that `text` corrects, and return how many texts there were.

    For people who chose not to wait until the correction is approved. Repeating changes nothing.
    """
    lock_row(text, case=text.case)
    return _withdraw_others(text, because=WithdrawalReason.CORRECTED, by=by)


def _keep_beside(text: ClearedText, *, keeping: Collection[int], by: User | None) -> None:
    for kept in text.beside().filter(pk__in=keeping):
        KeptBeside.objects.create(text=text, kept=kept, by=by)
        record(ClearanceVerb.KEEP_BESIDE, kept, by=by, note=kept.audience)


def _withdraw_others(
    text: ClearedText, *, because: WithdrawalReason, by: User | None, keeping: Collection[int] = ()
) -> int:
    """Withdraw every other published text of the same thing, and return how many there were.

    `keeping` are the ids of texts for other readers that stay.
    """
    stays = text.beside().filter(pk__in=keeping).values("pk")
    others = ClearedText.objects.published().filter(pk__in=text.in_line().exclude(pk=text.pk).values("pk"))
    return len([withdraw(each, because=because, by=by) for each in others.exclude(pk__in=stays)])


@transaction.atomic
def withdraw(text: ClearedText, *, because: str, by: User | None, note: str = "") -> Publication:
    """Withdraw a published text. Its Publication stays, with the reason. Repeating changes nothing.

    `because` is one of WithdrawalReason, which readers are told instead of the text. `note` is for the facilitator and
    the programme team.
    """
    if because not in WithdrawalReason.values:
        raise RefusedError("Choose the reason for withdrawing. It is shown instead of the text.")
    lock_row(text, case=text.case)
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
