"""Write-ups of cases: drafts, what is being checked, and versions in the library."""

from datetime import timedelta
from typing import Any

from benchmark.cases import Told
from benchmark.door import AUDIENCES, Door
from benchmark.making import Making
from benchmark.people import AtSite, People
from cases.clearance.models import Audience, ClearedText
from cases.models import Need, Theme
from kit.periods import key_of
from knowledge.library.drafting import citation_of, link_of
from knowledge.library.layout import SectionKey
from knowledge.library.models import LearningObject, LearningObjectVersion
from knowledge.models import AttachedEvidence

CHECKED_WITHIN = timedelta(days=60)
WAITS_FOR_STEPS = timedelta(days=45)


def write_up(
    making: Making, people: People, at: AtSite, told: Told, attached: list[AttachedEvidence]
) -> None:
    """Begin the write-up of two cases in five that have been presented; most of the older ones are in the library."""
    on = told.presented_at + WAITS_FOR_STEPS
    if not told.discussions or on > making.size.now:
        return
    is_old = making.size.now - on > CHECKED_WITHIN
    if making.chance.random() > (0.4 if is_old else 0.6):
        return
    audience = making.one_of(AUDIENCES)
    draft = making.rows.add(
        LearningObject, case=told.case, site=at.site, draft_title=making.wording.line(), audience=audience,
        draft_standfirst=f"{making.wording.line(10, 17)}.", draft_story=making.wording.text(150, 250),
        draft_tried=making.wording.text(60, 120), draft_again=making.wording.text(40, 90),
        draft_stood_in_the_way=making.wording.text(20, 50), started_by=at.facilitator, started_at=on,
    )  # fmt: skip
    if making.chance.random() > 0.85:
        return
    door, content = Door(making, people, at), content_of(told, draft, attached)
    if not is_old:
        door.ask_to_check(_version(making, door, told, draft, content, 1, audience), told)
    elif making.is_one_in(7):
        first = _version(
            making,
            door,
            told,
            draft,
            {**content, "title": f"{content['title']}, first"},
            1,
            Audience.PROGRAMME,
        )
        door.publish(first, told, withdrawn=first.sent_for_checking_at + timedelta(days=12))
        door.publish(_version(making, door, told, draft, content, 2, audience), told)
    else:
        door.publish(_version(making, door, told, draft, content, 1, audience), told)


def _version(
    making, door: Door, told: Told, draft: LearningObject, content, number: int, audience: str
) -> ClearedText:
    text = door.send(
        content, kind=ClearedText.Kind.LEARNING_OBJECT, audience=audience, told=told, by=draft.started_by,
        on=min(draft.started_at + timedelta(days=6 * number), making.size.now),
    )  # fmt: skip
    making.rows.add(LearningObjectVersion, learning_object=draft, number=number, cleared_text=text)
    return text


def content_of(told: Told, draft: LearningObject, attached: list[AttachedEvidence]) -> dict[str, Any]:
    """Return what knowledge.library.drafting.content_of would, from rows that are not written yet."""
    return {
        "title": draft.draft_title.strip(),
        "standfirst": draft.draft_standfirst.strip(),
        "reference": told.case.reference,
        "site": str(draft.site),
        "programme": draft.site.programme.name,
        "period": key_of(told.presented_at),
        "sections": [
            {"key": key.value, "heading": key.label, "text": getattr(draft, f"draft_{key}").strip()} for key in SectionKey
        ],
        "steps": [
            {
                "what": step.what,
                "agreed": key_of(step.discussion.meeting.starts_at),
                "answered": key_of(last.meeting.starts_at) if last and last.meeting else "",
                "outcome": last.outcome if last else "",
            }
            for step, last in told.steps
        ],
        "themes": _names(told.themes),
        "needs": _names(told.needs),
        "kind": told.case.kind,
        "evidence": [
            {"citation": citation_of(each), "bottom_line": each.bottom_line, "link": link_of(each)} for each in attached
        ],
        "licence": draft.site.programme.licence,
    }  # fmt: skip


def _names(words: list[Theme] | list[Need]) -> list[str]:
    return [word.name for word in sorted(words, key=lambda word: (word.position, word.name))]
