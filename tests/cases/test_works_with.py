"""Who round the table works with the person: said as roles, in one click, and kept by the site."""

import pytest

from cases.actions import cases
from cases.actions import works_with as actions
from cases.audit_verbs import CaseVerb
from cases.models import Case
from kit.errors import RefusedError
from kit.models import AuditEvent, subject_of
from tests.factories.members import DisciplineFactory, MemberFactory


@pytest.fixture
def nurse(people):
    """The colleague's role."""
    return people.members.member.discipline


def roles_of(case):
    return set(case.worked_with_by.all())


def test_a_member_says_that_their_service_works_with_the_person(case, people, nurse):
    for _ in range(2):
        actions.say_own_service(case, member=people.members.member, works_with=True, by=people.member)

    assert roles_of(case) == {nurse}


def test_and_that_it_no_longer_does(case, people, nurse):
    officer = DisciplineFactory(programme=people.programme)
    case.worked_with_by.add(nurse, officer)

    for _ in range(2):
        actions.say_own_service(case, member=people.members.member, works_with=False, by=people.member)

    assert roles_of(case) == {officer}


def test_the_audit_knows_that_somebody_said_it_and_not_of_which_role(case, people, nurse):
    actions.say_own_service(case, member=people.members.member, works_with=True, by=people.member)

    event = AuditEvent.objects.get(subject=subject_of(case))
    assert (event.verb, event.note) == (CaseVerb.SAY_WHO_WORKS_WITH, "")


def test_a_member_of_another_site_says_nothing(case, people):
    with pytest.raises(RefusedError, match="Only members of this case’s site"):
        actions.say_own_service(case, member=people.members.elsewhere, works_with=True, by=people.elsewhere)


def test_a_case_that_is_not_live_has_nobody_who_works_with_the_person(case, people, nurse):
    case.is_live = False
    case.save()

    with pytest.raises(RefusedError, match="Ask the facilitator"):
        actions.say_own_service(case, member=people.members.member, works_with=True, by=people.member)
    with pytest.raises(RefusedError, match="Ask the facilitator"):
        actions.say_who_works_with(case, roles=[nurse], by=people.facilitator)
    assert roles_of(case) == set()


def test_all_roles_are_said_at_once_among_those_round_the_table(case, people, nurse):
    presents = people.members.presenter.discipline
    actions.say_who_works_with(case, roles=[nurse, presents], by=people.presenter)
    assert roles_of(case) == {nurse, presents}

    actions.say_who_works_with(case, roles=[presents], by=people.presenter)
    assert roles_of(case) == {presents}

    with pytest.raises(RefusedError, match="not held by a member"):
        actions.say_who_works_with(
            case, roles=[DisciplineFactory(programme=people.programme)], by=people.presenter
        )


def test_a_role_stays_when_whoever_held_it_has_left(case, people, nurse):
    case.worked_with_by.add(nurse)
    people.members.member.left_on = people.members.member.joined_on
    people.members.member.save()

    actions.say_who_works_with(
        case, roles=[nurse, people.members.presenter.discipline], by=people.facilitator
    )

    assert nurse in roles_of(case)


def test_one_click_on_the_page_of_the_case(sign_in, case, people, nurse):
    browser = sign_in(people.member)
    assert "My service works with them" in browser.get(case.get_absolute_url()).content.decode()

    answer = browser.post(f"/cases/{case.pk}/works-with/mine/", {"works_with": "yes"}, follow=True)

    page = answer.content.decode()
    assert f'<li class="tag">{nurse}</li>' in page
    assert "My service no longer works with them" in page
    assert "Record services for everyone" not in page


def test_a_presenter_says_it_for_everybody(sign_in, case, people, nurse):
    browser = sign_in(people.presenter)
    assert str(nurse) in browser.get(f"/cases/{case.pk}/works-with/").content.decode()

    answer = browser.post(f"/cases/{case.pk}/works-with/", {"roles": [nurse.pk]})

    assert answer.url == case.get_absolute_url()
    assert roles_of(case) == {nurse}


def test_a_role_of_another_table_is_no_choice(sign_in, case, people):
    other = MemberFactory(site=people.neighbour).discipline

    answer = sign_in(people.facilitator).post(f"/cases/{case.pk}/works-with/", {"roles": [other.pk]})

    assert answer.status_code == 422
    assert "Choose from the roles of members" in answer.content.decode()


def test_who_may(sign_in, case, people):
    for reader, status in [("member", 403), ("team", 403), ("broker", 403), ("elsewhere", 404)]:
        assert sign_in(getattr(people, reader)).get(f"/cases/{case.pk}/works-with/").status_code == status
    for reader, status in [("team", 403), ("broker", 403), ("elsewhere", 404), ("commissioner", 404)]:
        answer = sign_in(getattr(people, reader)).post(f"/cases/{case.pk}/works-with/mine/")
        assert answer.status_code == status


def test_readers_who_do_not_sit_at_the_table_see_the_roles_and_no_button(sign_in, case, people, nurse):
    case.worked_with_by.add(nurse)

    page = sign_in(people.broker).get(case.get_absolute_url()).content.decode()

    assert f'<li class="tag">{nurse}</li>' in page
    assert "My service" not in page


def test_a_case_that_is_not_live_shows_no_roles(sign_in, case, people, nurse):
    case.worked_with_by.add(nurse)
    Case.objects.update(is_live=False)

    page = sign_in(people.member).get(case.get_absolute_url()).content.decode()

    assert "Services working with this person" not in page
    assert "No members of this group currently work with this person." in page


def test_a_case_that_is_no_longer_live_loses_its_roles(case, people, nurse):
    case.worked_with_by.add(nurse)

    cases.edit(case, by=people.facilitator, base_version=case.version, is_live=False)

    assert roles_of(case) == set()
