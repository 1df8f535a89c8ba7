"""Where a pattern can begin: the words, digits and signs without one of which it finds nothing, read from itself. Pure.

A pattern such as "the (?:fire|flood) at" finds nothing in a text without "fire" or "flood", and begins at most four
characters before one. `anchors_of` gives these words with the distances, so that a pattern is tried only where it can
begin; of several parts that have to be there it takes the rarest. A pattern of which nothing can be told has none.
"""

import importlib
import re
from dataclasses import dataclass
from functools import cached_property

CONSTANTS = importlib.import_module("re._constants")
PARSER = importlib.import_module("re._parser")
LONGEST = 1_000  # characters of a match: what can be longer is looked for everywhere
LONGEST_KEY = 6  # letters of a word that are looked at
MOST_SPELLINGS = 1_200  # of the beginnings of one part
MOST_LETTERS = 8  # of a set such as [aeiou] that are spelled out one by one
SIGNS = frozenset('@#£$&+/:=?"“_')  # that are rare in a text
# How often one stands in a thousand words, roughly: the many words of a language are rare, and few are not.
COMMON = frozenset(
    "he she was in it his for that with on is had not but her at as they be him from this have has who which one were are so by or an we if out up my the to and of a i".split()
)
BY_LENGTH = {1: 50.0, 2: 14.0, 3: 3.0, 4: 1.0, 5: 0.5, 6: 0.3}  # of the beginning of a word
A_WHOLE_WORD, A_COMMON_WORD, A_DIGIT, A_SIGN = 0.2, 15.0, 25.0, 3.0
FEW = 3  # places that are tried one by one rather than searched
SEARCHED = 40.0  # what a search adds, in places tried
ENDED, STOPPED = object(), object()

Nodes = list[tuple]
Distances = tuple[int, int]  # the fewest and the most characters from where a match begins


@dataclass
class Anchors:
    """What a pattern needs: beginnings of words, whole words, digits or signs, each with its distances."""

    beginnings: dict[str, Distances]
    whole: dict[str, Distances]
    digit: Distances | None
    signs: dict[str, Distances]
    longest: int  # characters of a match
    is_at_words: bool  # it begins where a word or a number does
    others: tuple[
        "Keys", ...
    ] = ()  # what it needs as well, the rarest first: for a text full of what is above

    @cached_property
    def is_exact(self) -> bool:
        """Whether a match begins at one place before each of them, and nowhere else."""
        each = [*self.beginnings.values(), *self.whole.values(), *self.signs.values()]
        return self.digit is None and all(fewest == most for fewest, most in each)

    @cached_property
    def needs_only_a_digit(self) -> bool:
        """Whether a match begins where a word does and needs a digit, and nothing else is known of it."""
        return (
            self.digit is not None and self.is_at_words and not (self.beginnings or self.whole or self.signs)
        )


def _is_told_by(key: str, at: Distances, beginnings: dict[str, Distances], end: int) -> bool:
    """Return whether a shorter beginning lets a pattern begin wherever this key does: "fire" tells of "fires"."""
    return any(beginnings.get(key[:length]) == at for length in range(1, end))


Keys = dict[tuple[str, str], Distances]  # by what it is ("begins", "whole", "digit", "sign") and its letters


def anchors_of(pattern: re.Pattern) -> Anchors | None:
    """Return what `pattern` needs, or None where nothing can be told."""
    tree = PARSER.parse(pattern.pattern, pattern.flags)
    each = sorted(_each_set(list(tree), [], (0, 0), is_start=False), key=_cost)
    if not each or tree.getwidth()[1] > LONGEST:
        return None
    keys = each[0]
    beginnings = {key: at for (what, key), at in keys.items() if what == "begins"}
    return Anchors(
        {key: at for key, at in beginnings.items() if not _is_told_by(key, at, beginnings, len(key))},
        {
            key: at
            for (what, key), at in keys.items()
            if what == "whole" and not _is_told_by(key, at, beginnings, len(key) + 1)
        },
        next((at for (what, _), at in keys.items() if what == "digit"), None),
        {key: at for (what, key), at in keys.items() if what == "sign"},
        tree.getwidth()[1],
        _begins_a_word(list(tree), is_start=False),
        tuple(each[1:]),
    )


def _best(nodes: Nodes, tail: Nodes, at: Distances, *, is_start: bool) -> Keys | None:
    """Return the rarest keys of which `nodes` need one, or None. `is_start` says that a word can only begin here."""
    return min(_each_set(nodes, tail, at, is_start=is_start), key=_cost, default=None)


def _each_set(nodes: Nodes, tail: Nodes, at: Distances, *, is_start: bool) -> list[Keys]:
    """Return each set of keys of which `nodes` need one, in their order."""
    found: list[Keys] = []
    for place, node in enumerate(nodes):
        found += filter(None, _keys_of(node, nodes[place + 1 :] + tail, at, is_start=is_start))
        width = _width(node)
        at = (at[0] + width[0], at[1] + width[1])
        is_start = _is_start_after(node, is_start=is_start)
    return found


