"""A reply "not ours" leads on: the programme team is asked to invite whoever is responsible."""

from django.conf import settings
from django.db import transaction

from cases.commissioning.audit_verbs import CommissioningVerb
from cases.commissioning.models import CommissionerIssue, IssueReply
from cases.locking import lock_row
from kit.audit import record
from kit.errors import RefusedError
from kit.lines import tidy_address
from members.actions import ask_to_invite, revoke_invitation
from members.models import Invitation, Role, User


@transaction.atomic
def name_responsible(reply: IssueReply, *, name: str, email: str, organisation: str, by: User) -> IssueReply:
    """Ask the programme team to invite whoever is responsible as a commissioner of the site that raised the issue, and return
    the reply.

    Their invitation says what it is about in general words, and where the issue is if everybody can read it. Repeating
    changes nothing; another address asks for another person as long as the team has not decided. Raise RefusedError for
    a reply of another kind, and once they were invited or the team said no.
    """
    lock_row(reply, case=reply.issue.case)
    if reply.kind != IssueReply.Kind.NOT_OURS:
        raise RefusedError("You can name somebody only in a reply that says who is responsible.")
    named = reply.invitation_id
    before = Invitation.objects.filter(pk=named).first() if named is not None else None
    if before is not None and before.email == tidy_address(email):
        return reply
    if before is not None and before.revoked_at is None and (before.is_open or before.accepted_at):
        raise RefusedError(f"{before.name} has been invited already.")
    others = IssueReply.objects.filter(invitation=named).exclude(pk=reply.pk)
    if before is not None and before.revoked_at is None and not others.exists():
        revoke_invitation(before, by=by)  # it was not sent, and nobody else asked for it
    site = reply.issue.site
    reply.invitation = ask_to_invite(
        programme=site.programme, kind=Role.Kind.COMMISSIONER, email=email, name=name, sites=[site],
        about=about(reply.issue, organisation=organisation), by=by,
    )  # fmt: skip
    reply.save(update_fields=["invitation"])
    record(CommissioningVerb.NAME_RESPONSIBLE, reply.issue, by=by)
    return reply


def about(issue: CommissionerIssue, *, organisation: str) -> str:
    """Return what the invitation says: general words, and the address of the issue if everybody can read it."""
    said = f"A commissioner said that {organisation.strip()} may be responsible for something that groups raised. "
    said += "Once you have accepted, you can read it and reply."
    if CommissionerIssue.objects.for_everyone().filter(pk=issue.pk).exists():
        said += f" Everybody can read it here: {settings.SITE_ADDRESS}{issue.get_public_url()}"
    return said
