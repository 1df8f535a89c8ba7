"""What is exported is read back as it was."""

import pytest
from hypothesis import HealthCheck, given, settings

from knowledge.citations.exporting import exported
from knowledge.importing.reading import read
from tests.knowledge.importing.items import ITEMS


@pytest.mark.parametrize("form", ["ris", "bibtex", "csl-json"])
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(item=ITEMS)
def test_what_is_exported_is_read_back_as_it_was(form, item):
    assert [record.item for record in read(exported([item], form)).records] == [item]
