"""Finding names of people: by lists, by how they are written, and by the words around them. Pure."""

from collections.abc import Iterator

from kit.fold import fold
from kit.privacy.identifiers import lists
from kit.privacy.identifiers.asides import find_asides
from kit.privacy.identifiers.doubtful import NO_SURNAMES
from kit.privacy.identifiers.initials import cited, find_initials
from kit.privacy.identifiers.kinds import QUIET_REASON, Certainty, Found, IdentifierKind
from kit.privacy.identifiers.nobody import NEVER_NAMES, Nobody
from kit.privacy.identifiers.sounds import SYLLABLES, are_syllables_of_a_name, goes_with
from kit.privacy.identifiers.spans import MISTERS, names_of
from kit.privacy.identifiers.tokens import Token, in_dictionary
from kit.privacy.identifiers.weighing import ALMOST, ENOUGH, weigh

PERSON, WORKER, SMALL_PLACE = IdentifierKind.PERSON, IdentifierKind.WORKER, IdentifierKind.SMALL_PLACE
LAST_LATIN = "\u0250"  # letters from here on are of no name that is written in Latin ones
WITH_ACCENTS = frozenset(
    """café cafés fiancé fiancée naïve naïvety cliché clichés clichéd résumé née protégé crèche entrée à décor purée soufflé rosé passé déjà jalapeño façade über élite rôle première château
    matinée touché pâté exposé blasé risqué communiqué attaché divorcé divorcée consommé sauté sautéed mâché doppelgänger smörgåsbord mañana señor piñata brûlée tête crêpe crêpes fête manqué être
    détente émigré étude ménage coöperate coöperation reëxamine soirée appliqué canapé canapés lamé béchamel crème fraîche vis-à-vis déjà-vu papier-mâché maître ça voilà touché ångström sjögren sjögren's ménière's
    guillain-barré""".split()
)
COPULAS = frozenset("is was has had needs used looks works".split())
AUXILIARIES = frozenset("will may can might must".split())
BEFORE_DAYS = frozenset(
    "on every last next this each by until from since till before after the in of".split()
)
OFFICERS = frozenset(
    "doctor pc wpc dc ds di sgt sergeant inspector insp pcso ps prof professor cllr rev nurse sister".split()
)
PARTS_OF_PLACES = frozenset(
    """lower upper great little east west north south old new high low bottom green moor bank end hill bay cross common heath
    park side top marsh fen wood woods field bridge ferry mill chapel church""".split()
)
MAY_BE_NAMES = lists.MONTH_NAMES | lists.ALLOWED_TOO
SAYS = lists.SAYING - COPULAS
SAYS_OR_FROM = SAYS | {"at", "from", "and"}
NAMED_BEFORE = lists.FAMILY | lists.CALLED


def find_people(text: str, tokens: list[Token], taken: bytearray) -> Iterator[Found]:
    """Yield names of people, then initials, then words that are in no dictionary."""
    reader = People(text, tokens, taken)
    public = cited(text)
    names = names_of(tokens, reader.marked, reader.free)
    yield from (name for name in names if not public[name.start])
    yield from find_initials(text, tokens, reader.marked)
    yield from reader.unknown()


def _is_foreign(token: Token) -> bool:
    """Return whether a word with other letters than English ones is in no dictionary with or without them: "zé"."""
    latin = all(letter < LAST_LATIN and letter != "µ" for letter in token.low)
    if not latin or len(token.low) < 2 or token.low in WITH_ACCENTS:
        return False
    return not in_dictionary(fold(token.low)) if not token.capital else True


