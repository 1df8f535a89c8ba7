from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from sites_app.models import Expense, Organisation, Programme, ProgrammeEvent, Sector, Site, SiteState


class ProgrammeFactory(DjangoModelFactory):
    """A running programme that started half a year ago."""

    class Meta:
        model = Programme

    name = factory.Sequence(lambda n: f"Programme {n}")
    slug = factory.Sequence(lambda n: f"programme-{n}")
    started_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=180))

    class Params:
        ended = factory.Trait(ended_on=factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=1)))


class SectorFactory(DjangoModelFactory):
    class Meta:
        model = Sector
        django_get_or_create = ("name",)

    name = "Voluntary Sector"


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Organisation {n}")
    sector = factory.SubFactory(SectorFactory)


class SiteFactory(DjangoModelFactory):
    """A site that has been running for half a year."""

    class Meta:
        model = Site
        skip_postgeneration_save = True

    programme = factory.SubFactory(ProgrammeFactory)
    code = factory.Sequence(lambda n: f"CP{n}")
    slug = factory.Sequence(lambda n: f"cp{n}-place-{n}")
    place = factory.Sequence(lambda n: f"Place {n}")
    host = factory.SubFactory(OrganisationFactory)
    budget_pence = 695_000

    @factory.post_generation
    def running(self, create, extracted, **kwargs):
        if create and extracted is not False:
            SiteState.objects.create(
                site=self, state=SiteState.State.RUNNING, since=self.programme.started_on
            )


class ExpenseFactory(DjangoModelFactory):
    class Meta:
        model = Expense

    site = factory.SubFactory(SiteFactory)
    spent_on = factory.LazyFunction(timezone.localdate)
    purpose = Expense.Purpose.REFRESHMENTS
    amount_pence = 1250


class ProgrammeEventFactory(DjangoModelFactory):
    class Meta:
        model = ProgrammeEvent

    programme = factory.SubFactory(ProgrammeFactory)
    kind = ProgrammeEvent.Kind.QUARTERLY
    title = "Quarterly meeting of facilitators"
    starts_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=20))
