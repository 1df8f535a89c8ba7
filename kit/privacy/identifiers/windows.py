"""Where in a text to look: only where a pattern can begin. Pure.

A text is read once (`Indexed`): where each word begins, and each digit and rare sign stands. What a pattern needs is known
from itself (anchors.py), so that most patterns are tried at few places of a text, or none.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache

from kit.privacy.identifiers.anchors import LONGEST_KEY, SIGNS, Anchors, Keys, anchors_of

AFTER = 100  # characters after a match that it may look at
LETTERS = re.compile(r"[^\W\d_]{1,40}")
DIGITS = re.compile(r"\d{1,100}")
SIGN = re.compile("[0-9" + re.escape("".join(sorted(SIGNS))) + "]")
A_START = re.compile(r"(?<![^\W_])\w")
DENSE = 8  # a text with a number in so few characters is full of digits, one with places to try is searched
LONG = 1_000  # characters of a text in which that is looked at
SHORT = 40  # characters of a stretch in which a pattern is tried everywhere rather than searched

Windows = list[tuple[int, int]]
Needed = tuple[
    int, int, int
]  # the number of a pattern, and the fewest and the most characters after where it begins


class Indexed(str):
    """A folded text with the places where each pattern can begin, which are worked out once."""

    def __init__(self, _text: str) -> None:
        super().__init__()
        self._points: dict[int, list[int]] = {}
        self._places: dict[int, Windows] = {}
        self._is_full_of_digits = False
        self._for = 0  # patterns of which the places are known
        self._starts: list[int] | None = None
        self._near_digits: dict[tuple[int, int], list[int]] = {}  # where words begin, by the distances
        self._digits: Windows = []
        self._dense: set[int] = set()  # patterns that could begin nearly anywhere
        self._stood: dict[tuple[str, str], list[int]] = {}  # where each word and sign stands
        self._by_beginning: dict[str, list[str]] = {}

    @property
    def is_full_of_digits(self) -> bool:
        """Whether there are so many that a pattern which needs one can begin nearly anywhere."""
        self._look()
        return self._is_full_of_digits

    def points(self, number: int) -> list[int]:
        """Return the places where the pattern with this number, which has to begin at one, can begin, in order."""
        self._look()
        return sorted(set(self._points.get(number, ())))

    def places(self, number: int) -> Windows:
        """Return the stretches in which the pattern with this number can begin, in order, first and last included."""
        self._look()
        return _merged(self._places.get(number, []))

    def is_full_of(self, number: int) -> bool:
        """Return whether there is so much of what a pattern needs that it can begin nearly anywhere."""
        self._look()
        return number in self._dense or (PATTERNS.all[number].digit is not None and self._is_full_of_digits)

    def places_of(self, keys: Keys) -> Windows | None:
        """Return the stretches in which a pattern can begin that needs one of `keys`, or None for nearly anywhere."""
        self._look()
        found: Windows = []
        for (what, key), (fewest, most) in keys.items():
            if what == "digit":
                if self._is_full_of_digits:
                    return None
                found += [(first - most, last - fewest) for first, last in self._digits]
                continue
            for each in self._that_begin(key) if what == "begins" else [key]:
                stood = self._stood.get(("sign" if what == "sign" else "", each), [])
                if self._is_dense(stood):
                    return None
                found += [(at - most, at - fewest) for at in stood]
        return _merged(found)

    def _that_begin(self, key: str) -> list[str]:
        """Return the words of the text that begin with `key`."""
        if not self._by_beginning:
            for what, low in self._stood:
                for length in range(1, min(len(low), LONGEST_KEY) + 1) if not what else ():
                    self._by_beginning.setdefault(low[:length], []).append(low)
        return self._by_beginning.get(key, [])

    def _is_dense(self, stood: list[int]) -> bool:
        return len(self) > LONG and len(stood) * DENSE > len(self)

    def starts_in(self, places: Windows) -> list[int]:
        """Return where a word or a number begins in `places`, which are apart and in order."""
        if self._starts is None:
            self._starts = [start.start() for start in A_START.finditer(self)]
        starts, found, at = self._starts, [], 0
        for first, last in places:
            at = bisect_left(starts, first, at)
            end = bisect_right(starts, last, at)
            if end > at:
                found += starts[at:end]
                at = end
        return found

    def starts_near_digits(self, fewest: int, most: int) -> list[int]:
        """Return where a word or a number begins that a digit follows within these characters."""
        self._look()
        if (fewest, most) not in self._near_digits:
            places = [(first - most, last - fewest) for first, last in self._digits]
            self._near_digits[fewest, most] = self.starts_in(_merged(places))
        return self._near_digits[fewest, most]

    def _look(self) -> None:
        """Work out the places, again where a pattern was looked for since that nobody looked for before."""
        if self._for == len(PATTERNS.all):
            return
        self._for = len(PATTERNS.all)
        self._points.clear()
        self._places.clear()
        self._by_beginning.clear()
        stood: dict[tuple[str, str], list[int]] = {}
        for word in LETTERS.finditer(self):
            stood.setdefault(("", word.group().lower()), []).append(word.start())
        for sign in SIGN.finditer(self):
            stood.setdefault(("sign", sign.group()), []).append(sign.start())
        for (what, key), places in stood.items():
            those = PATTERNS.signs.get(key, ()) if what else _needed_by(key)
            if self._is_dense(places):
                self._dense.update(number for number, _, _ in those)
                continue
            for needed in those:
                self._add(places, places, needed)
        self._stood = stood
        self._digits = _stretches(self)
        self._is_full_of_digits = len(self._digits) * DENSE > len(self)
        if self._digits and not self._is_full_of_digits:
            first, last = map(list, zip(*self._digits, strict=True))
            for needed in PATTERNS.digits:
                self._add(first, last, needed)

    def _add(self, first: list[int], last: list[int], needed: Needed) -> None:
        number, fewest, most = needed
        if PATTERNS.all[number].is_exact:
            self._points.setdefault(number, []).extend([at - most for at in first])
        else:
            self._places.setdefault(number, []).extend(
                zip([at - most for at in first], [at - fewest for at in last], strict=True)
            )


class Patterns:
    """The patterns that are looked for, each with a number, by what they need."""

    def __init__(self) -> None:
        self.all: list[Anchors] = []
        self.known: list[re.Pattern] = []  # kept, so that the place of each in memory stays its own
        self.numbers: dict[
            int, int | None
        ] = {}  # by that place: a pattern is hashed by all that it is made of
        self.beginnings: dict[str, list[Needed]] = {}
        self.whole: dict[str, list[Needed]] = {}
        self.digits: list[Needed] = []
        self.signs: dict[str, list[Needed]] = {}

    def number_of(self, pattern: re.Pattern) -> int | None:
        """Return the number of a pattern, or None where it can begin anywhere."""
        if id(pattern) not in self.numbers:
            anchors = anchors_of(pattern)
            self.known.append(pattern)
            self.numbers[id(pattern)] = None if anchors is None else self._add(anchors)
        return self.numbers[id(pattern)]

    def _add(self, anchors: Anchors) -> int:
        number = len(self.all)
        self.all.append(anchors)
        for index, keys in (
            (self.beginnings, anchors.beginnings),
            (self.whole, anchors.whole),
            (self.signs, anchors.signs),
        ):
            for key, (fewest, most) in keys.items():
                index.setdefault(key, []).append((number, fewest, most))
        if anchors.digit and not anchors.needs_only_a_digit:
            self.digits.append((number, *anchors.digit))
        _needed_by.cache_clear()
        return number


PATTERNS = Patterns()


@lru_cache(maxsize=50_000)
def _needed_by(low: str) -> list[Needed]:
    """Return the patterns that a word lets begin, each with the distances before it."""
    found = list(PATTERNS.whole.get(low, ()))
    for length in range(1, min(len(low), LONGEST_KEY) + 1):
        found += PATTERNS.beginnings.get(low[:length], ())
    return found


def _stretches(text: str) -> Windows:
    """Return the first and the last place of each run of digits."""
    return [(run.start(), run.end() - 1) for run in DIGITS.finditer(text)]


def _merged(places: Windows) -> Windows:
    """Return stretches in order, those that touch as one."""
    places.sort()
    found: Windows = []
    at, end = -1, -1
    for first, last in places:
        if first <= end + 1 and found:
            if last > end:
                end = last
                found[-1] = (at, end)
        else:
            at, end = first, last
            found.append((at, end))
    return found


def indexed(text: str) -> Indexed:
    """Return a text with its places, as it is where it has them."""
    return text if isinstance(text, Indexed) else Indexed(text)


def matches(pattern: re.Pattern, text: str) -> Iterator[re.Match]:
    """Return each match of `pattern` in a text, none overlapping, as `finditer` does."""
    number = PATTERNS.number_of(pattern)
    return pattern.finditer(text) if number is None else _from_places(pattern, text, number)


def _from_places(pattern: re.Pattern, text: str, number: int) -> Iterator[re.Match]:
    """Yield each match of a pattern, looked for only where it can begin."""
    known = indexed(text)
    needed = PATTERNS.all[number]
    if known.is_full_of(number):
        others = (places for keys in needed.others if (places := known.places_of(keys)) is not None)
        places = next(others, None)
        yield from pattern.finditer(text) if places is None else _in_places(pattern, known, needed, places)
    elif needed.is_exact:
        points = known.points(number)
        is_dense = len(points) * DENSE > len(text)
        yield from pattern.finditer(text) if is_dense else _at_points(pattern, text, points, 0)
    elif needed.digit and needed.needs_only_a_digit:
        yield from _at_points(pattern, text, known.starts_near_digits(*needed.digit), 0)
    else:
        yield from _in_places(pattern, known, needed, known.places(number))


def _in_places(pattern: re.Pattern, text: Indexed, needed: Anchors, places: Windows) -> Iterator[re.Match]:
    """Yield each match of a pattern that begins in one of `places`, which are apart and in order."""
    if needed.is_at_words:
        points = text.starts_in(places)
        is_dense = len(points) * DENSE > len(text)
        yield from pattern.finditer(text) if is_dense else _at_points(pattern, text, points, 0)
        return
    reach = min(needed.longest + AFTER, len(text))
    free = 0
    for first, last in places:
        first = max(first, free)
        if last - first < SHORT:
            for match in _at_points(pattern, text, range(first, last + 1), free):
                free = match.end()
                yield match
            continue
        at = first
        while at <= last:
            found = pattern.search(text, at, last + reach)
            if found is None or found.start() > last:
                break
            yield found
            at = free = max(found.end(), found.start() + 1)


def _at_points(pattern: re.Pattern, text: str, points: Iterable[int], free: int) -> Iterator[re.Match]:
    """Yield each match that begins at one of `points`, none overlapping, from `free` on."""
    match_at = pattern.match
    for at in points:
        if at >= free and (match := match_at(text, at)):
            yield match
            free = max(match.end(), at + 1)
