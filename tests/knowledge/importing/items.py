"""Items as they may be in the library, made by chance: of every type, with any fields and any letters in them."""

from datetime import date

from hypothesis import strategies as st

from knowledge.importing.bounds import Refused
from knowledge.importing.finishing import finish
from knowledge.importing.types import TYPES

LETTERS = st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"), max_codepoint=0x1FFFF)
TEXTS = st.text(
    st.one_of(st.sampled_from(" abcdefgXYZ.,;:-&%$#_{}\\^~'\"“”–éüñØ@()[]<>/0123456789"), LETTERS),
    max_size=40,
)
WORDS = st.text(st.sampled_from("abcdefgéüñ"), min_size=2, max_size=8)
CAPITALISED = WORDS.map(str.capitalize)
PEOPLE = st.builds(
    lambda family, given, particle, suffix: {
        "family": family,
        "given": given,
        "non-dropping-particle": particle,
        "suffix": suffix,
    },
    st.one_of(
        CAPITALISED,
        st.builds("{}-{}".format, CAPITALISED, CAPITALISED),
        st.builds("O'{}".format, CAPITALISED),
    ),
    st.one_of(CAPITALISED, st.sampled_from(["J.", "J. A.", "Jean-Paul", "S.-J.", "Mary Ann"])),
    st.sampled_from(["", "", "", "van der", "de"]),
    st.sampled_from(["", "", "", "Jr.", "III"]),
)
BODIES = st.builds(
    lambda words: {"literal": " ".join(words)},
    st.lists(
        st.one_of(CAPITALISED, st.sampled_from(["of", "and", "Health", "&", "R&D"])), min_size=1, max_size=5
    ),
)
NAMES = st.lists(st.one_of(PEOPLE, BODIES), max_size=3)
DATES = st.one_of(
    st.just({}),
    st.builds(
        lambda day, length: {"date-parts": [[day.year, day.month, day.day][:length]]},
        st.dates(
            min_value=date(1500, 1, 1),
            max_value=date(2099, 1, 1),
        ),
        st.integers(1, 3),
    ),
    st.sampled_from([{"literal": "in press"}, {"literal": "forthcoming"}, {"literal": "no date"}]),
)
NUMBERS = st.one_of(st.just(""), st.integers(1, 9999).map(str))
FIELDS = {
    "type": st.sampled_from(sorted(TYPES)),
    "title": TEXTS,
    "author": NAMES,
    "editor": NAMES,
    "translator": NAMES,
    "issued": DATES,
    "container-title": TEXTS,
    "collection-title": TEXTS,
    "event-title": TEXTS,
    "volume": NUMBERS,
    "issue": NUMBERS,
    "number": NUMBERS,
    "page": st.sampled_from(["", "77-88", "e1234", "S7-S9", "xii-xv"]),
    "edition": st.sampled_from(["", "2", "2nd", "revised ed."]),
    "publisher": TEXTS,
    "publisher-place": TEXTS,
    "DOI": st.sampled_from(["", "10.1000/abc", "10.1000/a_b(c)d;2-e"]),
    "PMID": NUMBERS,
    "ISBN": st.sampled_from(["", "9780306406157", "030640615X"]),
    "ISSN": st.sampled_from(["", "12345678", "1234567X"]),
    "URL": st.sampled_from(["", "https://example.org/a_b?c=d&e=%20~f#g"]),
    "abstract": TEXTS,
    "language": st.sampled_from(["", "en", "cy"]),
    "genre": st.sampled_from(["", "PhD thesis", "Manifesto & more"]),
    "section": NUMBERS,
    "keyword": st.lists(WORDS, max_size=3, unique=True).map("; ".join),
    "note": TEXTS,
}


def finished(raw: dict) -> dict:
    """The item that these fields become, or {} if they become none."""
    try:
        return finish(raw)[0]
    except Refused:
        return {}


ITEMS = st.fixed_dictionaries({}, optional=FIELDS).map(finished).filter(bool)
