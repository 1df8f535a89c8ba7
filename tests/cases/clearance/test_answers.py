"""A text is shown to its presenters, who open it and agree to exactly this text, or say no."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cases.clearance import actions as clearance_actions
from cases.clearance import answering, showing
from cases.clearance.models import AgreementMail, Audience, Opening, Publication, Showing
from cases.clearance.tasks import show_texts
from cases.models import Presenter
from kit.errors import RefusedError
from members import actions as member_actions
from members.models import User
from tests.cases.checking import approve, published, say_yes, send_for_checking
from tests.cases.pages import url, words_of
from tests.factories.members import MemberFactory
from tests.reading import one_line

PROGRAMME = Audience.PROGRAMME
WEEK = timedelta(days=8)


@pytest.fixture
def said_yes(case, people):
    """The presenter agreed to members of every site, before any text was there."""
    clearance_actions.agree(case, member=people.members.presenter, audience=PROGRAMME, by=people.presenter)


@pytest.fixture
def silent(case, people):
    """A presenter without an account."""
    member = MemberFactory(site=people.site, without_account=True)
    Presenter.objects.create(case=case, member=member)
    return member


def page_of(text) -> str:
    return url("clearance:text_answer", text.pk)


def answer(client, text, member, word):
    sent = {"member": member.pk, "sha256": text.sha256, "answer": word}
    return client.post(page_of(text), sent, follow=True)


def publish(text, people):
    return clearance_actions.publish(text, by=people.facilitator)


# --- To whom it is shown


def test_a_text_sent_for_checking_is_shown_to_each_presenter_who_can_open_it(case, people, silent):
    text = send_for_checking(case, by=people.facilitator)

    assert [each.member for each in text.showings.all()] == [people.members.presenter]
    assert (text.showings.get().last_day - timezone.localdate()).days == 7
    assert showing.show(text) == []


def test_who_is_named_later_is_shown_it_as_well(case, people, text):
    Presenter.objects.create(case=case, member=people.members.member)

    assert (show_texts(), show_texts()) == (1, 0)
    assert text.showings.count() == 2


def test_the_mail_asks_for_an_answer_with_a_day_and_without_a_word_of_the_text(case, people, said_yes):
    member = people.members.presenter
    member.agreed_to_contact_at = timezone.now()
    member.save()
    text = send_for_checking(case, by=people.facilitator)

    message = AgreementMail.objects.due().get(member=member).message()

    assert page_of(text) in message.body
    assert "say no until then, or agree now" in one_line(message.body).lower()
    assert text.title not in f"{message.subject} {message.body}"
    clearance_actions.send_back(text, reason="Shorter.", by=people.member)
    assert not AgreementMail.objects.due().exists()


def test_the_page_shows_the_words_first_and_notes_that_they_were_opened_once(text, people, said_yes, sign_in):
    client = sign_in(people.presenter)

    page = words_of(client.get(page_of(text)))
    client.get(page_of(text))

    assert page.index(f'<p class="h2">{text.title}</p>') < page.index("Do you agree to exactly these words?")
    assert "say no until then, or agree now" in one_line(page)
    assert [each.member for each in text.openings.all()] == [people.members.presenter]


# --- What counts


def test_a_yes_to_the_audience_alone_publishes_nothing(text, people, said_yes):
    approve(text, people.member)

    with pytest.raises(clearance_actions.NotApproved, match="has not opened it"):
        publish(text, people)
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication._base_manager.bulk_create([Publication(cleared_text=text)])
    with time_machine.travel(timezone.now() + WEEK), pytest.raises(clearance_actions.NotApproved):
        publish(text, people)


def test_a_yes_to_the_audience_covers_what_they_opened_and_did_not_refuse_for_a_week(text, people, said_yes):
    approve(text, people.member)
    showing.note_opened(text, by=people.presenter)

    with pytest.raises(clearance_actions.NotApproved, match="They can say no until"):
        publish(text, people)
    with time_machine.travel(timezone.now() + WEEK):
        publish(text, people)

    assert published(text)


def test_a_no_within_the_days_stops_it(text, people, said_yes, sign_in):
    approve(text, people.member)
    answer(sign_in(people.presenter), text, people.members.presenter, "no")

    with (
        time_machine.travel(timezone.now() + WEEK),
        pytest.raises(clearance_actions.NotApproved, match="said no to it"),
    ):
        publish(text, people)


def test_what_is_opened_after_the_days_needs_an_answer(text, people, said_yes):
    approve(text, people.member)

    with time_machine.travel(timezone.now() + WEEK):
        showing.note_opened(text, by=people.presenter)
        with pytest.raises(clearance_actions.NotApproved, match="so ask them"):
            publish(text, people)


def test_one_press_agrees_to_exactly_this_text_and_to_no_other(case, text, people, sign_in):
    other = send_for_checking(case, by=people.facilitator, title="Another one")

    page = answer(sign_in(people.presenter), text, people.members.presenter, "yes")

    assert "Saved: you agree to exactly these words." in words_of(page)
    assert text.read_facts().presenters[0].has_agreed
    assert not other.read_facts().presenters[0].has_agreed


def test_other_words_than_those_that_were_read_are_not_agreed_to(text, people):
    with pytest.raises(RefusedError, match="The text changed"):
        answering.answer(
            text, member=people.members.presenter, agrees=True, sha256="0" * 64, by=people.presenter
        )


def test_a_text_that_was_replaced_takes_no_answer(case, text, people, sign_in):
    send_for_checking(case, by=people.facilitator, title="Newer", replaces=text)

    assert answer(sign_in(people.presenter), text, people.members.presenter, "yes").status_code == 422
    assert not case.sharing_agreements.exists()


def over(text, case, people, how) -> None:
    """What ends the wait for an answer: another text, a checker's note, or a withdrawal."""
    if how == "replaced":
        send_for_checking(case, by=people.facilitator, title="Newer", replaces=text)
    elif how == "sent back":
        clearance_actions.send_back(text, reason="The street shows.", by=people.member)
    else:
        say_yes(case, people.members.presenter, PROGRAMME, by=people.presenter)
        approve(text, people.member)
        clearance_actions.publish(text, by=people.facilitator)
        clearance_actions.withdraw(text, because="mistake", by=people.facilitator)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("replaced", "a newer text has replaced this one"),
        ("sent back", "this text was sent back"),
        ("withdrawn", "this text was withdrawn"),
    ],
)
def test_the_page_of_a_text_that_is_over_says_so_first_and_leads_to_the_newest(
    case, text, people, sign_in, how, said
):
    over(text, case, people, how)

    page = one_line(words_of(sign_in(people.presenter).get(url("clearance:text_answer", text.pk))))

    assert said in page
    assert "You do not need to answer it." in page
    assert "Do you agree" not in page
    assert "this is what would" not in page
    newest = text.newest()
    leads = f'<a href="{url("clearance:text_answer", newest.pk)}">Read the newest text</a>' in page
    assert leads == (how == "replaced")


