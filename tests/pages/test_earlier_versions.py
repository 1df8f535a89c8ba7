"""The page of earlier versions of a text, and bringing one back."""

import inspect
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.actions import cases as actions
from cases.actions.minutes import write_case_minutes
from cases.commissioning import actions as issue_actions
from cases.models import Need, Theme
from kit.models import AuditEvent, Revision
from knowledge.actions.publications import Appraisal, edit_evidence
from members.actions import set_ground_rules
from members.actions.own_words import write_own_words
from pages.earlier.texts import ALL
from tests.factories.cases import CaseFactory
from tests.factories.knowledge import EvidenceFactory
from tests.reading import one_line

pytestmark = pytest.mark.django_db


def versions(kind: str, row) -> str:
    return reverse("text_versions", args=[kind, row.pk])


def shown(client, kind: str, row) -> str:
    return one_line(client.get(versions(kind, row)).content.decode())


def bring_back(client, kind: str, row, version, *, base=None):
    """Press the button of a version on the page, which says what the text was when it was opened."""
    address = reverse("version_bring_back", args=[kind, row.pk, version.pk])
    page = client.get(versions(kind, row)).content.decode()
    form = re.search(rf'action="{address}".*?name="base" value="(\w+)"', page, re.DOTALL)
    return client.post(
        address, {"base": base or form[1]}, HTTP_REFERER=f"http://testserver{versions(kind, row)}"
    )


@pytest.fixture
def case(people):
    """A case of the site that was presented."""
    return CaseFactory(site=people.site, presenter=people.members.presenter, presented=True)


@pytest.fixture
def sign_in(client):
    """`sign_in(user)`: a browser in which this person is signed in."""

    def as_(user):
        client.force_login(user)
        return client

    return as_


@pytest.fixture
def issue(people, case):
    """An issue that was put into other words."""
    issue = issue_actions.raise_issue(case, theme="capacity", words="Too few hours", by=people.presenter)
    return issue_actions.edit_issue(issue, theme="capacity", words="Too few nights", by=people.facilitator)


def first(row, section: str) -> Revision:
    return Revision.objects.of(row, section).get(version=1)


def test_a_version_says_who_wrote_it_and_what_is_different_now(people, issue, sign_in):
    page = shown(sign_in(people.facilitator), "issue", issue)

    assert page.index("version 2") < page.index("version 1")
    assert people.presenter.name in page
    assert "Too few <del >hours</del><ins>nights</ins>" in page


def test_a_version_that_is_brought_back_loses_nothing_and_is_recorded(people, issue, sign_in):
    client = sign_in(people.facilitator)

    response = bring_back(client, "issue", issue, first(issue, "words"))

    issue.refresh_from_db()
    assert (response.status_code, response.url) == (302, versions("issue", issue))
    assert issue.words == "Too few hours"
    assert Revision.objects.of(issue, "words").count() == 3
    assert AuditEvent.objects.filter(verb="edit an issue", by=people.facilitator).count() == 2
    replaced = Revision.objects.of(issue, "words").get(version=2)
    bring_back(client, "issue", issue, replaced)
    issue.refresh_from_db()
    assert issue.words == "Too few nights"


def test_a_text_that_was_changed_meanwhile_is_not_replaced(people, issue, sign_in):
    client = sign_in(people.facilitator)
    page = client.get(versions("issue", issue)).content.decode()
    opened_with = re.search(r'name="base" value="(\w+)"', page)[1]
    issue_actions.edit_issue(issue, theme="capacity", words="Nobody at night", by=people.presenter)

    response = bring_back(client, "issue", issue, first(issue, "words"), base=opened_with)

    issue.refresh_from_db()
    assert issue.words == "Nobody at night"
    assert "was changed while you had the page open" in one_line(client.get(response.url).content.decode())


def test_a_version_of_another_text_is_none_of_this_one(people, case, issue, sign_in):
    client = sign_in(people.facilitator)
    actions.edit(case, by=people.facilitator, base_version=case.version, learning="Something.")
    foreign = Revision.objects.of(case).first()

    assert client.post(reverse("version_bring_back", args=["issue", issue.pk, foreign.pk])).status_code == 404
    assert client.get(reverse("text_versions", args=["nothing", issue.pk])).status_code == 404


