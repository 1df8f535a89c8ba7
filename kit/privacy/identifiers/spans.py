"""Putting the words of a name together, with its title, and telling workers from others. Pure."""

from collections.abc import Iterator

from kit.privacy.identifiers import lists
from kit.privacy.identifiers.kinds import Found, IdentifierKind
from kit.privacy.identifiers.tokens import UNQUOTED, Token

PERSON, WORKER, SMALL_PLACE = IdentifierKind.PERSON, IdentifierKind.WORKER, IdentifierKind.SMALL_PLACE
CONNECTORS = frozenset("al el de da do dos das bin ibn van von la le del della mc mac o ul abu".split())
MISTERS = frozenset("missus mr mrs ms miss dr mister".split())
SHORT_TITLES = MISTERS | frozenset(
    "prof professor rev sgt pc dc pcso cllr sister nurse canon governor mama papa".split()
)
# What stands before a name and belongs to what somebody is called: "Mama Grace", "Big Dave", "baby Tise".
PARTS_OF_NAMES = frozenset(
    """mama papa nana nanny nan gran grandma baby big little lil mad scouse ginger auntie aunty uncle old young dodgy fat skinny
    crazy posh tall geordie brummie manc""".split()
)
RANKS = lists.OF_WORKERS | frozenset(
    "watch manager crew station detective chief senior acting deputy district community health visitor staff charge ward youth".split()
)


def names_of(tokens: list[Token], marked: dict[int, IdentifierKind], free: list[bool]) -> Iterator[Found]:
    """Yield each name, its parts that stand together as one. `marked` are words of names, `free` those of nothing else."""
    return Names(tokens, marked, free).found()


class Names:
    """The words of one text that are names."""

    def __init__(self, tokens: list[Token], marked: dict[int, IdentifierKind], free: list[bool]):
        self.tokens, self.marked, self.free = tokens, marked, free

    def found(self) -> Iterator[Found]:
        """Yield each name, its parts that stand together as one."""
        at = 0
        while at < len(self.tokens):
            if at not in self.marked:
                at += 1
                continue
            last = at
            while self._goes_on(last):
                last += 1
            yield self._as_found(at, last)
            at = last + 1

    def _as_found(self, first: int, last: int) -> Found:
        kinds = [self.marked[at] for at in range(first, last + 1) if at in self.marked]
        kind = SMALL_PLACE if all(kind == SMALL_PLACE for kind in kinds) else PERSON
        if kind == PERSON and (WORKER in kinds or self._is_worker(first, last)):
            kind = WORKER
        return Found(self._with_title(first), self.tokens[last].end, kind)

    def _with_title(self, first: int) -> int:
        """Return where a name starts, with the title before it: "Dr Patel"."""
        start = first
        if (self._before(start, " ", ". ") in SHORT_TITLES | PARTS_OF_NAMES and self.free[start - 1]) or (
            len(self._before(start, " ", ". ")) == 1
            and self.free[start - 1]
            and self._is_an_initial(start - 1)
        ):
            start -= 1
        while start and first - start < 3 and self._is_a_rank(start - 1):
            start -= 1
        return self.tokens[start].start

    def _is_an_initial(self, at: int) -> bool:
        return self.tokens[at].low not in ("a", "i") or self.tokens[at + 1].before == ". "

    def _is_a_rank(self, at: int) -> bool:
        """Return whether a word is one of those in capitals that say what somebody is: "Watch Manager Coyle"."""
        token = self.tokens[at]
        is_rank = token.capital and not token.acronym and token.low in RANKS
        return is_rank and self.free[at] and self.tokens[at + 1].before == " "

    def _goes_on(self, at: int) -> bool:
        """Return whether the word after `at` belongs to the same name."""
        if at + 1 >= len(self.tokens) or self.tokens[at + 1].before not in (" ", "-", "'"):
            return False
        if at + 1 in self.marked:
            return True
        is_link = self.tokens[at + 1].low in CONNECTORS and self.free[at + 1]
        return is_link and at + 2 in self.marked and self.tokens[at + 2].before in (" ", "-", "'")

    def _is_worker(self, first: int, last: int) -> bool:
        """Return whether words about work stand just before the name, or just after it and a comma."""
        before = self.tokens[max(0, first - 2) : first]
        if any(token.low in lists.OF_WORKERS for token in before) and not self.tokens[first].opens:
            return True
        after = self.tokens[last + 1 : last + 4]
        if (
            after
            and after[0].before == " "
            and after[0].low in ("from", "at")
            and len(after) > 1
            and after[1].before == " "
        ):
            return True
        return (
            bool(after)
            and after[0].before.startswith((",", " ("))
            and any(token.low in lists.OF_WORKERS for token in after)
        )

    def _before(self, at: int, *gaps: str) -> str:
        """Return the word before, if only one of `gaps` stands between, quotation marks apart."""
        gap = self.tokens[at].before.translate(UNQUOTED)
        return self.tokens[at - 1].low if at and gap in gaps else ""
