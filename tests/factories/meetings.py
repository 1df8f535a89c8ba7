from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from meetings.models import AgendaItem, Attendance, Meeting, Visit
from tests.factories.members import MemberFactory
from tests.factories.sites import SiteFactory


class MeetingFactory(DjangoModelFactory):
    """A meeting in a week. `held=True`: it took place a week ago."""

    class Meta:
        model = Meeting

    site = factory.SubFactory(SiteFactory)
    number = factory.LazyAttribute(lambda meeting: meeting.site.meetings.count() + 1)
    starts_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=7))
    place = "The upstairs room"

    class Params:
        held = factory.Trait(starts_at=factory.LazyFunction(lambda: timezone.now() - timedelta(days=7)))
        cancelled = factory.Trait(
            cancelled_at=factory.LazyFunction(timezone.now), cancelled_because="Too few could come"
        )


class AgendaItemFactory(DjangoModelFactory):
    class Meta:
        model = AgendaItem

    meeting = factory.SubFactory(MeetingFactory)
    position = factory.Sequence(lambda n: n)
    title = "Ground rules, check-in"


class AttendanceFactory(DjangoModelFactory):
    class Meta:
        model = Attendance

    meeting = factory.SubFactory(MeetingFactory, held=True)
    member = factory.SubFactory(MemberFactory, site=factory.SelfAttribute("..meeting.site"))
    mark = Attendance.Mark.PRESENT


class VisitFactory(DjangoModelFactory):
    class Meta:
        model = Visit

    meeting = factory.SubFactory(MeetingFactory, held=True)
    name = "A Visitor"
