"""What one person typed and has not kept is theirs; others see who and where, and take it over once they are gone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.actions.cases import step_out
from kit.audit_verbs import KitVerb
from kit.editing.drafts import keep_draft
from kit.editing.presence import mark_present
from kit.models import AuditEvent, Draft, Presence
from knowledge.models import Question
from members.models import User
from tests.factories.cases import CaseFactory, DiscussionFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory, VisitFactory
from tests.factories.members import FacilitationFactory, GroundRulesFactory, MemberFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ruth(client):
    ruth = User.objects.get(pk=FacilitationFactory(member__name="Ruth Adeyemi").member.user_id)
    client.force_login(ruth)
    return ruth


@pytest.fixture
def site(ruth):
    return ruth.memberships.get().site


@pytest.fixture
def amina(site):
    member = FacilitationFactory(member__site=site, member__user__name="Amina Begum").member
    return User.objects.get(pk=member.user_id)


@pytest.fixture
def meeting(site):
    return MeetingFactory(site=site, starts_at=timezone.now() - timedelta(minutes=30))


@pytest.fixture
def discussion(meeting):
    return DiscussionFactory(case=CaseFactory(site=meeting.site), meeting=meeting)


@pytest.fixture
def typed(meeting, discussion, amina):
    keep_draft(meeting, f"what_{discussion.pk}_1", text="Ring bef", key="1", by=amina)
    keep_draft(meeting, f"question_{discussion.pk}_1", text="Does it", key="2", by=amina)
    mark_present(meeting, by=amina)
    return meeting.pk


def gone():
    """Amina closed her laptop three minutes ago."""
    ago = timezone.now() - timedelta(minutes=3)
    Presence.objects.update(seen_at=ago)
    Draft.objects.update(updated_at=ago)


def heard(client, meeting) -> list[dict]:
    return client.post(reverse("room_here", args=[meeting.pk]), {"place": ""}).json()["unsaved"]


def take(client, meeting, owner):
    return client.post(reverse("room_take_over", args=[meeting.pk, owner.pk]))


def test_others_see_who_typed_and_where_and_not_a_word_of_it(client, meeting, typed):
    told = heard(client, meeting)
    page = client.get(reverse("meeting_room", args=[meeting.pk])).content.decode()

    assert [(each["name"], each["where"], each["is_free"]) for each in told] == [
        ("Amina Begum", "Evidence and questions, row 1; Next steps, row 1", False)
    ]
    assert "Amina Begum has typed here, not saved yet" in page
    assert "Ring bef" not in page + str(told)


def test_while_they_are_here_it_stays_theirs(client, meeting, typed, amina):
    assert take(client, meeting, amina).status_code == 409
    assert set(Draft.objects.values_list("user", flat=True)) == {amina.pk}


def test_once_they_are_gone_for_two_minutes_another_goes_on_with_it(client, meeting, typed, amina, ruth):
    gone()

    assert heard(client, meeting)[0]["is_free"]
    assert take(client, meeting, amina).status_code == 302
    assert set(Draft.objects.values_list("user", flat=True)) == {ruth.pk}
    assert "Ring bef" in client.get(reverse("meeting_room", args=[meeting.pk])).content.decode()
    assert AuditEvent.objects.get(verb=KitVerb.TAKE_OVER_TYPING).note == "2 fields"


def test_where_both_typed_nothing_is_overwritten(client, meeting, discussion, typed, amina, ruth):
    keep_draft(meeting, f"what_{discussion.pk}_1", text="Mine", key="3", by=ruth)
    gone()

    take(client, meeting, amina)

    texts = {(draft.user_id, draft.text) for draft in Draft.objects.all()}
    assert texts == {(ruth.pk, "Mine"), (ruth.pk, "Does it"), (amina.pk, "Ring bef")}


def test_nothing_of_a_case_that_somebody_stepped_out_of_is_told_them(
    client, meeting, discussion, typed, ruth
):
    step_out(discussion.case, member=ruth.memberships.get(), by=ruth)
    gone()

    assert heard(client, meeting) == []
    assert (
        "Amina Begum has typed" not in client.get(reverse("meeting_room", args=[meeting.pk])).content.decode()
    )


def test_rows_that_were_added_come_back_on_another_computer(client, meeting, discussion, ruth):
    keep_draft(meeting, f"what_{discussion.pk}_7", text="The seventh", key="7", by=ruth)

    page = client.get(reverse("meeting_room", args=[meeting.pk])).content.decode()

    assert "The seventh" in page
    assert f'name="what_{discussion.pk}_7"' in page
    assert f'name="what_{discussion.pk}_8"' not in page


def test_a_question_is_asked_also_when_no_case_is_on_the_agenda(client, meeting):
    client.post(reverse("meeting_room", args=[meeting.pk]), {"question_1": "Who answers letters at night?"})

    question = Question.objects.get()
    assert (question.case, question.meeting, question.words) == (
        None,
        meeting,
        "Who answers letters at night?",
    )


def test_everybody_here_keeps_to_the_ground_rules_in_one_click_with_exceptions(client, meeting, site):
    rules = GroundRulesFactory(programme=site.programme, since=meeting.day)
    here, unsure, _away = MemberFactory.create_batch(3, site=site)
    AttendanceFactory(meeting=meeting, member=here)
    AttendanceFactory(meeting=meeting, member=unsure)
    VisitFactory(meeting=meeting)

    client.post(
        reverse("meeting_room", args=[meeting.pk]), {"everyone_keeps": "1", "exceptions": [str(unsure.pk)]}
    )

    assert {agreement.member for agreement in rules.agreements.all()} == {here}
    assert meeting.visits.get().agreed_to_ground_rules


def test_an_owner_who_left_meanwhile_is_named_and_the_row_keeps_what_was_typed(client, meeting, discussion):
    left = MemberFactory(site=meeting.site, joined_on=meeting.day - timedelta(days=30))
    left.left_on = meeting.day
    left.save()
    pk = discussion.pk

    answer = client.post(
        reverse("meeting_room", args=[meeting.pk]),
        {f"what_{pk}_1": "Ring before writing", f"owner_{pk}_1": left.pk},
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert left.name in page[page.index("error-summary") :]
    assert "Ring before writing" in page


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ("x" * 200_000, "This is longer than 50,000 characters. Shorten it to save it."),
        ("a\0b", "plain text."),
    ],
)
def test_what_can_not_be_kept_is_refused_in_words(client, meeting, discussion, words, refusal):
    values = {"field": f"note_{discussion.pk}", "text": words, "key": "k"}

    answer = client.post(reverse("room_send", args=[meeting.pk]), values)

    assert answer.status_code == 422
    assert answer.json()["words"].endswith(refusal)
    assert not Draft.objects.exists()
