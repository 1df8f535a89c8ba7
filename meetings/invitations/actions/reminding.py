"""Reminders to those who were invited, a week and a day before a date. Each is one row, so that none is sent twice."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from meetings.actions.reminders import reminder_at
from meetings.invitations.models import DateInvitation, InvitationChange, InvitationReminder, with_date


@transaction.atomic
def make_due_reminders() -> int:
    """Queue the reminders that are due now, for those who can be mailed and did not say no, and return how many.

    None where a letter about the date was made within the last day. Repeating queues none.
    """
    now = timezone.now()
    said_lately = InvitationChange.objects.filter(
        invitation=OuterRef("pk"), mail__made_at__gt=now - timedelta(days=1)
    )
    soon = DateInvitation.objects.standing().to_come().reachable().exclude(coming="no")
    soon = soon.filter(with_date(starts_at__lt=now + timedelta(days=9)), meeting__closed_at__isnull=True)
    rows = [
        InvitationReminder(invitation=each, before=before, starts_at=each.date.starts_at)
        for each in soon.exclude(Exists(said_lately)).select_related("meeting", "event")
        if (before := reminder_at(each.date, now))
    ]
    sent = set(
        InvitationReminder.objects.filter(invitation__in=[row.invitation_id for row in rows]).values_list(
            "invitation", "before", "starts_at"
        )
    )
    rows = [row for row in rows if (row.invitation_id, row.before, row.starts_at) not in sent]
    InvitationReminder.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
