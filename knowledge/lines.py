"""References that were typed as lines, read into fields: authors in one line, and where it came out in another. Pure."""

import re
from typing import Any

from knowledge.publications import Creator, Form, Publication

# "Managing Community Care, 9(2), 16-21", "Implementation Science, 4, 61", "BMJ, 345, e5999"
IN_A_JOURNAL = re.compile(
    r"\A(?P<container>.{2,200}?),? (?P<volume>\d{1,4})(?:\((?P<number>[\w/–-]{1,20})\))?(?:[,:] ?(?:pp?\. ?)?(?P<pages>[a-z]?\d[\w–-]{0,20}))?\.?"
)
PUBLISHED_AT = re.compile(r"(?P<publisher>.{2,200}), (?P<place>[A-Z][\w .’'-]{1,60})")
INITIALS = re.compile(r"(?:[A-Z]\w{0,2}\.[ -]?){1,5}")
A_PERSON = re.compile(r"[^,;]{1,80},\s?(?:[A-Z][^\d,;]{0,60})")
BETWEEN = re.compile(r";| and (?=[^,;]{1,80}, [A-Z])|(?<=\.), (?=[^,;]{2,80}, (?:[A-Z]\.))")


def creators_of(line: str) -> tuple[Creator, ...]:
    """Return who is named in a line like "Cornes, M.; Joly, L. and Manthorpe, J.", or the organisation that it is."""
    return tuple(_creator(part.strip()) for part in BETWEEN.split(line) if part.strip())


def _creator(name: str) -> Creator:
    family, comma, given = (part.strip() for part in name.partition(","))
    if comma and (INITIALS.fullmatch(given) or (A_PERSON.fullmatch(name) and len(given.split()) <= 3)):
        return Creator(family=family, given=given)
    return Creator(organisation=name)


def where_of(source: str) -> dict[str, Any]:
    """Return the fields of a `Publication` that a line says of where it came out: those that it does not say are "".

    What cannot be told apart stays whole, as the publisher's name.
    """
    facts = dict.fromkeys(("container", "volume", "number", "pages", "edition", "publisher", "place"), "")
    source = source.strip()
    if found := IN_A_JOURNAL.fullmatch(source):
        return (
            facts | {"form": Form.ARTICLE} | {name: value or "" for name, value in found.groupdict().items()}
        )
    if found := PUBLISHED_AT.fullmatch(source):
        return facts | {"form": Form.REPORT} | found.groupdict()
    return facts | {"form": Form.REPORT if source else Form.OTHER, "publisher": source}


def publication_of(
    *, authors: str, year: int | None, title: str, source: str, doi: str = "", link: str = ""
) -> Publication:
    """Return the publication that was kept as these lines."""
    return Publication(
        title=title, creators=creators_of(authors), year=year, doi=doi, link=link, **where_of(source)
    )
