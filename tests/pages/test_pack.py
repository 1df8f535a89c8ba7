"""The pack: all that a room without a screen needs on paper, in the order of the room's page."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import SteppedOut
from cases.next_steps.actions.steps import give_feedback
from meetings import actions
from members.models import User
from tests.factories.cases import CaseFactory, DiscussionFactory, NextStepFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory, VisitFactory
from tests.factories.members import DisciplineFactory, FacilitationFactory, GroundRulesFactory, MemberFactory
from tests.paper import opened, words_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def ruth(client):
    facilitation = FacilitationFactory(member__name="Ruth Adeyemi", started_on=date(2012, 2, 1))
    ruth = User.objects.get(pk=facilitation.member.user_id)
    client.force_login(ruth)
    return ruth


@pytest.fixture
def meeting(ruth):
    site = ruth.memberships.get().site
    GroundRulesFactory(programme=site.programme, since=date(2012, 1, 1))
    return actions.schedule(site, starts_at=timezone.now() + timedelta(days=7), kind="case", by=None)


@pytest.fixture
def tom(meeting):
    return MemberFactory(site=meeting.site, name="Tom Hallett", joined_on=date(2012, 3, 1))


def step_of(case, owner, days=30, **kwargs):
    earlier = MeetingFactory(
        site=case.site, starts_at=timezone.now() - timedelta(days=days), number=90 + days
    )
    return NextStepFactory(discussion=DiscussionFactory(case=case, meeting=earlier), owner=owner, **kwargs)


def pack(client, meeting):
    return client.get(reverse("pack_pdf", args=[meeting.pk]))


def test_it_has_agenda_ground_rules_and_a_sheet_to_sign(client, meeting, tom):
    VisitFactory(meeting=meeting, name="Vera Visitor")

    words = words_in(pack(client, meeting))

    for shown in (
        "Agenda",
        "No names, no initials, no streets.",
        "Agrees to the ground rules",
        "Tom Hallett",
        "Vera Visitor",
        "Stand-in",
        "Confidential to the site: shred after use",
    ):
        assert shown in words


def test_each_page_says_of_which_meeting_it_is_and_how_many_there_are(client, meeting, tom):
    response = pack(client, meeting)

    with opened(response) as document:
        pages = len(document.pages)
        assert str(document.Root.Lang) == "en-GB"
    words = words_in(response)
    assert pages >= 4
    for number in range(1, pages + 1):
        assert f"{meeting.site.code}, {meeting.name.lower()}, page {number} of {pages}" in words


def test_steps_that_come_back_have_the_answers_to_tick(client, ruth, meeting, tom):
    case = CaseFactory(site=meeting.site, title="The letters", presenter=tom)
    step_of(case, tom, what="Ring first")

    words = words_in(pack(client, meeting))

    assert "Ring first Tom Hallett" in words
    for answer in (
        "Helped",
        "Held steady",
        "No change",
        "Worse",
        "Not yet",
        "Not tried",
        "No longer possible",
    ):
        assert answer in words


def test_not_yet_can_be_ticked_again_and_the_paper_says_how_often_it_was_said(client, ruth, meeting, tom):
    case = CaseFactory(site=meeting.site, presenter=tom)
    step = step_of(case, tom, what="Ring first")
    give_feedback(step, outcome="not_yet", by=ruth)

    words = words_in(pack(client, meeting))

    assert "Not tried" in words
    assert "Not yet Not tried" in words
    assert "“Not yet” once. Agreed on" in words


def test_the_case_on_the_agenda_has_room_to_write_and_its_text_stays_out(client, meeting, tom):
    case = CaseFactory(site=meeting.site, title="The letters", presentation="CANARY story", presenter=tom)
    case.worked_with_by.add(DisciplineFactory(programme=meeting.site.programme, name="Debt adviser"))
    DiscussionFactory(case=case, meeting=meeting, notes="CANARY notes")

    words = words_in(pack(client, meeting))

    assert f"The case: {case.reference}, The letters" in words
    assert "Tom Hallett presents." in words
    assert "Debt adviser" in words
    assert (
        words.index("The case, as presented")
        < words.index("What would you do differently")
        < words.index("this group cannot change")
    )
    assert "CANARY" not in words


def test_without_a_case_there_is_an_empty_sheet_for_one(client, meeting):
    assert "Presented by:" in words_in(pack(client, meeting))


def test_it_says_how_many_stepped_out_and_never_who(client, meeting, tom):
    case = CaseFactory(site=meeting.site, title="The letters", presenter=tom)
    DiscussionFactory(case=case, meeting=meeting)
    step_of(case, tom, what="Ring first")
    out = MemberFactory(site=meeting.site, name="Priya Nair", joined_on=timezone.localdate())
    out.joined_on = timezone.localdate() + timedelta(days=30)  # not on the sheet to sign
    out.save()
    SteppedOut.objects.create(case=case, member=out)

    words = words_in(pack(client, meeting))

    agenda = words[: words.index("Ground rules")]
    assert words.count("One of us stepped out of this case") == 2
    assert "The letters" not in agenda
    assert "Priya" not in words


def test_it_is_kept_nowhere(client, meeting):
    response = pack(client, meeting)

    assert response["Cache-Control"] == "no-store, private"
    assert f"{meeting.site.code}-meeting-{meeting.number}-pack.pdf" in response["Content-Disposition"]


def test_the_page_of_the_pack_leads_to_the_paper(client, meeting):
    page = client.get(reverse("meeting_pack", args=[meeting.pk])).content.decode()

    assert reverse("pack_pdf", args=[meeting.pk]) in page


def test_the_room_of_a_meeting_that_is_over_opens_until_it_is_closed(client, ruth, meeting, tom):
    meeting.starts_at = timezone.now() - timedelta(days=20)
    meeting.save()
    room = reverse("meeting_room", args=[meeting.pk])

    AttendanceFactory(meeting=meeting, member=tom)

    page = client.get(room).content.decode()
    actions.close(meeting, by=ruth)
    closed = client.get(room)

    parts = [page.index(f'id="{part}"') for part in ("rules", "roll", "feedback", "case", "close")]
    assert parts == sorted(parts)
    assert closed.status_code == 302
