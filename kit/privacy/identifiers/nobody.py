"""Knowing words that identify nobody whatever they look like: phrases, cities abroad, laws named after somebody. Pure."""

from collections.abc import Collection

from kit.privacy.identifiers import lists, public
from kit.privacy.identifiers.kinds import IdentifierKind
from kit.privacy.identifiers.plain import is_a_heading, is_a_wish, is_numbered, is_one_of_a_kind
from kit.privacy.identifiers.terms import (
    AFTER_A_PHYSICIAN,
    NAMED_AFTER,
    TESTS,
    is_a_medicine,
    is_measured,
    names_of_pets,
)
from kit.privacy.identifiers.tokens import UNQUOTED, Token
from kit.privacy.identifiers.weighing import after_it

BY_A_VERB = 20  # what a word has at least after it that somebody does something
NEVER_NAMES = (
    frozenset(
        """he she they we you it i me him her them his hers their our your my mine who what which this that these those the a an
    and or but so if then when where why how not no yes do did does done has have had is are was were be been am can could
    will-be would should shall might must to from in on at by for with of as up off out over under all any some none one two
    three four five six seven eight nine ten more most less least also still just very too here there now today never always
    after before since until during because though both each every other another same such own new old""".split()
    )
    | lists.FAMILY
    | lists.ROLES
    | lists.SECTOR
    | frozenset(
        "male female males females officers nobody somebody everybody form ward neighbours people".split()
    )
    | lists.TITLES - frozenset(("judge", "constable", "warden", "sheikh", "canon"))
)
SAYS = lists.SAYING - frozenset(
    "is was has had needs needed used looks works smells gets got keeps kept stays stayed will's started stopped".split()
)


def _is_a_name(low: str) -> bool:
    """Return whether a word in small letters is a name and no brand."""
    return low not in public.names_too() and (lists.is_sure_name(low) or low in lists.first_names())


class Nobody:
    """The words of one text, and which of them identify nobody by what stands around them."""

    def __init__(self, tokens: list[Token]):
        self.tokens = tokens
        self.marked: dict[int, IdentifierKind] = {}
        self.pets = names_of_pets(tokens)
        self.none: dict[int, bool] = {}  # whether a word identifies nobody by its neighbours, once asked

    def _before(self, at: int, *gaps: str) -> str:
        """Return the word before, if only one of `gaps` stands between, quotation marks apart."""
        gap = self.tokens[at].before.translate(UNQUOTED)
        return self.tokens[at - 1].low if at and gap in (gaps or (" ", ". ", ", ", ": ", " (")) else ""

    def _after(self, at: int) -> str:
        return (
            self.tokens[at + 1].low
            if at + 1 < len(self.tokens) and self.tokens[at + 1].before[-1:] == " "
            else ""
        )

    def _is_none(self, at: int, token: Token, except_for: Collection[str] = ()) -> bool:
        """Return whether a word identifies nobody whatever stands around it."""
        if (
            (token.allowed and token.low not in except_for)
            or token.glued
            or token.mixed
            or len(token.low) < 2
            or (token.acronym and token.low in lists.ACRONYMS)
            or (token.low in lists.CARS and self._before(at, " ") in lists.BEFORE_CARS)
        ):
            return True
        if at not in self.none:
            self.none[at] = (
                token.phrase
                or self._is_a_thing(at, token)
                or token.low in self.pets
                or is_measured(self.tokens, at)
                or is_numbered(self.tokens, at)
                or is_a_heading(self.tokens, at)
                or is_a_wish(self.tokens, at)
                or is_one_of_a_kind(self.tokens, at)
                or (is_a_medicine(token) and token.low not in lists.names())
                or self._is_abroad(at, token)
                or self._is_spelled_out(at, token)
                or self._is_named_after(at)
            )
        return self.none[at]

    def _is_named_after(self, at: int) -> bool:
        """Return whether a law, an illness or a test has its name from somebody: "Clare's Law", "Rosenberg score"."""
        after = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        if after is None or after.before.lower() not in (" ", "'s ", "' "):
            return False
        if after.low in AFTER_A_PHYSICIAN and not self.tokens[at].is_word and self.tokens[at].capital:
            return True
        return after.low in NAMED_AFTER and (after.before != " " or after.low in TESTS)

    def _is_spelled_out(self, at: int, token: Token) -> bool:
        """Return whether a word stands for a letter: "november alpha zulu"."""
        near = self.tokens[max(0, at - 1) : at] + self.tokens[at + 1 : at + 2]
        return token.low in lists.LETTERS_SAID and any(each.low in lists.LETTERS_SAID for each in near)

    def _is_a_thing(self, at: int, token: Token) -> bool:
        """Return whether a word is a brand or a work rather than the name it is too: no name's place says otherwise."""
        if token.low not in public.names_too() or not (token.capital or token.low not in lists.names()):
            return False
        before = self._before(at, " ", ". ", ": ")
        if before in lists.TITLES | lists.FAMILY | lists.CALLED | lists.OF_WORKERS or self._after(at) in SAYS:
            return False
        return not any(
            each.capital and not each.phrase and not each.allowed and _is_a_name(each.low)
            for each in self._beside(at)
        )

    def _beside(self, at: int) -> list[Token]:
        """Return the words that only a space parts from this one."""
        before = self.tokens[at - 1 : at] if at and self.tokens[at].before == " " else []
        after = self.tokens[at + 1 : at + 2]
        return before + [each for each in after if each.before == " "]

    def _is_abroad(self, at: int, token: Token) -> bool:
        """Return whether a word is a city of another country, which identifies nobody here."""
        if token.low not in lists.cities_abroad():
            return False
        near = self._before(at, " ") in lists.PLACES_BEFORE | {"the"} or (
            token.before in (", ", " (") and (self.tokens[at - 1].capital or not token.capital)
        )
        if (
            not near
            and token.low in lists.rare_names()
            and after_it(self.tokens, at, self.marked)[0] >= BY_A_VERB
        ):
            return False
        return near or (token.capital and self._after(at) not in lists.SAYING)
