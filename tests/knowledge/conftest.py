"""A site with its people, and the way of a write-up to being published, as people's clicks would do it."""

from types import SimpleNamespace

import pytest

from cases.clearance import actions as clearance_actions
from cases.clearance.models import Audience
from knowledge.library.actions import write_ups
from members.models import Role, User
from tests.factories.cases import CaseFactory, DiscussionFactory, FeedbackFactory, NextStepFactory
from tests.factories.knowledge import AttachedEvidenceFactory, LearningObjectFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.members import FacilitationFactory, MemberFactory, RoleFactory, UserFactory
from tests.factories.sites import SiteFactory
from tests.knowledge import publishing


def fresh(user) -> User:
    """The same person with a standing read anew."""
    return User.objects.get(pk=user.pk)


@pytest.fixture
def place(db):
    """A site with a facilitator, a presenter, two members, a colleague at another site, and everyone of the programme."""
    site = SiteFactory(code="CP4", place="Dunsmere", slug="cp4-dunsmere")
    elsewhere = SiteFactory(programme=site.programme, code="CP1", place="Aldermoor", slug="cp1-aldermoor")
    facilitator = FacilitationFactory(member__site=site, member__user__name="Ruth Adeyemi").member
    presenter = MemberFactory(site=site, user__name="Carol Whitcombe")
    member = MemberFactory(site=site, user__name="Dev Malik")
    colleague = MemberFactory(site=elsewhere)

    def role(kind, **fields):
        return RoleFactory(programme=site.programme, kind=kind, **fields).user

    commissioner = role(Role.Kind.COMMISSIONER, sites=[site])
    return SimpleNamespace(
        site=site,
        elsewhere=elsewhere,
        programme=site.programme,
        facilitator_member=facilitator,
        presenter_member=presenter,
        member_member=member,
        facilitator=fresh(facilitator.user),
        presenter=fresh(presenter.user),
        member=fresh(member.user),
        colleague=fresh(colleague.user),
        broker=fresh(role(Role.Kind.KNOWLEDGE_BROKER)),
        team=fresh(role(Role.Kind.PROGRAMME_TEAM)),
        adviser=fresh(role(Role.Kind.ADVISER)),
        commissioner=fresh(commissioner),
        stranger=fresh(MemberFactory().user),
        superuser=User.objects.create_superuser("root@example.org", "a long enough word", name="Root"),
    )


@pytest.fixture
def case(place):
    """A presented case with two answered steps, one piece of evidence, and canaries in what must not leave the site."""
    case = CaseFactory(
        site=place.site,
        presenter=place.presenter_member,
        title="The letters behind the door",
        presentation="CANARY-presentation of a woman in her fifties.",
        learning="CANARY-learning.",
    )
    discussion = DiscussionFactory(
        case=case, meeting=MeetingFactory(site=place.site, held=True), notes="CANARY-notes"
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
def approve(place):
    """`approve(text)`: everyone agrees and approves it, as far as its audience needs."""

    def approve(text):
        if text.case is not None:
            for row in text.case.presenter_rows.all():
                clearance_actions.agree(
                    text.case, member=row.member, audience=text.audience, by=place.presenter
                )
        clearance_actions.approve(text, sha256=text.sha256, by=place.member)
        if text.audience == Audience.PUBLIC:
            clearance_actions.approve(text, sha256=text.sha256, by=place.team)

    return approve


@pytest.fixture
def publish(place, write_up, approve):
    """`publish(audience, **draft)`: change the draft, send it for checking, approve it and publish it; returns the version."""

    def publish(audience=Audience.PROGRAMME, learning_object=write_up, **draft):
        if draft:
            write_ups.edit_write_up(learning_object, by=place.facilitator, **draft)
        version = write_ups.send_write_up_for_checking(
            learning_object, audience=audience, by=place.facilitator
        )
        approve(version.cleared_text)
        return publishing.publish(version, by=place.facilitator)

    return publish


@pytest.fixture
def someone(db):
    """Anyone with an account and no place anywhere."""
    return UserFactory()
