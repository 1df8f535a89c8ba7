"""Signed links with which whoever was named as a presenter takes a yes back without signing in.

The link is of one person and one case. It has no end: a yes can be taken back at any time, also after the person left
or their account was closed. It ends when their address changes, since then somebody else may read the old one.
"""

import zlib

from cases.models import Case, NamedPresenter
from kit import signed_links
from kit.mail import address_of
from members.models import Member

SALT = "clearance.agreement"


def _number_of(address: str) -> int:
    """Return a number for an address, so that the link tells whether it has changed."""
    return zlib.crc32(address.strip().lower().encode())


def token_of(named: NamedPresenter) -> str:
    """Return the token of a link for this person and case."""
    return signed_links.sign(named.pk, _number_of(named.member.email), salt=SALT)


def link_of(case: Case, member: Member) -> str:
    """Return the link for a mail to `member` about `case`."""
    named = NamedPresenter.objects.select_related("member").get(case=case, member=member)
    return address_of("clearance:agreement_by_link", token_of(named))


def read(token: str) -> NamedPresenter | None:
    """Return whose link `token` is of, or None if it is not valid, or their address has changed since."""
    signed = signed_links.read(token, salt=SALT)
    if signed is None:
        return None
    pk, number = signed
    rows = NamedPresenter.objects.select_related("member", "case__site__programme")
    named = rows.filter(pk=pk).first()
    return named if named is not None and _number_of(named.member.email) == number else None
