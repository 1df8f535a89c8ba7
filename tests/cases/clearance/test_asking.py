"""Could anyone be identified? The author of a text is asked where it is sent for checking, and every checker sees it."""

from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction

from cases.clearance import asking
from cases.clearance.asking_forms import AsksWhoWouldKnow
from cases.clearance.forms import CorrectionForm
from cases.clearance.models import Audience, AuthorAnswers, ClearedText
from cases.clearance.models.recognising import READERS, READERS_EVERYWHERE, READERS_OF_ALL
from cases.clearance.striking import strike_text
from kit.errors import RefusedError
from kit.privacy.outward import LeavesTheSite
from kit.privacy.recognisable import Level
from kit.privacy.striking import Passage
from newsletter.forms import EntryForm, SiteUpdateForm
from tests.cases.checking import ANSWERS, answers_on, send_for_checking
from tests.cases.pages import url, words_of
from tests.factories.cases import CommissionerIssueFactory
from tests.reading import one_line
from tests.ticked import LOOKED, ticked

TELLING = "A woman in her 30s from Eritrea has twins. There was a house fire."


@pytest.fixture
def issue(case, people):
    return CommissionerIssueFactory(case=case, raised_by=people.member, words="As said in the room.")


@pytest.fixture
def send(people, issue, sign_in):
    """`send(**typed)`: the facilitator sends the issue for checking."""
    address = url("commissioning:issue_send_for_checking", issue.pk)
    usual = {
        "title": "People lose support",
        "audience": "commissioners",
        "exactness": "month",
        **ANSWERS,
        **LOOKED,
    }

    def typed(**values):
        return sign_in(people.facilitator).post(address, {**usual, "words": "After two letters.", **values})

    return typed


# --- The author is asked


def test_every_form_that_sends_a_text_for_checking_asks_its_author_and_if_they_read_it():
    import_module("copsite.urls")  # and so every form

    sending = [form for form in _all_below(CorrectionForm) if form.__module__.split(".")[0] != "tests"]

    assert len(sending) >= 3
    sending += [SiteUpdateForm, EntryForm]  # a newsletter carries their words
    assert [form for form in sending if not issubclass(form, AsksWhoWouldKnow)] == []
    assert [form for form in sending if not issubclass(form, LeavesTheSite)] == []  # the box that it was read


def _all_below(form) -> list:
    return [each for below in form.__subclasses__() for each in (below, *_all_below(below))]


def test_what_the_author_answers_is_kept_with_the_text(send, people):
    assert send(their_family="maybe", person="unwell").status_code == 302

    kept = AuthorAnswers.objects.get()
    assert kept.cleared_text == ClearedText.objects.get()
    assert (kept.audience, kept.by, kept.their_family, kept.person) == (
        "commissioners", people.facilitator, "maybe", "unwell",
    )  # fmt: skip


@pytest.mark.parametrize("question", [*READERS, "person"])
def test_every_question_has_to_be_answered_and_what_was_typed_stays(send, question):
    response = send(**{question: ""})

    assert response.status_code == 422
    assert "After two letters." in words_of(response)
    assert list(response.context["form"].errors) == [question]
    assert not ClearedText.objects.exists()


@pytest.mark.parametrize("who", READERS_EVERYWHERE)
def test_a_text_in_which_a_reader_would_know_them_is_not_sent(send, who):
    response = send(**{who: "yes"})

    assert response.status_code == 422
    assert f"You said that {asking.WHO[who]} would know who this is. Change the text" in words_of(response)
    assert not ClearedText.objects.exists()


@pytest.mark.parametrize("who", READERS_OF_ALL)
def test_fewer_readers_are_a_way_out_where_only_the_public_would_know(send, who):
    refused = send(audience="public", **{who: "yes"})

    assert refused.status_code == 422
    assert "or send it to fewer readers than everyone" in words_of(refused)
    assert send(audience="commissioners", **{who: "yes"}).status_code == 302


def test_what_stands_together_is_shown_before_it_can_be_sent(send):
    first = send(words=TELLING)

    page = one_line(words_of(first))
    assert first.status_code == 422
    assert "together: A woman in her 30s, from Eritrea, twins, a house fire." in page
    assert "To say less: “from another country”." in page
    assert not ClearedText.objects.exists()
    seen = answers_on(words_of(first))
    assert send(words=TELLING, **seen, **ticked(first.context["form"])).status_code == 302


def test_a_list_of_other_words_is_not_one_that_was_read(send):
    seen = answers_on(words_of(send(words=TELLING)))

    response = send(words=f"{TELLING} She was a bus driver.", **seen)

    assert response.status_code == 422
    assert "was a bus driver" in one_line(words_of(response))


