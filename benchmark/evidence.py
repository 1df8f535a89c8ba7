"""Publications, the questions of sites, and what brokers found for their cases."""

from dataclasses import dataclass
from datetime import timedelta

from benchmark.cases import Told
from benchmark.door import AUDIENCES, Door
from benchmark.making import Making
from benchmark.people import AtSite, People
from benchmark.vocabularies import Vocabularies
from cases.clearance.models import ClearedText
from knowledge.models import AttachedEvidence, Evidence, EvidenceReaction, Question, QuestionRelease
from knowledge.models.evidence import columns_of
from knowledge.publications import Creator, Form, Publication

KINDS = {"research": 5, "policy": 2, "guidance": 2, "grey": 1}
CASES_A_PUBLICATION = 25
ANSWERED_WITHIN = timedelta(days=50)


@dataclass
class Shelf:
    """The publications of the programme. Some are wanted far more often than others."""

    publications: list[Evidence]

    def draw(self, making: Making) -> Evidence:
        """Return one of them, the first ones oftener."""
        return self.publications[int(len(self.publications) * making.chance.random() ** 2)]


def make_shelf(making: Making, people: People, words: Vocabularies) -> Shelf:
    """Make the publications of the programme."""
    found = []
    for number in range(max(12, making.size.cases // CASES_A_PUBLICATION)):
        publication = Publication(
            form=Form.ARTICLE, title=making.wording.line(6, 12).capitalize(),
            creators=(Creator(family=making.chance.choice(making.wording.surnames), given="A."),),
            year=making.chance.randint(2001, making.size.now.year), container="Journal of Made-up Studies",
            volume=str(number % 40 + 1), doi=f"10.5555/long-meadow.{number}",
        )  # fmt: skip
        evidence = making.rows.add(
            Evidence, programme=people.programme, kind=making.one_of(KINDS), **columns_of(publication),
            summary=making.wording.text(40, 90), added_by=making.chance.choice(people.brokers), added_at=making.between(making.size.began_at, making.size.now),
        )  # fmt: skip
        making.rows.pair(Evidence.themes, evidence, making.chance.sample(words.themes, 2))
        making.rows.pair(Evidence.needs, evidence, making.chance.sample(words.needs, 1))
        found.append(evidence)
    making.write()
    return Shelf(found)


def ask_and_attach(
    making: Making, people: People, at: AtSite, told: Told, shelf: Shelf
) -> list[AttachedEvidence]:
    """Ask about one case in seven, attach evidence to one in three, and return what was attached, in order."""
    question = _question(making, people, at, told) if making.is_one_in(7) else None
    if not told.discussions or told.presented_at > making.size.now or not (question or making.is_one_in(4)):
        return []
    drawn = {each.pk: each for each in (shelf.draw(making) for _ in range(making.chance.randint(1, 2)))}
    on = min(told.presented_at + timedelta(days=20), making.size.now)
    return [_attach(making, people, at, told, each, question, on + timedelta(minutes=place)) for place, each in enumerate(drawn.values())]  # fmt: skip


def _attach(making, people, at, told, evidence, question, on) -> AttachedEvidence:
    attached = making.rows.add(
        AttachedEvidence, case=told.case, evidence=evidence, question=question, bottom_line=making.wording.line(8, 17),
        why_here=making.wording.line(8, 17), attached_by=making.chance.choice(people.brokers), attached_at=on,
    )  # fmt: skip
    for member in making.chance.sample(at.members, min(2, len(at.members))):
        kind = making.one_of({"useful": 5, "used": 3, "not_read": 2})
        making.rows.add(EvidenceReaction, attached=attached, member=member, kind=kind, at=on)
    return attached


def _question(making: Making, people: People, at: AtSite, told: Told) -> Question:
    asked = min(told.presented_at, making.size.now - timedelta(hours=2))
    is_old = making.size.now - asked > ANSWERED_WITHIN
    broker = making.chance.choice(people.brokers)
    answer = {}
    if is_old or making.is_one_in(3):
        answered = min(asked + timedelta(days=15), making.size.now)
        answer = {
            "answer": making.wording.text(40, 90),
            "answered_by": broker,
            "answered_at": answered,
            "taken_by": broker,
        }
    question = making.rows.add(
        Question, site=at.site, case=told.case, words=making.wording.line(8, 17), asked_by=at.facilitator, asked_at=asked, **answer
    )  # fmt: skip
    if is_old and making.is_one_in(3):
        _release(making, Door(making, people, at), told, question)
    return question


def _release(making: Making, door: Door, told: Told, question: Question) -> None:
    content = {
        "title": making.wording.line(),
        "question": making.wording.text(12, 30),
        "answer": making.wording.text(40, 90),
    }
    text = door.send(
        content, kind=ClearedText.Kind.QUESTION, audience=making.one_of(AUDIENCES), told=told,
        by=question.answered_by, on=question.asked_at + timedelta(days=20),
    )  # fmt: skip
    making.rows.add(QuestionRelease, question=question, cleared_text=text)
    door.publish(text, told)
