"""How far a write-up has come: in the draft, in the gate, sent back, published, withdrawn; and what it waits for."""

from dataclasses import dataclass, field

from cases.actions.gate import missing_for_publication
from cases.models import Clearance, ClearedText, SendBack
from knowledge.models import LearningObject, LearningObjectVersion


@dataclass(frozen=True)
class Yes:
    """A presenter, and whether they said yes to this audience."""

    name: str
    has_said_yes: bool


@dataclass(frozen=True)
class Progress:
    """What there is to know about the newest version, and about the one that readers have."""

    version: LearningObjectVersion | None = None  # the newest that was put forward
    published: LearningObjectVersion | None = None  # the newest that is out
    is_in_the_gate: bool = False
    sent_back: SendBack | None = None
    is_withdrawn: bool = False
    yeses: list[Yes] = field(default_factory=list)
    clearances: list[Clearance] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def can_be_published(self) -> bool:
        """Whether nothing is missing any more."""
        return self.is_in_the_gate and not self.missing


def progress_of(learning_object: LearningObject) -> Progress:
    """The progress of a write-up. For people of the site: it names presenters and clearers."""
    versions = list(
        learning_object.versions.select_related(
            "cleared_text__publication",
            "cleared_text__send_back__by",
            "cleared_text__site",
            "cleared_text__case",
        )
    )
    if not versions:
        return Progress()
    newest, text = versions[0], versions[0].cleared_text
    waits = ClearedText.objects.in_the_gate().filter(pk=text.pk).exists()
    said = set(
        text.case.yeses.filter(audience=text.audience, taken_back_at=None).values_list("member", flat=True)
    )
    publication = getattr(text, "publication", None)
    return Progress(
        version=newest,
        published=next((version for version in versions if version.cleared_text.is_published), None),
        is_in_the_gate=waits,
        sent_back=getattr(text, "send_back", None),
        is_withdrawn=publication is not None and publication.withdrawn_at is not None,
        yeses=[
            Yes(row.member.name, row.member_id in said)
            for row in text.case.presenter_rows.select_related("member").order_by("pk")
        ],
        clearances=list(text.clearances.select_related("by")),
        missing=missing_for_publication(text) if waits else [],
    )
