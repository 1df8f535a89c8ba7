"""Weighing whether a word is somebody's name, where no list alone decides. Pure.

A word starts with what it is by itself (`worth`): a rare name, a word that is in no dictionary, a word that is a first name too.
The words around it add or take away (cues.py). From ENOUGH on it counts as a name.
"""

import re
from functools import lru_cache

from kit.privacy.identifiers import cues, lists, public
from kit.privacy.identifiers.doubtful import DOUBTFUL_NAMES, NO_SURNAMES
from kit.privacy.identifiers.sounds import can_be_said, sounds_like_a_name
from kit.privacy.identifiers.tokens import Token

ENOUGH, ALMOST = 100, 80
SURE, NEARLY, RARE, LIKELY, SHORT_FORM, UNKNOWN, USUAL, SLIP, DOUBTFUL = 100, 80, 78, 75, 62, 62, 50, 5, 20
OF_A_WORD = (75, 50, 38)  # of a first name that is a word: rare, usual, very usual
PERSONAL = 46
SURNAME = 12  # of a surname that is a word: it needs a first name or a title
CAPITAL, CAPITAL_OPENS = 45, 15
KNOWN_HERE = 45  # the text has it as a name elsewhere
BESIDE = 55  # it stands with a name: "X and Yonas", "X, Yonas"
START = (25, 25)
LABELLED = (60, 60)
ENDS_HERE = (10, 10)
OBJECT = 45
AFTER_AN_INITIAL = (50, 40)
SIGNED = (50, 40)
QUOTED = (45, 45)
WITH_AN_INITIAL = (45, 50)  # "Sue M", "Chris H."
ACRONYM = 30
OF_THE_FAMILY = (75, 55)
IN_APPOSITION = (50, 60)  # "April, his daughter"
NO_VERB = (10, 12)  # a verb by itself, where no verb can be
SPOKEN_TO = (45, 50)
WITH_A_NAME = (55, 64)  # a first name before a surname that is one already
AGE = re.compile(r",? \(?(\d{2}|\d(?=[),]))[),\w]")
PAIR = (30, 20)  # two first names that are words: "grace and rob"
SURNAME_AFTER = (50, 88)
JOINS = frozenset((", ", " & ", "/", " + ", " / ", "; "))
LABELS = frozenset((": ", " - ", " : ", " = ", ":", " – "))
CLAUSE = ',;:-(–—.!?\n"“'
ITSELF, HERE = (
    frozenset(("its", "it's", "im", "i'm", "this")),
    frozenset(("from", "here", "at", "again", "x", "speaking")),
)
VERBS_TOO = frozenset("sue rob mark chase nick drew grant bill jack wade art don".split())
AUXILIARIES = frozenset("will may can might must".split())


@lru_cache(maxsize=50_000)
def worth(low: str, is_word: bool) -> int:
    """Return how much a word in small letters is a name by itself, out of ENOUGH."""
    if low in lists.GREETING_OR_WORD:
        return 0
    if is_word:
        return _worth_of_a_word(low)
    if lists.is_sure_name(low):
        return SURE if len(low) > 4 or low in lists.more_names() else LIKELY
    if low in lists.WORDS_TOO and low in lists.names():
        return USUAL
    if low[1:2] == "-":
        return UNKNOWN
    if not can_be_said(low):
        return 0
    if low in lists.beginnings_of_words():
        return USUAL if low in lists.rare_names() and len(low) > 4 else SLIP
    stem = low.removesuffix("'").removesuffix("s")
    if stem != low and len(stem) > 2 and (lists.is_sure_name(stem) or stem in lists.NEARLY_NAMES):
        return LIKELY
    slip = lists.is_misspelled(low)
    if low in lists.rare_names():
        return USUAL if slip else RARE
    if sounds_like_a_name(low):
        return USUAL if slip else LIKELY
    return SLIP if slip else UNKNOWN


