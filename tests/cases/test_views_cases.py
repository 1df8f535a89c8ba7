"""Pages of cases and next steps: offering, writing, stale saves, versions, agendas, stepping out, feedback."""

import pytest
from django.urls import reverse

from cases.actions import cases as actions
from cases.models import Case, Feedback, NextStep, Theme
from copsite.kit.models import AuditEvent, Revision
from tests.factories.cases import CaseFactory, DiscussionFactory, FeedbackFactory, NextStepFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.members import MemberFactory


@pytest.fixture
def sign_in(client):
    def as_(user):
        client.force_login(user)
        return client

    return as_


def words_of(response) -> str:
    return response.content.decode()


def url(name, *args) -> str:
    return reverse(f"cases:{name}", args=args)


def offered(place, **changes):
    return {
        "title": "The weekend that starts on Thursday", "kind": "challenging", "is_live": "on",
        "presentation": "A man in his forties.", "presenters": [place.members.presenter.pk],
        "case_management": "none",
    } | changes  # fmt: skip


# --- Offering


def test_a_member_offers_a_case(place, sign_in):
    theme = Theme.objects.first()

    response = sign_in(place.presenter).post(url("case_offer"), offered(place, themes=[theme.pk]))

    case = Case.objects.get()
    assert (response.status_code, response.url) == (302, case.get_absolute_url())
    assert (case.offered_by, case.site, list(case.themes.all())) == (place.presenter, place.site, [theme])


