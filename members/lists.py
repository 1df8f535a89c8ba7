"""The member list of a site, as pages and the export use it."""

from members.models import Invitation
from members.models.members import MemberQuerySet
from sites_app.models import Site


def to_be_invited(site: Site) -> MemberQuerySet:
    """Return the members who can be invited to sign in: they have an address, agreed to receive e-mails, and
    have neither an account nor an open invitation.
    """
    return (
        site.members.not_left()
        .filter(user=None, agreed_to_contact_at__isnull=False)
        .exclude(email="")
        .exclude(pk__in=Invitation.objects.open().filter(member__site=site).values("member"))
    )
