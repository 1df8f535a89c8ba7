"""Presenters are mailed when somebody records their say, and when a text goes out under it; by the link they take it back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.clearance import actions as clearance_actions
from cases.clearance import links
from cases.clearance.models import AgreementLink, AgreementMail, Audience, SharingAgreement
from cases.models import Presenter
from members import actions as member_actions
from pages.privacy.people import Person, erase
from tests.cases.checking import agree, approve, published, say_yes, send_for_checking
from tests.factories.members import MemberFactory
from tests.reading import one_line

PROGRAMME = Audience.PROGRAMME


@pytest.fixture
def silent(case, people):
    """A presenter without an account, who has an address and agreed to receive e-mails."""
    member = MemberFactory(
        site=people.site, user=None, email="silent@example.org", agreed_to_contact_at=timezone.now()
    )
    Presenter.objects.create(case=case, member=member)
    return member


def due(member) -> list[str]:
    return list(AgreementMail.objects.due().filter(member=member).values_list("about", flat=True))


def page_of(case, member) -> str:
    return reverse(
        "clearance:agreement_by_link", args=[links.token_of(case.named_presenters.get(member=member))]
    )


def publish(text, people, *approvers):
    for approver in approvers:
        approve(text, approver)
    return clearance_actions.publish(text, by=people.facilitator)


# --- Who is mailed


def test_whoever_somebody_records_an_answer_for_is_mailed_once_an_act(client, case, people, silent):
    client.force_login(people.facilitator)

    client.post(
        reverse("clearance:sharing_agreement", args=[case.pk]), {"member": silent.pk, "audience": "programme"}
    )

    assert due(silent) == ["recorded"]
    assert case.sharing_agreements.filter(member=silent).count() == 3


def test_a_change_that_is_recorded_later_is_mailed_again(case, people, silent):
    clearance_actions.agree(case, member=silent, audience=PROGRAMME, by=people.facilitator)
    AgreementMail.objects.update(sent_at=timezone.now())

    clearance_actions.withdraw_agreement(case, member=silent, audience=PROGRAMME, by=people.facilitator)

    assert due(silent) == ["recorded"]


def test_nobody_is_mailed_about_their_own_word(case, people):
    agree(case, people, PROGRAMME)

    assert due(people.members.presenter) == []


def test_everybody_ever_named_is_mailed_when_a_text_goes_out(case, people, text, silent):
    presenter = people.members.presenter
    agree(case, people)
    say_yes(case, silent, PROGRAMME, by=people.facilitator)
    AgreementMail.objects.update(sent_at=timezone.now())
    case.presenter_rows.filter(member=presenter).delete()
    member_actions.leave(presenter, on=timezone.localdate(), because="A new job", by=people.team)

    publish(text, people, people.member)

    assert due(presenter) == due(silent) == ["published"]


def test_whoever_agreed_to_no_mail_gets_none(case, people, silent):
    silent.agreed_to_contact_at = None
    silent.save()
    clearance_actions.agree(case, member=silent, audience=PROGRAMME, by=people.facilitator)

    assert due(silent) == []


def test_the_mail_has_the_link_and_never_the_title(case, people, text, silent):
    agree(case, people)
    say_yes(case, silent, PROGRAMME, by=people.facilitator)
    publish(text, people, people.member)

    for mail in AgreementMail.objects.filter(member=silent):
        message = mail.message()
        words = f"{message.subject} {message.body}"
        assert message.to == ["silent@example.org"]
        assert page_of(case, silent) in words
        assert case.reference in words
        assert case.title not in words
        assert text.title not in words


# --- Taking it back by the link


def test_a_yes_is_taken_back_by_the_link_without_an_account(client, case, people, text, silent):
    agree(case, people)
    say_yes(case, silent, PROGRAMME, by=people.facilitator)
    publish(text, people, people.member)

    answer = client.post(page_of(case, silent), {"what": "all"}, follow=True)

    assert "Your agreement has been withdrawn" in answer.content.decode()
    assert not published(text)
    assert SharingAgreement.objects.widest_of(case, silent) is None
    assert case.sharing_agreements.last().is_own_word


def test_the_page_by_link_says_to_which_texts_they_agreed(client, case, people, text):
    member = people.members.presenter
    other = send_for_checking(case, by=people.facilitator, title="Another one")
    clearance_actions.agree(case, member=member, audience=PROGRAMME, by=people.presenter, text=text)
    publish(text, people, people.member)

    page = one_line(client.get(page_of(case, member)).content.decode())

    assert "You have not agreed" not in page
    assert "You agreed to one text about this case, and to no others." in page
    assert "<li>the write-up that was published on" in page
    assert "<li>the write-up that was sent for checking" not in page
    assert other.title not in page


def test_it_is_taken_back_for_one_text_alone(client, case, people, text, silent):
    other = send_for_checking(case, by=people.facilitator, title="Another one")
    agree(case, people)
    say_yes(case, silent, PROGRAMME, by=people.facilitator)
    for each in (text, other):
        approve(each, people.member)
    clearance_actions.publish(text, by=people.facilitator)
    is_alone = not published(text.in_line().exclude(pk=text.pk).first() or other)

    client.post(page_of(case, silent), {"what": str(text.pk)})

    assert is_alone
    assert not published(text)
    assert clearance_actions.publish(other, by=people.facilitator)


def test_the_link_works_after_somebody_left_and_long_afterwards(client, case, people, text):
    presenter = people.members.presenter
    agree(case, people)
    publish(text, people, people.member)
    member_actions.leave(presenter, on=timezone.localdate(), because="A new job", by=people.team)
    people.presenter.is_active = False
    type(people.presenter).objects.filter(pk=presenter.user_id).update(is_active=False)
    Presenter.objects.filter(member=presenter).delete()

    assert client.get(page_of(case, presenter)).status_code == 200
    client.post(page_of(case, presenter), {"what": "all"})

    assert not published(text)
    assert timezone.now() - case.sharing_agreements.last().said_at < timedelta(minutes=5)


def test_the_link_shows_no_words_of_the_case(client, case, people, text, silent):
    agree(case, people)
    say_yes(case, silent, PROGRAMME, by=people.facilitator)
    publish(text, people, people.member)

    page = client.get(page_of(case, silent)).content.decode()

    assert case.reference in page
    assert case.title not in page
    assert text.title not in page


def test_the_link_ends_when_the_address_changes(client, case, people, silent):
    page = page_of(case, silent)
    silent.email = "another@example.org"
    silent.save()

    assert client.get(page).status_code == 410
    assert client.post(page, {"what": "all"}).status_code == 410
    assert page_of(case, silent) != page


def test_a_guessed_link_opens_nothing(client, case, silent):
    page = page_of(case, silent)

    assert client.get(page[:-3] + "xx/").status_code == 404


def test_the_link_ends_when_links_are_ended_and_a_later_mail_has_another(client, case, people, text, silent):
    agree(case, people)
    say_yes(case, silent, PROGRAMME, by=people.facilitator)
    publish(text, people, people.member)
    page = page_of(case, silent)
    member_actions.end_links(silent, by=people.facilitator)

    answers = [client.get(page), client.post(page, {"what": "all"})]

    assert [each.status_code for each in answers] == [410, 410]
    assert "You can still withdraw your agreement" in one_line(answers[0].content.decode())
    assert published(text)
    assert client.get(page_of(case, silent)).status_code == 200
    assert client.get(page).status_code == 410


def test_the_link_of_somebody_who_was_erased_ends(client, case, people, silent):
    clearance_actions.agree(case, member=silent, audience=PROGRAMME, by=people.facilitator)
    page = page_of(case, silent)

    erase(Person.known_as("silent@example.org"))

    assert client.get(page).status_code == 410
    assert not AgreementLink.objects.filter(named__member=silent).exists()


def test_a_link_is_the_same_in_each_mail_until_it_ends(case, silent):
    assert page_of(case, silent) == page_of(case, silent)


def test_what_to_take_back_has_to_be_chosen_of_what_is_there(client, case, people, silent):
    clearance_actions.agree(case, member=silent, audience=PROGRAMME, by=people.facilitator)

    for what in ({}, {"what": "999"}):
        assert client.post(page_of(case, silent), what).status_code == 422
    assert SharingAgreement.objects.widest_of(case, silent) == PROGRAMME
