"""Finding names that are known at a site: of members, organisations and places. Pure."""

from collections.abc import Iterable, Iterator

from kit.fold import fold
from kit.privacy.identifiers import lists
from kit.privacy.identifiers.kinds import KNOWN, Found, IdentifierKind
from kit.privacy.identifiers.tokens import Token

Part = tuple[str, int, int, int]  # a part of a word, where it starts and ends, and which word it is of


def find_known(tokens: list[Token], known_names: Iterable[str]) -> Iterator[Found]:
    """Yield known names in any form: capitals, accents, hyphens and apostrophes make no difference."""
    whole, single = _wanted(known_names)
    if not whole:
        return
    parts = list(_parts(tokens))
    at = 0
    while at < len(parts):
        size = _longest(parts, at, whole)
        if size:
            yield _found(parts[at : at + size])
        elif parts[at][0] in single and _counts_alone(tokens, parts[at]):
            size = 1
            yield _found(parts[at : at + 1])
        at += size or 1


def is_one_of(tokens: list[Token], known_names: Iterable[str]) -> bool:
    """Return whether these words are, all of them and in any form, one of the names or one word of such a name."""
    whole, single = _wanted(known_names)
    words = tuple(part[0] for part in _parts(tokens))
    if not words:
        return False
    return words in whole.get(words[0], ()) or (len(words) == 1 and words[0] in single)


def _wanted(known_names: Iterable[str]) -> tuple[dict[str, list[tuple[str, ...]]], set[str]]:
    """Return the known names by their first word, the longest first, and the words of people's names."""
    whole: dict[str, list[tuple[str, ...]]] = {}
    single: set[str] = set()
    for name in known_names:
        parts = tuple(_split(fold(name, accents=False)))
        if not parts or len("".join(parts)) < 3:
            continue
        whole.setdefault(parts[0], []).append(parts)
        if len(parts) > 1 and not any(
            part in lists.ORGANISATIONS | lists.STREETS | lists.SECTOR for part in parts
        ):
            single |= {part for part in parts if len(part) > 2}
    for names in whole.values():
        names.sort(key=len, reverse=True)
    return whole, single


def _split(name: str) -> Iterator[str]:
    for word in name.replace("-", " ").replace(".", " ").replace(",", " ").split():
        if bare := word.removesuffix("'s").replace("'", ""):
            yield bare


def _parts(tokens: list[Token]) -> Iterator[Part]:
    for number, token in enumerate(tokens):
        start = token.start
        for piece in token.low.split("-"):
            if bare := piece.replace("'", ""):
                yield bare, start, start + len(piece), number
            start += len(piece) + 1


def _longest(parts: list[Part], at: int, whole: dict[str, list[tuple[str, ...]]]) -> int:
    for name in whole.get(parts[at][0], ()):
        if (
            tuple(part[0] for part in parts[at : at + len(name)]) == name
            and parts[at + len(name) - 1][2] - parts[at][1] < 200
        ):
            return len(name)
    return 0


def _counts_alone(tokens: list[Token], part: Part) -> bool:
    """Return whether one word of a longer name is a name by itself here: a usual word only in capitals."""
    token = tokens[part[3]]
    return not token.is_word or (token.capital and not token.opens)


def _found(parts: list[Part]) -> Found:
    organisation = any(part[0] in lists.ORGANISATIONS | lists.STREETS | lists.SECTOR for part in parts)
    kind = IdentifierKind.PLACE_OR_ORGANISATION if organisation else IdentifierKind.PERSON
    return Found(parts[0][1], parts[-1][2], kind, reason=KNOWN)
