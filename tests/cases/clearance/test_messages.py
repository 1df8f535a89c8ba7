"""Writers and checkers write to each other about a text, beside the passages, and see what changed since the last version."""

import pytest

from cases.audit_verbs import CaseVerb
from cases.clearance import actions as clearance_actions
from cases.clearance.marked_text import render
from cases.clearance.messages import put_beside, threads_of, write_message
from cases.clearance.models import ClearedText, TextMessage
from kit.errors import RefusedError
from kit.models import AuditEvent, subject_of
from kit.privacy.striking import Passage
from pages.privacy.places import places_of
from pages.privacy.register import WordsOf
from tests.cases.checking import send_for_checking
from tests.cases.pages import url, words_of
from tests.reading import one_line

QUOTE = "A worker rang first."


def write(client, text, **typed):
    return client.post(url("clearance:text_message", text.pk), typed, follow=True)


def page_of(client, text) -> str:
    return one_line(words_of(client.get(url("clearance:text_check", text.pk))))


def test_a_message_and_its_answer_stand_beside_the_passage(text, people, sign_in):
    write(sign_in(people.member), text, quote=" A worker\nrang first.", words="Say which month.")
    first = TextMessage.objects.get()

    page = one_line(
        words_of(write(sign_in(people.facilitator), text, words="In the spring.", answers=first.pk))
    )

    [thread] = threads_of(text, reader=people.facilitator)
    assert [each.words for each in thread.messages] == ["Say which month.", "In the spring."]
    assert page.index(QUOTE) < page.index("Say which month.") < page.index("In the spring.")
    assert page.index("In the spring.") < page.index("Messages about this text")
    assert put_beside(threads_of(text, reader=people.facilitator), render(text)) == []


def test_the_audit_log_records_who_was_shown_the_messages_about_a_case(case, text, people, sign_in):
    write_message(text, words="Say which month.", by=people.member)
    readings = AuditEvent.objects.filter(verb=CaseVerb.READ, subject=subject_of(case))

    page_of(sign_in(people.team), text)
    page_of(sign_in(people.team), text)

    assert [each.by for each in readings] == [people.team]


def test_the_same_message_twice_in_a_row_is_one(text, people):
    for words in ("Shorter.", " Shorter.", "And plainer.", "Shorter."):
        write_message(text, words=words, by=people.member)
    write_message(text, words="Shorter.", by=people.facilitator)

    assert [each.words for each in TextMessage.objects.all()] == [
        "Shorter.", "And plainer.", "Shorter.", "Shorter.",
    ]  # fmt: skip


def test_a_message_without_a_passage_is_about_the_whole_text(text, people, sign_in):
    page = one_line(words_of(write(sign_in(people.member), text, words="It is long.")))

    assert page.index("Messages about this text") < page.index("It is long.")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"words": "Shorter.", "quote": "Nobody wrote this."}, "This passage is not in the text."),
        ({"words": " "}, "Enter your message"),
    ],
)
def test_what_cannot_be_sent_keeps_what_was_typed(text, people, sign_in, typed, sentence):
    answer = write(sign_in(people.member), text, **typed)

    assert answer.status_code == 422
    assert sentence in words_of(answer)
    assert typed.get("quote", "") in words_of(answer)
    assert not TextMessage.objects.exists()


def test_only_who_can_open_the_text_writes_about_it(text, people, sign_in):
    statuses = {
        role: write(sign_in(getattr(people, role)), text, words="Mine.").status_code
        for role in ("member", "presenter", "broker", "team", "elsewhere", "commissioner", "stranger")
    }

    assert statuses == {
        "member": 200, "presenter": 200, "broker": 200, "team": 200, "elsewhere": 404, "commissioner": 404,
        "stranger": 404,
    }  # fmt: skip


def test_an_answer_belongs_to_the_text_of_its_thread(case, text, people):
    other = send_for_checking(case, by=people.facilitator, title="Another one")
    first = write_message(other, words="Shorter.", by=people.member)

    with pytest.raises(RefusedError, match="about another text"):
        write_message(text, words="Why?", by=people.facilitator, answers=first)


def test_a_no_with_a_reason_is_a_message(text, people, sign_in):
    typed = {
        "member": people.members.presenter.pk, "sha256": text.sha256, "answer": "no", "reason": "The job tells.",
    }  # fmt: skip
    sign_in(people.presenter).post(url("clearance:text_answer", text.pk), typed)

    assert TextMessage.objects.get().words == "The job tells."
    assert "The job tells." in page_of(sign_in(people.facilitator), text)


def test_the_next_version_marks_in_words_what_changed_and_has_the_messages_about_the_last(
    case, text, people, sign_in
):
    write_message(text, words="Say what happened.", by=people.member)
    newer = clearance_actions.send_for_checking(
        {"title": "What we learned", "words": "A worker rang later."},
        kind=text.kind, audience=text.audience, programme=text.programme, site=text.site, case=case,
        authors=[], by=people.facilitator, replaces=text,
    )  # fmt: skip

    page = page_of(sign_in(people.member), newer)

    assert '<del><span class="visually-hidden">[removed: </span >first.' in page
    assert '<ins><span class="visually-hidden">[added: </span >later.' in page
    assert "1 message about that version" in page or "One message about that version" in page
    assert "Say what happened." in page
    assert "Changes since" not in page_of(sign_in(people.member), text)


def test_messages_are_among_the_words_of_the_case_that_can_be_removed(case, text, people):
    write_message(text, words="Not Kevin, please.", by=people.member)

    labels = {
        place.label for place in places_of(WordsOf.case(case), Passage("Kevin"), reader=people.facilitator)
    }

    assert labels == {"Message about a text that was sent for checking"}


def test_nothing_is_written_about_words_that_were_removed(text, people):
    ClearedText._base_manager.filter(pk=text.pk).update(
        body='{"title":"Permanently removed"}',
        struck_at=text.sent_for_checking_at,
        struck_by=people.facilitator,
    )

    with pytest.raises(RefusedError, match="permanently removed"):
        write_message(text, words="Why?", by=people.member)


def test_every_form_of_the_page_has_its_token(text, people, sign_in):
    write_message(text, words="Say which month.", quote=QUOTE, by=people.member)
    write_message(text, words="It is long.", by=people.member)

    page = page_of(sign_in(people.broker), text)

    [_, *forms] = page.split("<main")[1].split('<form method="post"')
    assert len(forms) == 5  # two answers, a message, asking somebody, the check
    assert all("csrfmiddlewaretoken" in form for form in forms)
