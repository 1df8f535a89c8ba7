import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from meetings.invitations.models import DateInvitation
from meetings.models import Visit
from tests.factories.meetings import MeetingFactory


class DateInvitationFactory(DjangoModelFactory):
    """Somebody without an account is invited to a meeting in a week. `proposed=True`: they said that they could come."""

    class Meta:
        model = DateInvitation

    meeting = factory.SubFactory(MeetingFactory)
    name = "Helen Marsh"
    email = factory.LazyAttribute(lambda each: "" if each.user else "helen@example.org")
    user = None
    capacity = Visit.Capacity.COMMISSIONER
    purpose = DateInvitation.Purpose.LISTEN
    invited_at = factory.LazyFunction(timezone.now)

    class Params:
        proposed = factory.Trait(invited_at=None, offered_at=factory.LazyFunction(timezone.now))