def test_every_version_of_a_case_can_be_read_and_brought_back(people, case, sign_in):
    before = case.presentation
    actions.edit(case, by=people.facilitator, base_version=case.version, presentation="Second.")
    version = first(case, "presentation")
    client = sign_in(people.facilitator)

    assert before in shown(client, "case", case)
    response = bring_back(client, "case", case, version)

    case.refresh_from_db()
    assert (response.status_code, case.presentation, case.version) == (302, before, 3)
    address = reverse("version_bring_back", args=["case", case.pk, version.pk])
    assert client.get(address).status_code == 405
    assert sign_in(people.member).get(versions("case", case)).status_code == 200
    assert sign_in(people.member).post(address).status_code == 403
    assert sign_in(people.stranger).get(versions("case", case)).status_code == 404


def test_ground_rules_that_are_brought_back_are_a_new_version(people, sign_in):
    for text in ("Be kind.", "Be kind.\nNo names."):
        set_ground_rules(people.programme, text=text, by=people.team)
    first_rules = people.programme.ground_rules.get(version=1)

    bring_back(sign_in(people.team), "ground-rules", people.programme, first_rules)

    assert [rules.text for rules in people.programme.ground_rules.all()] == [
        "Be kind.",
        "Be kind.\nNo names.",
        "Be kind.",
    ]


def test_what_a_member_learned_in_earlier_words_is_theirs_alone_to_bring_back(people, sign_in):
    member = people.members.member
    for words in ("To ring first", "To ask first"):
        own = write_own_words(member, words=words, by=people.member)

    assert "To ring first" in shown(sign_in(people.member), "own-words", own)
    assert sign_in(people.facilitator).get(versions("own-words", own)).status_code == 403
    bring_back(sign_in(people.member), "own-words", own, first(own, "words"))
    own.refresh_from_db()
    assert own.words == "To ring first"


def test_the_link_to_earlier_versions_is_where_the_text_is_edited(people, issue, sign_in):
    page = sign_in(people.facilitator).get(reverse("commissioning:issue_edit", args=[issue.pk]))

    assert f'href="{versions("issue", issue)}"' in page.content.decode()


def test_a_summary_that_is_brought_back_leaves_themes_and_needs(people, sign_in):
    evidence = EvidenceFactory(programme=people.programme, added_by=people.broker)
    themes, needs = [Theme.objects.first()], [Need.objects.first()]
    for summary in ("Nobody opens letters.", "Half the letters stay closed."):
        edit_evidence(
            evidence,
            publication=evidence.publication,
            appraisal=Appraisal(kind=evidence.kind, summary=summary),
            themes=themes,
            needs=needs,
            by=people.broker,
        )

    version = first(evidence, "summary")
    bring_back(sign_in(people.broker), "publication", evidence, version)

    evidence.refresh_from_db()
    assert evidence.summary == version.text
    assert (list(evidence.themes.all()), list(evidence.needs.all())) == (themes, needs)


@pytest.mark.parametrize("text", ALL, ids=lambda text: text.slug)
def test_no_action_that_brings_a_text_back_empties_what_is_not_said(text):
    many = {field.name for field in text.model._meta.many_to_many}
    taken = inspect.signature(text.put_back).parameters

    assert {name: taken[name].default for name in many & set(taken)} == dict.fromkeys(many & set(taken))


def test_the_page_asks_the_same_for_more_versions(people, client):
    client.force_login(people.team)

    def queries(text):
        set_ground_rules(people.programme, text=text, by=people.team)
        with CaptureQueriesContext(connection) as found:
            client.get(versions("ground-rules", people.programme))
        return len(found)

    queries("Be kind.")
    assert queries("Be kind and listen.") == queries("Nobody is named.")


def test_whether_minutes_are_approved_comes_with_the_rows(people, case, client):
    meeting = case.discussions.get().meeting
    for each in (case, CaseFactory(site=people.site, presenter=people.members.presenter, presented=True)):
        write_case_minutes(meeting, case=each, text="We talked about it.", by=people.facilitator)
    client.force_login(people.facilitator)

    with CaptureQueriesContext(connection) as found:
        page = client.get(versions("minutes", meeting)).content.decode()

    assert page.count("We talked about it.") == 2
    asked = [query["sql"] for query in found if 'FROM "meetings_minutesapproval"' in query["sql"]]
    assert asked == []
