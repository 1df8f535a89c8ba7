"""Pages of next steps, the list of cases, and a case's story."""

import pytest

from cases.models import Theme
from cases.next_steps.models import Feedback, NextStep
from kit.models import AuditEvent
from tests.cases.pages import count_queries, url, words_of
from tests.factories.cases import CaseFactory, FeedbackFactory, NextStepFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.members import MemberFactory


def offered(people, **changes):
    return {
        "title": "The weekend that starts on Thursday", "kind": "challenging", "is_live": "on",
        "presentation": "A man in his forties.", "presenters": [people.members.presenter.pk],
        "case_management": "none",
    } | changes  # fmt: skip


# --- Next steps


def test_several_next_steps_are_written_down_at_once(people, case, sign_in):
    discussion, owner = case.discussions.get(), people.members.member
    due = MeetingFactory(site=people.site)

    response = sign_in(people.facilitator).post(
        url("next_steps:next_step_add", discussion.pk),
        {
            "what_1": "Ring before writing", "owner_1": owner.pk,
            "what_3": "Open the post together", "owner_3": owner.pk, "due_3": due.pk,
        },
    )  # fmt: skip

    assert response.url == case.get_absolute_url()
    assert list(NextStep.objects.values_list("what", "owner", "due_meeting")) == [
        ("Ring before writing", owner.pk, None),
        ("Open the post together", owner.pk, due.pk),
    ]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({}, "Enter at least one next step"),
        ({"what_1": "Ring"}, "Row 1: choose who will try it"),
        ({"what_2": "Ring on 01632 960 114"}, "phone number"),
        ({"what_1": "x" * 301}, "longer than 300 characters"),
    ],
)
def test_rows_that_lack_something_are_said(people, case, sign_in, typed, says):
    response = sign_in(people.facilitator).post(
        url("next_steps:next_step_add", case.discussions.get().pk), typed
    )

    assert response.status_code == 422
    assert says in words_of(response)
    assert not NextStep.objects.exists()


def test_an_owner_without_a_step_is_asked_for_it(people, case, sign_in):
    response = sign_in(people.facilitator).post(
        url("next_steps:next_step_add", case.discussions.get().pk), {"owner_2": people.members.member.pk}
    )

    assert f"Row 2: enter what {people.members.member.first_name} will try" in words_of(response)


def test_an_owner_answers_their_own_step(people, case, sign_in):
    step = NextStepFactory(discussion=case.discussions.get(), owner=people.members.member)
    client = sign_in(people.member)

    page = client.get(url("next_steps:feedback_give", step.pk))
    response = client.post(
        url("next_steps:feedback_give", step.pk), {"outcome": "held_steady", "words": "No worse."}
    )

    assert 'class="choice"' in words_of(page)
    assert (response.status_code, response.url) == (302, "/")
    assert Feedback.objects.get().given_by == people.members.member


def test_the_facilitator_answers_for_anybody_with_the_meeting_where_it_was_heard(people, case, sign_in):
    silent = MemberFactory(site=people.site, without_account=True)
    case.discussions.get().meeting.save()
    step = NextStepFactory(discussion=case.discussions.get(), owner=silent)

    response = sign_in(people.facilitator).post(
        url("next_steps:feedback_give", step.pk), {"outcome": "helped", "given_by": silent.pk, "meeting": ""}
    )

    assert response.url == case.get_absolute_url()
    assert (Feedback.objects.get().given_by, Feedback.objects.get().recorded_by) == (
        silent,
        people.facilitator,
    )


@pytest.mark.parametrize(
    ("role", "status"), [("stranger", 404), ("presenter", 403), ("broker", 403), ("commissioner", 404)]
)
def test_nobody_else_answers_a_step(people, case, sign_in, role, status):
    step = NextStepFactory(discussion=case.discussions.get(), owner=people.members.member)

    response = sign_in(getattr(people, role)).post(
        url("next_steps:feedback_give", step.pk), {"outcome": "helped"}
    )

    assert response.status_code == status
    assert not Feedback.objects.exists()


def test_not_tried_asks_why(people, case, sign_in):
    step = NextStepFactory(discussion=case.discussions.get(), owner=people.members.member)

    response = sign_in(people.member).post(
        url("next_steps:feedback_give", step.pk), {"outcome": "not_tried", "words": " "}
    )

    assert response.status_code == 422
    assert "Enter why it was not tried" in words_of(response)


