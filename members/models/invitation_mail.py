"""The mail with an invitation."""

from django.core.mail import EmailMessage
from django.db import models
from django.db.models import Q

from kit.mail import Foot, render_message
from kit.queues import Queued, QueuedQuerySet
from members.models.joining import Invitation
from members.models.members import Member


class InvitationMailQuerySet(QueuedQuerySet):
    """A QuerySet of invitation mails."""

    def due(self) -> "InvitationMailQuerySet":
        """Return the mails to send now: of invitations that can still be accepted, to members who can still be
        mailed, or to somebody who is invited to a role.
        """
        may_be_written_to = Q(invitation__member__in=Member.objects.can_be_mailed())
        return self.free().filter(
            Q(invitation__member__isnull=True) | may_be_written_to,
            invitation__in=Invitation.objects.open(),
        )


class InvitationMail(Queued):
    """The mail with the link of one invitation. When an invitation is sent again, a new row takes its place."""

    reads = ("invitation__invited_by", "invitation__member__site", "invitation__programme")

    invitation = models.OneToOneField(Invitation, on_delete=models.CASCADE, related_name="mail")

    objects = InvitationMailQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Invitation of {self.invitation}"

    def message(self) -> EmailMessage:
        """Return the mail: who invites to what, and the link. It has nothing confidential in it."""
        invitation = self.invitation
        context = {
            "invitation": invitation,
            "site": invitation.member.site if invitation.member else None,
            "role": invitation.get_role_kind_display() if invitation.role_kind else "",
            "programme": invitation.programme,
        }
        foot = invitation.member.mail_foot if invitation.member else self._foot()
        return render_message("members/email/invitation", context, to=invitation.email, row=self, foot=foot)

    def _foot(self) -> Foot:
        """Return the foot of an invitation to a role."""
        return Foot(
            why=f"{self.invitation.invited_by.name} entered your address in {self.invitation.programme}",
            change="If you did not expect it, you can ignore it. You will get no more unless you accept.",
        )
