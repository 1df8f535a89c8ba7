"""Permanently removing words of a case from every place of the register, and saying what could not be removed."""

from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256

from django.db import connection, models, transaction
from django.db.models import FileField, Q

from cases.clearance.models import ClearedText, SendBack
from cases.clearance.striking import strike_text
from cases.commissioning import actions as commissioning
from cases.locking import lock_all
from cases.models import Case
from kit.errors import RefusedError
from kit.models import Draft, Revision
from kit.privacy.register import column_named
from kit.privacy.striking import Occurrence, Passage, strike
from kit.words import figures, listed
from knowledge.actions import evidence as questions
from knowledge.library.actions import indexing, write_ups
from knowledge.library.models import IndexedTag, IndexedText, Pdf
from knowledge.models import Evidence
from members.actions.kept_words import forget_word
from members.models import User
from newsletter.actions import freezing
from newsletter.locking import lock_newsletters
from newsletter.models import Delivery, Entry
from pages.privacy.places import Place, places_of
from pages.privacy.register import WordsOf

# Everything that points at a text gets the one that takes its place.
TAKE_REPLACEMENT = [
    write_ups.take_replacement,
    commissioning.take_replacement,
    commissioning.take_replacement_of_line,
    questions.take_replacement,
    freezing.take_replacement,
]
MOST_CONTEXTS = 400  # sentences to tick on one page
WITH_THEIR_TEXT = (ClearedText, SendBack, IndexedText, IndexedTag)  # they go with the text as a whole


@dataclass
class Context:
    """A sentence with the passage, and the places where it stands: "The case: learning", "Earlier version, ..."."""

    found: Occurrence
    labels: list[str] = field(default_factory=list)


@dataclass
class Outcome:
    """Where words stand or stood, and what cannot be reached, in sentences."""

    places: list[Place] = field(default_factory=list)
    beyond: list[str] = field(default_factory=list)
    sent_again: int = 0  # texts that were sent for checking without the words

    @property
    def number(self) -> int:
        """How often the words stand there."""
        return sum(len(place.found) for place in self.places)

    @cached_property
    def contexts(self) -> dict[str, Context]:
        """Each sentence that is shown, once however often it is repeated, by its key."""
        contexts: dict[str, Context] = {}
        for place in self.places:
            for found in place.found if place.is_shown else []:
                context = contexts.setdefault(found.key, Context(found))
                if place.label not in context.labels:
                    context.labels.append(place.label)
        return contexts

    @property
    def not_shown(self) -> list[Place]:
        """The places whose sentences are not shown."""
        return [place for place in self.places if not place.is_shown]

    @property
    def seen(self) -> str:
        """A digest of all sentences, by which a form says what the person saw."""
        keys = sorted({found.key for place in self.places for found in place.found})
        return sha256(" ".join(keys).encode()).hexdigest()


def look_for(words: str, *, inside: bool = False, reach: WordsOf, by: User) -> Outcome:
    """Return every place where `words` stand, and what removing them could not reach. Nothing is changed.

    `inside` finds them as parts of longer words too. Raise RefusedError if they are too short, stand nowhere, or in
    more sentences than anybody reads one by one.
    """
    return _outcome(Passage(words, inside), reach=reach, by=by)


def _outcome(passage: Passage, *, reach: WordsOf, by: User) -> Outcome:
    places = places_of(reach, passage, reader=by)
    if not places:
        longer = "" if passage.inside else " If it is part of a longer word, tick the box."
        raise RefusedError(f"This text was not found. Check how it was typed.{longer}")
    outcome = Outcome(places, beyond=_beyond(_texts_among(places), reach))
    if (number := len(outcome.contexts)) > MOST_CONTEXTS:
        raise RefusedError(f"This text is in {number:,} sentences. Enter more of it.")
    return outcome


