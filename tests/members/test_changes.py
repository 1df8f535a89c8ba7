"""A new name, a new job or role from a day on; and what was wrong, corrected with a reason."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from kit.errors import RefusedError
from meetings import actions as meeting_actions
from meetings.matrix import membership_matrix
from meetings.matrix_text import as_csv
from members import actions
from members.as_of import as_they_were
from members.known_names import IdentifierFinder
from members.models import NO_ROLE, Member, MemberCorrection
from pages.minutes.for_reader import minutes_for
from tests.factories.meetings import AttendanceFactory, MeetingFactory
from tests.factories.members import DisciplineFactory
from tests.factories.sites import OrganisationFactory
from tests.paper import words_in
from tests.reading import one_line

pytestmark = pytest.mark.django_db


@pytest.fixture
def dev(people):
    return people.seat("member")


@pytest.fixture
def closed(people, dev):
    """A meeting a week ago that Dev was at, and that was closed."""
    meeting = MeetingFactory(site=people.site, held=True, number=1, minutes="We met.")
    AttendanceFactory(meeting=meeting, member=dev)
    return meeting_actions.close(meeting, by=people.facilitator)


def ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def on(member, day: date) -> Member:
    member = Member.objects.get(pk=member.pk)
    as_they_were([member], on=day)
    return member


def details_of(member, **changes):
    facts = {
        "name": member.name, "email": member.email, "discipline": member.discipline, "joined_on": member.joined_on,
        "is_expert_by_experience": False, "is_professionally_qualified": False, "agrees_to_contact": True,
    }  # fmt: skip
    return {**facts, **changes}


def test_a_name_and_a_role_hold_from_their_day_on(people, dev):
    nurse = DisciplineFactory(programme=people.programme, name="Nurse")

    actions.change_name(dev, name="Devi  Malik-Shaw", since=ago(9), by=people.facilitator)
    actions.change_job(dev, organisation=None, discipline=nurse, since=ago(5), by=people.facilitator)

    assert [(on(dev, ago(days)).name, on(dev, ago(days)).role) for days in (10, 9, 6, 5)] == [
        ("Dev Malik", "Community Matron"),
        ("Devi Malik-Shaw", "Community Matron"),
        ("Devi Malik-Shaw", "Community Matron"),
        ("Devi Malik-Shaw", "Nurse"),
    ]


def test_repeating_a_change_records_it_once(people, dev):
    nurse = DisciplineFactory(programme=people.programme)

    for _ in range(2):
        actions.change_name(dev, name="Devi Malik", since=ago(9), by=people.facilitator)
        actions.change_job(dev, organisation=None, discipline=nurse, since=ago(5), by=people.facilitator)

    assert (dev.past_names.count(), dev.past_roles.count()) == (1, 1)


def test_a_change_is_refused_for_a_day_to_come_before_they_joined_and_before_the_last_change(people, dev):
    actions.change_name(dev, name="Devi Malik", since=ago(9), by=None)

    for since, why in ((ago(-1), "future"), (dev.joined_on, "joined on"), (ago(10), "last change")):
        with pytest.raises(RefusedError, match=why):
            actions.change_name(dev, name="Somebody Else", since=since, by=None)


def test_a_role_of_another_programme_is_refused(people, dev):
    with pytest.raises(RefusedError, match="another programme"):
        actions.change_job(dev, organisation=None, discipline=DisciplineFactory(), since=ago(1), by=None)


def test_a_change_that_was_a_mistake_is_taken_back(people, dev):
    actions.change_name(dev, name="Devi Malik", since=ago(9), by=None)
    actions.change_job(
        dev,
        organisation=None,
        discipline=DisciplineFactory(programme=people.programme),
        since=ago(5),
        by=None,
    )

    name, role = dev.past_names.get(), dev.past_roles.get()

    for _ in range(2):
        actions.take_back_name(name, by=None)
        actions.take_back_role(role, by=None)

    now = Member.objects.get(pk=dev.pk)
    assert (now.name, now.role, now.past_names.count(), now.past_roles.count()) == (
        "Dev Malik",
        "Community Matron",
        0,
        0,
    )


def test_only_the_last_change_is_taken_back(people, dev):
    actions.change_name(dev, name="Devi Malik", since=ago(9), by=None)
    actions.change_name(dev, name="Devi Shaw", since=ago(5), by=None)

    with pytest.raises(RefusedError, match="later change"):
        actions.take_back_name(dev.past_names.first(), by=None)


def test_a_member_as_they_were_is_not_saved(people, dev):
    as_they_were([dev], on=ago(9))

    with pytest.raises(TypeError, match="as of"):
        dev.save()


@pytest.mark.parametrize("wrong", ["name", "role", "joined_on"])
def test_what_a_closed_meeting_has_on_record_is_corrected_with_a_reason(people, dev, closed, wrong):
    right = {
        "name": {"name": "Dave Malik"},
        "role": {"discipline": DisciplineFactory(programme=people.programme)},
        "joined_on": {"joined_on": ago(90)},
    }[wrong]

    with pytest.raises(RefusedError, match="Give the reason"):
        actions.edit_member(dev, **details_of(dev, **right), by=people.facilitator)
    dev.refresh_from_db()
    actions.edit_member(dev, **details_of(dev, **right), reason="Misread", by=people.facilitator)

    assert [(row.what, row.reason, row.by) for row in dev.detail_corrections.all()] == [
        (wrong.removesuffix("_on"), "Misread", people.facilitator)
    ]


def test_what_no_closed_meeting_has_on_record_needs_no_reason(people, dev):
    actions.edit_member(dev, **details_of(dev, name="Dave Malik"), by=people.facilitator)

    assert (dev.name, MemberCorrection.objects.count()) == ("Dave Malik", 0)


def test_a_role_that_was_not_known_is_filled_in_without_a_reason(people, dev, closed):
    Member.objects.filter(pk=dev.pk).update(discipline=None)
    dev.refresh_from_db()
    nurse = DisciplineFactory(programme=people.programme)

    actions.edit_member(dev, **details_of(dev, discipline=nurse), by=people.facilitator)

    assert dev.detail_corrections.get().reason == "It was not known before."


def test_a_change_recorded_late_needs_a_reason_if_a_meeting_since_then_is_closed(people, dev, closed):
    with pytest.raises(RefusedError, match="Give the reason"):
        actions.change_name(dev, name="Devi Malik", since=ago(9), by=people.facilitator)

    actions.change_name(dev, name="Devi Malik", since=ago(3), by=people.facilitator)

    assert not dev.detail_corrections.exists()


def test_the_database_keeps_no_correction_without_a_reason(people, dev):
    with pytest.raises(IntegrityError), transaction.atomic():
        dev.detail_corrections.create(what="role", since=ago(1), reason="", by=people.facilitator)


def test_approved_minutes_say_that_a_role_was_corrected(people, dev, closed, signed_in):
    later = MeetingFactory(site=people.site, starts_at=timezone.now() - timedelta(hours=3), number=2)
    meeting_actions.approve_minutes(closed, at=later, by=people.facilitator)
    closed.refresh_from_db()
    assert minutes_for(closed, people.facilitator).corrections == []
    nurse = DisciplineFactory(programme=people.programme, name="Nurse")

    actions.edit_member(
        dev, **details_of(dev, discipline=nurse), reason="Misread on the list", by=people.facilitator
    )

    said = words_in(signed_in("facilitator").get(reverse("minutes_pdf", args=[closed.pk])))
    assert "Dev Malik Nurse" in said
    assert "the role of a member: Misread on the list" in said


def test_figure_1_of_a_past_day_keeps_the_role_and_says_what_was_corrected(people, dev, closed):
    nurse = DisciplineFactory(programme=people.programme, name="Nurse")
    before = as_csv(membership_matrix(people.programme, as_at=ago(6)))

    actions.change_job(dev, organisation=OrganisationFactory(), discipline=nurse, since=ago(2), by=None)
    actions.change_name(dev, name="Devi Malik", since=ago(2), by=None)
    assert as_csv(membership_matrix(people.programme, as_at=ago(6))) == before
    assert as_csv(membership_matrix(people.programme, as_at=ago(1))) != before

    dev = actions.take_back_role(dev.past_roles.get(), by=None)
    actions.edit_member(dev, **details_of(dev, discipline=nurse), reason="Misread", by=people.facilitator)
    said = as_csv(membership_matrix(people.programme, as_at=ago(6)))
    assert "CP4: one role was corrected after this day" in said
    assert "Misread" not in said


def test_an_earlier_name_is_on_no_page(people, dev, closed, signed_in):
    actions.change_name(dev, name="Devi Shaw", since=ago(2), by=people.facilitator)
    client = signed_in("facilitator")
    addresses = [
        reverse("member_list", args=[people.site.slug]),
        reverse("members:member_edit", args=[dev.pk]),
        reverse("member_history", args=[dev.pk]),
        reverse("meeting_detail", args=[closed.pk]),
        reverse("meetings:attendance_record", args=[closed.pk]),
        reverse("certificate", args=[dev.pk]),
    ]
    for address in addresses:
        said = one_line(client.get(address).content.decode())
        assert "Devi Shaw" in said, address
        assert "Dev Malik" not in said.replace("Signed in as", ""), address


def test_an_earlier_name_is_known_as_one_that_identifies(people, dev):
    actions.change_name(dev, name="Devi Shaw", since=ago(2), by=people.facilitator)

    found = IdentifierFinder(people.site).find("We spoke to Malik about it.")

    assert [suspicion.passage for suspicion in found] == ["Malik"]


def test_a_new_job_asks_for_the_role(people, dev, signed_in):
    nurse = DisciplineFactory(programme=people.programme, name="Nurse")
    client = signed_in("facilitator")
    page = client.get(reverse("members:job_change", args=[dev.pk]))
    assert page.context["form"].initial["discipline"] == dev.discipline_id

    client.post(
        reverse("members:job_change", args=[dev.pk]),
        {"organisation": "Shelter", "discipline": nurse.pk, "since": "yesterday"},
    )
    client.post(
        reverse("members:job_change", args=[dev.pk]),
        {"organisation": "Shelter", "discipline": nurse.pk, "since": f"{ago(1):%d %B %Y}"},
    )

    now = Member.objects.get(pk=dev.pk)
    assert (now.role, now.employments.get().organisation.name) == ("Nurse", "Shelter")
    assert on(dev, ago(2)).role == "Community Matron"


def test_a_new_name_is_recorded_and_taken_back_in_the_browser(people, dev, signed_in):
    client = signed_in("facilitator")

    client.post(
        reverse("members:name_change", args=[dev.pk]), {"name": "Devi Shaw", "since": f"{ago(1):%d %B %Y}"}
    )
    assert Member.objects.get(pk=dev.pk).name == "Devi Shaw"
    client.post(reverse("members:name_take_back", args=[dev.past_names.get().pk]))

    assert Member.objects.get(pk=dev.pk).name == "Dev Malik"


def test_a_role_not_known_then_is_shown_as_such_for_that_day(people, dev):
    Member.objects.filter(pk=dev.pk).update(discipline=None)
    nurse = DisciplineFactory(programme=people.programme, name="Nurse")
    dev.refresh_from_db()

    actions.change_job(dev, organisation=None, discipline=nurse, since=ago(2), by=None)

    assert (on(dev, ago(3)).role, on(dev, ago(2)).role) == (NO_ROLE, "Nurse")


def test_an_account_has_the_name_of_its_member_unless_its_owner_chose_another(people, dev):
    account, before = dev.user, dev.name

    def called() -> str:
        account.refresh_from_db()
        return account.name

    actions.change_name(dev, name="Devi Malik", since=ago(9), by=people.facilitator)
    assert called() == dev.user.name == "Devi Malik"
    actions.take_back_name(dev.past_names.get(), by=people.facilitator)
    assert called() == before
    actions.edit_member(dev, **details_of(dev, name="Devi Shore"), by=people.facilitator)
    assert called() == "Devi Shore"

    actions.change_details(
        account, name="D. Shore", job_title=account.job_title, colour_mode=account.colour_mode
    )
    actions.change_name(dev, name="Devi Malik", since=ago(9), by=people.facilitator)
    assert called() == "D. Shore"
