"""Names of authors as exports write them, to family and given names, or to a body's name as a whole."""

import re

from knowledge.importing.bounds import MOST_NAMES
from knowledge.importing.texts import plain

OTHERS = re.compile(r"^(?:and\s{1,5})?(?:et\.?\s{0,5}al\.?|others)$", re.I)
NOBODY = re.compile(r"^\[?(?:anon(?:ymous)?\.?|no authors?(?:ship)? (?:listed|indicated|given))\]?$", re.I)
SUFFIX = re.compile(r"^(?:jr|sr|junior|senior|[iv]{2,3}|2nd|3rd|1st|4th)\.?$", re.I)
DOTTED = re.compile(r"^(?:[^\W\d_]\.){2,6}$")
BODY_WORDS = frozenset(
    """
    academies academy administration agency alliance association assembly authority board borough centre center charity
    coalition collaboration collaborative college commission committee community confederation congress consortium
    corporation council county department directorate division executive faculty federation forum foundation
    government group health hospital hospitals inspectorate institute institution international investigators
    laboratory league library limited ltd ministry nations national nhs network office organisation organization panel
    parliament partnership party police press programme project registry school secretariat service services society
    steering taskforce team trust trusts unicef union unit university who working
    """.split()
)
SMALL_WORDS = frozenset({"of", "for", "and", "the", "on", "in", "&"})


def name_in(text: str, *, person_if_unsure: bool = True) -> dict:
    """Return a name's parts, {"literal": ...} for a body, or {} for nobody, "et al." among them.

    Read are "Smith, J.", "Smith, John, Jr.", "Smith J", "J Smith", "van der Berg, A" and "Department of Health,". A name
    of words alone, such as "Revolving Doors", is a person's unless `person_if_unsure` is False.
    """
    text = plain(text).strip(" ;")
    if not text.strip(" ,.") or is_others(text) or NOBODY.match(text):
        return {}
    if text.endswith(","):
        return {"literal": text.rstrip(", ")}
    if is_body(text):
        return {"literal": f"The {text[:-5]}" if text.endswith(", The") else text}
    if "," in text:
        return _with_comma([part.strip() for part in text.split(",")])
    return _without_comma(text.split(), person_if_unsure=person_if_unsure)


def is_others(text: str) -> bool:
    """Whether a name only says that there are more."""
    return bool(OTHERS.match(text.strip(" ;,")))


def is_body(text: str) -> bool:
    """Whether a name is a body's rather than a person's, by the words in it."""
    before_comma = text.split(",", 1)[0].lower().split()
    words = text.lower().replace(",", " ").split()
    if len(before_comma) < 2:
        return len(words) > 2 and words[0] in BODY_WORDS and bool(SMALL_WORDS & set(words))
    return bool(BODY_WORDS & set(before_comma)) or bool({"of", "for", "the"} & set(before_comma[:-1]))


def person(family: str, given: str, *, suffix: str = "", particle: str = "") -> dict:
    """Return a person's name; a family name alone is a literal, since nothing says that it is one."""
    family, given, suffix, particle = (plain(part).strip(" ,") for part in (family, given, suffix, particle))
    if not particle:
        particle, family = _particle_of(family)
    if not given:
        return {"literal": " ".join(part for part in (particle, family, suffix) if part)} if family else {}
    if not family:
        return {"literal": given}
    name = {
        "family": family,
        "given": initials_apart(given),
        "suffix": suffix,
        "non-dropping-particle": particle,
    }
    return {key: part for key, part in name.items() if part}


def _particle_of(family: str) -> tuple[str, str]:
    """Return the small words before a family name, and the family name without them."""
    words = family.split()
    count = 0
    while count < len(words) - 1 and words[count].islower():
        count += 1
    return " ".join(words[:count]), " ".join(words[count:])