def _worth_of_a_word(low: str) -> int:
    if low in lists.NEARLY_NAMES:
        return NEARLY
    if low in lists.ALLOWED_TOO or low in lists.THINGS_TOO:
        return USUAL
    if low in lists.NAMES_WITH_A_CAPITAL:
        return OF_A_WORD[2]
    if low in lists.allowed_words() or low in public.words():
        return DOUBTFUL if low in AUXILIARIES or low in lists.MONTH_NAMES else 0
    size = lists.first_names().get(low)
    if low in DOUBTFUL_NAMES and low not in lists.PERSONAL:
        return DOUBTFUL
    if low in lists.more_names() and low not in lists.common_words() | lists.WORDS_TOO:
        return NEARLY
    if low in lists.PERSONAL:
        return max(PERSONAL, OF_A_WORD[size] if size is not None else 0)
    if size is not None:
        return max(OF_A_WORD[size], SHORT_FORM if size == 1 and low in lists.more_names() else 0)
    if low in lists.FIRST_NAMES:
        return OF_A_WORD[2]
    if low in lists.NICKNAMES:
        return DOUBTFUL
    if low in lists.WORDS_TOO:
        return OF_A_WORD[2]
    return SURNAME if low in lists.names() or low in lists.surnames() else 0


def weigh(tokens: list[Token], at: int, names: set[str], marked: dict) -> int:
    """Return how much a word counts as a name where it stands. `names` are those of the text so far."""
    token = tokens[at]
    if len(token.low) < 2 or (token.acronym and token.low in lists.ALLOWED_TOO):
        return 0
    is_word = token.is_word
    total = worth(token.low, is_word) or _worth_of_an_owner(tokens, at)
    capital = token.capital and not token.acronym
    if capital and not token.opens:
        total = max(total, _worth_in_capitals(token.low))
        total += CAPITAL if total and token.low not in lists.MONTH_NAMES | lists.ALLOWED_TOO else 0
    elif total < SURNAME or (
        total == SURNAME and token.low not in names and not _follows_a_name(tokens, at, marked)
    ):
        return 0
    elif capital:
        total += CAPITAL_OPENS
    if token.low in names:
        total += KNOWN_HERE
    if token.acronym and len(token.low) < 4 and not is_word and token.low not in lists.more_names():
        total -= ACRONYM
    before, after = (
        _of_its_kind(token, before_it(tokens, at, marked)),
        _of_its_kind(token, after_it(tokens, at, marked)),
    )
    if before >= OBJECT and token.low not in AUXILIARIES:
        after = max(after, 0)  # it is told, asked or met, so it is no verb with an object of its own
    return total + before + after


def _worth_in_capitals(low: str) -> int:
    """Return what a word is worth that is a name only where it has a capital amid a sentence: "told Favour"."""
    if low in lists.NAMES_IN_CAPITALS:
        return USUAL
    return OF_A_WORD[2] if low in lists.NAMES_PERHAPS else 0


def _of_its_kind(token: Token, weight: cues.Weight) -> int:
    """Return the part of a weight that counts for a word."""
    if not token.is_word:
        return weight[0]
    bare = lists.first_names().get(token.low) == 0 or token.low in lists.PERSONAL
    return weight[0] if bare and weight[1] > 0 and token.low not in DOUBTFUL_NAMES else weight[1]


def _worth_of_an_owner(tokens: list[Token], at: int) -> int:
    """Return what a first name that is a word is worth with an "s" and no apostrophe: "bills flat"."""
    low = tokens[at].low
    stem = low.removesuffix("s")
    if stem == low or at + 1 >= len(tokens) or tokens[at + 1].low not in cues.AFTER_A_POSSESSIVE:
        return 0
    size = lists.first_names().get(stem)
    return 0 if size is None else OF_A_WORD[size]


def _is_a_first_name(token: Token) -> bool:
    return worth(token.low, token.is_word) >= OF_A_WORD[2] and token.low not in AUXILIARIES


