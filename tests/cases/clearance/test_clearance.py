"""From sending for checking to publishing: who counts, and what is missing."""

import pytest
from django.db import connection
from django.utils import timezone

from cases.clearance import actions as clearance_actions
from cases.clearance.decision import WhyNotApprove, why_not_approve
from cases.clearance.models import Audience, ClearedText, Publication, SharingAgreement
from cases.models import SteppedOut
from kit.errors import RefusedError
from kit.models import AuditEvent
from tests.cases.checking import agree, approve, published, say_yes, send_for_checking
from tests.factories.members import MemberFactory

# --- The way through


def test_a_text_is_published_once_somebody_else_approved_it_and_its_presenter_agreed(case, people, text):
    agree(case, people, Audience.PROGRAMME)
    approve(text, people.member)

    publication = clearance_actions.publish(text, by=people.facilitator)

    assert publication.cleared_text == text
    assert clearance_actions.publish(text, by=people.facilitator) == publication
    assert published(text)


def test_sending_the_same_words_for_checking_again_returns_the_text_that_waits(case, people, text):
    again = send_for_checking(case, by=people.facilitator, replaces=text)

    assert again == text


def test_other_words_take_the_place_of_the_text_that_waits(case, people, text):
    newer = send_for_checking(case, by=people.facilitator, title="Other words", replaces=text)

    assert list(ClearedText.objects.being_checked()) == [newer]
    assert why_not_approve(text.read_facts(), people.member.pk) is WhyNotApprove.NOT_BEING_CHECKED


def test_an_approval_of_the_replaced_text_is_not_one_of_the_new_text(case, people, text):
    agree(case, people)
    approve(text, people.member)
    newer = send_for_checking(case, by=people.facilitator, title="Other words", replaces=text)

    with pytest.raises(clearance_actions.NotApproved):
        clearance_actions.publish(newer, by=people.facilitator)
    with pytest.raises(clearance_actions.NotApproved, match="newer text"):
        clearance_actions.publish(text, by=people.facilitator)


def test_what_is_published_stays_while_a_newer_text_waits(case, people, text):
    agree(case, people)
    approve(text, people.member)
    clearance_actions.publish(text, by=people.facilitator)

    newer = send_for_checking(case, by=people.facilitator, title="Other words", replaces=text)

    assert newer.replaces is None
    assert published(text)
    assert not published(newer)


@pytest.mark.parametrize("audience", ["site", "", "everybody"])
def test_a_text_is_sent_for_checking_for_readers_outside_only(case, people, audience):
    with pytest.raises(RefusedError, match="Choose an audience"):
        send_for_checking(case, by=people.facilitator, audience=audience)


def test_a_text_without_a_title_is_not_sent_for_checking(case, people):
    with pytest.raises(RefusedError, match="title"):
        send_for_checking(case, by=people.facilitator, title="  ")


# --- Who counts


def test_its_author_does_not_approve_a_text(text, people):
    with pytest.raises(RefusedError, match="Some of these words are yours"):
        approve(text, people.facilitator)


def test_a_presenter_does_not_approve_words_about_their_case(text, people):
    with pytest.raises(RefusedError, match="You present this case or did before"):
        approve(text, people.presenter)


def test_nobody_approves_a_text_twice(text, people):
    approve(text, people.member)

    with pytest.raises(RefusedError, match="already approved this text"):
        approve(text, people.member)


def test_an_approval_is_for_the_words_that_were_read(text, people):
    with pytest.raises(RefusedError, match="changed while you were reading"):
        clearance_actions.approve(text, sha256="0" * 64, by=people.member)


def test_a_text_whose_hash_is_not_that_of_its_words_cannot_be_approved(case, people):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO clearance_clearedtext (kind, audience, body, sha256, sent_for_checking_at, programme_id, site_id, case_id,"
            " is_public_already, is_for_every_site)"
            " VALUES ('learning_object', 'programme', '{\"title\":\"Other\"}', 'abc', %s, %s, %s, %s, %s, %s)",
            [timezone.now(), people.programme.pk, people.site.pk, case.pk, False, False],
        )
    smuggled = ClearedText.objects.get(sha256="abc")

    with pytest.raises(RefusedError):
        approve(smuggled, people.member)


def test_a_text_sent_back_cannot_be_approved_or_published(case, text, people):
    agree(case, people)
    approve(text, people.member)
    clearance_actions.send_back(text, reason="The nurse gave it away.", by=people.broker)

    with pytest.raises(RefusedError, match="no longer waiting"):
        approve(text, people.team)
    with pytest.raises(clearance_actions.NotApproved, match="sent back"):
        clearance_actions.publish(text, by=people.facilitator)


def test_sending_back_needs_a_reason(text, people):
    with pytest.raises(RefusedError, match="Enter a note"):
        clearance_actions.send_back(text, reason=" ", by=people.member)


