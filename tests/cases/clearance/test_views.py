"""The pages where texts are checked: reading, deciding, publishing, withdrawing, and the presenters' agreement."""

import pytest
from django.template.loader import get_template

from cases.clearance import actions as clearance_actions
from cases.clearance.models import Clearance, ClearedText, Publication, SendBack
from cases.clearance.readers_page import partial_of
from members.actions.kept_words import keep_word
from members.models import KeptWord
from tests.cases.checking import agree, approve, send_for_checking
from tests.cases.pages import count_queries, url, words_of
from tests.factories.cases import CaseFactory
from tests.factories.members import MemberFactory
from tests.reading import one_line

NO = {"together": "no", "hurt": "no", "trouble": "no", "verdict": "approve", "looked": "on"}


def test_the_reader_sees_exactly_the_words_with_their_marks(people, case, sign_in):
    text = clearance_actions.send_for_checking(
        {"title": "Three keys", "words": f"{people.members.presenter.name} rang on 4 September 2011."},
        kind="learning_object", audience="programme", programme=people.programme, site=people.site, case=case,
        authors=[people.facilitator], by=people.facilitator,
    )  # fmt: skip

    response = sign_in(people.member).get(url("clearance:text_check", text.pk))

    words = words_of(response)
    assert f'value="{text.sha256}"' in words
    assert f'<a href="#m1">{people.members.presenter.name}<sup>1</sup></a>' in one_line(words)
    assert '<a href="#m2">4 September 2011<sup>2</sup></a>' in one_line(words)
    assert 'id="m2"' in words
    assert "Exactly these words" in words


def test_a_reader_approves_exactly_these_words(people, text, sign_in):
    response = sign_in(people.member).post(url("clearance:text_check", text.pk), NO | {"sha256": text.sha256})

    assert response.status_code == 302
    clearance = Clearance.objects.get()
    assert (clearance.by, clearance.sha256, clearance.audience) == (people.member, text.sha256, "programme")


@pytest.mark.parametrize("question", ["together", "hurt", "trouble"])
@pytest.mark.parametrize("answer", ["yes", ""])
def test_any_doubt_refuses_to_approve_and_keeps_what_was_typed(people, text, sign_in, question, answer):
    typed = NO | {"sha256": text.sha256, question: answer, "reason": "Typed with care."}

    response = sign_in(people.member).post(url("clearance:text_check", text.pk), typed)

    assert response.status_code == 422
    assert ("You cannot approve it" in words_of(response)) == (answer == "yes")
    assert "Typed with care." in words_of(response)
    assert not Clearance.objects.exists()


def test_marks_have_to_be_looked_at(people, case, sign_in):
    text = send_for_checking(case, by=people.facilitator, title="Mr Smith rang")
    client = sign_in(people.member)

    refused = client.post(url("clearance:text_check", text.pk), NO | {"sha256": text.sha256, "looked": ""})
    client.post(url("clearance:text_check", text.pk), NO | {"sha256": text.sha256})

    assert refused.status_code == 422
    assert "I have read it for who might be recognised, and checked one mark" in words_of(refused)
    assert Clearance.objects.count() == 1


def test_a_text_without_marks_is_read_for_who_might_be_recognised_all_the_same(people, text, sign_in):
    answers = NO | {"sha256": text.sha256, "looked": ""}

    refused = sign_in(people.member).post(url("clearance:text_check", text.pk), answers)

    assert refused.status_code == 422
    assert "Read it for who might be recognised and tick this" in words_of(refused)
    assert not Clearance.objects.exists()


def test_a_kept_word_is_shown_as_kept_with_its_reason_and_not_as_open(people, case, sign_in):
    text = send_for_checking(case, by=people.facilitator, title="Wayne rang")
    keep_word(people.site, word="wayne", kind="person", reason=KeptWord.Reason.PUBLIC, by=people.facilitator)

    page = words_of(sign_in(people.member).get(url("clearance:text_check", text.pk)))

    assert "“Wayne”. Kept: public figure or national body." in page
    assert "and checked" not in page


