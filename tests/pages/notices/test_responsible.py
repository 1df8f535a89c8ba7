"""A reply "not ours" leads on: whoever is responsible is named, invited by the team, and the issue waits for them."""

import pytest
from django.core import mail

from cases.commissioning import actions
from kit.errors import RefusedError
from kit.queues import send_due
from members import actions as member_actions
from members.models import InvitationMail
from pages.notices import kinds
from pages.notices.waiting import waiting_for
from tests.factories.sites import SiteFactory
from tests.pages.notices.makers import issue_out

pytestmark = pytest.mark.django_db


@pytest.fixture
def not_ours(w):
    return actions.reply(
        issue_out(w), kind="not_ours", words="Ask them", whose="The health board", by=w.commissioner
    )


def named(reply, w, email="zoe@example.org"):
    return actions.name_responsible(
        reply, name="Zoe Hart", email=email, organisation="the health board", by=w.commissioner
    ).invitation


def issues_waiting_for(user):
    return [each.thing for each in waiting_for(user) if each.kind == kinds.ISSUE_TO_ANSWER]


def test_nothing_is_sent_and_no_link_works_before_the_team_has_decided(w, not_ours):
    invitation = named(not_ours, w)
    send_due(InvitationMail)

    assert mail.outbox == []
    assert not invitation.is_open
    with pytest.raises(RefusedError):
        member_actions.accept_invitation(invitation, password="violet kettle harbour")


def test_the_invitation_says_in_general_words_what_is_asked(w, not_ours):
    member_actions.send_invitation_again(named(not_ours, w), by=w.team)
    send_due(InvitationMail)

    (letter,) = mail.outbox
    words = " ".join(letter.body.split())
    assert letter.to == ["zoe@example.org"]
    assert f"{w.team.name} invites you" in words
    assert (
        "A commissioner said that the health board may be responsible for something that groups raised."
        in words
    )
    assert "/issues/" not in words
    for secret in ("Letters", "Two letters", not_ours.issue.case.reference, not_ours.issue.case.title):
        assert secret not in words


def test_once_they_have_joined_the_issue_waits_for_them_alone_until_they_reply(w, not_ours):
    invitation = member_actions.send_invitation_again(named(not_ours, w), by=w.team)
    assert issues_waiting_for(w.commissioner) == []
    zoe = member_actions.accept_invitation(invitation, password="violet kettle harbour")

    assert issues_waiting_for(zoe) == [f"issue-{not_ours.issue_id}"]
    assert issues_waiting_for(w.commissioner) == []

    actions.reply(not_ours.issue, kind="cannot", words="No", by=zoe)
    assert issues_waiting_for(zoe) == []


def test_somebody_else_can_be_named_until_they_are_invited(w, not_ours):
    first = named(not_ours, w)
    assert named(not_ours, w) == first
    second = named(not_ours, w, "amy@example.org")
    member_actions.send_invitation_again(second, by=w.team)

    with pytest.raises(RefusedError, match="has been invited already"):
        named(not_ours, w, "bea@example.org")


def test_a_reply_of_another_kind_names_nobody(w):
    reply = actions.reply(issue_out(w), kind="cannot", words="No", by=w.commissioner)

    with pytest.raises(RefusedError):
        named(reply, w)


def test_naming_somebody_adds_nothing_to_an_invitation_that_the_team_has_sent(w, not_ours):
    elsewhere = SiteFactory(programme=w.programme)
    sent = member_actions.invite_to_role(
        programme=w.programme, kind="commissioner", email="zoe@example.org", name="Zoe Hart", sites=[elsewhere], by=w.team
    )  # fmt: skip

    invitation = named(not_ours, w)

    assert invitation != sent
    assert not invitation.is_open
    assert list(sent.role_sites.all()) == [elsewhere]


def test_naming_somebody_else_leaves_whoever_another_reply_names(w, not_ours):
    other = actions.reply(
        issue_out(w), kind="not_ours", words="Ask them", whose="The health board", by=w.commissioner
    )
    shared = named(not_ours, w)
    assert named(other, w) == shared

    named(not_ours, w, email="yan@example.org")

    shared.refresh_from_db()
    assert shared.revoked_at is None
