"""Choosing one row among many: a list while there are few, and else a search box that works without script."""

import re

import pytest
from django.urls import reverse

from kit.choosing import FEW, MOST_FOUND
from knowledge.models import AttachedEvidence, Evidence
from tests.factories.cases import CaseFactory
from tests.factories.knowledge import EvidenceFactory
from tests.reading import one_line

pytestmark = pytest.mark.django_db
RADIO = re.compile(r'<input class="form-check-input" type="radio" name="evidence" value="(\d{1,9})"')


@pytest.fixture
def attach(client, people, case):
    """`attach(**sent)`: what the broker gets who sends this to the form that attaches one of 40 publications."""
    rows = [Evidence(**_facts(people, number)) for number in range(40)]
    Evidence.objects.bulk_create(rows)
    client.force_login(people.broker)
    address = reverse("knowledge:evidence_attach", args=[case.pk])
    return lambda **sent: client.post(address, sent) if sent else client.get(address)


def _facts(people, number: int) -> dict:
    facts = {"programme": people.programme, "title": f"Letters that nobody opens, part {number}"}
    return {"authors": "Tolland, J.", "added_by": people.broker, "kind": "research", **facts}


def test_few_rows_are_a_list(client, people, case):
    evidence = EvidenceFactory(programme=people.programme)
    client.force_login(people.broker)

    page = client.get(reverse("knowledge:evidence_attach", args=[case.pk])).content.decode()

    assert f'<option value="{evidence.pk}"' in page
    assert 'name="evidence-find"' not in page


def test_many_rows_are_a_search_box_and_no_list(attach):
    page = attach().content.decode()

    assert 'name="evidence-find"' in page
    assert "<option" not in page
    assert RADIO.findall(page) == []


def test_what_was_found_is_chosen_from_and_what_was_typed_elsewhere_stays(attach):
    answer = attach(**{"evidence-find": "opens 12", "find": "evidence", "bottom_line": "It is the post."})
    page = answer.content.decode()
    found = RADIO.findall(page)

    assert answer.status_code == 422
    assert "What was found" in page
    assert "There is a problem" not in page
    assert [Evidence.objects.get(pk=pk).title for pk in found] == ["Letters that nobody opens, part 12"]
    assert f'value="{found[0]}"' in page
    assert "It is the post." in page
    assert not AttachedEvidence.objects.filter(evidence=found[0]).exists()


def test_words_that_were_not_looked_for_yet_are_looked_for_whatever_button_is_pressed(attach):
    first = RADIO.findall(attach(**{"evidence-find": "12", "find": "evidence"}).content.decode())[0]

    again = attach(
        **{"evidence-find": "13", "evidence-found": "12", "evidence": first, "bottom_line": "Yes."}
    )

    assert again.status_code == 422
    assert (
        len(RADIO.findall(again.content.decode())) == 2
    )  # the one that is chosen, and the one that was found
    assert not AttachedEvidence.objects.filter(evidence=first).exists()


def test_a_row_that_was_found_and_chosen_is_taken(attach, case):
    found = RADIO.findall(attach(**{"evidence-find": "12", "find": "evidence"}).content.decode())[0]

    done = attach(**{"evidence-find": "12", "evidence-found": "12", "evidence": found, "looked": "on"})

    assert done.status_code == 302
    assert case.attached_evidence.filter(evidence=found).exists()


@pytest.mark.parametrize(
    ("asked", "number", "said"),
    [
        ("", 0, "Type part of the title, an author or the year"),
        ("no such words", 0, "No publication was found with “no such words”"),
        ("letters", MOST_FOUND, f"More than {MOST_FOUND} were found"),
    ],
)
def test_nothing_and_too_much_say_what_to_do(attach, asked, number, said):
    page = attach(**{"evidence-find": asked, "find": "evidence"}).content.decode()

    assert len(RADIO.findall(page)) == number
    assert said in one_line(page)


@pytest.mark.parametrize("asked", ["\0", "%_'\"<b>", "x" * 5000, " ".join("abcdefghijklmnop"), "२"])
def test_whatever_is_looked_for_the_form_comes_back(attach, asked):
    answer = attach(**{"evidence-find": asked, "find": "evidence", "evidence": asked})

    assert answer.status_code == 422
    assert "<b>" not in answer.content.decode()


def test_a_publication_of_another_programme_is_neither_found_nor_taken(attach):
    other = EvidenceFactory(title="Letters elsewhere 99")

    assert RADIO.findall(attach(**{"evidence-find": "elsewhere", "find": "evidence"}).content.decode()) == []
    assert attach(evidence=other.pk, bottom_line="Yes.").status_code == 422


def test_the_page_of_a_publication_finds_a_case_by_its_reference_or_its_title(client, people, case):
    evidence = EvidenceFactory(programme=people.programme)
    cases = [CaseFactory(site=people.site, title=f"Another case {number}") for number in range(FEW + 1)]
    client.force_login(people.broker)
    detail = client.get(evidence.get_absolute_url()).content.decode()
    address = reverse("knowledge:evidence_choose_case", args=[evidence.pk])

    by_reference = client.get(address, {"case-find": cases[3].reference, "find": "case"})
    by_title = client.get(address, {"case-find": "another case 3", "find": "case"})
    chosen = client.get(address, {"case-find": "x", "case-found": "x", "case": cases[3].pk})

    assert 'name="case-find"' in detail
    assert "Another case 3" not in detail
    for answer in (by_reference, by_title):
        assert f'value="{cases[3].pk}"' in answer.content.decode()
    assert chosen.url == f"{reverse('knowledge:evidence_attach', args=[cases[3].pk])}?evidence={evidence.pk}"
