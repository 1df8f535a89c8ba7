"""Could anyone be identified? What stands together in a text, and what its author answers about its readers."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cases.clearance.audiences import Audience
from cases.clearance.marked_text import FACTS, UNREAD
from cases.clearance.models import AuthorAnswers, ClearedText
from cases.clearance.models.recognising import READERS, READERS_OF_ALL, Recognises, readers_of
from kit.errors import RefusedError
from kit.privacy.identifiers import find
from kit.privacy.recognisable import (
    Readers,
    Setting,
    TownSize,
    Weighing,
    attributes_beside,
    attributes_in,
    weigh,
)
from members.models import Member, User
from sites_app.models import Site

READERS_OF = {
    Audience.PROGRAMME: Readers.MEMBERS,
    Audience.COMMISSIONERS: Readers.COMMISSIONERS,
    Audience.PUBLIC: Readers.EVERYONE,
}
WHO = {
    "their_worker": "their own worker",
    "the_ward": "the ward",
    "the_police": "the police",
    "a_neighbour": "a neighbour",
    "a_journalist": "a journalist",
    "their_family": "their family",
}
NOT_READ = {*FACTS, *UNREAD, "evidence"}  # facts that Copsite adds, and what publications say of others


class WhoIsIn:
    """What tells of somebody in the `content` of a text of `site`, and how much it tells for an audience.

    `members` is how many members the site has; without it they are counted.
    """

    def __init__(self, content: dict, *, site: Site | None, members: int | None = None):
        words = "\n".join(_words_in(content))
        places = {site.place, site.host.name} if site else set()
        self.town = TownSize(site.town_size) if site and site.town_size else TownSize.SMALL
        self.members = members_of(site) if members is None else members
        self.tells_place = bool(content.get("site", site))
        self.attributes = [
            *attributes_in(words, flags=find(words, places)),
            *attributes_beside(tags=content.get("needs", []), places=[content.get("site", "")]),
        ]

    def weighed(self, audience: str) -> Weighing:
        """Return how much it tells for `audience`."""
        readers = READERS_OF[Audience(audience)]
        return weigh(
            self.attributes, setting=Setting(readers, self.town, self.members, tells_place=self.tells_place)
        )


def members_of(site: Site | None) -> int:
    """Return how many members `site` has now; none, where there is no site."""
    return Member.objects.current().filter(site=site).count() if site else 0


def _words_in(value) -> Iterator[str]:
    """Yield the words of a content about somebody, in their order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            if key not in NOT_READ:
                yield from _words_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from _words_in(each)


def why_not(audience: str, answers: dict[str, str]) -> dict[str, str]:
    """Return, by question, why a text with these `answers` is not sent for checking for `audience`. Empty if it can be."""
    known_by = [name for name in readers_of(audience) if answers.get(name) == Recognises.YES]
    return {name: _why_not(name) for name in known_by}


def _why_not(name: str) -> str:
    said = f"You said that {WHO[name]} would know who this is"
    if name in READERS_OF_ALL:
        return f"{said}. Change the text, or send it to fewer readers than everyone"
    return f"{said}. Change the text until they would not, and then send it"


@transaction.atomic
def answer_about(text: ClearedText, *, answers: dict[str, str], by: User) -> AuthorAnswers:
    """Record what the author `by` answers about `text`: each of READERS, and `person`.

    The same as they answered last is not recorded again. Raise RefusedError if somebody who reads it would know whom it is
    about.
    """
    if refused := why_not(text.audience, answers):
        raise RefusedError(f"{next(iter(refused.values()))}.")
    answers = {name: answers[name] for name in (*READERS, "person")}
    last = text.author_answers.last()
    if (
        last is not None
        and last.by_id == by.pk
        and all(getattr(last, key) == answers[key] for key in answers)
    ):
        return last
    return AuthorAnswers.objects.create(cleared_text=text, audience=text.audience, by=by, **answers)


class Answered(NamedTuple):
    """The last answers about a text, in words: who would know, and whether the person was asked."""

    by: str
    at: datetime
    rows: list[tuple[str, str]]
    person: str


def with_members(texts: QuerySet[ClearedText]) -> QuerySet[ClearedText]:
    """Read with each text how many members its site has now."""
    here = Member.objects.current().filter(site=OuterRef("site")).order_by().values("site")
    return texts.annotate(
        members_of_site=Coalesce(Subquery(here.annotate(count=Count("pk")).values("count")), 0)
    )


def answered(text: ClearedText) -> Answered | None:
    """Return what the author answered last about `text`, in words, or None if they were not asked."""
    last = text.author_answers.select_related("by").last()
    if last is None:
        return None
    rows = [(WHO[name], getattr(last, f"get_{name}_display")()) for name in READERS]
    return Answered(last.by.name, last.at, rows, last.get_person_display())


def shown_to_checkers(text: ClearedText) -> dict | None:
    """Return what those who check `text` see about its readers, or None where it tells of no case and nobody was asked.

    A text that was read `with_members` needs one query less.
    """
    asked = answered(text)
    if (asked is None and text.case_id is None) or text.struck_at is not None:
        return None
    members = getattr(text, "members_of_site", None)
    weighed = WhoIsIn(text.content, site=text.site, members=members).weighed(text.audience)
    return {"weighed": weighed, "asked": asked}


def carry_over(old: ClearedText, new: ClearedText) -> AuthorAnswers | None:
    """Record for `new`, which has no other words about anybody than `old`, what the author answered about `old`.

    Return None if they answered nothing, or if `new` is for readers who would know.
    """
    last = old.author_answers.last()
    if last is None or new.pk == old.pk:
        return None
    if why_not(new.audience, last.given):
        return None
    return answer_about(new, answers=last.given, by=last.by)
