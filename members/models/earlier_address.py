"""Addresses that a member had before, so that what somebody said at one is known at the next."""

from collections.abc import Iterable

from django.db import models
from django.utils import timezone

from kit.lines import AddressField
from members.models.address_change import AddressChange
from members.models.members import Member


class EarlierAddress(models.Model):
    """An address that a member had until it was corrected or changed."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="earlier_addresses")
    email = AddressField()
    until = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["until", "pk"]
        verbose_name_plural = "earlier addresses"
        constraints = [
            models.UniqueConstraint(fields=["member", "email"], name="a_member_had_an_address_before_once")
        ]

    def __str__(self) -> str:
        return f"{self.email} until {self.until:%Y-%m-%d}"


def addresses_of(members: Iterable[Member]) -> dict[int, set[str]]:
    """Return every address that each of `members` has or had, at any site and to sign in with, in lower case, by id.

    The seats of one account are one person. It takes four queries, for however many there are.
    """
    members = list(members)
    by_user: dict[int, set[str]] = {member.user_id: set() for member in members if member.user_id is not None}
    seats = Member.objects.filter(models.Q(pk__in=[m.pk for m in members]) | models.Q(user__in=by_user))
    found: dict[int, set[str]] = {member.pk: set() for member in members}
    rows = [
        *seats.values_list("pk", "user", "email"),
        *seats.values_list("pk", "user", "earlier_addresses__email"),
        *seats.values_list("pk", "user", "user__email"),
    ]
    for pk, user, email in rows:
        _add(found, pk, email)
        _add(by_user, user, email)
    changes = AddressChange.objects.filter(user__in=by_user, confirmed_at__isnull=False)
    for user, before, now in changes.values_list("user", "old_email", "user__email"):
        _add(by_user, user, before)
        _add(by_user, user, now)
    return {member.pk: found[member.pk] | by_user.get(member.user_id or 0, set()) for member in members}


def _add(found: dict[int, set[str]], key: int | None, email: str | None) -> None:
    if key in found and email:
        found[key].add(email)
