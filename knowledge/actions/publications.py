"""Add publications to the evidence library, correct them, and remove them."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

from django.db import transaction

from cases.locking import lock_row
from cases.models import Need, Theme
from kit.audit import record
from kit.editing.history import change
from kit.errors import RefusedError
from kit.models import RemovedRow
from kit.removal import set_aside
from kit.words import figures
from knowledge.audit_verbs import KnowledgeVerb
from knowledge.citations.doi import read_doi
from knowledge.duplicates import Shelf
from knowledge.lines import creators_of, where_of
from knowledge.models import Evidence
from knowledge.models.evidence import columns_of
from knowledge.publications import Publication
from members.models import User
from sites_app.models import Programme

SECTIONS = ["authors", "title", "source", "summary", "conflict"]  # whose words before are kept


class AlreadyListed(RefusedError):
    """The programme's evidence library has this publication already: `evidence`."""

    def __init__(self, evidence: Evidence):
        super().__init__("This publication is already in the library. Open it and attach it from there.")
        self.evidence = evidence


@dataclass(frozen=True, kw_only=True)
class Appraisal:
    """What a broker says of a publication, besides what it is cited by. `file` of None or "" is none."""

    kind: str
    design: str = ""
    is_open_access: bool | None = None
    file: object = None
    summary: str = ""
    conflict: str = ""

    @classmethod
    def of(cls, evidence: Evidence) -> "Appraisal":
        """Return what was said of a publication in the library."""
        return cls(**{each.name: getattr(evidence, each.name) for each in fields(cls)})

    def columns(self) -> dict:
        """Return the columns of `Evidence` that keep it."""
        return {**vars(self), "file": self.file or ""}


@transaction.atomic
def add_evidence(
    programme: Programme,
    *,
    publication: Publication,
    appraisal: Appraisal,
    by: User | None,
    themes: Iterable[Theme] = (),
    needs: Iterable[Need] = (),
) -> Evidence:
    """Add a publication to the programme's evidence library, and return it.

    Its DOI may start with https://doi.org/. Adding the same publication again returns the one that is there. Raise
    AlreadyListed if the library has it under another title, and RefusedError if the DOI is not one.
    """
    publication = replace(publication, doi=read_doi_of(publication.doi))
    Programme.objects.select_for_update().get(pk=programme.pk)  # so that two brokers at once add it once
    same, _ = Shelf(programme, [publication]).same(publication)
    if same is not None and same.title == publication.title:
        return same
    if same is not None:
        raise AlreadyListed(same)
    evidence = Evidence.objects.create(
        programme=programme, added_by=by, **columns_of(publication), **appraisal.columns()
    )
    evidence.themes.set(themes)
    evidence.needs.set(needs)
    record(KnowledgeVerb.ADD_EVIDENCE, evidence, by=by)
    return evidence


def read_doi_of(doi: str) -> str:
    """Return the bare DOI in `doi`. Raise RefusedError if it is not one."""
    try:
        return read_doi(doi)
    except ValueError:
        raise RefusedError("That is not a DOI. It starts with 10, like 10.1108/14769011211220481.") from None


@transaction.atomic
def edit_evidence(
    evidence: Evidence,
    *,
    publication: Publication,
    appraisal: Appraisal,
    by: User | None,
    themes: Iterable[Theme] | None = None,
    needs: Iterable[Need] | None = None,
) -> Evidence:
    """Correct a publication in the library. Its words before are kept; a file before is deleted if there is another.
    `themes` or `needs` of None leave them as they are.

    Write-ups that were sent for checking keep the reference that they have. Repeating changes nothing. Raise RefusedError
    if another publication of the programme has the DOI.
    """
    publication = replace(publication, doi=read_doi_of(publication.doi))
    lock_row(evidence, case=None)
    others = Evidence.objects.filter(programme=evidence.programme_id).exclude(pk=evidence.pk)
    if publication.doi and others.filter(doi=publication.doi).exists():
        raise RefusedError("Another publication in the library has this DOI. Check it.")
    before = evidence.file.name
    storage = evidence.file.storage
    columns = {**columns_of(publication), **appraisal.columns()}
    is_changed = change(evidence, sections=SECTIONS, by=by, typed_by=evidence.added_by, **columns)
    if _sorted_anew(evidence, themes=themes, needs=needs) or is_changed:
        record(KnowledgeVerb.EDIT_EVIDENCE, evidence, by=by)
    if before and before != evidence.file.name:
        transaction.on_commit(lambda: storage.delete(before), robust=True)
    return evidence


@transaction.atomic
def put_back(evidence: Evidence, *, by: User, **texts: str) -> Evidence:
    """Give texts of a publication the words that they had before: of SECTIONS, by name. The lines `authors` and `source`
    are read into fields again.
    """
    lock_row(evidence, case=None)
    publication = evidence.publication
    if "title" in texts:
        publication = replace(publication, title=texts["title"])
    if texts.get("authors", evidence.authors) != evidence.authors:
        publication = replace(publication, creators=creators_of(texts["authors"]))
    if texts.get("source", evidence.source) != evidence.source:
        publication = replace(publication, **where_of(texts["source"]))
    words: dict[str, Any] = {name: texts[name] for name in ("summary", "conflict") if name in texts}
    return edit_evidence(
        evidence, publication=publication, appraisal=replace(Appraisal.of(evidence), **words), by=by
    )


def _sorted_anew(evidence: Evidence, *, themes: Iterable[Theme] | None, needs: Iterable[Need] | None) -> bool:
    """Give a publication these themes and needs, except for None, and return whether it had others."""
    before = {*evidence.themes.all()}, {*evidence.needs.all()}
    if themes is not None:
        evidence.themes.set(themes)
    if needs is not None:
        evidence.needs.set(needs)
    return before != ({*evidence.themes.all()}, {*evidence.needs.all()})


@transaction.atomic
def remove_evidence(evidence: Evidence, *, by: User) -> RemovedRow:
    """Remove a publication from the library, and return what is kept aside of it. It can be undone for ten minutes.

    Raise RefusedError while it is attached to a case.
    """
    lock_row(evidence, case=None)
    cases = evidence.attachments.count()
    if cases:
        raise RefusedError(
            f"This publication is attached to {figures(cases, 'case', 'cases')}. Remove it from there first."
        )
    return set_aside(evidence, by=by)