def _keys_of(node: tuple, rest: Nodes, at: Distances, *, is_start: bool):
    """Yield the sets of keys that one part and what follows it give."""
    code, value = node
    if is_start and (spelled := _spelled([node, *rest])) is not None:
        yield {("whole" if is_whole else "begins", letters): at for letters, is_whole in spelled}
    if code is CONSTANTS.LITERAL and (chr(value) in SIGNS or chr(value).isdecimal()):
        yield {("sign", chr(value)): at}
    elif code is CONSTANTS.IN and _are_digits(value):
        yield {("digit", ""): at}
    elif code is CONSTANTS.BRANCH:
        yield _of_all([_best(list(branch), rest, at, is_start=is_start) for branch in value[1]])
    elif code is CONSTANTS.SUBPATTERN:
        yield _best(list(value[3]), rest, at, is_start=is_start)
    elif code in (CONSTANTS.MAX_REPEAT, CONSTANTS.MIN_REPEAT) and value[0] > 0:
        yield _best(list(value[2]), [(STOPPED, None)], at, is_start=is_start)
    elif code is CONSTANTS.ASSERT and value[0] > 0:
        yield _best(list(value[1]), [(STOPPED, None)], at, is_start=is_start)
    elif code is CONSTANTS.ASSERT:
        width = value[1].getwidth()[1]
        yield _best(list(value[1]), rest, (at[0] - width, at[1] - width), is_start=False)


def _of_all(each: list[Keys | None]) -> Keys | None:
    """Return the keys of several ways together, or None where one of them has none."""
    together: Keys = {}
    for keys in each:
        if keys is None:
            return None
        for key, at in keys.items():
            known = together.get(key, at)
            together[key] = (min(known[0], at[0]), max(known[1], at[1]))
    return together


def _cost(keys: Keys) -> float:
    return sum(
        _how_often(*key) * (1 + most - fewest + (SEARCHED if most - fewest >= FEW else 0))
        for key, (fewest, most) in keys.items()
    )


def _how_often(what: str, letters: str) -> float:
    if what == "digit":
        return A_DIGIT
    if what == "sign":
        return A_SIGN
    if what == "whole":
        return A_COMMON_WORD if letters in COMMON else A_WHOLE_WORD
    return BY_LENGTH[len(letters)]


def _spelled(nodes: Nodes) -> set[tuple[str, bool]] | None:
    """Return how a word can begin that begins with `nodes`, and whether it ends there too, or None for "anyhow"."""
    found: set[tuple[str, bool]] = set()
    open_ = [("", nodes)]
    while open_:
        so_far, rest = open_.pop()
        if len(found) + len(open_) > MOST_SPELLINGS:
            return None
        if len(so_far) == LONGEST_KEY or not rest or rest[0][0] is STOPPED:
            nexts: list | object = STOPPED
        else:
            nexts = _go_on(so_far, rest)
        if isinstance(nexts, list):
            open_ += nexts
        elif so_far:
            found.add((so_far, nexts is ENDED))
        else:
            return None
    return found


def _go_on(so_far: str, nodes: Nodes) -> list | object:
    """Return the ways on from the letters so far, or that the word ends here, or that nothing more can be told."""
    (code, value), rest = nodes[0], nodes[1:]
    if code is CONSTANTS.LITERAL:
        letter = chr(value).lower()
        return [(so_far + letter, rest)] if _is_letter(letter) else ENDED
    if code is CONSTANTS.IN:
        return _of_a_set(so_far, value, rest)
    if code is CONSTANTS.AT:
        return ENDED if so_far else [(so_far, rest)]
    if code is CONSTANTS.BRANCH:
        return [(so_far, [*branch, *rest]) for branch in value[1]]
    if code is CONSTANTS.SUBPATTERN:
        return [(so_far, [*value[3], *rest])]
    if code in (CONSTANTS.MAX_REPEAT, CONSTANTS.MIN_REPEAT):
        once = [*value[2], *rest] if value[1] == 1 else [*value[2], (STOPPED, None)]
        return [(so_far, once)] + ([(so_far, rest)] if value[0] == 0 else [])
    if code in (CONSTANTS.ASSERT, CONSTANTS.ASSERT_NOT):
        return [(so_far, rest)]
    return STOPPED


def _of_a_set(so_far: str, members: list, rest: Nodes) -> list | object:
    letters = _members(members)
    if letters is None:
        return STOPPED
    if not any(map(_is_letter, letters)):
        return ENDED
    if len(letters) > MOST_LETTERS or not all(map(_is_letter, letters)):
        return STOPPED
    return [(so_far + letter, rest) for letter in sorted(letters)]


def _members(members: list) -> set[str] | None:
    """Return the characters of a set in small letters, digits and spaces as one each, or None for "nearly any"."""
    found: set[str] = set()
    for code, value in members:
        if code is CONSTANTS.LITERAL:
            found.add(chr(value).lower())
        elif code is CONSTANTS.RANGE and value[1] - value[0] < 60:
            found |= {chr(each).lower() for each in range(value[0], value[1] + 1)}
        elif code is CONSTANTS.CATEGORY and value is CONSTANTS.CATEGORY_DIGIT:
            found.add("0")
        elif code is CONSTANTS.CATEGORY and value is CONSTANTS.CATEGORY_SPACE:
            found.add(" ")
        else:
            return None
    return found