def test_a_text_that_was_replaced_meanwhile_is_not_approved(people, case, text, sign_in):
    send_for_checking(case, by=people.facilitator, title="Other words", replaces=text)

    response = sign_in(people.member).post(url("clearance:text_check", text.pk), NO | {"sha256": text.sha256})

    assert response.status_code == 409
    assert "no longer waiting" in words_of(response)
    assert "Replaced by a newer text" in one_line(words_of(response))
    assert response.context["form"] is None


def test_other_words_than_those_read_are_not_approved(people, text, sign_in):
    response = sign_in(people.member).post(url("clearance:text_check", text.pk), NO | {"sha256": "0" * 64})

    assert response.status_code == 409
    assert "changed while you were reading" in words_of(response)


@pytest.mark.parametrize("role", ["facilitator", "presenter"])
def test_authors_and_presenters_read_why_they_cannot_approve(people, text, sign_in, role):
    client = sign_in(getattr(people, role))

    page = client.get(url("clearance:text_check", text.pk))
    typed = NO | {"sha256": text.sha256, "reason": "Not yet."}
    response = client.post(url("clearance:text_check", text.pk), typed)

    assert "so somebody else must check it" in words_of(page)
    assert people.member.name in words_of(page)
    assert response.status_code == 409
    assert "There is a problem" in words_of(response)
    assert "Sent to you for checking" not in words_of(response)
    assert "Approve for" not in words_of(response)
    assert "Your note was not sent: “Not yet.”" in words_of(response)
    assert not Clearance.objects.exists()


def test_a_reader_sends_a_text_back_with_a_reason(people, text, sign_in):
    client = sign_in(people.broker)
    back = {"verdict": "back", "sha256": text.sha256}

    assert client.post(url("clearance:text_check", text.pk), back).status_code == 422
    client.post(url("clearance:text_check", text.pk), back | {"reason": "The nurse gave it away."})

    assert SendBack.objects.get().reason == "The nurse gave it away."
    page = sign_in(people.facilitator).get(url("clearance:text_list"))
    assert "The nurse gave it away." in words_of(page)


@pytest.mark.parametrize("role", ["stranger", "elsewhere", "adviser", "commissioner", "superuser"])
def test_strangers_do_not_find_a_text_being_checked(people, text, sign_in, role):
    client = sign_in(getattr(people, role))

    assert client.get(url("clearance:text_check", text.pk)).status_code == 404
    for name in ("clearance:text_publish", "clearance:text_withdraw"):
        assert client.post(url(name, text.pk)).status_code == 404


def test_the_list_says_what_waits_for_whom(people, case, text, sign_in):
    def listed(user, name):
        context = sign_in(user).get(url("clearance:text_list")).context
        return list(context[name])

    assert listed(people.member, "page") == [text]
    assert listed(people.facilitator, "page") == []
    assert listed(people.facilitator, "mine") == [text]
    approve(text, people.member)
    assert listed(people.member, "page") == []
    assert listed(people.facilitator, "ready") == [text]
    assert listed(people.member, "ready") == []


def test_the_facilitator_publishes_when_nothing_is_missing(people, case, text, sign_in):
    client = sign_in(people.facilitator)
    approve(text, people.member)

    early = client.post(url("clearance:text_publish", text.pk))
    assert early.status_code == 409
    assert "has not agreed yet" in words_of(early)
    assert text.title in words_of(early)  # it is refused on its own page
    assert "Publish these words" not in words_of(client.get(url("clearance:text_check", text.pk)))

    agree(case, people)
    assert "Publish these words" in words_of(client.get(url("clearance:text_check", text.pk)))
    assert sign_in(people.member).post(url("clearance:text_publish", text.pk)).status_code == 403
    sign_in(people.facilitator).post(url("clearance:text_publish", text.pk))

    assert Publication.objects.get().published_by == people.facilitator


