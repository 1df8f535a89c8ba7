"""Known names: finding the names of people in texts that may leave a site. Pure."""

from collections.abc import Iterable

from kit.privacy.identifiers import Certainty, Flag, Suspicion, find, is_name_of, suspicion_of

# First names and surnames that are ordinary words. Marking them would mark half of every text.
ORDINARY_WORDS = frozenset(
    """
    april art august baker bell best bill bishop black brown bush carpenter case chance christian church
    cook cross day dean drew faith field fisher fox frank friend frost grace gray green grey grant hall
    hand hart hill holiday home hope house hunt hunter joy june king lane little long love mark mason may
    miles mill moon moore new nice north page park parker parks penny pope price prior ray reed rich rivers
    rose rush sandy short small south spring stone street summer sun swift walker ward wells west white
    will winter wood woods young
    """.split()
)


def identifying_parts(name: str) -> set[str]:
    """Return the first names and surnames of `name` that identify somebody by themselves."""
    return {part for part in name.split() if len(part) > 2 and part.lower() not in ORDINARY_WORDS}


class NameFinder:
    """Finds identifiers in texts, the names of some people among them, each first name and surname too."""

    def __init__(self, people: Iterable[str] = (), *, others: Iterable[str] = ()):
        self.people = frozenset(people)
        names = set(others)
        for name in self.people:
            names |= {name, *identifying_parts(name)}
        self.names = tuple(sorted(names, key=lambda name: (-len(name), name)))

    def flags(self, text: str) -> list[Flag]:
        """Return the passages of `text` that may identify somebody, in order, those that are quiet among them."""
        return find(text, self.names)

    def names_somebody(self, passage: str) -> bool:
        """Return whether `passage` is the name, a first name or a surname of one of the people, in any form."""
        return is_name_of(passage, self.people)

    def kept(self, kind: str, passage: str) -> str:
        """Return the reason for which a passage is kept here, in words, or "" where it is open."""
        return ""

    def find(self, text: str) -> list[Suspicion]:
        """Return the passages of `text` that somebody should look at, in order, also those that are kept."""
        loud = [flag for flag in self.flags(text) if flag.certainty != Certainty.QUIET]
        return [suspicion_of(flag, text, kept=self.kept_flag(flag, text)) for flag in loud]

    def kept_flag(self, flag: Flag, text: str) -> str:
        """Return the reason for which a flag of `text` is kept, or "". What is certain is never kept."""
        if flag.certainty == Certainty.REFUSED:
            return ""
        return self.kept(flag.kind, text[flag.start : flag.end])
