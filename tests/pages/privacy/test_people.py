"""One person's data: given as a whole, and taken out so that their name and address are nowhere but inside texts."""

import json

import pytest
import time_machine
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import models
from django.utils import timezone

from cases.clearance.models import Clearance
from kit.errors import RefusedError
from kit.models import AuditEvent, Draft, Revision, subject_of
from kit.privacy.register import key_of, keys_to
from kit.queues import Queued
from meetings.invitations.models import InvitationMail
from meetings.models import Visit
from members.actions.own_words import write_own_words
from members.audit_verbs import MemberVerb
from members.models import EarlierAddress, Invitation, Member, Role, User
from newsletter.models import Subscriber
from pages.privacy.people import ERASED, ONLY_THEIRS, STAYS, Person, erase, export
from tests.factories.invitations import DateInvitationFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.members import MemberFactory, RoleFactory
from tests.pages.privacy.everywhere import tables_with
from tests.permissions.later import NOW
from tests.permissions.world import build

pytestmark = pytest.mark.django_db
NAME, EMAIL = "Qzxwvkj", "hmbltrp@example.org"


@pytest.fixture
def world():
    world = build()
    with time_machine.travel(NOW):
        user = world.users["member"]
        User.objects.filter(pk=user.pk).update(name=NAME, email=EMAIL, job_title=f"{NAME} nurse")
        user.emailaddress_set.create(email=EMAIL)
        Member.objects.filter(user=user).update(name=NAME, email=EMAIL, left_because=f"{NAME} moved")
        Subscriber.objects.create(programme=world.programme, email=EMAIL)
        Invitation.objects.create(
            programme=world.programme,
            member=world.member,
            name=NAME,
            email=EMAIL,
            invited_by=world.users["team"],
        )
        Draft.objects.create(user=user, subject=subject_of(world.case), section="x", text=NAME, key="1")
        Revision.objects.create(subject=subject_of(world.case), section="x", version=1, text="Typed", by=user)
        yield world


def test_an_export_has_every_row_that_leads_to_the_person(world):
    found = export(Person.known_as(EMAIL.upper()))

    user = world.users["member"]
    for key, rows in {
        "members.user": 1,
        "members.member.user": 1,
        "members.invitation.member": 1,
        "kit.draft.user": 1,
        "kit.revision.by": 2,  # of the case, and of their own words, which are kept as they were first said
        "newsletter.subscriber.email": 1,
        "members.ownwords.member": 1,
        "clearance.clearance.by": Clearance.objects.filter(by=user).count(),
    }.items():
        assert len(found[key]) == rows, key
    assert "Typed" in {row["text"] for row in found["kit.revision.by"]}
    assert set(found["clearance.clearance.by"][0]) == {"row"}
    assert "password" not in found["members.user"][0]
    assert "link_number" not in found["members.invitation.member"][0]


def test_the_command_prints_it_as_json(world, capsys):
    call_command("export_person", EMAIL)

    assert json.loads(capsys.readouterr().out)["members.user"][0]["email"] == EMAIL
    with pytest.raises(CommandError, match="Nobody has the address"):
        call_command("export_person", "nobody@example.org")


def test_a_dry_run_changes_nothing(world, capsys):
    before = {model: list(models.QuerySet(model).values()) for model in apps.get_models()}

    call_command("erase_person", EMAIL, "--dry-run")

    assert "Nothing was changed." in capsys.readouterr().out
    assert {model: list(models.QuerySet(model).values()) for model in apps.get_models()} == before


def test_an_erased_persons_name_and_address_are_nowhere(world):
    approved = Clearance.objects.filter(by=world.users["member"]).count()
    assert tables_with(NAME.lower())
    assert tables_with(EMAIL)

    call_command("erase_person", EMAIL)

    user = User.objects.get(pk=world.users["member"].pk)
    member = Member.objects.get(pk=world.member.pk)
    assert (tables_with(NAME.lower()), tables_with(EMAIL)) == (set(), set())
    assert (user.name, user.is_active, user.has_usable_password()) == (ERASED, False, False)
    assert (member.name, member.left_on) == (ERASED, timezone.localdate())
    assert Clearance.objects.filter(by=user).count() == approved > 0
    assert AuditEvent.objects.filter(verb=MemberVerb.ERASE, subject=subject_of(user)).count() == 1


