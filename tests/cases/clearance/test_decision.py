"""Who may approve a text, and what it lacks: the decision alone, without a database."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from cases.clearance.audiences import OUTWARD, Audience
from cases.clearance.decision import (
    Approval,
    Facts,
    Lack,
    Missing,
    PresenterFacts,
    WhyNotApprove,
    as_if_approved_by,
    has_enough_approvals,
    may_approve,
    missing,
    waits_for,
    why_not_approve,
)

AUTHOR, PRESENTER, STEPPED_OUT, COLLEAGUE, BROKER = range(1, 6)
TEXT = Facts(
    audience=Audience.PROGRAMME,
    has_site=True,
    author_ids=frozenset({AUTHOR}),
    presenters=(PresenterFacts(11, PRESENTER, "Bev Sutton", agreed_to_it=True),),
    stepped_out_ids=frozenset({STEPPED_OUT}),
)


def approved_by(*approvals, audience=Audience.PROGRAMME):
    """The text after these approvals: of COLLEAGUE, who is from the site, and of anybody else, who is not."""
    made = tuple(Approval(user, "Somebody", is_from_the_site=user == COLLEAGUE) for user in approvals)
    return replace(TEXT, audience=audience, approvals=made)


def lacks(facts):
    return [each.lack for each in missing(facts)]


@pytest.mark.parametrize(
    ("user", "why"),
    [
        (AUTHOR, WhyNotApprove.AUTHOR),
        (PRESENTER, WhyNotApprove.PRESENTER),
        (STEPPED_OUT, WhyNotApprove.STEPPED_OUT),
        (COLLEAGUE, None),
        (BROKER, None),
    ],
)
def test_authors_presenters_and_whoever_stepped_out_cannot_approve(user, why):
    assert why_not_approve(TEXT, user) is why
    assert may_approve(TEXT, user) is (why is None)


def test_nobody_approves_twice():
    assert why_not_approve(approved_by(COLLEAGUE), COLLEAGUE) is WhyNotApprove.APPROVED


@pytest.mark.parametrize("end", ["is_published", "is_sent_back", "is_replaced"])
def test_a_text_that_is_not_being_checked_is_approved_by_nobody(end):
    assert why_not_approve(replace(TEXT, **{end: True}), COLLEAGUE) is WhyNotApprove.NOT_BEING_CHECKED


@pytest.mark.parametrize(
    ("audience", "approvals", "lack"),
    [
        (Audience.PROGRAMME, [], [Lack.APPROVERS]),
        (Audience.PROGRAMME, [BROKER], []),
        (Audience.COMMISSIONERS, [], [Lack.APPROVERS, Lack.SITE]),
        (Audience.COMMISSIONERS, [BROKER], [Lack.SITE]),
        (Audience.COMMISSIONERS, [COLLEAGUE], []),
        (Audience.PUBLIC, [COLLEAGUE], [Lack.APPROVERS]),
        (Audience.PUBLIC, [BROKER, 6], [Lack.SITE]),
        (Audience.PUBLIC, [BROKER, COLLEAGUE], []),
        (Audience.PUBLIC, [AUTHOR, PRESENTER, COLLEAGUE], [Lack.APPROVERS]),
    ],
)
def test_each_audience_needs_so_many_approvals_and_one_from_the_site(audience, approvals, lack):
    facts = approved_by(*approvals, audience=audience)

    assert lacks(facts) == lack
    assert has_enough_approvals(facts) is (lack == [])


def test_who_stepped_out_after_approving_does_not_count_and_the_others_do():
    facts = replace(
        approved_by(BROKER, COLLEAGUE, audience=Audience.PUBLIC), stepped_out_ids=frozenset({COLLEAGUE})
    )

    assert [approval.user_id for approval in facts.approvals_that_count] == [BROKER]
    assert lacks(facts) == [Lack.APPROVERS, Lack.SITE]


def test_a_text_without_a_site_needs_nobody_from_a_site():
    facts = replace(approved_by(BROKER, audience=Audience.COMMISSIONERS), has_site=False, presenters=())

    assert missing(facts) == []


def test_every_presenter_has_to_agree():
    second = PresenterFacts(12, None, "Tom Ashe")
    facts = replace(approved_by(COLLEAGUE), presenters=(*TEXT.presenters, second))

    assert [each.sentence for each in missing(facts)] == ["Tom Ashe has not agreed yet."]
    assert has_enough_approvals(facts)


@pytest.mark.parametrize(("end", "lack"), [("is_sent_back", Lack.SENT_BACK), ("is_replaced", Lack.REPLACED)])
def test_a_text_sent_back_or_replaced_is_not_published(end, lack):
    assert lacks(replace(approved_by(COLLEAGUE), **{end: True})) == [lack]


def test_the_words_say_how_many_still_have_to_approve():
    nobody_yet = replace(TEXT, audience=Audience.PUBLIC)
    told = [missing(facts)[0] for facts in (nobody_yet, approved_by(BROKER, audience=Audience.PUBLIC))]

    assert told == [Missing(Lack.APPROVERS, count=2), Missing(Lack.APPROVERS, count=1)]
    assert [each.sentence for each in told] == [
        "Two people have to check and approve it.",
        "One more person has to check and approve it.",
    ]


def test_a_presenter_without_an_account_is_nobody_who_could_approve():
    facts = replace(
        TEXT, presenters=(*TEXT.presenters, PresenterFacts(12, None, "Tom Ashe", agreed_to_it=True))
    )

    assert facts.presenter_ids == {PRESENTER}


def test_every_lack_has_a_sentence():
    facts = replace(TEXT, audience=Audience.PUBLIC, is_sent_back=True, is_replaced=True)
    facts = replace(facts, presenters=(PresenterFacts(11, PRESENTER, "Bev Sutton"),))

    assert lacks(facts) == list(Lack)
    assert all(each.sentence.endswith(".") for each in missing(facts))


@pytest.mark.parametrize("audience", OUTWARD)
def test_a_text_waits_for_whoever_can_approve_it_until_it_has_enough(audience):
    here = {COLLEAGUE: True, BROKER: False}
    waiting = {
        user for user in here if waits_for(approved_by(audience=audience), user, is_from_the_site=here[user])
    }

    assert waiting == {COLLEAGUE, BROKER}
    enough = approved_by(COLLEAGUE, 6, audience=audience)
    assert waits_for(enough, BROKER, is_from_the_site=False) is False
    assert waits_for(enough, 7, is_from_the_site=True) is False
    assert waits_for(approved_by(audience=audience), AUTHOR, is_from_the_site=True) is False


def test_a_text_that_lacks_the_site_alone_waits_for_people_of_the_site():
    facts = approved_by(BROKER, 6, audience=Audience.PUBLIC)

    assert waits_for(facts, COLLEAGUE, is_from_the_site=True)
    assert not waits_for(facts, 7, is_from_the_site=False)


def test_an_approval_can_be_counted_before_it_is_given():
    assert missing(as_if_approved_by(TEXT, COLLEAGUE, is_from_the_site=True)) == []
    assert as_if_approved_by(TEXT, AUTHOR, is_from_the_site=True) == TEXT


SAID_YES = PresenterFacts(11, PRESENTER, "Bev Sutton", said_yes=True)
NOW = datetime(2026, 12, 6, 12, tzinfo=UTC)
SHOWN = replace(SAID_YES, until=datetime(2026, 12, 5, tzinfo=UTC), at=NOW)
OPENED = replace(SHOWN, opened_at=datetime(2026, 12, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("presenter", "sentence"),
    [
        (replace(SAID_YES, said_yes=False), "Bev Sutton has not agreed yet."),
        (SAID_YES, "Bev Sutton has not been shown this text yet."),
        (SHOWN, "Bev Sutton has not agreed to this text yet, and has not opened it."),
        (
            replace(OPENED, opened_at=NOW),
            "Bev Sutton has not agreed to this text yet. The days to say no passed before they opened it, so ask them.",
        ),
        (
            replace(OPENED, at=datetime(2026, 12, 3, tzinfo=UTC)),
            "Bev Sutton has not agreed to this text yet. They can say no until Friday 4 December.",
        ),
        (replace(OPENED, said_no=True), "Bev Sutton has not agreed: they said no to it."),
        (replace(OPENED, said_yes=False), "Bev Sutton has not agreed yet."),
        (OPENED, ""),
        (replace(SAID_YES, agreed_to_it=True), ""),
    ],
)
def test_a_yes_to_the_audience_covers_a_text_that_was_opened_and_not_refused_in_the_days_for_it(
    presenter, sentence
):
    assert presenter.lacks == sentence
    assert presenter.has_agreed == (sentence == "")