def _is_likely(token: Token) -> bool:
    return not token.is_word and worth(token.low, False) >= LIKELY


def _follows_a_name(tokens: list[Token], at: int, marked: dict) -> bool:
    return at - 1 in marked and tokens[at].before in (" ", "-")


def _goes_on_with(tokens: list[Token], at: int, *words: str) -> bool:
    return at + 1 < len(tokens) and tokens[at + 1].before == " " and tokens[at + 1].low in words


def _is_asked_about(tokens: list[Token], at: int) -> bool:
    """Return whether a question goes on with how somebody is or what they do: "is grace ok", "did mark ring"."""
    if at + 1 >= len(tokens) or tokens[at + 1].before != " " or tokens[at].low in AUXILIARIES:
        return False
    return tokens[at + 1].low in cues.STATES | cues.ASKED_FOR


def before_it(tokens: list[Token], at: int, marked: dict) -> cues.Weight:
    """Return what the word before says."""
    token = tokens[at]
    gap = token.before
    if at and gap.endswith(('"', "“", "'", "‘")) and _quoted(tokens, at):
        return QUOTED
    if _follows_a_name(tokens, at, marked) or (
        gap == " " and not token.is_word and _is_a_first_name(tokens[at - 1])
    ):
        return SURNAME_AFTER if token.low not in NO_SURNAMES else cues.NOTHING
    if at == 0 or "\n" in gap:
        farewell = at and tokens[at - 1].low in cues.GREETING_OR_FAREWELL and len(gap.strip(" ,\n")) == 0
        return LABELLED if farewell else START
    if at + 1 == len(tokens) and at > 5 and token.opens:
        return SIGNED
    before = tokens[at - 1].low
    if (len(before) == 1 and before not in "aixmtwdsc" and gap == " ") or (len(before) == 1 and gap == ". "):
        return AFTER_AN_INITIAL
    if gap in JOINS:
        if (
            gap == ", "
            and (before in lists.FAMILY or before in cues.IN_A_JOB)
            and token.low not in AUXILIARIES
            and _is_apart(tokens, at)
        ):
            return OF_THE_FAMILY
        return (BESIDE, BESIDE) if at - 1 in marked else _opening(tokens, at, START)
    if gap in LABELS:
        return LABELLED if before in cues.HEADINGS or before in lists.OF_WORKERS else START
    if token.opens or gap.strip(" '")[:1] in tuple(CLAUSE):
        return _opening(tokens, at, START)
    if before in ("and", "n", "or") and at > 1 and tokens[at - 1].before == " ":
        if at - 2 in marked:
            return (BESIDE, BESIDE)
        if _is_a_first_name(tokens[at - 2]):
            return PAIR
    if gap == "/ " or (at > 1 and tokens[at - 1].before == "/"):
        return (50, 30)
    if gap != " ":
        return START if gap.strip() else cues.NOTHING
    return _after_the_word(tokens, at, before)


def _is_apart(tokens: list[Token], at: int) -> bool:
    """Return whether a word ends where a comma, a bracket or the sentence does: "her ex, grace, is back"."""
    return at + 1 == len(tokens) or tokens[at + 1].before[:1] in (",", ".") or tokens[at + 1].before == " ("


def _quoted(tokens: list[Token], at: int) -> bool:
    """Return whether a word stands alone between quotation marks."""
    after = tokens[at + 1].before if at + 1 < len(tokens) else ""
    return after[:1] in ('"', "”", "’") or after.startswith("' ")


def _opening(tokens: list[Token], at: int, weight: cues.Weight) -> cues.Weight:
    farewell = tokens[at - 1].low in cues.GREETING_OR_FAREWELL
    if farewell and "." in tokens[at].before:
        farewell = at + 1 == len(tokens) or "\n" in tokens[at + 1].before
    return LABELLED if farewell else weight


