"""Reading what is published again, once more names, members, places or terms are known than when it was last read.

What is found then waits in one list for the programme team. What those who checked a text saw in it, and what somebody
looked at since, does not come back.
"""

import logging
from collections.abc import Callable, Iterator

from django.db import models, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from cases.clearance.audit_verbs import ClearanceVerb
from cases.clearance.models import ClearedText, FoundPassage, Rereading
from cases.clearance.published import Published, published, rows_outside_texts
from kit.audit import record
from kit.errors import RefusedError
from kit.locking import lock_row
from kit.models import subject_of
from kit.privacy.identifiers.version import version
from kit.privacy.names import NameFinder
from kit.privacy.register import model_of
from kit.queues import claim
from members.known_names import finders_of
from members.models import User
from members.predicates import programme_of, site_of
from sites_app.known_names import people_of
from sites_app.models import Programme, Site

AT_MOST = 500  # texts of one run, which takes less than a minute; the next run has the others
SEEN = FoundPassage.Settled.SEEN

logger = logging.getLogger(__name__)


class Finders:
    """The finder of each site and programme as it is now, read in a few queries, with a digest of what it knows."""

    def __init__(self):
        sites = Site.objects.select_related("host", "programme").order_by("pk")
        self.of_sites = finders_of(sites)
        self.of_programmes = {each.pk: people_of(each) for each in Programme.objects.order_by("pk")}

    def of(self, programme_id: int, site_id: int | None) -> NameFinder:
        """Return the finder for texts of a site, or of a programme where they are of no site."""
        return self.of_programmes[programme_id] if site_id is None else self.of_sites[site_id]

    def scopes(self) -> Iterator[tuple[dict, NameFinder]]:
        """Yield each site and programme, as what its rows are filtered by, with its finder."""
        for pk, finder in self.of_sites.items():
            yield {"site": pk}, finder
        for pk, people in self.of_programmes.items():
            yield {"site": None, "programme": pk}, people


def digest_of_finder(finder: NameFinder) -> str:
    """Return a digest of the rules, lists and names that `finder` knows, and of the words that are kept at its site."""
    known = "\0".join((version(), *finder.names, *sorted(getattr(finder, "kept_reasons", ()))))
    return salted_hmac("clearance.rereading", known, algorithm="sha256").hexdigest()


def read_new_texts() -> int:
    """Read the texts published since the last run, and return how many there were.

    What is found in them was marked when they were checked, so it counts as seen, except what nothing may keep.
    """
    texts = ClearedText.objects.published().filter(rereadings=None).select_related("site", "programme")
    new = list(texts.order_by("pk")[:AT_MOST])
    finders = Finders() if new else None
    return sum(_whatever_happens(_take_up, each, finders) for each in new) if finders else 0


def _whatever_happens(read: Callable, row: models.Model, finders: Finders) -> int:
    """Return what `read` returns, or 0 where it fails: one that cannot be read does not stop the others."""
    try:
        return read(row, finders)
    except Exception:
        logger.exception("%s could not be read", subject_of(row))
        return 0


def read_again() -> int:
    """Read again what is due, at most a few hundred texts, and return how many were read.

    A text is due if its finder knows other names, or has other rules, than when it was last read; a row outside the texts,
    also if its words changed. Two workers never read the same one, and one that was being read when its worker died is
    due again after a few minutes.
    """
    read_new_texts()
    finders = Finders()
    _take_up_rows(finders)
    return sum(_whatever_happens(_read, each, finders) for each in _due(finders))


def _due(finders: Finders) -> Iterator[Rereading]:
    left = AT_MOST
    for scope, finder in finders.scopes():
        due = Rereading.objects.filter(**scope).due(finder=digest_of_finder(finder))
        for each in due.order_by("read_at", "pk")[:left]:
            if claim(due, each):
                left -= 1
                yield each


