"""The site sees how many commissioners read what it published, and never who."""

import pytest

from cases.clearance import actions as clearance_actions
from cases.clearance.audit_verbs import ClearanceVerb
from cases.clearance.commissioners import note_read, readers_in_words, write_ups_beside
from cases.clearance.models import Audience, ClearedText
from cases.commissioning import actions as commissioning_actions
from kit.models import AuditEvent
from knowledge.library.models import LearningObjectVersion
from members.models import Role
from tests.cases.checking import agree, approve
from tests.cases.pages import url, words_of
from tests.factories.cases import CommissionerIssueFactory, IssueReplyFactory
from tests.factories.knowledge import LearningObjectFactory
from tests.factories.members import RoleFactory


def published_write_up(case, people, **content) -> ClearedText:
    text = clearance_actions.send_for_checking(
        {"title": "Three keys", "standfirst": "", "sections": [], "site": str(case.site), **content},
        kind=ClearedText.Kind.LEARNING_OBJECT, audience=Audience.COMMISSIONERS, programme=people.programme,
        site=case.site, case=case, authors=[people.facilitator], by=people.facilitator,
    )  # fmt: skip
    LearningObjectVersion.objects.create(
        learning_object=LearningObjectFactory(case=case), number=1, cleared_text=text
    )
    agree(case, people)
    approve(text, people.member)
    clearance_actions.publish(text, by=people.facilitator)
    return text


@pytest.fixture
def write_up(case, people):
    return published_write_up(case, people)


@pytest.fixture
def issue(case, people):
    """An issue of the same case, published for its commissioners."""
    issue = CommissionerIssueFactory(case=case, raised_by=people.facilitator)
    text = commissioning_actions.send_issue_for_checking(
        issue, title="People lose support", words="After two letters.", by=people.facilitator
    )
    agree(case, people)
    approve(text, people.member)
    clearance_actions.publish(text, by=people.facilitator)
    return issue


def another_commissioner(people):
    kind = Role.Kind.COMMISSIONER
    return RoleFactory(programme=people.programme, kind=kind, sites=[people.site]).user


def test_the_site_is_told_how_many_commissioners_read_it(write_up, people):
    for reader in (people.commissioner, another_commissioner(people)):
        for _ in range(2):
            note_read(write_up, by=reader)

    assert readers_in_words(write_up, reader=people.member) == "Read by 2 commissioners"
    assert readers_in_words(write_up, reader=people.facilitator) == "Read by 2 commissioners"
    assert AuditEvent.objects.filter(verb=ClearanceVerb.READ_TEXT).count() == 2


@pytest.mark.parametrize("role", ["commissioner", "adviser", "elsewhere", "member_elsewhere"])
def test_nobody_else_is_told(write_up, people, role):
    note_read(write_up, by=people.commissioner)

    assert readers_in_words(write_up, reader=people.users.get(role, people.elsewhere)) == ""


def test_it_never_says_that_everybody_read_it(write_up, people):
    for reader in (people.commissioner, people.commissioner_elsewhere):  # all there are
        note_read(write_up, by=reader)

    assert readers_in_words(write_up, reader=people.member) == "Read by at least 1 commissioner"


def test_where_one_commissioner_alone_can_read_it_nothing_is_said(issue, people):
    text = issue.wordings.get().cleared_text

    note_read(text, by=people.commissioner)

    assert AuditEvent.objects.filter(verb=ClearanceVerb.READ_TEXT).exists()
    assert readers_in_words(text, reader=people.member) == ""


def test_only_commissioners_are_counted(write_up, people):
    for role in ("member", "facilitator", "team", "broker", "adviser", "elsewhere"):
        note_read(write_up, by=people.user(role))

    assert not AuditEvent.objects.filter(verb=ClearanceVerb.READ_TEXT).exists()


def test_an_issue_leads_to_the_write_up_of_its_case_and_back(issue, write_up, people, sign_in):
    IssueReplyFactory(issue=issue, by=people.commissioner)
    another_commissioner(people)
    write_up_page = write_up.learning_object_version.learning_object.get_absolute_url()
    client = sign_in(people.commissioner)

    of_issue = words_of(client.get(issue.get_absolute_url()))

    assert f'href="{write_up_page}"' in of_issue
    assert "Read by" not in of_issue
    of_issue = words_of(sign_in(people.member).get(url("commissioning:issue_detail", issue.pk)))
    assert "Read by 1 commissioner" in of_issue
    assert (
        people.commissioner.name not in of_issue.partition("Where it came from")[2].partition("</section>")[0]
    )


def test_a_write_up_without_its_site_stands_beside_no_issue(case, issue, people):
    published_write_up(case, people, site="")

    assert write_ups_beside(issue.wordings.get().cleared_text, reader=people.commissioner) == []


@pytest.mark.parametrize("role", ["stranger", "superuser"])
def test_who_may_not_read_the_write_up_is_not_led_to_it(issue, write_up, people, role):
    assert write_ups_beside(issue.wordings.get().cleared_text, reader=people.user(role)) == []