def _after_the_word(tokens: list[Token], at: int, before: str) -> cues.Weight:
    token = tokens[at]
    earlier = tokens[at - 2].low if at > 1 else ""
    if before == "as" and any(each.low in ("known", "nicknamed") for each in tokens[max(0, at - 6) : at - 1]):
        return (80, 80)
    if before in ("is", "was") and earlier in cues.IN_A_JOB and token.low not in cues.ALSO_HOW_SOMEBODY_IS:
        return (75, 64)
    if before in ("was", "is") and earlier in ("it", "its") and _goes_on_with(tokens, at, "who", "that"):
        return (60, 62)
    if before in cues.ASKED_OF and tokens[at - 1].opens and _is_asked_about(tokens, at):
        return (75, 62)
    if before in lists.CALLED or (earlier in cues.NAMING and before in cues.NAMING[earlier]):
        return (80, 80)
    if before in lists.FAMILY or before in lists.OF_WORKERS:
        blunt = token.low in AUXILIARIES or (
            tokens[at - 1].opens and before in ("support", "social", "probation")
        )
        return (75, 20) if blunt else (75, 82 if lists.first_names().get(token.low, 2) < 2 else 64)
    if before in ("to", "with") and earlier in cues.IN_COMPANY:
        return (75, 62)
    if before in ("for", "after", "about") and earlier in cues.SEEKING:
        return (60, 45) if earlier.startswith("wait") else (60, 25)
    if before == "of" and earlier in cues.FEELING:
        return (62, 52)
    if before == "by" and earlier in cues.DONE_BY:
        return (60, 62)
    if before in ITSELF and at + 1 < len(tokens) and tokens[at + 1].low in HERE:
        return (60, 55)
    weight = cues.BEFORE.get(before, cues.NOTHING)
    if before in cues.AGAINST and not token.capital:
        return (weight[0], -25)
    return weight


def after_it(tokens: list[Token], at: int, marked: dict) -> cues.Weight:
    """Return what the word after says, and what stands between."""
    if at + 1 >= len(tokens):
        return ENDS_HERE
    token, after = tokens[at], tokens[at + 1]
    gap, low = after.before, after.low
    if gap in ("'s ", "'S ", "' ") or (
        gap == " " and token.low.endswith("s") and low in cues.AFTER_A_POSSESSIVE
    ):
        return (40, 40) if low in cues.AFTER_A_POSSESSIVE else (25, 12)
    if gap == " ":
        return _beside_words(tokens, at, marked) or _before_a_verb(tokens, at)
    if gap == ", " and low == "who":
        return (30, 30)
    if gap in JOINS:
        if gap == ", " and low in cues.OPENINGS and (not at or "\n" in token.before):
            return (30, 45)
        if low in cues.SOMEBODYS and at + 2 < len(tokens) and tokens[at + 2].low in lists.FAMILY:
            return IN_APPOSITION if token.low not in lists.MONTH_NAMES else ENDS_HERE
        return (35, 35) if at + 1 in marked else ENDS_HERE
    if gap == " (" and low in cues.IN_BRACKETS:
        return (50, 50)
    if age := AGE.match(gap):
        return (45, 45) if len(age[1]) > 1 else (20, 45)
    return (25, 30) if gap in LABELS and (not at or "\n" in token.before) else ENDS_HERE


