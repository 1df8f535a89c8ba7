"""Nobody finds a word that they may not read, and whoever may, does: of every word that the search keeps."""

from collections import Counter

import pytest
from django.test import Client

from pages.search.sources import SOURCES
from tests.permissions.crawl import CRAWLERS
from tests.permissions.test_canaries import may_read

pytestmark = pytest.mark.long
SEARCHED = {  # the columns with confidential words that the search keeps
    "cases.case.title", "cases.case.presentation", "cases.case.learning", "cases.case.shared_goal",
    "next_steps.nextstep.what", "knowledge.question.words", "knowledge.question.answer",
    "commissioning.commissionerissue.words", "knowledge.evidence.summary",
    "knowledge.evidence.conflict", "members.member.name",
}  # fmt: skip


def results(client, query) -> int:
    """How many results the page shows, of which none repeats the query."""
    page = client.get("/search/", {"q": query}).content.decode()
    assert "Showing results for" not in page
    return page.count('<article class="hit')


def some_words(world, role) -> dict[str, set]:
    """For each column, two planted words that `role` may read and four that it may not, with the columns of each."""
    chosen, asked = {}, Counter()
    for word, fields in world.planted.where.items():
        own = may_read(world, word, role, "search")
        for field in fields & SEARCHED if not word.endswith("mail") else ():
            asked[field, own] += 1
            if asked[field, own] <= (2 if own else 4):
                chosen[word] = fields & SEARCHED
    return chosen


def test_no_role_finds_a_word_that_it_may_not_read_and_somebody_finds_each(world):
    leaks, found, asked_in_vain = set(), set(), 0

    for role in CRAWLERS:
        client = Client()
        if role != "anonymous":
            client.force_login(world.user(role))
        for word, fields in some_words(world, role).items():
            own = may_read(world, word, role, "search")
            asked_in_vain += not own
            if results(client, word):
                found |= fields
                leaks |= set() if own else {f"{', '.join(fields)} for {role}"}

    assert leaks == set()
    assert found == SEARCHED
    assert asked_in_vain > 50


def test_what_is_searched_is_what_this_test_looks_for():
    columns = {
        f"{source.model._meta.label_lower}.{column}"
        for source in SOURCES
        for column in source.columns
        if source.key not in ("text",) and not column.endswith("_id")
    }

    assert columns - SEARCHED <= {
        "cases.case.number", "commissioning.commissionerissue.theme", "knowledge.evidence.title",
        "knowledge.evidence.authors", "knowledge.evidence.year", "knowledge.evidence.source",
        "knowledge.evidence.doi", "knowledge.evidence.kind", "knowledge.evidence.abstract", "knowledge.evidence.isbn",
        "knowledge.evidence.pmid",
    }  # fmt: skip
