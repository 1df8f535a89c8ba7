"""Whether yes and no pressed in a calendar count for somebody who was invited."""

from django.conf import settings


def is_answered_by_calendar(invitation) -> bool:
    """Return whether yes and no pressed in the calendar of who was invited reaches Copsite and is enough.

    A calendar cannot agree to the ground rules, so it counts for guests only once they have agreed.
    """
    return settings.READS_CALENDAR_REPLIES and not invitation.asks_to_agree
