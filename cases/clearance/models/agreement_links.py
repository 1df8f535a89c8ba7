"""Links in mails to whoever was named as a presenter, to take a yes back without signing in."""

import zlib
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from cases.models.case import NamedPresenter
from kit.lines import tidy_address
from kit.signed_links import Linked, LinkedQuerySet


def number_of(address: str) -> int:
    """Return a number for an address, by which the link tells whether it has changed."""
    return zlib.crc32(tidy_address(address).encode())


class AgreementLink(Linked):
    """The link of one person ever named as a presenter, about one case.

    Leaving, being taken off and losing an account do not end it: whoever said yes can take it back at any time. It ends when
    their address changes, since then somebody else may read the old one, when they or those who run the site end the links
    sent so far, and when they are erased. A mail after that has a new one.
    """

    link_salt = "clearance.agreement"

    named = models.OneToOneField(NamedPresenter, on_delete=models.PROTECT, related_name="agreement_link")
    address_number = models.BigIntegerField()  # of the address that it was made for
    made_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[Any] = LinkedQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Link of {self.named}"

    @property
    def has_ended(self) -> bool:
        """Whether it opens nothing any more, asked at each use."""
        member, ended_at = self.named.member, self.named.member.links_ended_at
        is_replaced = ended_at is not None and self.made_at < ended_at
        return is_replaced or not member.email or self.address_number != number_of(member.email)
