"""The first draft of a write-up from its case, and the text for readers outside the site from the draft.

The functions here only read. Only `content_of` decides what is sent for checking.
"""

from datetime import datetime

from django.db.models import Prefetch

from cases.models import Case
from cases.next_steps.models.steps import Feedback, NextStep
from kit.periods import key_of
from kit.words import lower_first
from knowledge.citations.references import reference
from knowledge.library.layout import SectionKey
from knowledge.library.models import LearningObject
from knowledge.models import AttachedEvidence
from knowledge.publications import item_of

OUTCOME_WORDS: dict[str, str] = {
    Feedback.Outcome.HELPED: "It helped.",
    Feedback.Outcome.HELD_STEADY: "It held things steady.",
    Feedback.Outcome.NO_CHANGE: "Nothing changed.",
    Feedback.Outcome.WORSE: "Things got worse.",
    Feedback.Outcome.NOT_YET: "It has not been tried yet.",
    Feedback.Outcome.NOT_TRIED: "It was not tried.",
    Feedback.Outcome.NO_LONGER_POSSIBLE: "It was no longer possible.",
}


def first_draft(case: Case) -> dict[str, str]:
    """Return the draft fields of a new write-up, filled in from the case, to be rewritten for readers elsewhere."""
    steps = [
        f"{step.what}. {OUTCOME_WORDS.get(outcome, 'No feedback yet.')}"
        for step, _, _, outcome in steps_with_outcomes(case)
    ]
    looks = [
        f"{look.get_months_display()}: {lower_first(look.get_outcome_display())}."
        for look in case.later_looks.all()
    ]
    return {
        "draft_title": case.title,
        "draft_story": case.presentation,
        "draft_tried": "\n\n".join([*steps, *looks]),
        "draft_again": case.learning,
        "draft_stood_in_the_way": "\n\n".join(
            issue.words for issue in case.issues.order_by("raised_at", "pk")
        ),
    }


def content_of(learning_object: LearningObject) -> dict:
    """Return exactly what a reader outside the site would see of the present draft."""
    case, site = learning_object.case, learning_object.site
    tells_place = learning_object.tells_place == LearningObject.Place.SITE
    exactness = learning_object.tells_days
    left_out = set(learning_object.needs_left_out.values_list("pk", flat=True))
    return {
        "title": learning_object.draft_title.strip(),
        "standfirst": learning_object.draft_standfirst.strip(),
        "reference": case.reference if tells_place else f"W{learning_object.pk}",
        "site": str(site) if tells_place else "",
        "programme": site.programme.name,
        "period": key_of(first_presented_at(case), exactness),
        "sections": [
            {"key": key.value, "heading": key.label, "text": text}
            for key in SectionKey
            if (text := getattr(learning_object, f"draft_{key}").strip())
        ],
        "steps": [
            {
                "what": words,
                "agreed": key_of(agreed, exactness),
                "answered": key_of(answered, exactness) if answered else "",
                "outcome": outcome,
            }
            for step, agreed, answered, outcome in steps_with_outcomes(case)
            if (words := words_for_step(learning_object, step))
        ],
        "themes": [theme.name for theme in case.themes.all()],
        "needs": [need.name for need in case.needs.all() if need.pk not in left_out],
        "kind": case.kind,
        "evidence": [
            {"citation": citation_of(attached), "bottom_line": words, "link": link_of(attached)}
            for attached in attached_to(case)
            if (words := words_for_evidence(learning_object, attached))
        ],
        "licence": site.programme.licence,
    }


def steps_with_outcomes(case: Case) -> list[tuple[NextStep, datetime, datetime | None, str]]:
    """Return each step of the case with when it was agreed, when its last feedback was given, and that outcome or
    "".
    """
    steps = (
        NextStep.objects.filter(discussion__case=case)
        .select_related("discussion__meeting")
        .prefetch_related(Prefetch("feedback", Feedback.objects.select_related("meeting")))
    )
    rows = []
    for step in steps:
        last = max(step.feedback.all(), key=lambda feedback: (feedback.at, feedback.pk), default=None)
        answered_at = None if last is None else last.meeting.starts_at if last.meeting else last.at
        rows.append((step, step.discussion.meeting.starts_at, answered_at, last.outcome if last else ""))
    return rows


def attached_to(case: Case) -> list[AttachedEvidence]:
    """Return the evidence on the case, in the order in which it was attached."""
    return list(case.attached_evidence.select_related("evidence"))


def words_for_step(learning_object: LearningObject, step: NextStep) -> str:
    """Return what readers outside see of a step: the writer's words, or those of the meeting; "" if it is left out."""
    return learning_object.draft_steps.get(str(step.pk), step.what).strip()


def words_for_evidence(learning_object: LearningObject, attached: AttachedEvidence) -> str:
    """Return the bottom line that readers outside see: the writer's, or the broker's; "" if the evidence is left out."""
    return learning_object.draft_bottom_lines.get(str(attached.pk), attached.bottom_line).strip()


def citation_of(attached: AttachedEvidence) -> str:
    """Return the reference to the publication, as the write-up lists it."""
    return reference(item_of(attached.evidence.publication)).text


def link_of(attached: AttachedEvidence) -> str:
    """Return the link to the publication: its DOI, or its address."""
    return attached.evidence.doi_link or attached.evidence.link


def first_presented_at(case: Case):
    """Return when the case first came to a meeting that was not cancelled, or when it was offered."""
    first = case.discussions.filter(meeting__cancelled_at__isnull=True).select_related("meeting").first()
    return first.meeting.starts_at if first else case.offered_at
