"""Links with which whoever was named as a presenter takes a yes back without signing in: see AgreementLink."""

from django.db import transaction
from django.utils import timezone

from cases.clearance.models.agreement_links import AgreementLink, number_of
from cases.models import Case, NamedPresenter
from kit.mail import address_of
from kit.signed_links import new_number
from members.models import Member


@transaction.atomic
def link_for(named: NamedPresenter) -> AgreementLink:
    """Return the link of this person and case for a mail sent now: the one they have, or a new one if that ended."""
    number = number_of(named.member.email)
    AgreementLink.objects.get_or_create(named=named, defaults={"address_number": number})
    link = (
        AgreementLink.objects.select_for_update(of=("self",)).select_related("named__member").get(named=named)
    )
    if link.has_ended:
        link.link_number, link.address_number, link.made_at = new_number(), number, timezone.now()
        link.save()
    return link


def token_of(named: NamedPresenter) -> str:
    """Return the token of the link of this person and case, for a mail sent now."""
    return link_for(named).token


def link_of(case: Case, member: Member) -> str:
    """Return the link for a mail to `member` about `case`."""
    named = NamedPresenter.objects.select_related("member").get(case=case, member=member)
    return address_of("clearance:agreement_by_link", token_of(named))


def read(token: str) -> AgreementLink | None:
    """Return the link that `token` is of, or None if it is not valid or was replaced. The caller asks `has_ended`."""
    rows = AgreementLink.objects.select_related("named__member__site", "named__case__site__programme")
    return rows.filter(pk__in=AgreementLink.objects.behind(token).values("pk")).first()


def was_ever(token: str) -> bool:
    """Return whether `token` was that of a link, which may have been replaced since."""
    return AgreementLink.objects.was_ever(token)
