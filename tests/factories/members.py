from datetime import timedelta

import factory
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from factory.django import DjangoModelFactory

from members.models import Discipline, Facilitation, GroundRules, Invitation, Member, Role, User
from tests.factories.sites import ProgrammeFactory, SectorFactory, SiteFactory

PASSWORD = "a long enough word"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Person Number{n}")
    password = factory.Transformer(PASSWORD, transform=make_password)


class DisciplineFactory(DjangoModelFactory):
    class Meta:
        model = Discipline

    programme = factory.SubFactory(ProgrammeFactory)
    sector = factory.SubFactory(SectorFactory)
    name = factory.Sequence(lambda n: f"Discipline {n}")
    position = factory.Sequence(lambda n: n)


class MemberFactory(DjangoModelFactory):
    """A member with an account, who joined half a year ago and agreed to be written to."""

    class Meta:
        model = Member

    site = factory.SubFactory(SiteFactory)
    user = factory.SubFactory(UserFactory)
    name = factory.LazyAttribute(
        lambda member: member.user.name if member.user else "Somebody Without-Account"
    )
    email = factory.LazyAttribute(lambda member: member.user.email if member.user else "")
    discipline = factory.SubFactory(DisciplineFactory, programme=factory.SelfAttribute("..site.programme"))
    joined_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=170))
    agreed_to_contact_at = factory.LazyFunction(timezone.now)

    class Params:
        without_account = factory.Trait(user=None, name=factory.Sequence(lambda n: f"Somebody Without{n}"))


class FacilitationFactory(DjangoModelFactory):
    """Makes its member the facilitator of the member's site, from half a year ago until now."""

    class Meta:
        model = Facilitation

    member = factory.SubFactory(MemberFactory)
    started_on = factory.LazyAttribute(lambda facilitation: facilitation.member.joined_on)


class RoleFactory(DjangoModelFactory):
    class Meta:
        model = Role
        skip_postgeneration_save = True

    user = factory.SubFactory(UserFactory)
    programme = factory.SubFactory(ProgrammeFactory)
    kind = Role.Kind.PROGRAMME_TEAM
    since = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=170))

    @factory.post_generation
    def sites(self, create, extracted, **kwargs):
        if create and extracted:
            self.sites.set(extracted)


class GroundRulesFactory(DjangoModelFactory):
    class Meta:
        model = GroundRules

    programme = factory.SubFactory(ProgrammeFactory)
    version = 1
    text = "What is said here stays here.\nNo names, no initials, no streets."


class InvitationFactory(DjangoModelFactory):
    """An open invitation for a member without an account."""

    class Meta:
        model = Invitation

    member = factory.SubFactory(MemberFactory, user=None, name="Invited Person", email="invited@example.org")
    programme = factory.SelfAttribute("member.site.programme")
    email = factory.SelfAttribute("member.email")
    name = factory.SelfAttribute("member.name")
    invited_by = factory.SubFactory(UserFactory)
