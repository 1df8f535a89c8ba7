"""Texts that came too late are settled by somebody's word, and every earlier version can be read and put back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from kit.editing.sections import states_of
from kit.models import Revision, SectionHold
from members.models import User
from pages.room.saving import save_text
from tests.factories.cases import CaseFactory, DiscussionFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.members import FacilitationFactory
from tests.reading import one_line

pytestmark = pytest.mark.django_db


def facilitator(name, **people):
    return User.objects.get(pk=FacilitationFactory(member__name=name, **people).member.user_id)


@pytest.fixture
def ruth(client):
    ruth = facilitator("Ruth Adeyemi")
    client.force_login(ruth)
    return ruth


@pytest.fixture
def amina(ruth):
    return facilitator("Amina Begum", member__site=ruth.memberships.get().site)


@pytest.fixture
def meeting(ruth):
    site = ruth.memberships.get().site
    return MeetingFactory(site=site, starts_at=timezone.now() - timedelta(minutes=30))


@pytest.fixture
def case(meeting):
    case = CaseFactory(site=meeting.site, presentation="First", learning="")
    DiscussionFactory(case=case, meeting=meeting)
    return case


def save(case, text, *, base, by):
    return save_text(
        case, "presentation", text=text, base_version=base, key=f"{by.pk}-{base}-{len(text)}", by=by
    )


@pytest.fixture
def late(case, ruth, amina):
    """What Amina typed while Ruth was writing."""
    save(case, "Ruth's words", base=1, by=ruth)
    save(case, "Too", base=1, by=amina)
    save(case, "Too late", base=1, by=amina)
    SectionHold.objects.all().delete()
    return Revision.objects.set_aside().get(text="Too late")


def go(client, verb, meeting, revision):
    return client.post(reverse(f"room_{verb}", args=[meeting.pk, revision.pk]))


def text_of(case) -> str:
    return Case.objects.get(pk=case.pk).presentation


def waiting(case) -> list[str]:
    case = Case.objects.get(pk=case.pk)
    return [revision.text for revision in states_of([case], ["presentation"])[case, "presentation"].aside]


def test_the_last_words_of_a_text_set_aside_wait_with_who_and_when(client, meeting, case, late, amina):
    page = client.get(reverse("room_versions", args=[meeting.pk])).content.decode()

    assert waiting(case) == ["Too late"]
    assert f"Set aside: {amina}" in page
    room = client.get(reverse("meeting_room", args=[meeting.pk])).content.decode()
    assert "1 text set aside here" in one_line(room)


def test_a_text_set_aside_is_put_back_and_loses_nothing(client, meeting, case, late, ruth):
    assert go(client, "put_back", meeting, late).status_code == 302

    late.refresh_from_db()
    assert text_of(case) == "Too late"
    assert waiting(case) == []
    assert (late.settled_by, late.settled_at is not None) == (ruth, True)
    assert Revision.objects.of(case, "presentation").filter(text="Ruth's words").exists()


def test_a_text_left_out_leaves_the_list_with_what_it_grew_from_and_stays_kept(client, meeting, case, late):
    go(client, "leave_out", meeting, late)
    go(client, "leave_out", meeting, late)

    assert waiting(case) == []
    assert not Revision.objects.set_aside().exists()
    assert text_of(case) == "Ruth's words"
    assert Revision.objects.filter(text="Too late").exists()


def test_a_text_put_together_by_hand_waits_for_nothing(case, late, ruth):
    save(case, "Ruth's words. Too late", base=2, by=ruth)

    assert waiting(case) == []


def test_an_earlier_version_is_put_back_as_a_new_one(client, meeting, case, ruth):
    save(case, "Second", base=1, by=ruth)
    first = Revision.objects.of(case, "presentation").get(version=1)

    go(client, "put_back", meeting, first)

    assert text_of(case) == "First"
    assert Revision.objects.of(case, "presentation").first().version == 3


def test_nothing_is_put_back_while_somebody_else_is_writing_there(client, meeting, case, late, amina):
    save(case, "Amina goes on", base=2, by=amina)

    answer = client.post(reverse("room_put_back", args=[meeting.pk, late.pk]))

    assert answer.status_code == 409
    assert f"{amina} is writing there now" in answer.content.decode()
    assert text_of(case) == "Amina goes on"


def test_a_version_of_another_text_is_not_to_be_had_here(client, meeting, case, ruth):
    other = CaseFactory(site=meeting.site, presentation="Elsewhere")
    save(other, "Elsewhere, later", base=1, by=ruth)

    assert go(client, "put_back", meeting, Revision.objects.of(other).last()).status_code == 404


def test_steps_of_typing_are_one_version_to_read(client, meeting, case, ruth):
    for number in range(1, 8):
        save(case, "First" + " and more" * number, base=number, by=ruth)

    page = client.get(reverse("room_versions", args=[meeting.pk])).content.decode()

    assert page.count("Restore") == 1
    assert Revision.objects.of(case, "presentation").count() == 8