class People(Nobody):
    """The words of one text, and which of them are names."""

    def __init__(self, text: str, tokens: list[Token], taken: bytearray):
        super().__init__(tokens)
        self.free = [not taken[token.start] and not token.phrase for token in tokens]
        self.strong: set[str] = set()
        self.quiet: list[int] = []
        self.names: set[str] = set()
        self.almost: dict[str, set[int]] = {}
        starts = {start for start, _ in find_asides(text)}
        for at, token in enumerate(tokens):
            if (
                token.start in starts
                and self.free[at]
                and not self._is_none(at, token, MAY_BE_NAMES | AUXILIARIES)
            ):
                self._mark(at, token, PERSON)
        for method in (
            self._by_itself,
            self._by_neighbours,
            self._by_syllables,
            self._by_weight,
            self._beside_a_name,
            self._by_weight,
            self._beside_a_name,
        ):
            for at, token in enumerate(tokens):
                if self.free[at] and at not in self.marked and (kind := method(at, token)):
                    self._mark(at, token, kind)
        self._propagate()

    def _mark(self, at: int, token: Token, kind: IdentifierKind) -> None:
        """Mark a word as a name. The text then knows it: that adds to its weight wherever else it stands."""
        self.marked[at] = kind
        if kind != SMALL_PLACE:
            self.names.add(token.low)

    def _keep(self, low: str) -> None:
        """Keep a name that is marked wherever it stands in the text."""
        self.strong.add(low)

    def unknown(self) -> Iterator[Found]:
        """Yield words in small letters that are in no dictionary, quietly."""
        for at in self.quiet:
            if at not in self.marked:
                token = self.tokens[at]
                yield Found(token.start, token.end, PERSON, Certainty.QUIET, QUIET_REASON)

    def _by_itself(self, at: int, token: Token) -> IdentifierKind | None:
        """Return the kind of a word that is a name whatever stands around it."""
        if self._is_none(at, token):
            return None
        if self._is_nickname(at, token) or (not token.low.isascii() and _is_foreign(token)):
            return PERSON
        if token.low in lists.GREETING_OR_WORD and not (token.capital and not token.opens):
            return None
        if self._is_sure(token) and (token.capital or self._before(at, " ") not in ("a", "an")):
            self._keep(token.low)
            return self._person_or_place(at, token) if token.capital else PERSON
        if not token.capital or token.is_word or token.acronym:
            return None
        if token.opens and self._is_slip(at, token):
            self.quiet.append(at)
            return None
        self._keep(token.low)
        return self._person_or_place(at, token)

    def _is_slip(self, at: int, token: Token) -> bool:
        """Return whether a word that opens a sentence is a spelling mistake rather than a name."""
        follows = self._after(at)
        if token.low in lists.names() or follows in SAYS_OR_FROM:
            return False
        return lists.is_misspelled(token.low) and len(self.tokens) - at > 2

    def _is_sure(self, token: Token) -> bool:
        if token.acronym and (
            len(token.written) < 3 or (len(token.written) == 3 and token.low not in lists.more_names())
        ):
            return False
        if not token.capital and len(token.low) < 5 and token.low not in lists.more_names():
            return False
        if token.low in lists.NEARLY_NAMES and token.capital and not token.opens:
            return True
        if lists.is_sure_name(token.low) and (token.capital or token.shouting or len(token.low) > 2):
            return True
        parts = token.low.replace("'", "-").split("-")
        return (
            len(parts) > 1
            and not token.is_word
            and any(lists.is_sure_name(part) for part in parts if len(part) > 2)
        )

    def _person_or_place(self, at: int, token: Token) -> IdentifierKind:
        is_place = self._before(at, " ") in lists.PLACES_BEFORE and self._after(at) not in lists.SAYING
        return SMALL_PLACE if is_place and token.low not in lists.names() else PERSON

    def _by_neighbours(self, at: int, token: Token) -> IdentifierKind | None:
        """Return the kind of a word that the words around it make a name."""
        before, low = self._before(at), token.low
        if len(low) < 2 and not token.capital:
            return None
        if (
            before in lists.TITLES
            and self._is_a_title(at, before)
            and self._can_follow_a_title(token, before)
        ):
            self._keep(low)
            return WORKER if before in lists.OF_WORKERS else PERSON
        if self._is_none(at, token):
            return None
        if self._is_called(at) and not (token.is_word and not token.capital and low not in lists.FIRST_NAMES):
            return PERSON
        if self._is_of_the_family(at, token, before):
            self._keep(low)
            return PERSON
        if token.is_word:
            return PERSON if self._is_word_as_name(at, token, before) else None
        return self._unknown_in_small_letters(at, token, before)

    def _is_of_the_family(self, at: int, token: Token, before: str) -> bool:
        """Return whether a word with a capital stands with what somebody is to somebody: "Grandma Win"."""
        if (
            not token.capital
            or token.acronym
            or token.low in NEVER_NAMES
            or self._before(at, " ") not in lists.FAMILY
        ):
            return False
        return token.low not in lists.SECTOR and not self._is_in_a_term(at)

    def _is_a_title(self, at: int, before: str) -> bool:
        """Return whether the word before belongs to this one: not in "his sister. So", "pc: fall"."""
        gap = self.tokens[at].before
        if gap == ". ":
            return len(before) < 5 and before not in lists.FAMILY
        return self._before(at, " ", ": ") != "" and not (gap == ": " and len(before) < 3)

    def _can_follow_a_title(self, token: Token, title: str) -> bool:
        if (
            (title in MISTERS or title in OFFICERS)
            and token.low in lists.surnames()
            and token.low not in NO_SURNAMES
            and (token.capital or title in MISTERS or token.low not in NEVER_NAMES)
        ):
            return True
        if token.low in lists.SECTOR or token.allowed or len(token.low) < 2:
            return False
        if title in MISTERS and token.low.endswith("s") and token.low[:-1] in lists.surnames():
            return True
        if token.capital or (token.shouting and title in MISTERS):
            return not token.acronym or len(token.low) > 3
        return not token.is_word or (title in MISTERS and token.low in lists.names())

    def _is_called(self, at: int) -> bool:
        before = self._before(at, " ", ": ")
        if before == "as" and at > 1:
            return self.tokens[at - 2].low == "known"
        if before == "me" and at > 1:
            return self.tokens[at - 2].low in ("call", "calls")
        return before in lists.CALLED

    def _is_word_as_name(self, at: int, token: Token, before: str) -> bool:
        """Return whether a word of the dictionary is a name here: "his brother Mark", "Grace said", "told Will"."""
        low, after = token.low, self._after(at)
        if low in NEVER_NAMES:
            return False
        if self._is_nickname(at, token) or (len(self.tokens) - at == 1 and token.opens and at > 5):
            return (
                token.capital and (low in lists.names() or low in lists.FIRST_NAMES)
            ) or self._is_nickname(at, token)
        if low not in lists.names():
            return False
        if not token.capital:
            says = after in lists.SAYING and low not in AUXILIARIES and low in lists.FIRST_NAMES
            return (
                low in lists.FIRST_NAMES and before in NAMED_BEFORE and self.tokens[at].before == " "
            ) or (says and before in ("", "and", "so", "but", "when", "that") and after not in COPULAS)
        if token.acronym:
            return False
        if token.opens:
            return after in SAYS
        return not self._is_in_a_term(at)

    def _is_nickname(self, at: int, token: Token) -> bool:
        """Return whether one word in capitals stands between quotation marks."""
        after = self.tokens[at + 1].before if at + 1 < len(self.tokens) else ""
        return (
            token.capital
            and not token.acronym
            and token.before.endswith(("“", '"'))
            and after.startswith(("”", '"'))
        )

    def _is_in_a_term(self, at: int) -> bool:
        """Return whether a word in capitals stands with others in capitals that are no names."""
        beside = []
        if at and self.tokens[at].before == " ":
            beside.append(self.tokens[at - 1])
        if at + 1 < len(self.tokens) and self.tokens[at + 1].before == " ":
            beside.append(self.tokens[at + 1])
        return any(
            token.capital
            and token.is_word
            and token.low not in lists.TITLES
            and token.low not in lists.names()
            and not token.opens
            for token in beside
        )

    def _by_syllables(self, at: int, token: Token) -> IdentifierKind | None:
        """Return the kind of a word that makes a name with the one before or after it: "hui min"."""
        pairs = [(each, each + 1) for each in (at - 1, at) if 0 <= each < len(self.tokens) - 1]
        if token.low in SYLLABLES and any(
            self.tokens[second].before in (" ", "-")
            and are_syllables_of_a_name(self.tokens[first].low, self.tokens[second].low)
            for first, second in pairs
        ):
            return PERSON
        return None

    def _by_weight(self, at: int, token: Token) -> IdentifierKind | None:
        """Return the kind of a word that is a name by what it is and what stands around it, taken together."""
        low = token.low
        surname = low in lists.surnames() and at - 1 in self.marked
        except_for = MAY_BE_NAMES | lists.NAMES_WITH_A_CAPITAL if low in self.names else MAY_BE_NAMES
        if (low in NEVER_NAMES and low not in lists.FIRST_NAMES and not surname) or self._is_none(
            at, token, except_for
        ):
            return None
        weight = weigh(self.tokens, at, self.names, self.marked)
        if ALMOST <= weight < ENOUGH and not (token.is_word and token.opens):
            self.almost.setdefault(low, set()).add(at)
        return PERSON if weight >= ENOUGH else None

    def _unknown_in_small_letters(self, at: int, token: Token, before: str) -> IdentifierKind | None:
        """Return the kind of a word that is in no dictionary, if the words around it say what it is."""
        if token.acronym or len(token.low) < 3:
            return None
        self.quiet.append(at)
        if lists.is_misspelled(token.low) and token.low not in lists.names():
            return None
        if before in PARTS_OF_PLACES and at > 1 and self.tokens[at - 2].low in lists.PLACES_BEFORE:
            return SMALL_PLACE
        if before in lists.PLACES_BEFORE and len(token.low) > 4:
            return SMALL_PLACE
        return None

    def _beside_a_name(self, at: int, token: Token) -> IdentifierKind | None:
        """Return the kind of a word that stands with a name: a surname after it, or a first name before it."""
        after_a_name = at - 1 in self.marked and token.before in (" ", "-")
        before_a_name = at + 1 in self.marked and self.tokens[at + 1].before == " "
        if not (after_a_name or before_a_name) and token.low not in PARTS_OF_PLACES:
            return None
        if token.low in lists.DAY_NAMES and before_a_name and self._before(at, " ") not in BEFORE_DAYS:
            return PERSON
        if (after_a_name and self._goes_with(at, at - 1)) or (before_a_name and self._goes_with(at, at + 1)):
            return PERSON
        if (
            token.allowed
            or token.glued
            or token.mixed
            or len(token.low) < 2
            or token.low in lists.GREETING_OR_WORD
        ):
            return None
        if token.low in lists.SECTOR and not (
            after_a_name and token.capital and token.low in lists.surnames()
        ):
            return None
        if token.low in PARTS_OF_PLACES and self._is_beside_a_place(at):
            return SMALL_PLACE
        if not (after_a_name or before_a_name) or (
            token.low in NEVER_NAMES and token.low not in lists.NATURE
        ):
            return None
        if token.capital and not token.acronym:
            return (
                PERSON
                if after_a_name
                or not token.opens
                or (token.low in lists.names() or token.low in lists.FIRST_NAMES)
                else None
            )
        if not token.is_word:
            return PERSON
        if before_a_name and token.shouting and token.low in lists.FIRST_NAMES:
            self._keep(token.low)
            return PERSON
        return (
            PERSON
            if after_a_name and token.low in lists.more_names() and token.low not in NO_SURNAMES
            else None
        )

    def _goes_with(self, at: int, name: int) -> bool:
        """Return whether two words of one syllable, written alike, are one name."""
        one, other = self.tokens[at], self.tokens[name]
        if one.capital != other.capital or one.acronym or other.acronym or self.marked[name] == SMALL_PLACE:
            return False
        return goes_with(one.low, other.low, capitals=one.capital and not one.opens)

    def _is_beside_a_place(self, at: int) -> bool:
        """Return whether a word stands with a place: "Carr Bottom", "lower Saltcote"."""
        before = self.marked.get(at - 1) == SMALL_PLACE and self.tokens[at].before in (" ", "-")
        return before or (self.marked.get(at + 1) == SMALL_PLACE and self.tokens[at + 1].before in (" ", "-"))

    def _propagate(self) -> None:
        """Mark the other places of each name, also in small letters if it is no word."""
        for places in self.almost.values():
            if len({(self._before(at), self._after(at)) for at in places}) > 1:
                self.marked |= {at: PERSON for at in places if at not in self.marked}
        small = {token.low for token in self.tokens if not token.capital and not token.shouting}
        for at, token in enumerate(self.tokens):
            if not self.free[at] or at in self.marked:
                continue
            if (
                token.low in self.strong
                and (not token.is_word or ((token.capital or token.shouting) and not token.opens))
            ) or (token.low in self.names and token.low not in small and self._is_again(at, token)):
                self.marked[at] = PERSON

    def _is_again(self, at: int, token: Token) -> bool:
        """Return whether a word in capitals, a name elsewhere in this text and never a word, is one here."""
        if (
            not token.capital
            or token.acronym
            or token.low in NEVER_NAMES | AUXILIARIES
            or token.low[1:2] == "'"
        ):
            return False
        return not self._is_none(at, token) and not self._is_in_a_term(at)
