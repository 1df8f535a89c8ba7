"""A second step when signing in, asked of those who can read or change much: facilitators, brokers, the team, admins."""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils import timezone

from members.models import User

GRACE = timedelta(days=14)  # from the first time that somebody puts it off
SECOND_STEPS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]  # backup codes alone are none
PUT_OFF = "second_step_put_off"  # in the session, for as long as it lasts


def is_asked_of(user: User) -> bool:
    """Return whether `user` has to have a second step: they run or look after something in a running programme that asks
    for it, or use the admin where new programmes ask for it.
    """
    return bool(user.standing.asked_by) or (user.is_staff and settings.SECOND_STEP_ASKED)


def has_second_step(user: User) -> bool:
    """Return whether `user` has set up codes from an app or a passkey."""
    return Authenticator.objects.filter(user=user, type__in=SECOND_STEPS).exists()


def can_put_off(user: User) -> bool:
    """Return whether `user` may still do without it for now."""
    first = user.second_step_put_off_at
    return first is None or timezone.now() < first + GRACE