@transaction.atomic
def remove(
    words: str,
    *,
    inside: bool = False,
    reach: WordsOf,
    subject: models.Model,
    by: User,
    chosen: set[str],
    seen: str,
) -> Outcome:
    """Permanently remove `words` from the sentences `chosen`, by their keys, and from what is not shown to the person.

    Return where they stood and what was not reached. A text that was sent for checking is withdrawn and blanked, and
    one without the words is sent in its place. Who did it is recorded at `subject`, never what was removed. Raise
    RefusedError if they stand nowhere, nothing is chosen, or it is not what was `seen` any more.
    """
    lock_newsletters(reach.programmes)
    lock_all(Case.objects.filter(pk__in=reach.cases))
    found = look_for(words, inside=inside, reach=reach, by=by)
    if found.seen != seen:
        raise RefusedError("Somebody wrote something since you looked. Check the places again.")
    kept = frozenset(found.contexts.keys() - chosen)
    if kept == found.contexts.keys() and not found.not_shown:
        raise RefusedError("Tick at least one place, or cancel.")
    passage = Passage(words, inside, kept)
    outcome = _outcome(passage, reach=reach, by=by)
    for text in _texts_among(outcome.places):
        outcome.sent_again += _strike_text(text, passage, by=by)
    write_ups.remove_withdrawn_pdfs()
    rows, versions = _by_kind(outcome.places)
    strike(passage, texts=rows, subjects=versions, subject=subject, by=by)
    forget_word(reach.sites, word=words)
    transaction.on_commit(_empty_the_log, robust=True)
    return outcome


def _empty_the_log() -> None:
    """Write the log of SQLite into the database and empty it, so that the file holds no earlier page. Without effect on
    PostgreSQL, which empties its own in time."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _texts_among(places: list[Place]) -> list[ClearedText]:
    """Return the texts that hold the words, by themselves or by their note or index, the oldest first."""
    pks = set()
    for place in places:
        if isinstance(place.row, ClearedText):
            pks.add(place.row.pk)
        elif isinstance(place.row, SendBack | IndexedText):
            pks.add(place.row.cleared_text_id)
        elif isinstance(place.row, IndexedTag):
            pks.add(place.row.text.cleared_text_id)
    return list(
        ClearedText.objects.filter(pk__in=pks).select_related("programme", "site", "case").order_by("pk")
    )


def _strike_text(text: ClearedText, passage: Passage, *, by: User) -> bool:
    """Strike one text and what repeats it, and return whether another was sent for checking in its place."""
    indexing.forget(text)
    is_shown = (
        text.kind != ClearedText.Kind.NEWSLETTER_ENTRY or Entry.objects.filter(cleared_text=text).exists()
    )
    replacement = strike_text(text, passage=passage, by=by, is_replaced=is_shown)
    if replacement is not None:
        for take_replacement in TAKE_REPLACEMENT:
            take_replacement(text, replacement)
    return replacement is not None


def _by_kind(places: list[Place]) -> tuple[list[tuple[models.Model, list[str]]], set[str]]:
    """Return the rows to strike with their columns, and the names of the rows whose versions hold the words."""
    rows, versions = [], set()
    for place in places:
        if isinstance(place.row, Revision | Draft):
            versions.add(place.row.subject)
        elif not isinstance(place.row, WITH_THEIR_TEXT):
            names = [name for name in place.names if not isinstance(column_named(place.row, name), FileField)]
            rows.append((place.row, names))
    return rows, versions


def _beyond(texts: list[ClearedText], reach: WordsOf) -> list[str]:
    """Return what removing words cannot reach, in sentences: mail that has gone, PDFs, files, paper."""
    return [
        *_mailed(texts),
        *_downloaded(texts),
        *_files(reach),
        "Printed or downloaded copies, text that is not saved yet on somebody’s computer, and backups.",
    ]


def _mailed(texts: list[ClearedText]) -> list[str]:
    """Return a sentence for each issue of the newsletter that was mailed with one of `texts`."""
    told = Q(issue__entries__cleared_text__in=texts) | Q(issue__entries__made_from__in=texts)
    sent = Delivery.objects.handed_over().filter(told).select_related("issue").distinct()
    numbers: dict = {}
    for delivery in sent:
        numbers[delivery.issue] = numbers.get(delivery.issue, 0) + 1
    return [
        f"The newsletter of {issue.name} has gone by e-mail to {figures(number, 'person', 'people')}."
        for issue, number in numbers.items()
    ]


def _downloaded(texts: list[ClearedText]) -> list[str]:
    """Return a sentence about the PDFs that people could have downloaded, if there are any."""
    made = Pdf.objects.filter(version__cleared_text__in=texts, made_at__isnull=False).count()
    return [f"{figures(made, 'PDF', 'PDFs')} of write-ups could be downloaded before."] if made else []


def _files(reach: WordsOf) -> list[str]:
    """Return a sentence about the files on the cases that nobody looked into, if there are any."""
    names = [each.title for each in reach.rows_of(Evidence).exclude(file="")]
    return [f"We cannot look into uploaded files. Check the file of {listed(names)}."] if names else []
