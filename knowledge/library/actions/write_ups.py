"""Start, edit and send for checking a write-up; make its PDF."""

import hashlib
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cases.clearance import actions as clearance_actions
from cases.clearance.models import ClearedText
from cases.models import Case
from kit.audit import record
from kit.editing.history import keep_revisions
from kit.errors import RefusedError
from kit.models import Revision
from kit.queues import claim
from knowledge.library import drafting
from knowledge.library.actions.indexing import index
from knowledge.library.audit_verbs import LibraryVerb
from knowledge.library.models import LearningObject, LearningObjectVersion, Pdf
from knowledge.library.pdf import render_learning_object
from members.models import User

LEASE = timedelta(minutes=2)  # how long a worker may take over one PDF before another may try
NOT_FINISHED = "The last attempt stopped before the PDF was created."
KEPT_IN_REVISIONS = [*LearningObject.DRAFT_SECTIONS, "draft_small_words"]


@transaction.atomic
def start_write_up(case: Case, *, by: User | None) -> LearningObject:
    """Begin the write-up of a case that came to a meeting, filled with what is known. Repeating returns the first."""
    existing = LearningObject.objects.filter(case=case).first()
    if existing:
        return existing
    if not case.is_presented:
        raise RefusedError("This case has not been presented yet. You can write it up after its meeting.")
    learning_object = LearningObject.objects.create(
        case=case, site=case.site, started_by=by, **drafting.first_draft(case)
    )
    keep_revisions(learning_object, sections=KEPT_IN_REVISIONS, by=by)
    record(LibraryVerb.START_WRITE_UP, learning_object, by=by)
    return learning_object


@transaction.atomic
def edit_write_up(learning_object: LearningObject, *, by: User | None, **fields) -> LearningObject:
    """Change the draft: any of `audience`, the LearningObject.DRAFT_SECTIONS, `draft_steps`, `draft_bottom_lines`.

    Every earlier text is kept. What is published or being checked stays as it is.
    """
    allowed = {"audience", "draft_steps", "draft_bottom_lines", *LearningObject.DRAFT_SECTIONS}
    if unknown := fields.keys() - allowed:
        raise TypeError(f"A write-up has no {', '.join(sorted(unknown))}")
    for name, value in fields.items():
        setattr(learning_object, name, value.strip() if isinstance(value, str) else value)
    learning_object.save()
    if keep_revisions(learning_object, sections=KEPT_IN_REVISIONS, by=by):
        record(LibraryVerb.EDIT_WRITE_UP, learning_object, by=by)
    return learning_object


@transaction.atomic
def send_write_up_for_checking(
    learning_object: LearningObject, *, audience: str, by: User
) -> LearningObjectVersion:
    """Send exactly the present draft for checking, to be approved for `audience`, as the next version.

    Its authors are everyone in the draft's revisions, and `by`. A version still being checked is replaced; the same text
    for the same audience stays as it is. What is published stays until the new version is.
    """
    if not learning_object.draft_title.strip() or not learning_object.draft_story.strip():
        raise RefusedError(
            "A write-up needs at least a title and the story. Write them, then send it for checking."
        )
    locked = LearningObject.objects.select_for_update().get(pk=learning_object.pk)
    last = locked.versions.select_related("cleared_text").first()
    writers = Revision.objects.of(learning_object).filter(by__isnull=False).values("by")
    text = clearance_actions.send_for_checking(
        drafting.content_of(learning_object),
        kind=ClearedText.Kind.LEARNING_OBJECT,
        audience=audience,
        programme=learning_object.site.programme,
        site=learning_object.site,
        case=learning_object.case,
        authors=list(User.objects.filter(pk__in=writers)),
        by=by,
        replaces=last.cleared_text if last else None,
    )
    if last is not None and last.cleared_text_id == text.pk:
        return last
    if learning_object.audience != audience:
        learning_object.audience = audience
        learning_object.save(update_fields=["audience"])
    index(text)
    return LearningObjectVersion.objects.create(
        learning_object=learning_object, number=last.number + 1 if last else 1, cleared_text=text
    )


def ask_for_missing_pdfs() -> list[Pdf]:
    """Ask for the PDF of every published version that has none yet, however it was published."""
    published = LearningObjectVersion.objects.published().filter(pdf__isnull=True)
    return [Pdf.objects.get_or_create(version=version)[0] for version in published]


def make_pdf(pdf: Pdf) -> bool:
    """Make the PDF unless it is made, being made, or no longer wanted; True where this call made it.

    One UPDATE claims the row for two minutes, so two workers never make the same one. A try that dies leaves its claim
    and its sentence behind; the row is due again when the claim runs out, five times in all. Not in one transaction:
    the database is not held while pages are laid out.
    """
    if not claim(Pdf.objects.due(), pdf, lease=LEASE, last_error=NOT_FINISHED):
        return False
    version = LearningObjectVersion.objects.select_related(
        "learning_object", "cleared_text__publication"
    ).get(pk=pdf.version_id)
    rendered = render_learning_object(version)
    pdf.refresh_from_db()
    pdf.sha256 = hashlib.sha256(rendered.data).hexdigest()
    storage = pdf.file.storage
    name = f"pdf/{pdf.sha256[:2]}/{pdf.sha256}.pdf"
    pdf.file.name = name if storage.exists(name) else storage.save(name, ContentFile(rendered.data))
    pdf.pages = rendered.pages
    pdf.made_at = timezone.now()
    pdf.claimed_until = None
    pdf.last_error = ""
    pdf.save()
    return True


@transaction.atomic
def remove_withdrawn_pdfs() -> int:
    """Delete the files of PDFs whose text was withdrawn; returns how many. The tombstone stays, the words go."""
    withdrawn = Pdf.objects.filter(
        ~Q(file=""), version__cleared_text__publication__withdrawn_at__isnull=False
    )
    removed = 0
    for pdf in withdrawn:
        name, storage = pdf.file.name, pdf.file.storage
        pdf.file = ""
        pdf.save(update_fields=["file"])
        if not Pdf.objects.filter(file=name).exists():
            _delete_on_commit(storage, str(name))
        removed += 1
    return removed


def _delete_on_commit(storage: Storage, name: str) -> None:
    transaction.on_commit(lambda: storage.delete(name), robust=True)