def initials_apart(given: str) -> str:
    """Return "J. A." for "JA", "J.A." and "J A"; "John A." for "John A"; other given names as they are."""
    words = given.split()
    only_initials = all(_is_initials(word) for word in words)
    apart = []
    for word in words:
        if (only_initials and _is_initials(word)) or DOTTED.match(word):
            apart += [f"{letter}." for letter in word if letter != "."]
        else:
            apart.append(f"{word}." if len(word) == 1 and word.isupper() else word)
    return " ".join(apart)


def _is_initials(word: str) -> bool:
    letters = word.replace(".", "")
    return 0 < len(letters) <= 3 and letters.isalpha() and letters.isupper()


def _with_comma(parts: list[str]) -> dict:
    family, *rest = [part for part in parts if part]
    suffixes = [part for part in rest if SUFFIX.match(part)]
    given = " ".join([part for part in rest if part not in suffixes][:1]).split()
    if not suffixes and len(given) > 1 and SUFFIX.match(given[-1]):  # Smith, John Jr
        suffixes = [given.pop()]
    return person(family, " ".join(given), suffix=" ".join(suffixes[:1]))


def _without_comma(words: list[str], *, person_if_unsure: bool) -> dict:
    suffix = words.pop() if len(words) > 2 and SUFFIX.match(words[-1]) else ""
    last, first = words[-1], words[0]
    if len(words) > 1 and _is_initials(last) and not _is_initials(first):  # Smith JA
        return person(" ".join(words[:-1]), last, suffix=suffix)
    if len(words) > 1 and (
        _is_initials(first) or (person_if_unsure and len(words) <= 4)
    ):  # J A Smith, John Smith
        count = 1
        while count < len(words) - 1 and words[-count - 1].islower():
            count += 1
        return person(" ".join(words[-count:]), " ".join(words[:-count]), suffix=suffix)
    return {"literal": " ".join([*words, suffix] if suffix else words)}


def csl_name(value: object) -> dict:
    """Return a name of CSL-JSON in the same form, whatever way of several its writer chose."""
    if isinstance(value, str):
        return name_in(value)
    if not isinstance(value, dict):
        return {}
    if literal := plain(value.get("literal") or value.get("name")):
        return {} if is_others(literal) else {"literal": literal}
    particles = [plain(value.get(key)) for key in ("dropping-particle", "non-dropping-particle")]
    return person(
        plain(value.get("family")),
        plain(value.get("given")),
        suffix=plain(value.get("suffix")),
        particle=" ".join(part for part in particles if part),
    )


def one_by_one(text: str, *, initials_only: bool = True) -> list[str]:
    """Return the names of a line that has several: "Smith, J.; Jones, K.", "Smith, J. and Jones, K." or "Smith, J., Jones, K.".

    Without `initials_only`, names are taken in pairs of their parts also where they are written in full.
    """
    if text.rstrip().endswith(",") or is_body(plain(text)):
        return [text]
    if ";" in text:
        return [each for each in text.split(";", MOST_NAMES) if each.strip()]
    several = [each for each in text.split(" and ", MOST_NAMES) if each.strip()]
    if len(several) > 1 and "," in text:
        return [each.strip(" ,") for each in several]
    parts = [part.strip() for part in text.split(",", 2 * MOST_NAMES)]
    if (
        len(parts) < 4
        or len(parts) % 2
        or (initials_only and not all(map(_is_initials, map(_run_together, parts[1::2]))))
    ):
        return [text]
    return [f"{family}, {given}" for family, given in zip(parts[::2], parts[1::2], strict=True)]


def _run_together(text: str) -> str:
    return text.replace(" ", "").replace("-", "")


def names_in(texts: list[str]) -> tuple[list[dict], list[str]]:
    """Return the names in `texts`, one each, and warnings about them.

    Where others of the record have a comma, a name of words without one is a body's.
    """
    texts = [each for text in texts for each in one_by_one(text)]
    commas = any("," in text.rstrip(" ,") for text in texts)
    names, warnings = [], []
    for text in texts:
        if name := name_in(text, person_if_unsure=not commas):
            names.append(name)
        elif is_others(plain(text)):
            warnings.append("It names only some of its authors, and says that there are others.")
    return names, warnings