def test_a_published_text_is_withdrawn_with_a_reason(people, case, text, sign_in):
    approve(text, people.member)
    agree(case, people)
    clearance_actions.publish(text, by=people.facilitator)
    client = sign_in(people.team)

    assert client.post(url("clearance:text_withdraw", text.pk), {"because": ""}).status_code == 422
    client.post(
        url("clearance:text_withdraw", text.pk), {"because": "privacy", "note": "The post office knew."}
    )

    assert not ClearedText.objects.published().exists()
    page = words_of(client.get(url("clearance:text_check", text.pk)))
    assert "to protect somebody’s privacy" in page
    assert "The post office knew." in page
    assert "The post office knew." not in words_of(
        sign_in(people.member).get(url("clearance:text_check", text.pk))
    )
    assert sign_in(people.broker).post(url("clearance:text_withdraw", text.pk)).status_code == 403


def test_the_list_costs_the_same_for_twice_as_many_texts(people, case, sign_in):
    client = sign_in(people.team)

    def add_and_count() -> int:
        for number in range(3):
            send_for_checking(case, by=people.facilitator, title=f"Text {number}")
            approve(send_for_checking(case, by=people.facilitator, title=f"Cleared {number}"), people.member)
        return count_queries(client, url("clearance:text_list"))

    assert add_and_count() == add_and_count() <= 20


# --- The presenters' agreement


def answer(client, case, member, audience):
    return client.post(
        url("clearance:sharing_agreement", case.pk), {"member": member.pk, "audience": audience}
    )


def answer_to(client, text, member, word):
    sent = {"member": member.pk, "sha256": text.sha256, "answer": word}
    return client.post(url("clearance:text_answer", text.pk), sent, follow=True)


def said(case) -> set[str]:
    return set(case.sharing_agreements.current().agreed().values_list("audience", flat=True))


def test_a_presenter_agrees_and_withdraws_it(people, case, text, sign_in):
    client, member = sign_in(people.presenter), people.members.presenter

    assert text.title in words_of(client.get(url("clearance:sharing_agreement", case.pk)))
    answer(client, case, member, "commissioners")
    assert said(case) == {"programme", "commissioners"}
    answer_to(client, text, member, "yes")

    approve(text, people.member)
    clearance_actions.publish(text, by=people.facilitator)
    answer(client, case, member, "nobody")

    assert said(case) == set()
    assert not ClearedText.objects.published().exists()


def test_a_narrower_agreement_withdraws_the_wider_one_only(people, case, sign_in):
    client, member = sign_in(people.presenter), people.members.presenter
    answer(client, case, member, "public")

    answer(client, case, member, "programme")

    assert said(case) == {"programme"}


def test_the_facilitator_answers_for_those_without_an_account_only(people, case, sign_in):
    silent = MemberFactory(site=people.site, without_account=True)
    case.presenter_rows.create(member=silent)
    client = sign_in(people.facilitator)

    assert answer(client, case, silent, "programme").status_code == 302
    refused = answer(client, case, people.members.presenter, "programme")

    assert refused.status_code == 422
    assert list(case.sharing_agreements.values_list("member", "recorded_by", "audience", "said")) == [
        (silent.pk, people.facilitator.pk, "commissioners", "no"),
        (silent.pk, people.facilitator.pk, "public", "no"),
        (silent.pk, people.facilitator.pk, "programme", "yes"),
    ]


def test_an_old_page_gives_no_yes_again_that_was_taken_back_meanwhile(people, case, sign_in):
    silent = MemberFactory(site=people.site, without_account=True)
    case.presenter_rows.create(member=silent)
    client = sign_in(people.facilitator)
    answer(client, case, silent, "public")
    page = client.get(url("clearance:sharing_agreement", case.pk))
    [shown] = [row.form.initial for row in page.context["presenters"] if row.member == silent]
    clearance_actions.withdraw_agreement(case, member=silent, audience="programme", by=None)

    refused = client.post(
        url("clearance:sharing_agreement", case.pk),
        {"member": silent.pk, "audience": shown["audience"], "last": shown["last"]},
    )

    assert refused.status_code == 422
    assert f"{silent.name} has answered since you opened this page." in words_of(refused)
    assert said(case) == set()


def refuse(client, case, member, text):
    sent = {"member": member.pk, "what": text.pk, "one_text": "yes"}
    return client.post(url("clearance:sharing_agreement", case.pk), sent, follow=True)


