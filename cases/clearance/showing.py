"""Showing a text to the presenters of its case before it is published, and noting that they opened it.

A text is shown when it is sent for checking, so that the days in which a presenter can say no run beside the check and hold
nothing up. It is shown to whoever can open it: for the others, the facilitator shows it and records their answer.
"""

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from cases.clearance.models import AgreementMail, ClearedText, Opening, Showing
from cases.models import NamedPresenter
from cases.models.case import SteppedOut
from kit.locking import one_of
from kit.queues import send_mail_on_commit
from members.models import User


def who_can_open(case) -> QuerySet:
    """Return the presenters ever named for `case` who can sign in and open its texts. `case` may be an OuterRef."""
    stepped_out = SteppedOut.objects.filter(case=OuterRef("case"), member=OuterRef("member"))
    return NamedPresenter.objects.filter(
        ~Exists(stepped_out), case=case, member__user__is_active=True, member__left_on=None
    )


@transaction.atomic
def show(text: ClearedText) -> list[Showing]:
    """Show `text` to each presenter of its case who can open it and has not been shown it, and queue mails that ask them.

    Whoever sent the text has read it, and gets no mail. Repeating shows it to nobody again.
    """
    case = text.case
    if case is None:
        return []
    shown = Showing.objects.filter(cleared_text=text, member=OuterRef("member"))
    due = who_can_open(case).filter(~Exists(shown)).select_related("member").order_by("pk")
    found = [one_of(Showing.objects.get_or_create, cleared_text=text, member=named.member) for named in due]
    new = [showing for showing, is_new in found if is_new]
    for each in new:
        if each.member.user_id != text.sent_for_checking_by_id:
            AgreementMail.objects.create(
                case=case, member=each.member, about=AgreementMail.About.SHOWN, cleared_text=text
            )
    if new:
        send_mail_on_commit()
    return new


def show_what_is_due() -> int:
    """Show the texts being checked to those who were named as presenters since, and return how many showings that were."""
    shown = Showing.objects.filter(cleared_text=OuterRef(OuterRef("pk")), member=OuterRef("member"))
    unasked = who_can_open(OuterRef("case")).filter(~Exists(shown))
    texts = ClearedText.objects.being_checked().filter(Exists(unasked)).select_related("case").order_by("pk")
    return sum(len(show(text)) for text in texts)


def note_opened(text: ClearedText, *, by: User) -> None:
    """Note that `by` opened `text`, if they were shown it and had not opened it before, and have its facts say so."""
    named = [row.member_id for row in text.case.named_presenters.all()] if text.case else []
    mine = by.standing.member_ids.intersection(named)
    if not mine:
        return
    opened = Opening.objects.filter(cleared_text=text, member=OuterRef("member"))
    unopened = Showing.objects.filter(~Exists(opened), cleared_text=text, member__in=mine)
    new = [Opening(cleared_text=text, member_id=each) for each in unopened.values_list("member", flat=True)]
    if new:
        Opening.objects.bulk_create(new, ignore_conflicts=True)  # two tabs are one opening
        facts = ClearedText.objects.with_clearance_facts().values_list("fact_presenters", flat=True)
        text.fact_presenters = facts.get(pk=text.pk)  # type: ignore[attr-defined]