def test_a_second_answer_is_refused_with_what_was_typed(people, case, sign_in):
    step = NextStepFactory(discussion=case.discussions.get(), owner=people.members.member)
    FeedbackFactory(next_step=step)
    client = sign_in(people.member)

    assert "This no longer needs feedback" in words_of(client.get(url("next_steps:feedback_give", step.pk)))
    response = client.post(
        url("next_steps:feedback_give", step.pk), {"outcome": "worse", "words": "Typed with care."}
    )

    assert response.status_code == 422
    assert "already has feedback" in words_of(response)
    assert "Typed with care." in words_of(response)


# --- The list and the page


def test_the_list_filters_by_site_state_and_theme(people, case, sign_in):
    other = CaseFactory(site=people.site)
    theme = Theme.objects.first()
    case.themes.add(theme)
    client = sign_in(people.facilitator)

    def listed(query):
        return list(client.get(url("case_list") + query).context["cases"])

    assert set(listed("")) == {case, other}
    assert listed("?state=offered") == [other]
    assert listed(f"?theme={theme.slug}") == [case]
    assert listed("?site=nowhere") == []
    assert set(listed(f"?site={people.site.slug}&state=nonsense&page=999")) == {case, other}


def test_the_list_costs_the_same_for_twice_as_many_cases(people, sign_in, django_assert_num_queries):
    client = sign_in(people.facilitator)

    def queries() -> int:
        return count_queries(client, url("case_list"))

    CaseFactory.create_batch(3, site=people.site, presented=True)
    once = queries()
    CaseFactory.create_batch(3, site=people.site, presented=True)

    assert queries() == once <= 20


@pytest.mark.parametrize(
    ("role", "status"), [("commissioner", 403), ("adviser", 403), ("superuser", 403), ("team", 200)]
)
def test_who_has_a_list_of_cases(people, sign_in, role, status):
    assert sign_in(getattr(people, role)).get(url("case_list")).status_code == status


def test_a_cases_page_tells_its_story(people, case, sign_in):
    step = NextStepFactory(discussion=case.discussions.get(), owner=people.members.member)
    FeedbackFactory(next_step=step, words="It was quieter after that.")
    NextStepFactory(discussion=case.discussions.get(), owner=people.members.member, what="Ask the landlord")
    MeetingFactory(site=people.site)

    response = sign_in(people.facilitator).get(case.get_absolute_url())

    kinds = [(event.kind, event.state) for event in response.context["events"]]
    assert kinds == [
        ("presented", "done"), ("steps", "done"), ("offered", "done"), ("answers", "done"),
        ("coming_back", "now"), ("write_up", ""),
    ]  # fmt: skip
    for words in (case.presentation, case.learning, "It was quieter after that.", "Ask the landlord"):
        assert words in words_of(response)


@pytest.mark.parametrize("role", ["stranger", "elsewhere", "adviser", "commissioner", "superuser"])
def test_strangers_do_not_find_a_case(people, case, sign_in, role):
    assert sign_in(getattr(people, role)).get(case.get_absolute_url()).status_code == 404


def test_reading_a_case_is_written_down(people, case, sign_in):
    client = sign_in(people.member)
    client.get(case.get_absolute_url())
    client.get(case.get_absolute_url())

    assert list(AuditEvent.objects.values_list("verb", "subject", "by")) == [
        ("read", f"cases.case:{case.pk}", people.member.pk)
    ]


def test_members_see_no_buttons_that_are_not_theirs(people, case, sign_in):
    words = words_of(sign_in(people.member).get(case.get_absolute_url()))

    assert url("cases:step_out", case.pk) in words
    for name in ("case_edit", "cases:case_discuss", "clearance:sharing_agreement"):
        assert url(name, case.pk) not in words


def test_a_cases_page_costs_the_same_for_twice_as_many_steps(people, case, sign_in):
    discussion = case.discussions.get()
    client = sign_in(people.facilitator)

    def add_and_count() -> int:
        for step in NextStepFactory.create_batch(3, discussion=discussion):
            FeedbackFactory(next_step=step)
        NextStepFactory(discussion=discussion)
        return count_queries(client, case.get_absolute_url())

    client.get(case.get_absolute_url())

    assert add_and_count() == add_and_count()