@pytest.mark.parametrize("audience", [Audience.COMMISSIONERS, Audience.PUBLIC])
def test_wider_audiences_need_somebody_from_the_site(case, people, audience):
    text = send_for_checking(case, by=people.facilitator, audience=audience)
    agree(case, people)
    approve(text, people.broker)
    approve(text, people.team)

    with pytest.raises(clearance_actions.NotApproved, match="Somebody from the site"):
        clearance_actions.publish(text, by=people.team)

    approve(text, people.member)
    assert clearance_actions.publish(text, by=people.team).cleared_text == text


def test_the_public_needs_two_people(case, people):
    text = send_for_checking(case, by=people.facilitator, audience=Audience.PUBLIC)
    agree(case, people)
    approve(text, people.member)

    with pytest.raises(clearance_actions.NotApproved, match="One more person"):
        clearance_actions.publish(text, by=people.facilitator)

    approve(text, people.broker)
    assert clearance_actions.publish(text, by=people.facilitator)


def test_each_presenter_has_to_agree_to_this_audience(case, people, text):
    second = MemberFactory(site=people.site, without_account=True)
    case.presenter_rows.create(member=second)
    text = send_for_checking(case, by=people.facilitator, audience=Audience.COMMISSIONERS, replaces=text)
    approve(text, people.member)
    agree(case, people, Audience.PROGRAMME)
    say_yes(case, second, Audience.PUBLIC, by=people.facilitator)

    with pytest.raises(clearance_actions.NotApproved, match=people.members.presenter.name):
        clearance_actions.publish(text, by=people.facilitator)

    agree(case, people, Audience.COMMISSIONERS)
    assert clearance_actions.publish(text, by=people.facilitator)


def test_only_a_presenter_agrees(case, people):
    with pytest.raises(RefusedError, match="presents this case"):
        clearance_actions.agree(
            case, member=people.members.member, audience=Audience.PROGRAMME, by=people.member
        )


def test_withdrawing_an_agreement_withdraws_what_was_published_on_it(case, people, text):
    wide = send_for_checking(
        case, by=people.facilitator, audience=Audience.COMMISSIONERS, title="For commissioners"
    )
    agree(case, people)
    for each in (text, wide):
        approve(each, people.member)
        clearance_actions.publish(each, by=people.facilitator)

    withdrawn = clearance_actions.withdraw_agreement(
        case, member=people.members.presenter, audience=Audience.COMMISSIONERS, by=people.presenter
    )

    assert withdrawn == 1
    assert published(text)
    assert not published(wide)
    assert Publication.objects.get(cleared_text=wide).withdrawn_because == "agreement"


def test_agreeing_again_does_not_bring_back_what_was_withdrawn(case, people, text):
    agree(case, people)
    approve(text, people.member)
    clearance_actions.publish(text, by=people.facilitator)
    clearance_actions.withdraw_agreement(
        case, member=people.members.presenter, audience=Audience.PROGRAMME, by=people.presenter
    )

    agree(case, people)
    clearance_actions.publish(text, by=people.facilitator)

    assert not published(text)


def test_withdrawing_needs_a_reason_and_leaves_a_trace(case, people, text):
    agree(case, people)
    approve(text, people.member)
    clearance_actions.publish(text, by=people.facilitator)

    with pytest.raises(RefusedError, match="reason"):
        clearance_actions.withdraw(text, because=" ", by=people.facilitator)
    clearance_actions.withdraw(text, because="privacy", by=people.facilitator)

    publication = Publication.objects.get(cleared_text=text)
    assert publication.withdrawn_by == people.facilitator
    assert publication.withdrawn_because == "privacy"


def test_every_verb_of_the_clearance_is_written_down_without_the_words(case, people, text):
    agree(case, people)
    approve(text, people.member)
    clearance_actions.publish(text, by=people.facilitator)
    clearance_actions.withdraw(text, because="privacy", by=people.facilitator)

    events = AuditEvent.objects.order_by("pk").values_list("verb", "note")
    assert list(events) == [
        ("send for checking", "programme"),
        ("agree to sharing", "public"),
        ("agree to sharing", "programme"),  # to the text itself
        ("approve text", "programme"),
        ("publish", "programme"),
        ("withdraw", ""),
    ]


def test_a_presenter_agrees_to_an_audience_once(case, people):
    agree(case, people, Audience.PROGRAMME)
    agree(case, people, Audience.COMMISSIONERS)

    assert list(SharingAgreement.objects.order_by("pk").values_list("audience", flat=True)) == [
        "programme",
        "commissioners",
    ]


def test_somebody_who_stepped_out_does_not_approve(case, text, people):
    SteppedOut.objects.create(case=case, member=people.members.member)

    with pytest.raises(RefusedError, match="You stepped out of this case"):
        approve(text, people.member)
