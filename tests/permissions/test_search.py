"""Nobody finds a word that they may not read, and whoever may, does: of every word that the search keeps."""

import pytest
from django.test import Client

from pages.search.sources import SOURCES
from tests.permissions.crawl import CRAWLERS
from tests.permissions.test_canaries import may_read

pytestmark = pytest.mark.long
FOUND_BY_OTHERS = {  # words that stand in what everybody of the site reads, where a row says who reads it
    "cases.case.title", "cases.case.presentation", "cases.case.learning", "cases.case.shared_goal",
    "next_steps.nextstep.what", "knowledge.question.words", "knowledge.question.answer",
    "commissioning.commissionerissue.words", "knowledge.evidence.summary", "members.member.name",
}  # fmt: skip


def results(client, query) -> int:
    """How many results the page shows, of which none repeats the query."""
    page = client.get("/search/", {"q": query}).content.decode()
    assert "Showing results for" not in page
    return page.count('<article class="hit')


def test_no_role_finds_a_word_that_it_may_not_read_and_somebody_finds_each(world):
    words = {
        word: fields & FOUND_BY_OTHERS
        for word, fields in world.planted.where.items()
        if fields & FOUND_BY_OTHERS and not word.endswith("mail")
    }
    leaks, found = set(), set()

    for role in CRAWLERS:
        client = Client()
        if role != "anonymous":
            client.force_login(world.user(role))
        for word, fields in words.items():
            if results(client, word):
                found |= fields
                if not may_read(world, word, role, "search"):
                    leaks.add(f"{', '.join(fields)} for {role}")

    assert leaks == set()
    assert found == FOUND_BY_OTHERS


def test_what_is_searched_is_what_this_test_looks_for():
    columns = {
        f"{source.model._meta.label_lower}.{column}"
        for source in SOURCES
        for column in source.columns
        if source.key not in ("text",) and not column.endswith("_id")
    }

    assert columns - FOUND_BY_OTHERS <= {
        "cases.case.number", "commissioning.commissionerissue.theme", "knowledge.evidence.title",
        "knowledge.evidence.authors", "knowledge.evidence.year", "knowledge.evidence.source",
        "knowledge.evidence.doi", "knowledge.evidence.kind",
    }  # fmt: skip
