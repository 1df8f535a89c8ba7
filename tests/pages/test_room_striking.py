"""A passage typed by mistake goes for good: from every text, version and draft. Who and when is kept, never what."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kit.audit_verbs import KitVerb
from kit.models import AuditEvent, Draft, Revision, subject_of
from members.models import User
from pages.room.saving import save_text
from tests.factories.cases import CaseFactory, DiscussionFactory, NextStepFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.members import FacilitationFactory
from tests.pages.privacy import asking

pytestmark = pytest.mark.django_db


@pytest.fixture
def ruth(client):
    ruth = User.objects.get(pk=FacilitationFactory().member.user_id)
    client.force_login(ruth)
    return ruth


@pytest.fixture
def discussion(ruth):
    site = ruth.memberships.get().site
    meeting = MeetingFactory(site=site, starts_at=timezone.now() - timedelta(minutes=30))
    case = CaseFactory(site=site, presentation="", learning="Ask Jane\nBloggs first")
    return DiscussionFactory(case=case, meeting=meeting, notes="jane bloggs rang")


def address_of(discussion) -> str:
    return reverse("room_strike", args=[discussion.meeting_id])


def strike(client, discussion, words):
    return asking.strike(client, address_of(discussion), words)


def test_every_place_is_shown_before_anything_goes(client, discussion):
    response = asking.look(client, address_of(discussion), "Jane Bloggs")

    discussion.refresh_from_db()
    assert response.status_code == 200
    assert "<mark>jane bloggs</mark> rang" in response.content.decode()
    assert discussion.notes == "jane bloggs rang"


def test_the_passage_goes_from_every_text_version_and_draft(client, ruth, discussion):
    case = discussion.case
    save_text(case, "presentation", text="Jane Bloggs came", base_version=0, key="1", by=ruth)
    save_text(case, "presentation", text="She came. Jane Bloggs", base_version=1, key="2", by=ruth)
    save_text(case, "presentation", text="Too late, Jane Bloggs", base_version=1, key="3", by=ruth)
    step = NextStepFactory(discussion=discussion, what="Ring Jane Bloggs")
    Draft.objects.create(
        user=ruth,
        subject=subject_of(discussion.meeting),
        section="issue_1",
        text="JANE BLOGGS again",
        key="4",
    )

    response = strike(client, discussion, "Jane Bloggs")

    for row in (case, discussion, step):
        row.refresh_from_db()
    texts = [case.presentation, case.learning, discussion.notes, step.what]
    texts += Revision.objects.values_list("text", flat=True)
    texts += Draft.objects.values_list("text", flat=True)
    assert response.status_code == 302
    assert [text for text in texts if "bloggs" in text.lower()] == []
    assert (case.presentation, case.learning) == ("She came. …", "Ask … first")


def test_who_and_when_is_kept_and_never_what(client, ruth, discussion):
    strike(client, discussion, "Jane Bloggs")

    event = AuditEvent.objects.get(verb=KitVerb.STRIKE)
    assert (event.by, event.subject) == (ruth, subject_of(discussion.meeting))
    assert event.note == ""


def test_words_that_stand_nowhere_are_said_to(client, discussion):
    response = strike(client, discussion, "Somebody else")

    assert response.status_code == 422
    assert "was not found" in response.content.decode()
    assert not AuditEvent.objects.filter(verb=KitVerb.STRIKE).exists()


def test_the_text_of_another_meeting_is_left_alone(client, discussion):
    other = CaseFactory(site=discussion.case.site, presentation="Jane Bloggs")

    strike(client, discussion, "Jane Bloggs")

    other.refresh_from_db()
    assert other.presentation == "Jane Bloggs"
