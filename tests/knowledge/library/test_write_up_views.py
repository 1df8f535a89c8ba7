"""From a case to a write-up being checked, by form."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.clearance import actions as clearance_actions
from cases.clearance.models import ClearedText
from knowledge.library.actions import write_ups
from knowledge.library.models import LearningObject
from tests.cases.checking import ANSWERS, answers_on
from tests.knowledge import publishing
from tests.reading import one_line
from tests.ticked import LOOKED, ticked

pytestmark = pytest.mark.django_db
TOLD = {"tells_place": "site", "tells_days": "month", **ANSWERS, **LOOKED}
DRAFT = {
    "draft_title": "The post",
    "draft_standfirst": "What changed.",
    "draft_story": "Told anew.\r\n\r\nTwice.",
}


@pytest.fixture
def by(client):
    """`by(user)`: the client, signed in as this person."""

    def by(user):
        client.force_login(user)
        return client

    return by


def test_the_facilitator_starts_a_write_up_from_the_case(by, people, case):
    page = by(people.facilitator).get(f"/cases/{case.pk}/write-up/")
    assert "Start the write-up" in page.content.decode()
    assert not LearningObject.objects.exists()

    answer = by(people.facilitator).post(f"/cases/{case.pk}/write-up/start/", follow=True)

    assert "CANARY-presentation of a woman in her fifties." in answer.content.decode()
    assert "Housing rings before it writes. It helped." in answer.content.decode()


def test_only_the_facilitator_writes_up(by, people, case):
    for path in ("write-up/", "write-up/start/", "write-up/send-for-checking/"):
        address = f"/cases/{case.pk}/{path}"
        for name in ("member", "presenter", "broker", "team"):
            assert by(getattr(people, name)).post(address, DRAFT).status_code == 403
        for name in ("member_elsewhere", "adviser", "commissioner", "stranger", "superuser"):
            assert by(getattr(people, name)).post(address, DRAFT).status_code == 404


def test_a_draft_is_saved_and_marked(by, people, write_up):
    address = f"/cases/{write_up.case_id}/write-up/"

    answer = by(people.facilitator).post(address, {**DRAFT, "draft_again": "Ask Dev Malik."}, follow=True)

    write_up.refresh_from_db()
    assert (write_up.draft_title, write_up.draft_story) == ("The post", "Told anew.\n\nTwice.")
    assert "“Dev Malik”" in answer.content.decode()


def test_steps_and_bottom_lines_are_reworded_for_others(by, people, write_up):
    first, second = write_up.case.discussions.get().next_steps.all()
    attached = write_up.case.attached_evidence.get()

    by(people.facilitator).post(
        f"/cases/{write_up.case_id}/write-up/",
        {**DRAFT, f"step_{first.pk}": "A service rings first", f"step_{second.pk}": second.what,
         f"bottom_line_{attached.pk}": ""},
    )  # fmt: skip

    write_up.refresh_from_db()
    assert write_up.draft_steps == {str(first.pk): "A service rings first"}
    assert write_up.draft_bottom_lines == {str(attached.pk): ""}


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("draft_title", "", "Enter a title"),
        ("draft_title", "x" * 121, "120"),
        ("draft_story", "Ring 01632 960 114.", "Remove it"),
        ("draft_story", "a\x00b", "Null characters"),
        ("draft_story", "x" * 50_001, "50,000"),
    ],
)
def test_bad_input_gets_words_and_keeps_what_was_typed(by, people, write_up, field, typed, words):
    answer = by(people.facilitator).post(
        f"/cases/{write_up.case_id}/write-up/", {**DRAFT, "draft_again": "Kept as typed.", field: typed}
    )

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Kept as typed." in answer.content.decode()


def test_saving_can_lead_straight_on(by, people, write_up):
    answer = by(people.facilitator).post(
        f"/cases/{write_up.case_id}/write-up/", {**DRAFT, "send_for_checking": "1"}
    )

    assert answer.url == f"/cases/{write_up.case_id}/write-up/send-for-checking/"


def test_sending_for_checking_shows_exactly_the_words_and_asks_for_whom(by, people, write_up):
    address = f"/cases/{write_up.case_id}/write-up/send-for-checking/"

    shown = by(people.facilitator).get(address)
    page = shown.content.decode()
    typed = {**TOLD, **answers_on(page), **ticked(shown.context["form"]), "audience": "commissioners"}
    answer = by(people.facilitator).post(address, typed, follow=True)

    assert "Nobody read with her." in page
    assert "CANARY" not in page
    text = ClearedText.objects.being_checked().get()
    assert text.audience == "commissioners"
    assert "Version 1 has been sent for checking" in answer.content.decode()
    assert "Carol Whitcombe has not agreed yet" in answer.content.decode()


def test_a_write_up_is_sent_only_by_somebody_who_ticks_that_they_read_it_with_these_marks(
    by, people, write_up
):
    write_ups.edit_write_up(write_up, draft_again="Ask Mr Hollis.", by=people.facilitator)
    address = f"/cases/{write_up.case_id}/write-up/send-for-checking/"
    page = by(people.facilitator).get(address)
    typed = {**TOLD, **answers_on(page.content.decode()), "audience": "programme"}

    for told in (LOOKED, {"looked": ""}):  # nothing is marked, or not ticked
        refused = by(people.facilitator).post(address, {**typed, **told})
        assert refused.status_code == 422
        assert "tick to say you have checked them" in one_line(refused.content.decode())
    assert not ClearedText.objects.exists()
    shown = by(people.facilitator).post(address, {**typed, "looked": "", "show": "1"})
    assert shown.status_code == 200
    assert by(people.facilitator).post(address, {**typed, **ticked(shown.context["form"])}).status_code == 302
    assert ticked(shown.context["form"]) == ticked(page.context["form"])


def test_a_reader_that_does_not_exist_is_refused(by, people, write_up):
    address = f"/cases/{write_up.case_id}/write-up/send-for-checking/"

    assert by(people.facilitator).post(address, {**TOLD, "audience": "site"}).status_code == 422
    assert not ClearedText.objects.exists()


def test_a_draft_without_a_story_is_refused_in_words(by, people, write_up):
    write_ups.edit_write_up(write_up, draft_story="", by=people.facilitator)

    address = f"/cases/{write_up.case_id}/write-up/send-for-checking/"
    page = by(people.facilitator).get(address)
    read = {**answers_on(page.content.decode()), **ticked(page.context["form"])}
    answer = by(people.facilitator).post(address, {**TOLD, **read, "audience": "programme"})

    assert answer.status_code == 422
    assert "needs at least a title and the story" in answer.content.decode()


def test_there_is_nothing_to_send_for_checking_before_it_is_started(by, people, case):
    assert by(people.facilitator).get(f"/cases/{case.pk}/write-up/send-for-checking/").status_code == 404


def test_the_state_shows_who_approved_it_and_why_it_was_sent_back(by, people, write_up, approve, publish):
    address = f"/cases/{write_up.case_id}/write-up/"

    def page():
        return by(people.facilitator).get(address).content.decode()

    version = write_ups.send_write_up_for_checking(write_up, audience="programme", by=people.facilitator)
    approve(version.cleared_text)
    assert "Dev Malik approved it" in page()
    assert "Nothing is missing. It can be published." in page()

    publishing.publish(version, by=people.facilitator)
    assert "is published for members of every site" in one_line(page())

    write_ups.edit_write_up(write_up, draft_story="Told anew.", by=people.facilitator)
    second = write_ups.send_write_up_for_checking(write_up, audience="programme", by=people.facilitator)
    clearance_actions.send_back(second.cleared_text, reason="The street shows.", by=people.member)
    assert "The street shows." in page()
    assert "Version 1" in one_line(page())


def test_the_page_costs_at_most_twenty_queries(by, people, write_up):
    write_ups.send_write_up_for_checking(write_up, audience="programme", by=people.facilitator)
    client = by(people.facilitator)

    with CaptureQueriesContext(connection) as queries:
        client.get(f"/cases/{write_up.case_id}/write-up/")

    assert len(queries) <= 20
