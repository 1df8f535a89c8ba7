"""What was typed in the room and not saved is there again: after a refusal without script, and once the meeting is closed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.actions import cases as case_actions
from cases.models import Presenter
from kit.editing.drafts import keep_draft
from kit.models import Draft
from meetings import actions
from tests.factories.cases import CaseFactory, DiscussionFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory
from tests.reading import one_line

pytestmark = pytest.mark.django_db
WORDS = "No bed for couples anywhere in the county."


@pytest.fixture
def discussion(people):
    meeting = MeetingFactory(site=people.site, starts_at=timezone.now() - timedelta(hours=1))
    AttendanceFactory(meeting=meeting, member__site=people.site)
    return DiscussionFactory(meeting=meeting, case=CaseFactory(site=people.site))


def room(discussion) -> str:
    return reverse("meeting_room", args=[discussion.meeting_id])


def typed(response) -> dict:
    """The fields of the room's form as the page shows them."""
    form = response.context["form"]
    return {bound.html_name: bound.value() or "" for bound in form}


def test_what_was_typed_is_there_again_after_a_refusal_without_script(signed_in, discussion):
    ruth = signed_in("facilitator")
    issue, note = f"issue_{discussion.pk}_1", f"note_{discussion.pk}"
    section = f"section_{discussion.pk}_learning"
    fields = typed(ruth.get(room(discussion))) | {issue: WORDS, note: "A note", section: "Ask earlier."}

    refused = ruth.post(room(discussion), fields | {"keep": "issues"})
    again = typed(ruth.get(room(discussion)))

    assert refused.status_code == 422
    assert (again[issue], again[note], again[section]) == (WORDS, "A note", "Ask earlier.")


def test_what_is_saved_afterwards_leaves_nothing_over(signed_in, discussion):
    ruth = signed_in("facilitator")
    fields = typed(ruth.get(room(discussion))) | {f"issue_{discussion.pk}_1": WORDS}
    ruth.post(room(discussion), fields | {"keep": "issues"})

    fields[f"theme_{discussion.pk}_1"] = "housing_supply"
    saved = ruth.post(room(discussion), fields | {"keep": "issues"})

    assert saved.status_code == 302
    assert not Draft.objects.exclude(text="").exists()


def test_what_was_typed_and_not_saved_can_be_read_once_the_meeting_is_closed(people, signed_in, discussion):
    keep_draft(discussion.meeting, f"issue_{discussion.pk}_1", text=WORDS, key="k", by=people.facilitator)
    actions.close(discussion.meeting, by=people.facilitator)
    ruth = signed_in("facilitator")

    closing = ruth.get(reverse("meeting_close", args=[discussion.meeting_id])).content.decode()
    page = one_line(ruth.get(room(discussion)).content.decode())

    assert room(discussion) in closing
    assert WORDS in page
    assert "You typed this and did not save it" in page


def test_nobody_else_reads_what_one_typed(people, signed_in, discussion):
    keep_draft(discussion.meeting, f"issue_{discussion.pk}_1", text=WORDS, key="k", by=people.member)
    actions.close(discussion.meeting, by=people.facilitator)

    page = signed_in("facilitator").get(room(discussion), follow=True).content.decode()

    assert WORDS not in page


def test_a_text_that_one_left_alone_is_not_kept_over_a_newer_one(people, signed_in, discussion):
    ruth, case = signed_in("facilitator"), discussion.case
    section = f"section_{discussion.pk}_learning"
    case_actions.edit(case, by=people.facilitator, base_version=case.version, learning="First.")
    opened = typed(ruth.get(room(discussion)))
    case.refresh_from_db()
    case_actions.edit(
        case, by=people.facilitator, base_version=case.version, learning="Second, by a colleague."
    )

    ruth.post(room(discussion), opened | {f"issue_{discussion.pk}_1": WORDS, "keep": "issues"})

    assert typed(ruth.get(room(discussion)))[section] == "Second, by a colleague."


def test_what_a_presenter_could_not_save_is_there_for_them_once_the_meeting_is_closed(
    people, signed_in, discussion
):
    Presenter.objects.create(case=discussion.case, member=people.member.memberships.get())
    keep_draft(discussion.case, "presentation", text=WORDS, key="k", by=people.member)
    actions.close(discussion.meeting, by=people.facilitator)

    page = one_line(signed_in("member").get(room(discussion)).content.decode())

    assert WORDS in page
    assert discussion.case.reference in page


def test_a_choice_without_words_leaves_no_empty_page(people, signed_in, discussion):
    keep_draft(
        discussion.meeting, f"theme_{discussion.pk}_1", text="housing_supply", key="k", by=people.facilitator
    )
    actions.close(discussion.meeting, by=people.facilitator)

    assert signed_in("facilitator").get(room(discussion)).status_code == 302
