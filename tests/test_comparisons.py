"""Text is compared in one way: what people typed is folded (kit/fold.py), addresses and names are kept tidy (kit/lines.py)."""

import re

from kit.fold import find_alike
from tests.test_layout import ROOT, sources

BY_HAND = re.compile(r"__iexact\b|__icontains\b|\.casefold\(|\.lower\(\)|\.upper\(\)")
# Where capitals are changed all the same, and why nothing that people typed is compared by that.
WORDS_OF_OURS = "words of ours within a sentence"
A_FORMAT = "names and parts of a file format or a protocol"
MARKING = "the finder of identifiers (kit/privacy/identifiers) reads each word as it was typed, and has its own lists"
NOT_COMPARED = {
    "cases/clearance/asking_forms.py": "a digest of marks, compared with one made in the same way",
    "cases/clearance/database_rules.py": WORDS_OF_OURS,
    "cases/commissioning/forms.py": WORDS_OF_OURS,
    "kit/bounces.py": A_FORMAT,
    "kit/days/reading.py": WORDS_OF_OURS,
    "kit/fold.py": "this is the one way",
    "kit/lines.py": "this is how addresses are kept",
    "kit/privacy/marks/__init__.py": MARKING,
    "kit/privacy/marks/instead.py": MARKING,
    "kit/privacy/marks/near.py": MARKING,
    "kit/privacy/names.py": MARKING,
    "kit/privacy/outward.py": "a digest of marks, compared with one made in the same way",
    "kit/privacy/recognisable/ages.py": MARKING,
    "kit/privacy/recognisable/finding.py": MARKING,
    "kit/privacy/recognisable/phrases.py": MARKING,
    "kit/privacy/recognisable/weighing.py": MARKING,
    "kit/privacy/striking.py": "a quick look at plain ASCII before the text is folded",
    "kit/public_changes.py": "the names of triggers",
    "kit/queues.py": "addresses as the mail server names them",
    "kit/removal.py": "the names of models in what was removed",
    "kit/search/index.py": A_FORMAT,
    "kit/words.py": WORDS_OF_OURS,
    "knowledge/citations/doi.py": A_FORMAT,
    "knowledge/citations/exporting.py": A_FORMAT,
    "knowledge/citations/kinds.py": WORDS_OF_OURS,
    "knowledge/citations/prepared.py": A_FORMAT,
    "knowledge/citations/processor.py": A_FORMAT,
    "knowledge/importing/bibtex.py": A_FORMAT,
    "knowledge/importing/bibtex_items.py": A_FORMAT,
    "knowledge/importing/csl_json.py": A_FORMAT,
    "knowledge/importing/dates.py": A_FORMAT,
    "knowledge/importing/endnote_xml.py": A_FORMAT,
    "knowledge/importing/finishing.py": A_FORMAT,
    "knowledge/importing/medline.py": A_FORMAT,
    "knowledge/importing/names.py": A_FORMAT,
    "knowledge/importing/ris.py": A_FORMAT,
    "knowledge/importing/strings.py": A_FORMAT,
    "knowledge/importing/texts.py": A_FORMAT,
    "knowledge/models/evidence.py": A_FORMAT,
    "knowledge/upload_contents.py": A_FORMAT,
    "knowledge/upload_metadata.py": A_FORMAT,
    "knowledge/upload_words.py": A_FORMAT,
    "knowledge/uploads.py": A_FORMAT,
    "meetings/incoming.py": A_FORMAT,
    "members/models/members.py": "initials are shown in capitals",
    "members/views/programme.py": WORDS_OF_OURS,
    "knowledge/library/shown_schema.py": "names of triggers",
    "pages/agenda.py": WORDS_OF_OURS,
    "pages/home/commissioned.py": WORDS_OF_OURS,
    "pages/issues/as_table.py": WORDS_OF_OURS,
    "pages/merging/plan.py": WORDS_OF_OURS,
    "pages/minutes/for_reader.py": WORDS_OF_OURS,
    "pages/minutes/log.py": WORDS_OF_OURS,
    "pages/minutes/views.py": WORDS_OF_OURS,
    "pages/needs/assessment.py": WORDS_OF_OURS,
}


def test_nothing_that_people_typed_is_compared_by_hand():
    found = {
        str(path.relative_to(ROOT))
        for path in sources()
        if BY_HAND.search(path.read_text()) and not {"demonstration", "identifiers"} & set(path.parts)
    }

    assert found - NOT_COMPARED.keys() == set()
    assert NOT_COMPARED.keys() - found == set()


class Row:
    def __init__(self, name):
        self.name = name


def test_a_row_is_found_however_its_name_is_written():
    rows = [Row("NHS Trust"), Row("St Mary’s"), Row("Café Élan")]

    assert find_alike(rows, "st mary's\u200b") is rows[1]
    assert find_alike(rows, "CAFE\u0301 ÉLAN ") is rows[2]
    assert find_alike(rows, "NHS") is None
