"""Finding passages that may identify somebody. Pure. It marks what a person should look at; people decide.

Each pattern is bounded: what it looks at from one place in the text has a greatest length, so that the time it takes
grows with the text, not with its square.
"""

import re
from dataclasses import dataclass

from django.db.models import TextChoices

from kit.words import lower_first

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"


class IdentifierKind(TextChoices):
    """The kinds of passage that may identify somebody."""

    EMAIL = "email", "An e-mail address"
    PHONE = "phone", "A phone number"
    POSTCODE = "postcode", "A postcode"
    NHS_OR_NI_NUMBER = "nhs_or_ni_number", "An NHS or National Insurance number"
    DATE = "date", "A full date"
    ADDRESS = "address", "A street or an address"
    TITLED_NAME = "titled_name", "A name with a title"
    ONLY_ONE = "only_one", "The only person in this role"
    INITIALS = "initials", "Initials"
    KNOWN_NAME = "known_name", "A known name"


# Kind, why it matters, and a pattern. The order counts: where two overlap, the earlier kind is used.
KINDS = [
    (
        IdentifierKind.EMAIL,
        "It identifies one person.",
        re.compile(r"\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}\b"),
    ),
    (
        IdentifierKind.PHONE,
        "It identifies one person.",
        re.compile(r"(?<!\d)(?:\+44\s?|0)\d(?:[\s-]?\d){8,9}(?!\d)"),
    ),
    (
        IdentifierKind.POSTCODE,
        "It identifies a few houses.",
        re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b"),
    ),
    (
        IdentifierKind.NHS_OR_NI_NUMBER,
        "It identifies one person.",
        re.compile(r"\b(?:\d{3}[ -]?\d{3}[ -]?\d{4}|[A-CEGHJ-PR-TW-Z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D])\b"),
    ),
    (
        IdentifierKind.DATE,
        "It could be matched with a record.",
        re.compile(
            rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)? (?:{MONTHS})(?: \d{{4}})?|\d{{1,2}}/\d{{1,2}}/\d{{2,4}})\b"
        ),
    ),
    (
        IdentifierKind.ADDRESS,
        "People who know the area could recognise it.",
        re.compile(
            r"\b(?:\d{1,5}[a-z]?\s)?(?:[A-Z][a-z]{1,30}\s){1,5}(?:Street|Road|Avenue|Lane|Close|Drive|Court|Terrace|Crescent|Way|House)\b"
        ),
    ),
    (
        IdentifierKind.TITLED_NAME,
        "Names identify people, including colleagues.",
        re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Rev|Sgt|PC|DC)\.?\s[A-Z][\w'’-]{1,60}(?:\s[A-Z][\w'’-]{1,60})?"),
    ),
    (
        IdentifierKind.ONLY_ONE,
        "If only one person in the area has this role, it identifies them.",
        re.compile(r"\b[Tt]he only (?:\w{1,40} ){1,5}in (?:the )?\w{1,40}"),
    ),
    (
        IdentifierKind.INITIALS,
        "Initials can identify people.",
        re.compile(r"\b[A-Z]\.\s?[A-Z]\.(?=[\s,;])"),
    ),
]


@dataclass(frozen=True)
class Suspicion:
    """A passage (`start` to `end` in characters) that may identify somebody, its kind, and why it matters."""

    start: int
    end: int
    passage: str
    kind: IdentifierKind
    why: str

    @property
    def what(self) -> str:
        """Return its kind in words: "A phone number"."""
        return self.kind.label


def find_identifiers(text: str, *, names: tuple[str, ...] = ()) -> list[Suspicion]:
    """Return the passages of `text` that may identify somebody, in order, none overlapping.

    `names` are known names (of members, of places) that count as identifiers here, in capitals or not.
    """
    found: list[Suspicion] = []
    known = [re.escape(name) for name in names if len(name) > 2]
    kinds = list(KINDS)
    if known:
        kinds.append(
            (
                IdentifierKind.KNOWN_NAME,
                "The name of a member, place or service here.",
                re.compile(rf"\b(?:{'|'.join(known)})\b", re.I),
            )
        )
    taken = bytearray(len(text))  # one for each character of a passage found before
    for kind, why, pattern in kinds:
        for match in pattern.finditer(text):
            start, end = match.span()
            if taken.find(1, start, end) < 0:
                taken[start:end] = b"\1" * (end - start)
                found.append(Suspicion(start, end, match.group(), kind, why))
    return sorted(found, key=lambda suspicion: suspicion.start)


# These identify one person or address and are never needed, so forms refuse them. Others are marked, not refused.
REFUSED = {
    IdentifierKind.EMAIL,
    IdentifierKind.PHONE,
    IdentifierKind.POSTCODE,
    IdentifierKind.NHS_OR_NI_NUMBER,
}


MOST_NAMED = 20  # passages of one text that are named one by one


def refused_passages(text: str) -> list[str]:
    """Return a sentence for each passage that has to be removed from `text` before it can be saved.

    After the first 20 passages, one sentence says how many more there are.
    """
    refused = [suspicion for suspicion in find_identifiers(text) if suspicion.kind in REFUSED]
    sentences = [
        f"There is {lower_first(suspicion.what)} in this text: “{suspicion.passage}”. Remove it."
        for suspicion in refused[:MOST_NAMED]
    ]
    if len(refused) > MOST_NAMED:
        sentences.append(f"There are {len(refused) - MOST_NAMED:,} more like these. Remove them too.")
    return sentences
