"""How far a write-up has come: in the draft, in the gate, sent back, published, withdrawn; and what it waits for."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Prefetch

from cases.clearance.actions import missing_for_publication
from cases.clearance.models import Clearance, SendBack
from knowledge.library.models import LearningObject, LearningObjectVersion


@dataclass(frozen=True)
class PresenterAnswer:
    """A presenter, and whether they said yes to this audience."""

    name: str
    has_agreed: bool


@dataclass(frozen=True)
class Progress:
    """What there is to know about the newest version, and about the one that readers have."""

    version: LearningObjectVersion | None = None  # the newest that was put forward
    published: LearningObjectVersion | None = None  # the newest that is out
    is_being_checked: bool = False
    sent_back: SendBack | None = None
    is_withdrawn: bool = False
    sharing_agreements: list[PresenterAnswer] = field(default_factory=list)
    clearances: list[Clearance] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def progress_of(learning_object: LearningObject) -> Progress:
    """The progress of a write-up. For people of the site: it names presenters and clearers."""
    versions = list(
        learning_object.versions.select_related(
            "cleared_text__publication",
            "cleared_text__send_back__by",
            "cleared_text__replaced_by",
        ).prefetch_related(Prefetch("cleared_text__clearances", Clearance.objects.select_related("by")))
    )
    if not versions:
        return Progress()
    newest, text = versions[0], versions[0].cleared_text
    text.case, text.site = learning_object.case, learning_object.site  # loaded already
    waits = not any(hasattr(text, fact) for fact in ("publication", "send_back", "replaced_by"))
    said = text.case.sharing_agreements.filter(
        member=OuterRef("member"), audience=text.audience, withdrawn_at=None
    )
    presenters = text.case.presenter_rows.select_related("member").annotate(has_agreed=Exists(said))
    publication = getattr(text, "publication", None)
    return Progress(
        version=newest,
        published=next((version for version in versions if version.cleared_text.is_published), None),
        is_being_checked=waits,
        sent_back=getattr(text, "send_back", None),
        is_withdrawn=publication is not None and publication.withdrawn_at is not None,
        sharing_agreements=[
            PresenterAnswer(row.member.name, row.has_agreed) for row in presenters.order_by("pk")
        ],
        clearances=list(text.clearances.all()),
        missing=missing_for_publication(text) if waits else [],
    )