def test_a_colleague_who_offers_for_somebody_else_lands_on_the_list(place, sign_in):
    response = sign_in(place.colleague).post(url("case_offer"), offered(place))

    assert response.url == url("case_list")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"title": ""}, "Give the case a title of a few words"),
        ({"title": "x" * 121}, "longer than 120 characters"),
        ({"presentation": "Ring him on 01632 960 114."}, "There is a phone number in it, “01632 960 114”"),
        ({"presentation": "Mail a.person@example.org."}, "There is an e-mail address in it"),
        ({"presentation": "She lives at ST4 2DF."}, "There is a postcode in it"),
        ({"presentation": "NHS 943 476 5919."}, "There is an NHS or National Insurance number in it"),
        ({"presentation": "nul \x00 byte"}, "Null characters are not allowed"),
        ({"presentation": "x" * 50_001}, "longer than 50,000 characters"),
        ({"presenters": []}, "Say who brings it"),
        ({"kind": "nonsense"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_what_was_typed(place, sign_in, changes, says):
    response = sign_in(place.presenter).post(
        url("case_offer"), offered(place, shared_goal="A quiet month", **changes)
    )

    assert response.status_code == 422
    assert says in words_of(response)
    assert "A quiet month" in words_of(response)
    assert not Case.objects.exists()


def test_the_refused_text_is_still_on_screen(place, sign_in):
    response = sign_in(place.presenter).post(
        url("case_offer"), offered(place, presentation="He rings from 01632 960 114 and asks for the nurse.")
    )

    assert "He rings from 01632 960 114 and asks for the nurse.</textarea>" in words_of(response)


def test_suspected_identifiers_are_kept_and_shown_as_a_warning(place, sign_in):
    response = sign_in(place.presenter).post(
        url("case_offer"), offered(place, presentation="Mr Smith came on 4 September 2011."), follow=True
    )

    assert Case.objects.get().presentation == "Mr Smith came on 4 September 2011."
    assert "Look again at “Mr Smith”, “4 September 2011”" in words_of(response)


def test_a_presenter_of_another_site_is_not_a_choice(place, sign_in):
    response = sign_in(place.presenter).post(
        url("case_offer"), offered(place, presenters=[place.members.elsewhere.pk])
    )

    assert response.status_code == 422


def test_a_member_of_two_sites_chooses_one(place, sign_in):
    MemberFactory(site=place.other_site, user=place.presenter)
    client = sign_in(place.presenter)

    choice = client.get(url("case_offer"))
    form = client.get(url("case_offer") + f"?site={place.other_site.slug}")

    assert f"?site={place.other_site.slug}" in words_of(choice)
    assert form.context["site"] == place.other_site


def test_a_case_is_offered_at_ones_own_site_only(place, sign_in):
    assert (
        sign_in(place.presenter).get(url("case_offer") + f"?site={place.other_site.slug}").status_code == 404
    )
    assert sign_in(place.broker).get(url("case_offer")).status_code == 403


# --- Writing


def edited(case, place, **changes):
    return offered(place, title=case.title, base_version=case.version, learning="", **changes)


def test_the_facilitator_corrects_a_case(place, case, sign_in):
    response = sign_in(place.facilitator).post(
        url("case_edit", case.pk), edited(case, place, presentation="Shorter.\r\nIn two lines.")
    )

    case.refresh_from_db()
    assert response.url == case.get_absolute_url()
    assert (case.presentation, case.version) == ("Shorter.\nIn two lines.", 2)


@pytest.mark.parametrize(
    ("role", "status"),
    [("stranger", 404), ("elsewhere", 404), ("commissioner", 404), ("superuser", 404), ("colleague", 403), ("broker", 403), ("team", 403), ("presenter", 403)],
)  # fmt: skip
def test_others_do_not_write_a_presented_case(place, case, sign_in, role, status):
    client = sign_in(getattr(place, role))

    assert client.get(url("case_edit", case.pk)).status_code == status
    assert client.post(url("case_edit", case.pk), edited(case, place)).status_code == status


def test_a_stale_save_keeps_both_texts(place, case, sign_in):
    stale = edited(case, place, presentation="What I typed.")
    actions.edit(case, by=place.facilitator, base_version=1, presentation="What they saved.")
    client = sign_in(place.facilitator)

    response = client.post(url("case_edit", case.pk), stale)

    assert response.status_code == 409
    assert "What they saved." in words_of(response)
    assert "What I typed.</textarea>" in words_of(response)
    assert 'name="base_version" value="2"' in words_of(response)
    case.refresh_from_db()
    assert case.presentation == "What they saved."

    client.post(url("case_edit", case.pk), stale | {"base_version": 2})
    case.refresh_from_db()
    assert case.presentation == "What I typed."
    assert Revision.objects.of(case, "presentation").filter(text="What they saved.").exists()


def test_presenters_cannot_be_changed_under_a_text_in_the_gate(place, case, text, sign_in):
    response = sign_in(place.facilitator).post(
        url("case_edit", case.pk), edited(case, place, presenters=[place.members.colleague.pk])
    )

    assert response.status_code == 422
    assert "stay as they are" in words_of(response)


def test_every_version_can_be_read_and_brought_back(place, case, sign_in):
    actions.edit(case, by=place.facilitator, base_version=1, presentation="Second.")
    first = Revision.objects.of(case, "presentation").get(version=1)
    client = sign_in(place.facilitator)

    assert first.text in words_of(client.get(url("case_revisions", case.pk)))
    response = client.post(url("revision_restore", case.pk, first.pk))

    case.refresh_from_db()
    assert (response.status_code, case.presentation, case.version) == (302, first.text, 3)
    assert client.get(url("revision_restore", case.pk, first.pk)).status_code == 405
    assert sign_in(place.colleague).post(url("revision_restore", case.pk, first.pk)).status_code == 403
    assert sign_in(place.stranger).get(url("case_revisions", case.pk)).status_code == 404


# --- Meetings


def test_a_case_is_put_on_the_agenda_of_the_next_meeting(place, case, sign_in):
    meeting = MeetingFactory(site=place.site)
    client = sign_in(place.facilitator)

    assert client.get(url("case_discuss", case.pk)).status_code == 200
    client.post(url("case_discuss", case.pk), {"meeting": meeting.pk})

    assert case.discussions.filter(meeting=meeting).exists()
    assert sign_in(place.colleague).post(url("case_discuss", case.pk)).status_code == 403


def test_a_meeting_of_another_site_is_no_choice(place, case, sign_in):
    elsewhere = MeetingFactory(site=place.other_site)

    response = sign_in(place.facilitator).post(url("case_discuss", case.pk), {"meeting": elsewhere.pk})

    assert response.status_code == 422
    assert "Choose one of your own site’s meetings" in words_of(response)


def test_a_case_is_taken_off_an_agenda(place, case, sign_in):
    discussion = DiscussionFactory(case=case, meeting=MeetingFactory(site=place.site), notes="")

    sign_in(place.facilitator).post(url("agenda_take_off", discussion.pk))

    assert case.discussions.count() == 1


def test_notes_are_written(place, case, sign_in):
    discussion = case.discussions.get()

    sign_in(place.facilitator).post(url("notes_edit", discussion.pk), {"notes": "Who reads with her?"})

    discussion.refresh_from_db()
    assert discussion.notes == "Who reads with her?"
    assert sign_in(place.colleague).get(url("notes_edit", discussion.pk)).status_code == 403
    assert sign_in(place.stranger).get(url("notes_edit", discussion.pk)).status_code == 404


def test_a_member_steps_out(place, case, sign_in):
    client = sign_in(place.colleague)
    assert "Do you know this person?" in words_of(client.get(url("step_out", case.pk)))

    response = client.post(url("step_out", case.pk))

    assert response.url == url("case_list")
    assert client.get(case.get_absolute_url()).status_code == 404
    assert sign_in(place.presenter).post(url("step_out", case.pk)).status_code == 403


# --- Next steps


def test_several_next_steps_are_written_down_at_once(place, case, sign_in):
    discussion, owner = case.discussions.get(), place.members.colleague
    due = MeetingFactory(site=place.site)

    response = sign_in(place.facilitator).post(
        url("next_step_add", discussion.pk),
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
        ({}, "Write at least one thing to try"),
        ({"what_1": "Ring"}, "Row 1: say who will try it"),
        ({"what_2": "Ring on 01632 960 114"}, "phone number"),
        ({"what_1": "x" * 301}, "longer than 300 characters"),
    ],
)
def test_rows_that_lack_something_are_said(place, case, sign_in, typed, says):
    response = sign_in(place.facilitator).post(url("next_step_add", case.discussions.get().pk), typed)

    assert response.status_code == 422
    assert says in words_of(response)
    assert not NextStep.objects.exists()


def test_an_owner_without_a_step_is_asked_for_it(place, case, sign_in):
    response = sign_in(place.facilitator).post(
        url("next_step_add", case.discussions.get().pk), {"owner_2": place.members.colleague.pk}
    )

    assert f"Row 2: say what {place.members.colleague.first_name} will try" in words_of(response)


def test_an_owner_answers_their_own_step(place, case, sign_in):
    step = NextStepFactory(discussion=case.discussions.get(), owner=place.members.colleague)
    client = sign_in(place.colleague)

    page = client.get(url("feedback_give", step.pk))
    response = client.post(url("feedback_give", step.pk), {"outcome": "held_steady", "words": "No worse."})

    assert 'class="choice"' in words_of(page)
    assert (response.status_code, response.url) == (302, "/")
    assert Feedback.objects.get().given_by == place.members.colleague


def test_the_facilitator_answers_for_anybody_with_the_meeting_where_it_was_heard(place, case, sign_in):
    silent = MemberFactory(site=place.site, without_account=True)
    case.discussions.get().meeting.save()
    step = NextStepFactory(discussion=case.discussions.get(), owner=silent)

    response = sign_in(place.facilitator).post(
        url("feedback_give", step.pk), {"outcome": "helped", "given_by": silent.pk, "meeting": ""}
    )

    assert response.url == case.get_absolute_url()
    assert (Feedback.objects.get().given_by, Feedback.objects.get().recorded_by) == (
        silent,
        place.facilitator,
    )


@pytest.mark.parametrize(
    ("role", "status"), [("stranger", 404), ("presenter", 403), ("broker", 403), ("commissioner", 404)]
)
def test_nobody_else_answers_a_step(place, case, sign_in, role, status):
    step = NextStepFactory(discussion=case.discussions.get(), owner=place.members.colleague)

    response = sign_in(getattr(place, role)).post(url("feedback_give", step.pk), {"outcome": "helped"})

    assert response.status_code == status
    assert not Feedback.objects.exists()


def test_not_tried_asks_why(place, case, sign_in):
    step = NextStepFactory(discussion=case.discussions.get(), owner=place.members.colleague)

    response = sign_in(place.colleague).post(
        url("feedback_give", step.pk), {"outcome": "not_tried", "words": " "}
    )

    assert response.status_code == 422
    assert "Say in a few words why it was not tried" in words_of(response)


def test_a_second_answer_is_refused_with_what_was_typed(place, case, sign_in):
    step = NextStepFactory(discussion=case.discussions.get(), owner=place.members.colleague)
    FeedbackFactory(next_step=step)
    client = sign_in(place.colleague)

    assert "Nobody needs to answer this any more" in words_of(client.get(url("feedback_give", step.pk)))
    response = client.post(url("feedback_give", step.pk), {"outcome": "worse", "words": "Typed with care."})

    assert response.status_code == 422
    assert "has its answer already" in words_of(response)
    assert "Typed with care." in words_of(response)


# --- The list and the page


def test_the_list_filters_by_site_state_and_theme(place, case, sign_in):
    other = CaseFactory(site=place.site)
    theme = Theme.objects.first()
    case.themes.add(theme)
    client = sign_in(place.facilitator)

    def listed(query):
        return list(client.get(url("case_list") + query).context["page"])

    assert set(listed("")) == {case, other}
    assert listed("?state=offered") == [other]
    assert listed(f"?theme={theme.slug}") == [case]
    assert listed("?site=nowhere") == []
    assert set(listed(f"?site={place.site.slug}&state=nonsense&page=999")) == {case, other}


def test_the_list_costs_the_same_for_twice_as_many_cases(place, sign_in, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = sign_in(place.facilitator)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url("case_list")).status_code == 200
        return len(captured)

    CaseFactory.create_batch(3, site=place.site, presented=True)
    once = queries()
    CaseFactory.create_batch(3, site=place.site, presented=True)

    assert queries() == once <= 20


@pytest.mark.parametrize(
    ("role", "status"), [("commissioner", 403), ("adviser", 403), ("superuser", 403), ("team", 200)]
)
def test_who_has_a_list_of_cases(place, sign_in, role, status):
    assert sign_in(getattr(place, role)).get(url("case_list")).status_code == status


def test_a_cases_page_tells_its_story(place, case, sign_in):
    step = NextStepFactory(discussion=case.discussions.get(), owner=place.members.colleague)
    FeedbackFactory(next_step=step, words="It was quieter after that.")
    NextStepFactory(discussion=case.discussions.get(), owner=place.members.colleague, what="Ask the landlord")
    MeetingFactory(site=place.site)

    response = sign_in(place.facilitator).get(case.get_absolute_url())

    kinds = [(event.kind, event.state) for event in response.context["events"]]
    assert kinds == [
        ("presented", "done"), ("steps", "done"), ("offered", "done"), ("answers", "done"),
        ("coming_back", "now"), ("write_up", ""),
    ]  # fmt: skip
    for words in (case.presentation, case.learning, "It was quieter after that.", "Ask the landlord"):
        assert words in words_of(response)


@pytest.mark.parametrize("role", ["stranger", "elsewhere", "adviser", "commissioner", "superuser"])
def test_strangers_do_not_find_a_case(place, case, sign_in, role):
    assert sign_in(getattr(place, role)).get(case.get_absolute_url()).status_code == 404


def test_reading_a_case_is_written_down(place, case, sign_in):
    client = sign_in(place.colleague)
    client.get(case.get_absolute_url())
    client.get(case.get_absolute_url())

    assert list(AuditEvent.objects.values_list("verb", "subject", "by")) == [
        ("read", f"cases.case:{case.pk}", place.colleague.pk)
    ]


def test_members_see_no_buttons_that_are_not_theirs(place, case, sign_in):
    words = words_of(sign_in(place.colleague).get(case.get_absolute_url()))

    assert url("step_out", case.pk) in words
    for name in ("case_edit", "case_discuss", "presenter_yes"):
        assert url(name, case.pk) not in words


def test_a_cases_page_costs_the_same_for_twice_as_many_steps(place, case, sign_in):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    discussion = case.discussions.get()
    client = sign_in(place.facilitator)

    def add_and_count() -> int:
        for step in NextStepFactory.create_batch(3, discussion=discussion):
            FeedbackFactory(next_step=step)
        NextStepFactory(discussion=discussion)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(case.get_absolute_url()).status_code == 200
        return len(captured)

    client.get(case.get_absolute_url())

    assert add_and_count() == add_and_count()
