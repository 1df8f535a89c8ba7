"""Start a write-up, edit it, send it for checking, and make its PDF."""

import hashlib
from collections.abc import Collection
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cases.clearance import actions as clearance_actions
from cases.clearance.checkers import Checkers, say_about
from cases.clearance.meanwhile import Meanwhile
from cases.clearance.models import ClearedText
from cases.locking import lock_row, locked
from cases.models import Case, Need
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
    """Start the write-up of a presented case, filled in from the case. Repeating returns the one that is there."""
    locked(case)
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
    """Change the draft: `audience`, any of LearningObject.DRAFT_SECTIONS, `draft_steps` and `draft_bottom_lines`.

    Earlier texts are kept as revisions. What is published or being checked does not change.
    """
    allowed = {"audience", "draft_steps", "draft_bottom_lines", *LearningObject.DRAFT_SECTIONS}
    if unknown := fields.keys() - allowed:
        raise TypeError(f"A write-up has no {', '.join(sorted(unknown))}")
    lock_row(learning_object, case=learning_object.case)
    for name, value in fields.items():
        setattr(learning_object, name, value.strip() if isinstance(value, str) else value)
    learning_object.save()
    if keep_revisions(learning_object, sections=KEPT_IN_REVISIONS, by=by):
        record(LibraryVerb.EDIT_WRITE_UP, learning_object, by=by)
    return learning_object


@transaction.atomic
def choose_what_is_told(
    learning_object: LearningObject,
    *,
    audience: str,
    tells_place: str,
    tells_days: str,
    needs_left_out: Collection[Need],
    by: User,
) -> LearningObject:
    """Choose which facts readers see beside the words: the site or the programme alone, how exactly days are told, and
    which needs are left out. They are part of what is checked. What is published or being checked does not change.

    Repeating writes nothing.
    """
    lock_row(learning_object, case=learning_object.case)
    chosen = {"audience": audience, "tells_place": tells_place, "tells_days": tells_days}
    left_out = {need.pk for need in needs_left_out}
    before = {name: getattr(learning_object, name) for name in chosen}
    if before == chosen and left_out == set(learning_object.needs_left_out.values_list("pk", flat=True)):
        return learning_object
    for name, value in chosen.items():
        setattr(learning_object, name, value)
    learning_object.save(update_fields=list(chosen))
    learning_object.needs_left_out.set(left_out)
    record(LibraryVerb.EDIT_WRITE_UP, learning_object, by=by)
    return learning_object


@transaction.atomic
def send_write_up_for_checking(
    learning_object: LearningObject,
    *,
    audience: str,
    by: User,
    meanwhile: str = Meanwhile.KEEP,
    answers: dict[str, str] | None = None,
    checkers: Checkers | None = None,
    **told,
) -> LearningObjectVersion:
    """Send the present draft for checking as the next version, to be approved for `audience`.

    `told` are the arguments of `choose_what_is_told`; without them what was chosen before stands. `answers` are what `by`
    says of who would know whom it is about, and `checkers` whom `by` asks to check it.
    The authors are `by` and everyone in the draft's revisions. A version that is still being checked is replaced; the
    same text for the same audience gives the same version. A published version stays until the new one is published,
    unless `meanwhile` says to take it down.
    """
    lock_row(learning_object, case=learning_object.case)
    if not learning_object.draft_title.strip() or not learning_object.draft_story.strip():
        raise RefusedError(
            "A write-up needs at least a title and the story. Write them, then send it for checking."
        )
    if told:
        choose_what_is_told(learning_object, audience=audience, by=by, **told)
    last = learning_object.versions.select_related("cleared_text").first()
    text = _text_of_draft(learning_object, last, audience=audience, by=by)
    say_about(text, answers=answers, checkers=checkers, by=by)
    if last is None or last.cleared_text_id != text.pk:
        if learning_object.audience != audience:
            learning_object.audience = audience
            learning_object.save(update_fields=["audience"])
        last = _add_version(learning_object, text)
    if meanwhile == Meanwhile.TAKE_DOWN:
        clearance_actions.take_down_for(text, by=by)
    return last


def _add_version(learning_object: LearningObject, text: ClearedText) -> LearningObjectVersion:
    """Make `text` the next version of the write-up, and index it."""
    last = learning_object.versions.first()
    index(text)
    return LearningObjectVersion.objects.create(
        learning_object=learning_object, number=last.number + 1 if last else 1, cleared_text=text
    )


@transaction.atomic
def take_replacement(old: ClearedText, new: ClearedText) -> None:
    """Make `new` the next version of the write-up with the version `old`, whose words were permanently removed."""
    lock_row(old, case=old.case)
    version = LearningObjectVersion.objects.filter(cleared_text=old).first()
    if version and not LearningObjectVersion.objects.filter(cleared_text=new).exists():
        _add_version(LearningObject.objects.select_for_update().get(pk=version.learning_object_id), new)


def _text_of_draft(
    learning_object: LearningObject, last: LearningObjectVersion | None, *, audience: str, by: User
) -> ClearedText:
    """Send the words of the draft for checking, in place of those of the version `last`."""
    writers = Revision.objects.of(learning_object).filter(by__isnull=False).values("by")
    return clearance_actions.send_for_checking(
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


def ask_for_missing_pdfs() -> list[Pdf]:
    """Create a Pdf for every published version that has none, and return them."""
    published = LearningObjectVersion.objects.published().filter(pdf__isnull=True)
    return [Pdf.objects.get_or_create(version=version)[0] for version in published]


def make_pdf(pdf: Pdf) -> bool:
    """Make the PDF unless it is made, being made, or no longer wanted. Return True if this call made it.

    One UPDATE claims the row for two minutes, so two workers never make the same PDF. An attempt that fails leaves its
    claim and its error behind; the row is due again when the claim runs out, up to five times. This is not one
    transaction, so that the database is not locked while pages are laid out.
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
    """Delete the files of PDFs whose text was withdrawn, and return how many there were. The rows stay."""
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
