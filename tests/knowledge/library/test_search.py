"""Finding: words, facets, passages; and nobody finds what they may not read. Runs on SQLite and on PostgreSQL."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from cases.clearance import actions as clearance_actions
from cases.clearance.models import Audience
from kit.search.words import passage, terms_of
from knowledge.actions import evidence
from knowledge.library import search
from knowledge.library.actions import write_ups
from knowledge.library.actions.indexing import index_texts
from tests.factories.cases import CaseFactory
from tests.factories.knowledge import LearningObjectFactory, QuestionFactory
from tests.knowledge import publishing

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()


def titles(user, query="", **chosen):
    terms = terms_of(query)
    found = search.narrowed(search.matching(search.library_for(user), terms), chosen)
    return [text.title for text in search.in_order(found, newest_first=not terms)]


@pytest.fixture
def other(people, publish):
    """Publishes another write-up of the same site."""

    def other(title, story, audience="programme"):
        case = CaseFactory(site=people.site, presented=True, presenter=people.members.presenter)
        write_up = LearningObjectFactory(
            case=case,
            draft_title=title,
            draft_story=story,
            draft_tried="",
            draft_again="",
            draft_standfirst="",
        )
        return publish(audience, learning_object=write_up)

    return other


def test_words_are_found_in_their_other_forms_and_by_their_beginning(people, publish):
    publish()

    for query in ("letters", "letter", "LETTER", "had opened lett", "ringing", "nobody reads"):
        assert titles(people.member, query) == ["The letters behind the door"], query


def test_all_words_have_to_be_there(people, publish):
    publish()

    assert titles(people.member, "letter biscuit") == []


def test_a_word_of_the_title_comes_first(people, publish, other):
    other("The weekend", "He keeps every letter in a tin, and the tin under the stairs.")
    publish()

    assert titles(people.member, "letters") == ["The letters behind the door", "The weekend"]


def test_without_words_the_newest_comes_first(people, publish, other):
    publish()
    other("The weekend", "On Thursday it starts.")

    assert titles(people.member) == ["The weekend", "The letters behind the door"]


@pytest.mark.parametrize(
    "query",
    [
        '"',
        "'",
        "letter*",
        "NEAR(letter",
        "a AND OR NOT",
        "-letter",
        "(",
        ":",
        "title:letter",
        "%",
        "\\",
        "😀",
    ],
)
def test_no_typed_mark_breaks_the_search(people, publish, query):
    publish()

    titles(people.member, query)


def test_each_reader_finds_what_is_approved_for_them(people, publish):
    publish(Audience.COMMISSIONERS)

    found = {
        name: titles(getattr(people, name))
        for name in ("member", "member_elsewhere", "adviser", "commissioner", "stranger", "superuser")
    }

    seen = ["The letters behind the door"]
    assert found == {
        "member": seen,
        "member_elsewhere": seen,
        "adviser": seen,
        "commissioner": seen,
        "stranger": [],
        "superuser": [],
    }
    assert titles(VISITOR) == []


def test_what_is_being_checked_is_not_found(people, write_up):
    write_ups.send_write_up_for_checking(write_up, audience="programme", by=people.facilitator)

    assert titles(people.member, "letters") == []


def test_what_is_withdrawn_vanishes_at_once_from_hits_and_counts(people, write_up, publish):
    publish()
    publishing.withdraw(write_up, because="privacy", by=people.team)

    assert titles(people.member, "letters") == []
    facets = search.facets_of(search.library_for(people.member), {})
    assert [facet.options for facet in facets] == [[]] * 6


def test_of_several_versions_each_reader_finds_the_newest_or_none(people, publish):
    publish(Audience.PUBLIC, draft_title="For everyone")
    assert titles(VISITOR) == titles(people.member) == ["For everyone"]
    publish(Audience.PROGRAMME, draft_title="For members")

    assert titles(VISITOR) == []
    assert titles(people.member) == ["For members"]


def test_an_older_version_does_not_come_back_when_the_newer_is_withdrawn(people, publish):
    publish(draft_title="First telling")
    second = publish(draft_title="Second telling")
    clearance_actions.withdraw(second.cleared_text, because="privacy", by=people.team)

    assert titles(people.member) == []


def test_a_released_question_is_found_beside_write_ups(people, case, approve, publish):
    publish()
    text = evidence.send_question_for_checking(
        QuestionFactory(case=case),
        title="Ringing before writing",
        words="Does it help?",
        answer="It does, where the same person rings.",
        by=people.broker,
    )
    approve(text)
    clearance_actions.publish(text, by=people.broker)
    index_texts()

    assert titles(people.member_elsewhere, what=["question"]) == ["Ringing before writing"]
    assert titles(people.member_elsewhere, "same person") == ["Ringing before writing"]


def test_facets_narrow_and_count_as_if_nothing_of_theirs_were_chosen(people, publish, other):
    publish()
    other("The weekend", "On Thursday it starts.")
    everything = search.library_for(people.member)
    chosen = {"outcome": ["helped"]}

    facets = {facet.name: facet for facet in search.facets_of(everything, chosen)}

    assert titles(people.member, **chosen) == ["The letters behind the door"]
    assert [(option.label, option.count, option.is_chosen) for option in facets["outcome"].options] == [
        ("Held steady", 1, False),
        ("Something helped", 1, True),
    ]
    assert [(option.label, option.count) for option in facets["what"].options] == [("Write-ups", 1)]
    assert [(option.label, option.count) for option in facets["site"].options] == [("CP4 Dunsmere", 1)]


def test_two_values_of_a_facet_are_either_and_two_facets_are_both(people, publish):
    publish()

    assert titles(people.member, outcome=["helped", "nothing"]) == ["The letters behind the door"]
    assert titles(people.member, outcome=["helped"], what=["question"]) == []


def test_only_values_with_the_shape_of_one_are_asked_for():
    chosen = search.chosen_in(QueryDict("theme=housing&theme=a%00b&need=%27&nothing=x&site=cp4-dunsmere"))

    assert chosen == {"theme": ["housing"], "site": ["cp4-dunsmere"]}


def marked(words, query, **options):
    parts = passage(words, terms_of(query), **options)
    return "".join(f"[{part.text}]" if part.is_hit else part.text for part in parts)


def test_a_passage_marks_what_was_searched_for():
    assert marked("She opened a letter. Letters lay in the hall.", "letters hall") == (
        "She opened a [letter]. [Letters] lay in the [hall]."
    )


def test_a_passage_is_cut_at_spaces_round_the_first_hit():
    words = (
        "one two three four five six seven eight nine ten eleven twelve " * 4
        + "the telephone rang "
        + "and " * 90
    )

    cut = marked(words, "telephone", length=80)

    assert "[telephone] rang" in cut
    assert cut.startswith("… ")
    assert cut.endswith(" …")
    assert len(cut) < 100


def test_a_passage_without_words_is_the_beginning():
    assert marked("One two three.", "") == "One two three."


def test_accents_do_not_hide_a_hit():
    assert marked("Siân came on Tuesdays.", "sian") == "[Siân] came on Tuesdays."


def test_similar_texts_share_telling_words(people, publish, other):
    publish()
    other("The weekend", "On Thursday it starts.")

    found = search.similar(search.library_for(people.member), "Who opens letters with her?")

    assert [text.title for text in found] == ["The letters behind the door"]
    assert search.similar(search.library_for(people.member), "a an if") == []
