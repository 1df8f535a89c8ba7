"""Texts that were sent for checking and that nobody is left to check: whoever was asked said no, or nobody may do it."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from cases.clearance import decision
from cases.clearance.models import Audience, CheckRequest, ClearedText
from cases.clearance.models.checkers import CHECKING_ROLES
from kit.queries import ShortList
from kit.words import in_days
from members.models import Member, Role
from pages.notices import kinds
from pages.notices.items import Notice
from pages.notices.readers import Readers
from pages.notices.sources.text_words import FOR, the_text

Checking = dict[
    tuple[str, int | None], set[int]
]  # the accounts that check, by "site" or "programme" and its id


def asks(readers: Readers) -> dict[str, ShortList]:
    """Return the last request to check each text for which nobody is asked any more, and who may check texts where one is
    being checked, as short lists.
    """
    places = readers.facilitated | readers.with_team
    if not places:
        return {}
    texts = ClearedText.objects.being_checked().exclude(kind=ClearedText.Kind.NEWSLETTER_ENTRY)
    texts = texts.filter(programme__in=readers.programmes)
    requests = CheckRequest.objects.with_nobody_left().filter(cleared_text__in=texts)
    found = {"nobody_asked": ShortList(requests, {"text": "cleared_text_id", "ended_at": "ended_at"})}
    if readers.reader is None:
        return found
    members = Member.objects.current().filter(
        site__in=texts.filter(site__in=places).values("site"), user__is_active=True
    )
    roles = Role.objects.current().filter(
        programme__in=texts.values("programme"), kind__in=CHECKING_ROLES, user__is_active=True
    )
    return found | {
        "checking_members": ShortList(members, {"where": "site_id", "user": "user_id"}),
        "checking_roles": ShortList(roles, {"where": "programme_id", "user": "user_id"}),
    }


def _who_checks(text: ClearedText, readers: Readers) -> tuple[set[int], set[int]]:
    """Return who of its site, and who of its programme, may approve `text`."""
    if readers.reader is None:
        roles = {*readers.brokers_of(text.programme_id), *readers.team_of(text.programme_id)}
        of_site = set(readers.members_of(text.site_id)) if text.site_id else set()
    else:
        checking = readers.once("checking", lambda: _checking(readers))
        of_site, roles = checking["site", text.site_id], checking["programme", text.programme_id]
    facts = text.facts
    may = {user for user in of_site | roles if decision.may_approve(facts, user)}
    return of_site & may, roles & may


def _checking(readers: Readers) -> Checking:
    found: Checking = defaultdict(set)
    for name, place in (("checking_members", "site"), ("checking_roles", "programme")):
        for row in readers.short.get(name, []):
            found[place, row["where"]].add(row["user"])
    return found


def _since(text: ClearedText, readers: Readers) -> datetime | None:
    """Return since when nobody is left to check `text`, or None if somebody is or nobody has to."""
    facts = text.facts
    number, needs_the_site = decision.people_needed(facts)
    if not number or not facts.is_being_checked or text.kind == ClearedText.Kind.NEWSLETTER_ENTRY:
        return None
    ended = readers.once(
        "nobody_asked",
        lambda: {row["text"]: row["ended_at"] for row in readers.short.get("nobody_asked", [])},
    )
    if text.pk in ended:
        return ended[text.pk]
    of_site, of_programme = _who_checks(text, readers)
    is_enough = len(of_site | of_programme) >= number and (of_site or not needs_the_site)
    return None if is_enough else text.sent_for_checking_at


def notices_of(text: ClearedText, readers: Readers) -> Iterator[Notice]:
    """Return for the facilitators of its site and the programme team that nobody is left to check `text`, if it is so."""
    people = {
        *readers.team_of(text.programme_id),
        *(readers.facilitators_of(text.site_id) if text.site_id else ()),
    }
    people -= text.facts.stepped_out_ids
    since = _since(text, readers) if people else None
    if since is None:
        return
    for user in sorted(people):
        yield Notice(
            kinds.TEXT_UNCHECKED, user, f"clearedtext-{text.pk}",
            f"{the_text(text)} waits to be checked {FOR[Audience(text.audience)]}, and nobody is left who is asked. Ask somebody by name.",
            reverse("clearance:text_check", args=[text.pk]), since=since, site_id=text.site_id, case_id=text.case_id,
            label=f"Ask somebody to check: {text.title}" if readers.reader else "",
            why="Nobody is left who is asked to check it.", aside=in_days(since),
        )  # fmt: skip
