"""Import publications into the evidence library, many at once: each is imported, merged with what is there, or refused."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from itertools import islice

from django.db import transaction

from kit.audit import record
from kit.errors import RefusedError
from kit.fold import fold
from kit.privacy.outward import refuse_to_let_out
from knowledge.actions.publications import Appraisal, edit_evidence, read_doi_of
from knowledge.audit_verbs import KnowledgeVerb
from knowledge.duplicates import Shelf
from knowledge.models import Evidence
from knowledge.models.evidence import columns_of
from knowledge.publications import Form, Publication, of_item
from members.models import User
from sites_app.models import Programme

BATCH = 500
MOST = {
    column.name: column.max_length
    for column in Evidence._meta.concrete_fields
    if column.max_length and column.name in {each.name for each in fields(Publication)}
}  # characters of each text of a publication
OF_KIND = {
    Form.REPORT: Evidence.Kind.GREY, Form.WEB_PAGE: Evidence.Kind.GREY, Form.POST: Evidence.Kind.GREY,
    Form.NEWS: Evidence.Kind.GREY, Form.MAGAZINE: Evidence.Kind.GREY, Form.OTHER: Evidence.Kind.GREY,
    Form.TALK: Evidence.Kind.GREY, Form.FILM: Evidence.Kind.GREY, Form.BROADCAST: Evidence.Kind.GREY,
    Form.LEGISLATION: Evidence.Kind.LAW, Form.LEGAL_CASE: Evidence.Kind.LAW,
}  # fmt: skip
GUIDES = ("national institute for health and c", "nice", "social care institute for excellence", "scie")


class Outcome(StrEnum):
    """What becomes of a record."""

    IMPORTED = "imported"
    MERGED = "merged"
    REFUSED = "refused"


@dataclass
class Record:
    """A record to import: where it stood, its item of CSL-JSON or why it can't be read; then what became of it and why,
    the publication, and those in the library that look like it.
    """

    place: str
    item: dict | None = None
    why: str = ""
    outcome: Outcome = Outcome.REFUSED
    publication: Publication | None = None
    evidence: Evidence | None = None
    looks_like: list[Evidence] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def import_records(
    records: Iterable[Record], *, programme: Programme | None, by: User | None, is_trial: bool = False
) -> Iterator[Record]:
    """Import `records` in batches, each in a transaction of its own, and yield them with what became of them.

    What the library has already is merged: what is empty there is filled, and nothing is overwritten. Importing the same
    again merges everything. With `is_trial` nothing is written; without a programme, only the records are compared.
    """
    if programme is None and not is_trial:
        raise ValueError("Publications are imported into the library of a programme.")
    on_trial = Shelf(None, ())
    rest = iter(records)
    while batch := list(islice(rest, BATCH)):
        with transaction.atomic():
            done = _import_batch(batch, programme=programme, by=by, earlier=on_trial if is_trial else None)
        yield from done


def _import_batch(
    batch: list[Record], *, programme: Programme | None, by: User | None, earlier: Shelf | None
) -> list[Record]:
    """Import one batch; on trial, `earlier` has what batches before it would have added."""
    for each in batch:
        if each.item is not None:
            _read(each)
    readable = [each for each in batch if each.publication is not None]
    if programme is not None and earlier is None:
        Programme.objects.select_for_update().get(pk=programme.pk)  # so that two imports add each once
    shelf = Shelf(programme, [each.publication for each in readable if each.publication])
    new: list[Evidence] = []
    for each in readable:
        assert each.publication is not None
        there, why = shelf.same(each.publication)
        if there is None and earlier is not None:
            there, why = earlier.same(each.publication)
        if there is not None:
            each.outcome, each.why, each.evidence = Outcome.MERGED, why, there
            if earlier is None:
                _fill(there, each.publication, by=by)
            continue
        each.looks_like = shelf.near(each.publication)
        each.outcome = Outcome.IMPORTED
        each.evidence = Evidence(
            programme=programme, added_by=by, kind=kind_of(each.publication), **columns_of(each.publication)
        )
        new.append(each.evidence)
        shelf.add(each.evidence)
        if earlier is not None:
            earlier.add(each.evidence)
    if earlier is None and programme is not None and new:
        Evidence.objects.bulk_create(new)
        record(KnowledgeVerb.IMPORT_EVIDENCE, programme, by=by, note=str(len(new)))
    return batch


def _read(each: Record) -> None:
    """Read the item of a record as a publication, or say why it is refused."""
    found = of_item(each.item or {})
    try:
        found = replace(found, doi=read_doi_of(found.doi))
    except RefusedError:
        found = replace(found, doi="")
        each.remarks.append("Its DOI is not one, and was left out.")
    if not found.title:
        each.why = "It has no title. Add one and import it again."
        return
    if len(found.title) > MOST["title"]:
        each.remarks.append(f"Its title was cut to {MOST['title']} characters.")
    try:
        found = replace(found, abstract=_let_out(found.abstract))
    except RefusedError:
        found = replace(found, abstract="")
        each.remarks.append("Its abstract has an address or a number of somebody’s in it, and was left out.")
    found = _within_bounds(found)
    try:
        for text in columns_of(found).values():
            if isinstance(text, str):
                _let_out(text)
    except RefusedError as refusal:
        each.why = refusal.sentence
        return
    each.publication = found


def _let_out(text: str) -> str:
    refuse_to_let_out(text)
    return text


def _within_bounds(found: Publication) -> Publication:
    """Return the publication with each text cut to what its column holds, and a link that is none left out."""
    texts = {name: text[: MOST[name]] for name in MOST if (text := getattr(found, name))}
    if not found.link.startswith(("http://", "https://")) or len(found.link) > MOST["link"]:
        texts["link"] = ""
    return replace(found, **texts)


def _fill(evidence: Evidence, publication: Publication, *, by: User | None) -> None:
    """Fill what is empty in a publication of the library from a record of the same."""
    there = evidence.publication
    missing = {
        each.name: value
        for each in fields(Publication)
        if not getattr(there, each.name) and (value := getattr(publication, each.name))
    }
    if missing and evidence.pk is None:
        for name, value in columns_of(replace(there, **missing)).items():
            setattr(evidence, name, value)
    elif missing:
        edit_evidence(
            evidence, publication=replace(there, **missing), appraisal=Appraisal.of(evidence), by=by
        )


def kind_of(publication: Publication) -> str:
    """Return what kind of evidence a publication most likely is, by what it is and who published it."""
    names = [fold(each.organisation) for each in publication.creators] + [fold(publication.publisher)]
    if any(name.startswith(GUIDES) for name in names):
        return Evidence.Kind.GUIDANCE
    return OF_KIND.get(Form(publication.form), Evidence.Kind.RESEARCH)
