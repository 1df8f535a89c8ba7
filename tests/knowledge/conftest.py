"""A site with its people, and the way of a write-up to being published, as people's clicks would do it."""

import pytest

from cases.clearance import actions as clearance_actions
from cases.clearance.models import Audience
from knowledge.library.actions import write_ups
from tests.factories.cases import CaseFactory, DiscussionFactory, FeedbackFactory, NextStepFactory
from tests.factories.knowledge import AttachedEvidenceFactory, LearningObjectFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.members import UserFactory
from tests.knowledge import publishing
from tests.knowledge.outlets import pages_seen
from tests.people import EVERYBODY, People, cast


@pytest.fixture
def people(db) -> People:
    """Everybody, and a member at the neighbour."""
    return cast([*EVERYBODY, "member_elsewhere"])


@pytest.fixture
def case(people):
    """A presented case with two answered steps, one piece of evidence, and canaries in what must not leave the site."""
    case = CaseFactory(
        site=people.site,
        presenter=people.members.presenter,
        title="The letters behind the door",
        presentation="CANARY-presentation of a woman in her fifties.",
        learning="CANARY-learning.",
    )
    discussion = DiscussionFactory(
        case=case, meeting=MeetingFactory(site=people.site, held=True), notes="CANARY-notes"
    )
    helped = NextStepFactory(discussion=discussion, what="Housing rings before it writes", position=1)
    FeedbackFactory(next_step=helped, words="CANARY-feedback")
    steady = NextStepFactory(discussion=discussion, what="Move the rent date", position=2)
    FeedbackFactory(next_step=steady, outcome="held_steady", words="CANARY-feedback")
    AttachedEvidenceFactory(
        case=case,
        evidence__title="Unopened post",
        bottom_line="People who avoid post seldom avoid the telephone.",
        why_here="CANARY-why-here",
    )
    return case


@pytest.fixture
def write_up(case):
    """A write-up that is ready to be sent for checking."""
    return LearningObjectFactory(
        case=case,
        draft_title="The letters behind the door",
        draft_standfirst="What changed when they rang.",
        draft_story="She had not opened a letter for two years.\n\nNobody read with her.",
        draft_tried="Ringing first did most of it.",
        draft_again="Ask who reads with her.",
        draft_stood_in_the_way="Two services close a case after two letters.",
    )


@pytest.fixture
def approve(people):
    """`approve(text)`: everyone agrees and approves it, as far as its audience needs."""

    def approve(text):
        if text.case is not None:
            for row in text.case.presenter_rows.all():
                clearance_actions.agree(
                    text.case, member=row.member, audience=text.audience, by=people.presenter, text=text
                )
        clearance_actions.approve(text, sha256=text.sha256, by=people.member)
        if text.audience == Audience.PUBLIC:
            clearance_actions.approve(text, sha256=text.sha256, by=people.team)

    return approve


@pytest.fixture
def publish(people, write_up, approve):
    """`publish(audience, **draft)`: change the draft, send it for checking, approve it and publish it; returns the version.

    `keeping` are the versions that stay for other readers.
    """

    def publish(audience=Audience.PROGRAMME, learning_object=write_up, keeping=(), **draft):
        if draft:
            write_ups.edit_write_up(learning_object, by=people.facilitator, **draft)
        version = write_ups.send_write_up_for_checking(
            learning_object, audience=audience, by=people.facilitator
        )
        approve(version.cleared_text)
        return publishing.publish(version, by=people.facilitator, keeping=keeping)

    return publish


@pytest.fixture
def someone(db):
    """Anyone with an account and no place anywhere."""
    return UserFactory()


@pytest.fixture
def outlets(people, client):
    """`outlets(version)`: all that a visitor, a member elsewhere and a commissioner read anywhere, joined."""
    users = {"visitor": None, "member": people.member_elsewhere, "commissioner": people.commissioner}

    def outlets(version) -> dict[str, str]:
        address = version.learning_object.get_absolute_url()
        number = version.learning_object_id
        starts = [
            address,
            *(f"{address}?version={each}" for each in (1, 2, 3)),
            f"/library/{number}.pdf?version=1",
            f"/library/{number}/pdf/?version=1",
            "/library/?q=marmalade",
            "/library/?q=letters",
            "/newsletter/",
        ]
        return {role: pages_seen(client, user, from_=starts) for role, user in users.items()}

    return outlets
