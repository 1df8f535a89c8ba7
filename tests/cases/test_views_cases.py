"""Pages of cases and next steps: offering, writing, stale saves, versions, agendas, stepping out, feedback."""

import pytest

from cases.actions import cases as actions
from cases.models import Case, Theme
from kit.models import Revision
from meetings.actions import close
from tests.cases.pages import url, words_of
from tests.factories.cases import DiscussionFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.members import MemberFactory
from tests.reading import one_line, opened_in


def offered(people, **changes):
    return {
        "title": "The weekend that starts on Thursday", "kind": "challenging", "is_live": "on",
        "presentation": "A man in his forties.", "presenters": [people.members.presenter.pk],
        "case_management": "none",
    } | changes  # fmt: skip


# --- Offering


def test_a_member_offers_a_case(people, sign_in):
    theme = Theme.objects.first()

    response = sign_in(people.presenter).post(url("cases:case_offer"), offered(people, themes=[theme.pk]))

    case = Case.objects.get()
    assert (response.status_code, response.url) == (302, case.get_absolute_url())
    assert (case.offered_by, case.site, list(case.themes.all())) == (people.presenter, people.site, [theme])


def test_a_colleague_who_offers_for_somebody_else_lands_on_the_list(people, sign_in):
    response = sign_in(people.member).post(url("cases:case_offer"), offered(people))

    assert response.url == url("case_list")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"title": ""}, "Enter a title"),
        ({"title": "x" * 121}, "longer than 120 characters"),
        (
            {"presentation": "Ring him on 01632 960 114."},
            "There is a phone number in this text: “01632 960 114”",
        ),
        ({"presentation": "Mail a.person@example.org."}, "There is an e-mail address in this text"),
        ({"presentation": "She lives at ST4 2DF."}, "There is a postcode in this text"),
        ({"presentation": "NHS 943 476 5919."}, "There is an NHS number in this text"),
        ({"presentation": "nul \x00 byte"}, "Null characters are not allowed"),
        ({"presentation": "x" * 50_001}, "longer than 50,000 characters"),
        ({"presenters": []}, "Choose who presents the case"),
        ({"kind": "nonsense"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_what_was_typed(people, sign_in, changes, says):
    response = sign_in(people.presenter).post(
        url("cases:case_offer"), offered(people, shared_goal="A quiet month", **changes)
    )

    assert response.status_code == 422
    assert says in words_of(response)
    assert "A quiet month" in words_of(response)
    assert not Case.objects.exists()


def test_the_refused_text_is_still_on_screen(people, sign_in):
    response = sign_in(people.presenter).post(
        url("cases:case_offer"),
        offered(people, presentation="He rings from 01632 960 114 and asks for the nurse."),
    )

    assert "He rings from 01632 960 114 and asks for the nurse.</textarea>" in words_of(response)


def test_suspected_identifiers_are_kept_and_shown_as_a_warning(people, sign_in):
    response = sign_in(people.presenter).post(
        url("cases:case_offer"),
        offered(people, presentation="Mr Smith came on 4 September 2011."),
        follow=True,
    )

    assert Case.objects.get().presentation == "Mr Smith came on 4 September 2011."
    assert "Check “Mr Smith”, “4 September 2011”" in words_of(response)


def test_a_presenter_of_another_site_is_not_a_choice(people, sign_in):
    response = sign_in(people.presenter).post(
        url("cases:case_offer"), offered(people, presenters=[people.members.elsewhere.pk])
    )

    assert response.status_code == 422


def test_a_member_of_two_sites_chooses_one(people, sign_in):
    MemberFactory(site=people.neighbour, user=people.presenter)
    client = sign_in(people.presenter)

    choice = client.get(url("cases:case_offer"))
    form = client.get(url("cases:case_offer") + f"?site={people.neighbour.slug}")

    assert f"?site={people.neighbour.slug}" in words_of(choice)
    assert form.context["site"] == people.neighbour


def test_a_case_is_offered_at_ones_own_site_only(people, sign_in):
    assert (
        sign_in(people.presenter).get(url("cases:case_offer") + f"?site={people.neighbour.slug}").status_code
        == 404
    )
    assert sign_in(people.broker).get(url("cases:case_offer")).status_code == 403


# --- Writing


def edited(case, people, **changes):
    return offered(people, title=case.title, learning="", **changes)


def test_the_facilitator_corrects_a_case(people, case, sign_in):
    response = sign_in(people.facilitator).post(
        url("case_edit", case.pk), edited(case, people, presentation="Shorter.\r\nIn two lines.")
    )

    case.refresh_from_db()
    assert response.url == case.get_absolute_url()
    assert (case.presentation, case.version) == ("Shorter.\nIn two lines.", 2)


@pytest.mark.parametrize(
    ("role", "status"),
    [("stranger", 404), ("elsewhere", 404), ("commissioner", 404), ("superuser", 404), ("member", 403), ("broker", 403), ("team", 403), ("presenter", 403)],
)  # fmt: skip
def test_others_do_not_write_a_presented_case_once_its_meeting_is_closed(people, case, sign_in, role, status):
    meeting = case.discussions.get().meeting
    meeting.attendances.create(member=people.members.presenter, mark="present")
    close(meeting, by=people.facilitator)
    client = sign_in(getattr(people, role))

    assert client.get(url("case_edit", case.pk)).status_code == status
    assert client.post(url("case_edit", case.pk), edited(case, people)).status_code == status


def test_a_stale_save_keeps_both_texts(people, case, sign_in):
    client = sign_in(people.facilitator)
    page = client.get(url("case_edit", case.pk))
    stale = edited(case, people, presentation="What I typed.") | opened_in(page)
    actions.edit(case, by=people.broker, base_version=1, presentation="What they saved.", title="Their title")

    response = client.post(url("case_edit", case.pk), stale)

    assert response.status_code == 422
    assert "What they saved." in words_of(response)
    assert f"Saved by {people.broker}" in one_line(words_of(response))
    assert "What I typed.</textarea>" in words_of(response)
    assert response.context["form"]["title"].value() == "Their title"
    case.refresh_from_db()
    assert case.presentation == "What they saved."

    client.post(url("case_edit", case.pk), stale | {"title": "Their title"} | opened_in(response))
    case.refresh_from_db()
    assert (case.presentation, case.title) == ("What I typed.", "Their title")
    assert Revision.objects.of(case, "presentation").filter(text="What they saved.").exists()


def test_presenters_cannot_be_changed_under_a_text_being_checked(people, case, text, sign_in):
    response = sign_in(people.facilitator).post(
        url("case_edit", case.pk), edited(case, people, presenters=[people.members.member.pk])
    )

    assert response.status_code == 422
    assert "cannot change its presenters" in words_of(response)


# --- Meetings


def test_a_case_is_put_on_the_agenda_of_the_next_meeting(people, case, sign_in):
    meeting = MeetingFactory(site=people.site)
    client = sign_in(people.facilitator)

    assert client.get(url("cases:case_discuss", case.pk)).status_code == 200
    client.post(url("cases:case_discuss", case.pk), {"meeting": meeting.pk})

    assert case.discussions.filter(meeting=meeting).exists()
    assert sign_in(people.member).post(url("cases:case_discuss", case.pk)).status_code == 403


def test_a_meeting_of_another_site_is_no_choice(people, case, sign_in):
    elsewhere = MeetingFactory(site=people.neighbour)

    response = sign_in(people.facilitator).post(url("cases:case_discuss", case.pk), {"meeting": elsewhere.pk})

    assert response.status_code == 422
    assert "Choose a meeting of your own site" in words_of(response)


def test_a_case_is_taken_off_an_agenda(people, case, sign_in):
    discussion = DiscussionFactory(case=case, meeting=MeetingFactory(site=people.site), notes="")

    sign_in(people.facilitator).post(url("cases:agenda_take_off", discussion.pk))

    assert case.discussions.count() == 1


def test_notes_are_written(people, case, sign_in):
    discussion = case.discussions.get()

    sign_in(people.facilitator).post(url("cases:notes_edit", discussion.pk), {"notes": "Who reads with her?"})

    discussion.refresh_from_db()
    assert discussion.notes == "Who reads with her?"
    assert sign_in(people.member).get(url("cases:notes_edit", discussion.pk)).status_code == 403
    assert sign_in(people.stranger).get(url("cases:notes_edit", discussion.pk)).status_code == 404


def test_a_member_steps_out(people, case, sign_in):
    client = sign_in(people.member)
    assert "Do you know this person?" in words_of(client.get(url("cases:step_out", case.pk)))

    response = client.post(url("cases:step_out", case.pk))

    assert response.url == url("case_list")
    assert client.get(case.get_absolute_url()).status_code == 404
    assert sign_in(people.presenter).post(url("cases:step_out", case.pk)).status_code == 403
