"""What every mail to a member asks when it is sent."""

from kit.queues import QueuedQuerySet
from members.models.members import Member


class ToAMemberQuerySet(QueuedQuerySet):
    """A QuerySet of mails to the members in their field `member`."""

    def without_reader(self) -> "ToAMemberQuerySet":
        """Return the unsent rows whose member can no longer be mailed: they left, took back their consent, or have a
        closed account.
        """
        return self.unsent().exclude(member__in=Member.objects.can_be_mailed())