def test_a_no_takes_a_published_text_down(text, people, sign_in):
    client = sign_in(people.presenter)
    answer(client, text, people.members.presenter, "yes")
    approve(text, people.member)
    publish(text, people)

    answer(client, text, people.members.presenter, "no")

    assert not published(text)


# --- Who answers for whom


def test_the_facilitator_shows_it_to_whoever_has_no_account_and_records_their_answer(
    case, text, people, silent, sign_in
):
    say_yes(case, people.members.presenter, PROGRAMME, by=people.presenter)
    client = sign_in(people.facilitator)

    page = one_line(words_of(answer(client, text, silent, "yes")))

    assert f"Saved for {silent.name}: they agree." in page
    said = case.sharing_agreements.get(member=silent)
    assert (said.cleared_text, said.recorded_by, said.is_own_word) == (text, people.facilitator, False)
    assert AgreementMail.objects.filter(member=silent, about="recorded", cleared_text=text).exists()


def test_nobody_else_answers_for_a_presenter_who_can(text, people, sign_in):
    member = people.members.presenter
    member.agreed_to_contact_at = timezone.now()
    member.save()

    for role, status in (
        ("member", 403),
        ("facilitator", 403),
        ("broker", 403),
        ("team", 403),
        ("stranger", 404),
    ):
        assert answer(sign_in(getattr(people, role)), text, member, "yes").status_code == status
    assert not text.case.sharing_agreements.exists()


def test_the_words_need_signing_in(client, text):
    assert client.get(page_of(text)).status_code == 302


def test_who_left_is_shown_it_by_the_facilitator(case, people):
    member_actions.leave(people.members.presenter, on=timezone.localdate(), because="Moved", by=people.team)

    text = send_for_checking(case, by=people.facilitator)

    assert not text.showings.exists()


def test_the_facilitator_answers_for_a_presenter_whose_account_is_closed(case, people, sign_in):
    member = people.members.presenter
    User.objects.filter(pk=member.user_id).update(is_active=False)
    text = send_for_checking(case, by=people.facilitator)

    assert not text.showings.exists()
    assert f"Show it to {member.name}: {text.title}" in words_of(sign_in(people.facilitator).get("/"))
    assert answer(sign_in(people.facilitator), text, member, "yes").status_code == 200
    assert text.read_facts().presenters[0].agreed_to_it


# --- Facts that only grow


def by_sql(table, column):
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = %s", [timezone.now() - WEEK])


@pytest.mark.parametrize(
    ("model", "column"), [(Showing, "until"), (Showing, "shown_at"), (Opening, "opened_at")]
)
def test_the_database_changes_neither_when_a_text_was_shown_nor_when_it_was_opened(
    text, people, model, column
):
    showing.note_opened(text, by=people.presenter)

    with pytest.raises(IntegrityError), transaction.atomic():
        by_sql(model._meta.db_table, column)


@pytest.mark.parametrize("model", [Showing, Opening])
def test_the_database_notes_nobody_who_does_not_present_the_case(text, people, model):
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(cleared_text=text, member=people.members.member)