def test_a_page_never_says_that_nobody_can_be_identified(send, people, issue, sign_in):
    page = one_line(
        words_of(sign_in(people.facilitator).get(url("commissioning:issue_send_for_checking", issue.pk)))
    )

    assert "Few of the details we look for stand together here." in page
    assert "only people can judge" in page


# --- How much a text tells


def test_the_size_of_the_town_and_the_site_named_beside_it_weigh(people):
    site = people.site
    content = {
        "title": "A man in his 50s with a dog",
        "sections": [{"key": "story", "text": "He has tattoos."}],
    }

    def level(town: str, **more) -> Level:
        site.town_size = town
        return asking.WhoIsIn({**content, **more}, site=site).weighed("programme").level

    assert level("city", site="") is Level.FEW
    assert level("", site=str(site)) is level("small", site=str(site)) is Level.MANY
    assert level("town", site=str(site)) > level("city", site="")


def test_needs_beside_the_text_count_and_citations_do_not(people):
    content = {
        "title": "Ringing first", "needs": ["Asylum seekers"], "site": "",
        "evidence": [{"bottom_line": "Twins from Eritrea did well.", "citation": "Deaf twins, 2012"}],
    }  # fmt: skip

    found = asking.WhoIsIn(content, site=people.site).attributes

    assert [each.passage for each in found] == ["Asylum seekers"]


# --- Every checker sees it


def test_every_checker_sees_what_stands_together_and_the_answers(people, case, sign_in):
    text = send_for_checking(case, by=people.facilitator, title="A woman in her 30s from Eritrea")
    asking.answer_about(text, answers=ANSWERS | {"the_ward": "maybe"}, by=people.facilitator)

    for reader in (people.member, people.broker, people.team):
        page = one_line(words_of(sign_in(reader).get(url("clearance:text_check", text.pk))))

        assert "together: A woman in her 30s, from Eritrea" in page
        assert f"What {people.facilitator.name} answered" in page
        assert "<dt>The ward</dt><dd>Maybe</dd>" in page
        assert "Was the person asked or told? They were asked, and agreed." in page


def test_a_checker_is_told_where_the_author_was_not_asked(people, text, sign_in):
    page = one_line(words_of(sign_in(people.member).get(url("clearance:text_check", text.pk))))

    assert "The author was not asked who would know whom it is about" in page


# --- Facts that only grow


def test_the_same_answers_are_recorded_once_and_others_are_added(people, text):
    first = asking.answer_about(text, answers=ANSWERS, by=people.facilitator)

    assert asking.answer_about(text, answers=ANSWERS, by=people.facilitator) == first
    later = asking.answer_about(text, answers=ANSWERS | {"person": "told"}, by=people.facilitator)
    assert asking.answered(text).person == "They were told"
    assert list(text.author_answers.all()) == [first, later]


def test_the_verb_refuses_what_the_form_refuses(people, text):
    with pytest.raises(RefusedError, match="the police would know who this is"):
        asking.answer_about(text, answers=ANSWERS | {"the_police": "yes"}, by=people.facilitator)


def row(text, people, **values) -> AuthorAnswers:
    told = {"cleared_text": text, "audience": text.audience, "by": people.facilitator, **ANSWERS, **values}
    return AuthorAnswers(**told)


@pytest.mark.parametrize("who", READERS)
def test_the_database_refuses_a_text_whose_readers_would_know_them(people, case, who):
    text = send_for_checking(case, by=people.facilitator, audience=Audience.PUBLIC)

    with pytest.raises(IntegrityError), transaction.atomic():
        AuthorAnswers.objects.bulk_create([row(text, people, **{who: "yes"})])


def test_the_database_refuses_answers_about_another_audience_and_changes(people, text):
    with pytest.raises(IntegrityError), transaction.atomic():
        row(text, people, audience="public").save()
    kept = asking.answer_about(text, answers=ANSWERS, by=people.facilitator)

    with pytest.raises(RefusedError):
        AuthorAnswers.objects.update(person="told")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE clearance_authoranswers SET person = 'told' WHERE id = %s", [kept.pk])


def test_a_text_without_struck_words_keeps_the_answers(people, case):
    text = send_for_checking(case, by=people.facilitator, title="What Rosa learned")
    asking.answer_about(text, answers=ANSWERS, by=people.facilitator)

    newer = strike_text(text, passage=Passage("Rosa"), by=people.team)

    assert asking.answered(newer).by == people.facilitator.name