def _are_digits(members: list) -> bool:
    letters = _members(members)
    return letters is not None and all(letter.isdigit() for letter in letters)


def _is_letter(character: str) -> bool:
    return character.isalpha()


def _width(node: tuple) -> Distances:
    """Return the fewest and the most characters of one part."""
    code, value = node
    if code in (CONSTANTS.LITERAL, CONSTANTS.NOT_LITERAL, CONSTANTS.IN, CONSTANTS.ANY):
        return 1, 1
    if code is CONSTANTS.BRANCH:
        widths = [branch.getwidth() for branch in value[1]]
        return min(low for low, _ in widths), max(high for _, high in widths)
    if code is CONSTANTS.SUBPATTERN:
        return value[3].getwidth()
    if code in (CONSTANTS.MAX_REPEAT, CONSTANTS.MIN_REPEAT):
        low, high = value[2].getwidth()
        return low * int(value[0]), high * int(value[1])
    if code in (CONSTANTS.AT, CONSTANTS.ASSERT, CONSTANTS.ASSERT_NOT):
        return 0, 0
    return 0, 100


def _is_start_after(node: tuple, *, is_start: bool) -> bool:
    """Return whether, after one part, a letter can only be the first of a word."""
    code, value = node
    if code in (CONSTANTS.LITERAL, CONSTANTS.NOT_LITERAL):
        return code is CONSTANTS.LITERAL and not _is_letter(chr(value))
    if code is CONSTANTS.IN:
        letters = _members(value)
        return letters is not None and not any(map(_is_letter, letters))
    if code is CONSTANTS.AT:
        return True if value is not CONSTANTS.AT_NON_BOUNDARY else is_start
    if code is CONSTANTS.BRANCH:
        return all(_is_start_after_all(list(branch), is_start=is_start) for branch in value[1])
    if code is CONSTANTS.SUBPATTERN:
        return _is_start_after_all(list(value[3]), is_start=is_start)
    if code in (CONSTANTS.MAX_REPEAT, CONSTANTS.MIN_REPEAT):
        within = _is_start_after_all(list(value[2]), is_start=is_start)
        return within and (value[0] > 0 or is_start)
    if code is CONSTANTS.ASSERT:
        return _is_start_after_all(list(value[1]), is_start=False) if value[0] < 0 else is_start
    if code is CONSTANTS.ASSERT_NOT:
        return is_start or (value[0] < 0 and _holds_letters(list(value[1])))
    return False


def _is_start_after_all(nodes: Nodes, *, is_start: bool) -> bool:
    for node in nodes:
        is_start = _is_start_after(node, is_start=is_start)
    return is_start


def _holds_letters(nodes: Nodes) -> bool:
    """Return whether a part that must not stand before is one character, and any letter: "(?<![\\w/])"."""
    if len(nodes) != 1 or nodes[0][0] is not CONSTANTS.IN:
        return False
    members = nodes[0][1]
    if members[0][0] is CONSTANTS.NEGATE:
        return [each for each in members if each[0] is CONSTANTS.CATEGORY] == [
            (CONSTANTS.CATEGORY, CONSTANTS.CATEGORY_NOT_WORD)
        ] and all(each[0] is not CONSTANTS.LITERAL or chr(each[1]) == "_" for each in members)
    return (CONSTANTS.CATEGORY, CONSTANTS.CATEGORY_WORD) in members


def _begins_a_word(nodes: Nodes, *, is_start: bool) -> bool:
    """Return whether what `nodes` find begins with the first letter or digit of a word."""
    for place, node in enumerate(nodes):
        code, value = node
        if code in (CONSTANTS.AT, CONSTANTS.ASSERT, CONSTANTS.ASSERT_NOT):
            is_start = (
                is_start
                or (code is CONSTANTS.AT and value is CONSTANTS.AT_BOUNDARY)
                or (code is CONSTANTS.ASSERT_NOT and value[0] < 0 and _holds_letters(list(value[1])))
            )
            continue
        if code is CONSTANTS.BRANCH:
            return all(_begins_a_word([*way, *nodes[place + 1 :]], is_start=is_start) for way in value[1])
        if code is CONSTANTS.SUBPATTERN:
            return _begins_a_word([*value[3], *nodes[place + 1 :]], is_start=is_start)
        if code in (CONSTANTS.MAX_REPEAT, CONSTANTS.MIN_REPEAT):
            return _begins_a_word([*value[2], *nodes[place + 1 :]], is_start=is_start) and (
                value[0] > 0 or _begins_a_word(nodes[place + 1 :], is_start=is_start)
            )
        if code is CONSTANTS.LITERAL:
            return is_start and chr(value).isalnum()
        if code is CONSTANTS.IN:
            letters = _members(value)
            return is_start and (
                value == [(CONSTANTS.CATEGORY, CONSTANTS.CATEGORY_WORD)]
                or (letters is not None and all(letter.isalnum() for letter in letters))
            )
        return False
    return False
