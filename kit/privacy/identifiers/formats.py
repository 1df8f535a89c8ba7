"""Finding what has a form of its own, whichever method knows the form: of two that overlap, the longer one. Pure."""

from bisect import bisect_left
from dataclasses import replace

from kit.privacy.identifiers.ages import find_ages
from kit.privacy.identifiers.contacts import find_contacts
from kit.privacy.identifiers.days import find_dates
from kit.privacy.identifiers.kinds import Certainty, Found
from kit.privacy.identifiers.numbers import find_numbers
from kit.privacy.identifiers.references import find_references
from kit.privacy.identifiers.spoken import find_spoken
from kit.privacy.identifiers.windows import indexed

METHODS = (find_numbers, find_contacts, find_dates, find_references, find_ages, find_spoken)
THAT_REFUSE = (find_numbers, find_contacts, find_references)  # what they find is refused, or can hold what is


def find_formatted(text: str, methods=METHODS) -> list[Found]:
    """Return what has a form of its own in a folded text, none overlapping.

    What is refused counts first, then the longer passage, then the method that stands first.
    """
    text = indexed(text)
    found = _refused_as_a_whole([each for method in methods for each in method(text)])
    order = sorted(range(len(found)), key=lambda at: (_weight(found[at]), at))
    taken = bytearray(len(text) + 1)
    return [found[at] for at in order if take(found[at], taken)]


def _refused_as_a_whole(found: list[Found]) -> list[Found]:
    """Return `found`, where a longer passage that holds something refused, such as a link with a phone number, is
    refused as a whole.
    """
    refused = sorted(
        (each for each in found if each.certainty == Certainty.REFUSED), key=lambda each: each.start
    )
    starts = [each.start for each in refused]
    return [_refused_with(each, refused, bisect_left(starts, each.start)) for each in found]


def _refused_with(passage: Found, refused: list[Found], at: int) -> Found:
    """Return a passage, as the refused one at `at` or after it that stands inside, if there is one."""
    if passage.certainty == Certainty.REFUSED or at == len(refused) or refused[at].end > passage.end:
        return passage
    return replace(passage, kind=refused[at].kind, certainty=Certainty.REFUSED)


def take(found: Found, taken: bytearray) -> bool:
    """Return whether nothing else was found in that passage before, and keep that it is found."""
    if found.start >= found.end or taken.find(1, found.start, found.end) >= 0:
        return False
    taken[found.start : found.end] = b"\1" * (found.end - found.start)
    return True


def _weight(found: Found) -> tuple[int, int]:
    rank = (Certainty.REFUSED, Certainty.SUSPECTED, Certainty.QUIET).index(found.certainty)
    return rank, found.start - found.end