def test_what_only_they_wrote_goes_with_all_its_earlier_versions(world):
    write_own_words(world.member, words=f"{NAME} learned to ring", by=world.users["member"])
    write_own_words(world.member, words="To ring", by=world.users["member"])
    name = subject_of(world.member.own_words)
    assert Revision.objects.filter(subject=name, text__contains=NAME).exists()

    erase(Person.known_as(EMAIL))

    assert not Revision.objects.filter(subject=name).exists()


def test_an_address_that_was_corrected_is_nowhere_either(world):
    EarlierAddress.objects.create(member=world.member, email="wrong.before@example.org")
    Subscriber.objects.create(programme=world.programme, email="wrong.before@example.org")

    erase(Person.known_as(EMAIL))

    assert tables_with("wrong.before@example.org") == set()


def test_an_address_that_the_person_had_before_is_nowhere_either(world):
    user = world.users["member"]
    before, site_has = "zvplqk@example.org", "wqxjrm@example.org"
    user.address_changes.create(email=EMAIL, old_email=before, confirmed_at=timezone.now())
    Subscriber.objects.create(programme=world.programme, email=before)
    Member.objects.filter(user=user).update(email=site_has)
    assert all(map(tables_with, (before, EMAIL, site_has)))

    call_command("erase_person", site_has)

    assert (tables_with(before), tables_with(EMAIL), tables_with(site_has)) == (set(), set(), set())


def test_where_they_were_invited_as_a_guest_is_nowhere_either(world):
    visit = Visit.objects.create(meeting=MeetingFactory(site=world.site), name=NAME)
    invitation = DateInvitationFactory(meeting=visit.meeting, name=NAME, email=EMAIL, visit=visit)
    mail = InvitationMail.objects.create(email=EMAIL)
    mail.changes.create(
        invitation=invitation, sequence=0, method="REQUEST", starts_at=timezone.now(), minutes_long=90
    )

    erase(Person.known_as(EMAIL))

    visit.refresh_from_db()
    assert visit.name == ERASED
    assert (tables_with(NAME.lower()), tables_with(EMAIL)) == (set(), set())


def test_a_facilitator_who_is_erased_facilitates_no_more(world):
    facilitator = world.users["facilitator"]

    call_command("erase_person", facilitator.email)

    member = Member.objects.get(user=facilitator)
    assert member.facilitations.get().ended_on == member.left_on == timezone.localdate()


def test_the_last_of_a_team_stays_until_there_is_another(world):
    team = world.users["team"]

    with pytest.raises(CommandError, match="There is nobody else on the team of Copper"):
        call_command("erase_person", team.email)
    RoleFactory(user=world.users["broker"], programme=world.programme, kind=Role.Kind.PROGRAMME_TEAM)
    call_command("erase_person", team.email)

    assert not Role.objects.current().filter(user=team).exists()


def test_the_second_step_goes_and_each_role_ends_in_the_audit(world):
    user = world.users["team"]
    RoleFactory(user=world.users["broker"], programme=world.programme, kind=Role.Kind.PROGRAMME_TEAM)
    user.authenticator_set.create(type="totp", data={})

    call_command("erase_person", user.email)

    assert not user.authenticator_set.exists()
    assert AuditEvent.objects.filter(verb=MemberVerb.END_ROLE, subject=subject_of(user)).count() == 1


def test_every_key_to_a_person_is_deleted_with_them_or_stays_with_a_reason():
    keys = {
        key_of(key)
        for target in (User, Member)
        for key in keys_to(target)
        if not key.name.endswith("by") and not issubclass(key.model, Queued)
    } | {"members.addresschange.user"}

    assert sorted([*ONLY_THEIRS, *STAYS]) == sorted(keys)


def test_of_those_who_share_a_mailbox_the_one_who_is_named_is_meant(world):
    colleague = MemberFactory(site=world.site, user=None, name="Bo Lee", email=EMAIL)

    with pytest.raises(RefusedError, match=f"Bo Lee and {NAME} share the address"):
        Person.known_as(EMAIL)
    call_command("erase_person", EMAIL, name=NAME.upper())

    colleague.refresh_from_db()
    assert (colleague.name, colleague.email, colleague.left_on) == ("Bo Lee", EMAIL, None)
    assert Subscriber.objects.filter(email=EMAIL).exists()
    assert not Member.objects.filter(name=NAME).exists()