def _take_up_rows(finders: Finders) -> None:
    """Read the rows outside the texts that are new or have other words, and forget those that are gone."""
    known = dict(Rereading.objects.filter(cleared_text=None).values_list("subject", "content"))
    there = set()
    for each in rows_outside_texts():
        there.add(each.subject)
        if known.get(each.subject) != each.content:
            _whatever_happens(_take_up, each.row, finders)
    Rereading.objects.filter(subject__in=known.keys() - there).delete()


@transaction.atomic
def _take_up(row_outside: models.Model, finders: Finders) -> int:
    """Read something for the first time with these words: whoever wrote or checked them saw what is found."""
    new = published(row_outside)
    programme_id, site_id = programme_of(new.row), site_of(new.row)
    assert programme_id is not None  # rows of no programme are not read
    finder = finders.of(programme_id, site_id)
    is_text = isinstance(new.row, ClearedText)
    facts = {"programme_id": programme_id, "site_id": site_id, "cleared_text": new.row if is_text else None}
    row, _ = Rereading.objects.get_or_create(
        subject=new.subject, defaults={**facts, "read_with": "", "content": ""}
    )
    _note(row, new, finder, seen=True)
    return 1


def _read(row: Rereading, finders: Finders) -> int:
    """Read one claimed row again, and return 1; 0 if it is no longer there."""
    found = published_row(row)
    if found is None:
        return 0
    _note(row, found, finders.of(row.programme_id, row.site_id), seen=False)
    return 1


def published_row(row: Rereading) -> Published | None:
    """Return what `row` is about, as it is published now; None if it is not there or not published any more."""
    if row.cleared_text is not None:
        return published(row.cleared_text) if row.cleared_text.is_published else None
    there = model_of(row.subject)._base_manager.filter(pk=row.subject.partition(":")[2]).first()
    return published(there) if there is not None else None


@transaction.atomic
def _note(row: Rereading, read: Published, finder: NameFinder, *, seen: bool) -> None:
    """Record what was found: with `seen` as seen, except what nothing may keep, otherwise as open.

    What is open and no longer found is forgotten. What is kept at the site is not listed anew if it is only suspected;
    nothing that is open leaves the list because somebody at the site keeps it.
    """
    found, now = read.passages(finder), timezone.now()
    looked_at = found.keys() - read.certain() if seen else set()
    row.passages.filter(settled_at=None).exclude(digest__in=found).delete()
    passages = [
        FoundPassage(
            rereading=row, digest=digest, kind=each.suspicion.kind,
            settled_at=now if digest in looked_at else None,
            settled_because=SEEN if digest in looked_at else "",
        )
        for digest, each in found.items()
        if not each.is_left
    ]  # fmt: skip
    FoundPassage.objects.bulk_create(passages, ignore_conflicts=True)
    row.content, row.read_with, row.read_at, row.claimed_until = (
        read.content, digest_of_finder(finder), now, None,
    )  # fmt: skip
    row.attempts = 0
    row.save()


@transaction.atomic
def settle(passage: FoundPassage, *, because: str, by: User) -> FoundPassage:
    """Record that `by` looked at `passage`, and why it is fine. Repeating changes nothing: the first reason stays.

    Raise RefusedError for what nothing may keep, such as a phone number: the text is changed or withdrawn.
    """
    if because not in FoundPassage.Settled.values or because == SEEN:
        raise RefusedError("Choose why it is fine.")
    lock_row(passage)
    if passage.settled_at is not None:
        return passage
    text = published_row(passage.rereading)
    if text is not None and passage.digest in text.certain():
        raise RefusedError("This identifies somebody for certain. Withdraw the text, or take it out.")
    passage.settled_at, passage.settled_by, passage.settled_because = timezone.now(), by, because
    passage.save()
    record(
        ClearanceVerb.SETTLE_PASSAGE, passage.rereading.cleared_text or passage.rereading, by=by, note=because
    )
    return passage
