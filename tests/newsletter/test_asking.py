"""News about a case: its writer is asked who would know whom it is about, and the answers go to the text that is checked.

So is a broker who rewrites it.
"""

import pytest

from kit.errors import RefusedError
from newsletter import actions
from newsletter.models import Entry, EntryAnswers, UpdateAnswers
from tests.cases.checking import ANSWERS, answers_on
from tests.factories.cases import CaseFactory
from tests.newsletter.checking import send_and_check
from tests.newsletter.test_checking import widen
from tests.newsletter.test_views import MONTH, page, words_of
from tests.ticked import LOOKED


def write(issue, people, **told):
    return actions.write_site_update(
        issue, site=people.site, words="She has a key.", by=people.user("writer"), **told
    )


def test_what_the_writer_answered_goes_to_the_text_that_is_checked(people, issue):
    write(issue, people, case=CaseFactory(site=people.site), answers=ANSWERS)
    send_and_check(issue, by=people.user("broker"))

    text = issue.entries.get(kind="site_update", site=people.site).cleared_text
    assert [(each.by, each.given) for each in text.author_answers.all()] == [(people.user("writer"), ANSWERS)]


def test_news_does_not_go_to_readers_who_would_know_whom_it_is_about(people, issue):
    write(issue, people, case=CaseFactory(site=people.site), answers=ANSWERS | {"a_neighbour": "yes"})
    widen(issue, Entry.Kind.SITE_UPDATE, people)

    with pytest.raises(RefusedError, match="some of these readers would know whom “Dunsmere” is about"):
        send_and_check(issue, by=people.user("broker"))


def test_news_that_is_about_no_case_any_more_has_no_answers(people, issue):
    write(issue, people, case=CaseFactory(site=people.site), answers=ANSWERS)
    write(issue, people)

    assert not UpdateAnswers.objects.exists()


def test_a_facilitator_is_asked_once_news_is_about_a_case(people, issue, signed_in):
    address = page("site_update_write", *MONTH, "cp4-dunsmere")
    case = CaseFactory(site=people.site, presented=True)
    client = signed_in("facilitator")
    typed = {"words": "There was cake.", "case": case.pk}

    assert "Would the police know who this is?" not in words_of(client.get(address))
    asked = client.post(address, typed)

    assert asked.status_code == 422
    assert "Would the police know who this is?" in words_of(asked)
    assert "There was cake." in words_of(asked)
    answers = answers_on(words_of(asked)) | LOOKED
    assert client.post(address, {**typed, **answers, "the_ward": "yes"}).status_code == 422
    assert client.post(address, {**typed, **answers}).status_code == 302


# --- A broker who rewrites an entry about a case


@pytest.fixture
def rewrite(people, issue, signed_in):
    """`rewrite(**typed)`: the broker saves the entry with a commissioner's reply, and gets the answer."""
    entry = issue.entries.get(kind="reply")
    address = page("entry_edit", entry.pk)
    usual = {"headline": entry.headline, "words": "Somebody is there on Fridays.", "audience": "programme"}
    return lambda **typed: signed_in("broker").post(address, usual | typed | LOOKED)


def test_a_broker_who_rewrites_an_entry_about_a_case_is_asked_as_its_author_was(people, issue, rewrite):
    asked = rewrite()

    assert asked.status_code == 422
    assert "Would the police know who this is?" in words_of(asked)
    assert "Somebody is there on Fridays." in words_of(asked)
    answers = answers_on(words_of(asked))
    assert rewrite(**answers | {"the_ward": "yes"}).status_code == 422
    assert rewrite(**answers | {"person": "told"}).status_code == 302
    send_and_check(issue, by=people.user("broker"))
    last = issue.entries.get(kind="reply").cleared_text.author_answers.last()
    assert (last.by, last.person) == (people.user("broker"), "told")


def test_other_readers_alone_and_entries_about_no_case_ask_nothing(people, issue, rewrite, signed_in):
    reply, evidence = issue.entries.get(kind="reply"), issue.entries.get(kind="evidence")
    typed = {"headline": "Open it", "words": "Yes.", "audience": "programme"} | LOOKED

    assert rewrite(words=reply.words, audience="commissioners").status_code == 302
    assert signed_in("broker").post(page("entry_edit", evidence.pk), typed).status_code == 302
    assert not EntryAnswers.objects.exists()


def test_what_was_answered_about_words_goes_with_the_words(people, issue):
    entry = issue.entries.get(kind="reply")
    typed = {"headline": entry.headline, "audience": "programme", "by": people.user("broker")}
    actions.edit_entry(entry, words="On Fridays.", answers=ANSWERS, **typed)
    assert entry.answers.given == ANSWERS

    actions.edit_entry(entry, words="On Mondays.", **typed)

    assert not EntryAnswers.objects.exists()


def test_an_entry_does_not_go_to_readers_who_would_know_by_its_broker(people, issue):
    entry = issue.entries.get(kind="reply")
    actions.edit_entry(
        entry, headline=entry.headline, words="On Fridays.", audience="commissioners", by=people.user("broker"),
        answers=ANSWERS | {"the_police": "yes"},
    )  # fmt: skip

    with pytest.raises(RefusedError, match="some of these readers would know whom"):
        send_and_check(issue, by=people.user("broker"))
