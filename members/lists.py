"""The member list of a site as pages and the export read it."""

from members.models import Invitation
from members.models.members import MemberQuerySet
from sites_app.models import Site


def to_be_invited(site: Site) -> MemberQuerySet:
    """Members who can be invited to sign in: with an address and their yes, no account, and no open invitation."""
    return (
        site.members.not_left()
        .filter(user=None, agreed_to_contact_at__isnull=False)
        .exclude(email="")
        .exclude(pk__in=Invitation.objects.open().filter(member__site=site).values("member"))
    )
