"""Where notices come from: one module for each table of facts.

Each has `read(readers, now)`, which gives the notices. One with short lists also has `asks(readers, now)`: for one
person, those of all modules are read together in one query.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from kit.queries import ShortList
from pages.notices.items import Notice
from pages.notices.readers import Readers
from pages.notices.sources import (
    cases,
    events,
    issues,
    meetings,
    newsletters,
    people,
    questions,
    seen_too,
    steps,
    texts,
    visits,
)


def nothing(readers: Readers, now: datetime) -> dict[str, ShortList]:
    """Return no short list."""
    return {}


@dataclass(frozen=True)
class Source:
    """Where notices come from: what gives them, and the short lists that it asks for first."""

    read: Callable[[Readers, datetime], Iterator[Notice]]
    asks: Callable[[Readers, datetime], dict[str, ShortList]] = nothing


SOURCES = (
    Source(cases.read, cases.asks),
    Source(meetings.read),
    Source(visits.read, visits.asks),
    Source(events.read, events.asks),
    Source(texts.read, texts.asks),
    Source(steps.read),
    Source(issues.read, issues.asks),
    Source(seen_too.read, seen_too.asks),
    Source(questions.read, questions.asks),
    Source(newsletters.read, newsletters.asks),
    Source(people.read, people.asks),
)
