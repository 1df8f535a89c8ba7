"""What somebody is known for is marked by how it is told, and shops and employers by what they are."""

import pytest

from kit.privacy.identifiers import find_identifiers


def marked(text: str) -> list[str]:
    return [suspicion.passage for suspicion in find_identifiers(text)]


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("He is the lad who swam out to the girl at the lake.", "swam out to the girl"),
        ("Everyone says she was killed in the skip yard accident.", "the skip yard accident"),
        ("She is known to everybody in town as the Bucket Lady.", "the Bucket Lady"),
        ("Her cousin was stabbed outside the bowling alley.", "stabbed outside the bowling alley"),
        ("He pulled two of them out and it was on Look North.", "on Look North"),
        ("He got fired from Wing Lee cash and carry last week.", "Wing Lee cash and carry"),
        ("The key is at crusty's butty shop for now.", "crusty's butty shop"),
        ("NHSNo9999458076 is on the form", "9999458076"),
        ("dob: 12-xi-1968 she says", "12-xi-1968"),
        ("He attended on six November with her.", "six November"),
    ],
)
def test_what_can_be_looked_up_is_marked(text, passage):
    assert any(passage in each or each in passage for each in marked(text)), marked(text)


@pytest.mark.parametrize(
    "text",
    [
        "The man who came in last week said that he was cold.",
        "She was the one who had to nurse her.",
        "It was on the news that benefits will change.",
        "He was watching telly when we came.",
        "Adds housing to the list of what helps.",
        "PMH: OA, NAC given, SI denied. LOC nil, KP aware.",
        "E-mail is best.",
    ],
)
def test_what_tells_of_nobody_stays_unmarked(text):
    assert marked(text) == []
