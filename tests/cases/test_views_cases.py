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


def offered(place, **changes):
    return {
        "title": "The weekend that starts on Thursday", "kind": "challenging", "is_live": "on",
        "presentation": "A man in his forties.", "presenters": [place.members.presenter.pk],
        "case_management": "none",
    } | changes  # fmt: skip


# --- Offering


def test_a_member_offers_a_case(place, sign_in):
    theme = Theme.objects.first()

    response = sign_in(place.presenter).post(url("cases:case_offer"), offered(place, themes=[theme.pk]))

    case = Case.objects.get()
    assert (response.status_code, response.url) == (302, case.get_absolute_url())
    assert (case.offered_by, case.site, list(case.themes.all())) == (place.presenter, place.site, [theme])


def test_a_colleague_who_offers_for_somebody_else_lands_on_the_list(place, sign_in):
    response = sign_in(place.colleague).post(url("cases:case_offer"), offered(place))

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
        ({"presentation": "NHS 943 476 5919."}, "There is an NHS or National Insurance number in this text"),
        ({"presentation": "nul \x00 byte"}, "Null characters are not allowed"),
        ({"presentation": "x" * 50_001}, "longer than 50,000 characters"),
        ({"presenters": []}, "Choose who presents the case"),
        ({"kind": "nonsense"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_what_was_typed(place, sign_in, changes, says):
    response = sign_in(place.presenter).post(
        url("cases:case_offer"), offered(place, shared_goal="A quiet month", **changes)
    )

    assert response.status_code == 422
    assert says in words_of(response)
    assert "A quiet month" in words_of(response)
    assert not Case.objects.exists()


def test_the_refused_text_is_still_on_screen(place, sign_in):
    response = sign_in(place.presenter).post(
        url("cases:case_offer"),
        offered(place, presentation="He rings from 01632 960 114 and asks for the nurse."),
    )

    assert "He rings from 01632 960 114 and asks for the nurse.</textarea>" in words_of(response)


def test_suspected_identifiers_are_kept_and_shown_as_a_warning(place, sign_in):
    response = sign_in(place.presenter).post(
        url("cases:case_offer"),
        offered(place, presentation="Mr Smith came on 4 September 2011."),
        follow=True,
    )

    assert Case.objects.get().presentation == "Mr Smith came on 4 September 2011."
    assert "Check “Mr Smith”, “4 September 2011”" in words_of(response)


def test_a_presenter_of_another_site_is_not_a_choice(place, sign_in):
    response = sign_in(place.presenter).post(
        url("cases:case_offer"), offered(place, presenters=[place.members.elsewhere.pk])
    )

    assert response.status_code == 422


def test_a_member_of_two_sites_chooses_one(place, sign_in):
    MemberFactory(site=place.other_site, user=place.presenter)
    client = sign_in(place.presenter)

    choice = client.get(url("cases:case_offer"))
    form = client.get(url("cases:case_offer") + f"?site={place.other_site.slug}")

    assert f"?site={place.other_site.slug}" in words_of(choice)
    assert form.context["site"] == place.other_site


def test_a_case_is_offered_at_ones_own_site_only(place, sign_in):
    assert (
        sign_in(place.presenter).get(url("cases:case_offer") + f"?site={place.other_site.slug}").status_code
        == 404
    )
    assert sign_in(place.broker).get(url("cases:case_offer")).status_code == 403


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
def test_others_do_not_write_a_presented_case_once_its_meeting_is_closed(place, case, sign_in, role, status):
    meeting = case.discussions.get().meeting
    meeting.attendances.create(member=place.members.presenter, mark="present")
    close(meeting, by=place.facilitator)
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


def test_presenters_cannot_be_changed_under_a_text_being_checked(place, case, text, sign_in):
    response = sign_in(place.facilitator).post(
        url("case_edit", case.pk), edited(case, place, presenters=[place.members.colleague.pk])
    )

    assert response.status_code == 422
    assert "cannot change its presenters" in words_of(response)


def test_every_version_can_be_read_and_brought_back(place, case, sign_in):
    actions.edit(case, by=place.facilitator, base_version=1, presentation="Second.")
    first = Revision.objects.of(case, "presentation").get(version=1)
    client = sign_in(place.facilitator)

    assert first.text in words_of(client.get(url("cases:case_revisions", case.pk)))
    response = client.post(url("cases:revision_restore", case.pk, first.pk))

    case.refresh_from_db()
    assert (response.status_code, case.presentation, case.version) == (302, first.text, 3)
    assert client.get(url("cases:revision_restore", case.pk, first.pk)).status_code == 405
    assert sign_in(place.colleague).post(url("cases:revision_restore", case.pk, first.pk)).status_code == 403
    assert sign_in(place.stranger).get(url("cases:case_revisions", case.pk)).status_code == 404


# --- Meetings


def test_a_case_is_put_on_the_agenda_of_the_next_meeting(place, case, sign_in):
    meeting = MeetingFactory(site=place.site)
    client = sign_in(place.facilitator)

    assert client.get(url("cases:case_discuss", case.pk)).status_code == 200
    client.post(url("cases:case_discuss", case.pk), {"meeting": meeting.pk})

    assert case.discussions.filter(meeting=meeting).exists()
    assert sign_in(place.colleague).post(url("cases:case_discuss", case.pk)).status_code == 403


def test_a_meeting_of_another_site_is_no_choice(place, case, sign_in):
    elsewhere = MeetingFactory(site=place.other_site)

    response = sign_in(place.facilitator).post(url("cases:case_discuss", case.pk), {"meeting": elsewhere.pk})

    assert response.status_code == 422
    assert "Choose a meeting of your own site" in words_of(response)


def test_a_case_is_taken_off_an_agenda(place, case, sign_in):
    discussion = DiscussionFactory(case=case, meeting=MeetingFactory(site=place.site), notes="")

    sign_in(place.facilitator).post(url("cases:agenda_take_off", discussion.pk))

    assert case.discussions.count() == 1


def test_notes_are_written(place, case, sign_in):
    discussion = case.discussions.get()

    sign_in(place.facilitator).post(url("cases:notes_edit", discussion.pk), {"notes": "Who reads with her?"})

    discussion.refresh_from_db()
    assert discussion.notes == "Who reads with her?"
    assert sign_in(place.colleague).get(url("cases:notes_edit", discussion.pk)).status_code == 403
    assert sign_in(place.stranger).get(url("cases:notes_edit", discussion.pk)).status_code == 404


def test_a_member_steps_out(place, case, sign_in):
    client = sign_in(place.colleague)
    assert "Do you know this person?" in words_of(client.get(url("cases:step_out", case.pk)))

    response = client.post(url("cases:step_out", case.pk))

    assert response.url == url("case_list")
    assert client.get(case.get_absolute_url()).status_code == 404
    assert sign_in(place.presenter).post(url("cases:step_out", case.pk)).status_code == 403
