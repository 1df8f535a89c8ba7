"""Publishing a write-up and taking it back, as the pages do it: through the clearance of its text."""

from cases.clearance import actions as clearance_actions
from knowledge.library.actions import write_ups
from knowledge.library.models import LearningObject, LearningObjectVersion


def publish(version: LearningObjectVersion, *, by, keeping=()) -> LearningObjectVersion:
    """Publish an approved version, and ask for its PDF as the worker does every 20 seconds. The versions `keeping` stay."""
    kept = [each.cleared_text_id for each in keeping]
    clearance_actions.publish(version.cleared_text, by=by, keeping=kept)
    write_ups.ask_for_missing_pdfs()
    return version


def withdraw(
    learning_object: LearningObject, *, because: str, by, note: str = ""
) -> list[LearningObjectVersion]:
    """Take every published version back; returns those that were out."""
    out = list(learning_object.versions.filter(pk__in=LearningObjectVersion.objects.published()))
    for version in out:
        clearance_actions.withdraw(version.cleared_text, because=because, note=note, by=by)
    return out
