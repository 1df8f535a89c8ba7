"""The progress of a write-up: draft, being checked, sent back, published or withdrawn; and what it lacks."""

from dataclasses import dataclass, field

from django.db.models import Prefetch

from cases.clearance import decision
from cases.clearance.decision import PresenterFacts
from cases.clearance.models import Clearance, SendBack
from knowledge.library.models import LearningObject, LearningObjectVersion


@dataclass(frozen=True)
class WriteUpProgress:
    """The state of the newest version, and of those that readers have."""

    version: LearningObjectVersion | None = None  # the newest that was sent for checking
    published: list[LearningObjectVersion] = field(
        default_factory=list
    )  # one for each audience, newest first
    is_being_checked: bool = False
    sent_back: SendBack | None = None
    is_withdrawn: bool = False
    presenters: list[PresenterFacts] = field(default_factory=list)
    clearances: list[Clearance] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def progress_of_write_up(learning_object: LearningObject) -> WriteUpProgress:
    """Return the progress of a write-up. It names presenters and who approved it, so it is for people of the site."""
    versions = list(
        learning_object.versions.select_related(
            "cleared_text__publication",
            "cleared_text__send_back__by",
        ).prefetch_related(Prefetch("cleared_text__clearances", Clearance.objects.select_related("by")))
    )
    if not versions:
        return WriteUpProgress()
    newest, text = versions[0], versions[0].cleared_text
    facts = text.read_facts()
    publication = getattr(text, "publication", None)
    return WriteUpProgress(
        version=newest,
        published=[version for version in versions if version.cleared_text.is_published],
        is_being_checked=facts.is_being_checked,
        sent_back=getattr(text, "send_back", None),
        is_withdrawn=publication is not None and publication.withdrawn_at is not None,
        presenters=list(facts.presenters),
        clearances=list(text.clearances.all()),
        missing=[each.sentence for each in decision.missing(facts)] if facts.is_being_checked else [],
    )