def _beside_words(tokens: list[Token], at: int, marked: dict) -> cues.Weight | None:
    """Return what the words after say if they are a surname, another name or somebody's job."""
    token, after = tokens[at], tokens[at + 1]
    if at + 1 in marked or _is_likely(after):
        return WITH_A_NAME
    if token.low in cues.GIVEN and after.low in lists.surnames() and after.low not in NO_SURNAMES:
        return (40, 40)
    if token.low in AUXILIARIES and after.low not in lists.SAYING:
        return NO_VERB if token.before == " " and tokens[at - 1].low in cues.BEFORE_NO_VERB else (0, -70)
    if (
        len(after.low) == 1
        and after.written.isupper()
        and after.low not in ("i", "a")
        and not _has_a_number_after(tokens, at + 1)
    ):
        return WITH_AN_INITIAL
    if _is_spoken_to(tokens, at):
        return SPOKEN_TO
    if at + 2 >= len(tokens) or tokens[at + 2].before != " ":
        return None
    far = tokens[at + 2]
    if after.low in ("and", "n", "or") and (at + 2 in marked or _is_a_first_name(far)):
        return (52, 48) if at + 2 in marked else PAIR
    if (
        after.low == "the"
        and token.low not in VERBS_TOO
        and (far.low in lists.OF_WORKERS or far.low in lists.FAMILY)
    ):
        return (45, 60)
    if far.before == " " and _is_beside_its_kin(tokens, at):
        return (35, 45)
    if tokens[at].before == " " and at and tokens[at - 1].low in cues.GIVING and after.low in cues.A_THING:
        return (45, 45)
    if after.low in ("from", "at"):
        if far.low in ("the", "our") and at + 3 < len(tokens):
            far = tokens[at + 3]
        return (40, 45) if far.low in cues.TEAMS else None
    return None


def _is_beside_its_kin(tokens: list[Token], at: int) -> bool:
    """Return whether "and me" or "and her sister" follows."""
    if tokens[at + 1].low not in ("and", "n"):
        return False
    far = tokens[at + 2].low
    kin = tokens[at + 3].low if at + 3 < len(tokens) else ""
    return far in ("me", "i") or (far in cues.SOMEBODYS and kin in lists.FAMILY)


def _has_a_number_after(tokens: list[Token], at: int) -> bool:
    """Return whether a number follows, as after the letter of a registration: "W 303"."""
    return at + 1 < len(tokens) and tokens[at + 1].before.strip()[:1].isdigit()


def _is_spoken_to(tokens: list[Token], at: int) -> bool:
    """Return whether a message opens with a word and goes on with "you": "mark u about", "grace can you"."""
    if (at and "\n" not in tokens[at].before) or tokens[at].low in AUXILIARIES | {"hope"}:
        return False
    low = tokens[at + 1].low
    far = tokens[at + 2].low if at + 2 < len(tokens) else ""
    return low in cues.PLEASE or (low in cues.ASKING and far in cues.YOU) or low == "u"


def _before_a_verb(tokens: list[Token], at: int) -> cues.Weight:
    """Return what the verb after says, whether an adverb stands between or not."""
    next_ = at + 2 if tokens[at + 1].low in cues.ADVERBS else at + 1
    low = tokens[min(next_, len(tokens) - 1)].low
    far = tokens[next_ + 1].low if next_ + 1 < len(tokens) else ""
    if low in cues.BEFORE_A_STATE and far in cues.STATES:
        return (60, 62)
    if low in cues.COMING and far in cues.DOING and tokens[at].low not in AUXILIARIES | {"hope"}:
        return (45, 50)
    if low == "to" and far in cues.DOING_NEXT and tokens[at].before != " ":
        return (35, 40)
    if low == "had" and far == "a":
        return (30, 30)
    if (
        tokens[at].before == " "
        and at
        and tokens[at - 1].low in cues.PERCEIVING
        and low.endswith("ing")
        and len(low) > 5
    ):
        return (30, 45)
    if low in cues.STATES_ALONE and tokens[at].low not in (VERBS_TOO if low == "off" else AUXILIARIES):
        return (30, 45) if low != "off" else (0, 40)
    known = cues.AFTER.get(low) or cues.AFTER.get(tokens[at + 1].low)
    if known is not None or len(low) < 4:
        return known or cues.NOTHING
    if low not in lists.common_words():
        return cues.NOTHING
    if low.endswith("ed"):
        return (25, 25 if tokens[at].capital else 0)
    return (25, 0) if low.endswith("s") else cues.NOTHING
