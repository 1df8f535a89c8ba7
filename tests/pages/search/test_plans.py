"""How the database looks for words: by the indexes named after the question, whatever statistics it has."""

import pytest
from django.db import connection

from kit.search.finding import matching
from kit.search.words import terms_of
from pages.search.groups import readable


def test_words_are_found_and_ranked_by_an_index(people):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL reads a table with a few rows as a whole")
    terms = terms_of("landlord housing")

    for source, rows in readable(people.broker).items():
        plan = matching(rows, source, terms).values("pk", "rank").explain()

        assert "rows_by_stem_with_weights (stem=? AND kind=? AND row=?)" in plan, source.key
        assert "rows_of_a_kind_by_beginning (kind=? AND word>? AND word<?)" in plan, source.key
        assert "(kind=?)" not in plan, "every word of a kind is looked at"
        assert "SCAN kit_searchword" not in plan, source.key