def test_a_presenter_refuses_one_text_and_the_page_says_which(people, case, text, sign_in):
    other = send_for_checking(case, by=people.facilitator, title="Another one")
    client, member = sign_in(people.presenter), people.members.presenter
    answer(client, case, member, "programme")
    for each in (text, other):
        answer_to(client, each, member, "yes")
        approve(each, people.member)
        clearance_actions.publish(each, by=people.facilitator)

    page = words_of(refuse(client, case, member, text))

    assert list(ClearedText.objects.published()) == [other]
    assert said(case) == {"programme"}
    assert f"Your agreement to “{text.title}” has been withdrawn, and it has been taken down." in page
    refused = 'You do not agree to <a href="{}">{}</a>, for members'
    assert refused.format(url("clearance:text_answer", text.pk), text.title) in one_line(page)
    assert refused.format(url("clearance:text_answer", other.pk), other.title) not in one_line(page)


def test_one_text_is_refused_before_it_is_published(people, case, text, sign_in):
    client, member = sign_in(people.presenter), people.members.presenter
    answer(client, case, member, "programme")
    approve(text, people.member)

    refuse(client, case, member, text)

    assert text.read_facts().presenters[0].has_agreed is False
    answer(client, case, member, "programme")
    assert text.read_facts().presenters[0].has_agreed is False  # a yes to every text is none to this one
    answer_to(client, text, member, "yes")
    assert text.read_facts().presenters[0].has_agreed is True
    assert "You do not agree to" not in words_of(client.get(url("clearance:sharing_agreement", case.pk)))


def test_a_text_of_another_case_is_not_among_those_to_refuse(people, case, text, sign_in):
    other = send_for_checking(CaseFactory(site=people.site), by=people.facilitator, title="Elsewhere")
    client, member = sign_in(people.presenter), people.members.presenter
    answer(client, case, member, "programme")

    assert refuse(client, case, member, other).status_code == 422


def test_nobody_else_answers_for_a_presenter(people, case, sign_in):
    for role, status in (("member", 403), ("broker", 403), ("team", 403), ("stranger", 404)):
        client = sign_in(getattr(people, role))
        assert client.get(url("clearance:sharing_agreement", case.pk)).status_code == status
        assert answer(client, case, people.members.presenter, "public").status_code == status
    assert sign_in(people.facilitator).get(url("clearance:sharing_agreement", case.pk)).status_code == 200
    assert answer(sign_in(people.facilitator), case, people.members.presenter, "public").status_code == 403
    assert said(case) == set()


def test_an_answer_that_was_not_offered_is_refused(people, case, sign_in):
    response = answer(sign_in(people.presenter), case, people.members.presenter, "everybody")

    assert response.status_code == 422


@pytest.mark.parametrize("kind", ClearedText.Kind.values)
def test_every_kind_of_text_has_a_page_of_its_readers_to_check(kind):
    get_template(partial_of(kind))


@pytest.mark.parametrize("typed", [{}, {"because": "mistake", "note": "Ring 01632 960 114."}])
def test_a_refused_withdrawal_says_at_the_top_what_is_wrong(people, case, text, sign_in, typed):
    agree(case, people)
    approve(text, people.member)
    clearance_actions.publish(text, by=people.facilitator)

    refused = sign_in(people.facilitator).post(url("clearance:text_withdraw", text.pk), typed)

    assert refused.status_code == 422
    assert "There is a problem" in words_of(refused)
    assert Publication.objects.get().withdrawn_at is None


def test_what_was_withdrawn_by_a_link_names_nobody(people, case, text, sign_in):
    agree(case, people)
    approve(text, people.member)
    clearance_actions.publish(text, by=people.facilitator)
    clearance_actions.withdraw_agreement(
        case, member=people.members.presenter, audience="programme", by=None, text=text
    )

    page = one_line(words_of(sign_in(people.facilitator).get(url("clearance:text_check", text.pk))))

    assert "withdrew their agreement. Withdrawn on" in page
    assert ". ," not in page
