"""Questions that somebody asked or took on, and what becomes of them."""

import rules
from django.db import models

from kit.holdings import OPEN, WITHDRAW, Held, Holding, handing_to, person_chosen, register
from kit.words import by_name, counted
from knowledge.actions.corrections import pass_on, remove_question
from knowledge.models import Question
from members.models import Member, Role, User
from sites_app.models import Site


def _words_of(questions: list[Question], reader) -> dict[int, str]:
    """Return the words of those of `questions` that `reader` may read, by id. That they were read is recorded."""
    if not questions or reader is None:
        return {}
    return {
        each.pk: each.words
        for each in Question.objects.read_by(reader).filter(pk__in=[q.pk for q in questions])
    }


def _in_words(question: Question, words: dict[int, str]) -> str:
    about = question.case.reference if question.case else str(question.site)
    return f"{about}: {words.get(question.pk, 'a question')}"


@register
class AskedQuestions(Holding):
    """The questions without an answer that a member asked at their site, or all those of a site."""

    name = "asked"
    heading = "Questions that have no answer yet"
    columns = ("knowledge.Question.asked_by",)

    def held_by(self, holder: models.Model, *, by) -> list[Held]:
        """Return the questions that they asked, or that the site asked."""
        if isinstance(holder, Site):
            number = Question.objects.open().filter(site=holder).count()
            return self.altogether(holder, number, counted(number, "question is open", "questions are open"))
        if not isinstance(holder, Member) or holder.user_id is None:
            return []
        questions = Question.objects.open().filter(site=holder.site_id, asked_by=holder.user_id)
        rows = list(questions.with_attached())
        words = _words_of(rows, by)
        return [Held(self, each, _in_words(each, words), self._becomes(each, by=by)) for each in rows]

    def _becomes(self, question, *, by) -> list[tuple[str, str]]:
        becomes = [(OPEN, "It stays open. The site gets the answer")]
        withdraws = by is not None and rules.has_perm(Question.remove_perm, by, question)
        return (
            [*becomes, (WITHDRAW, "It is withdrawn")]
            if withdraws and not question.times_attached
            else becomes
        )

    def settle(self, held: Held, *, becomes: str, holder, on, by):
        """Withdraw the question."""
        return remove_question(held.row, by=by) if becomes == WITHDRAW else None  # type: ignore[arg-type]


@register
class TakenQuestions(Holding):
    """The questions without an answer that a knowledge broker took on."""

    name = "taken"
    heading = "Questions that they took on"
    columns = ("knowledge.Question.taken_by",)

    def held_by(self, holder: models.Model, *, by) -> list[Held]:
        """Return the questions that the broker works on in the programme of the role."""
        if not isinstance(holder, Role) or holder.kind != Role.Kind.KNOWLEDGE_BROKER:
            return []
        questions = Question.objects.open().filter(
            taken_by=holder.user_id, site__programme=holder.programme_id
        )
        rows = list(questions.select_related("site", "case__site"))
        roles = Role.objects.current().filter(programme=holder.programme_id, kind=holder.kind)
        brokers = User.objects.filter(roles__in=roles, is_active=True).exclude(pk=holder.user_id).distinct()
        becomes = [(OPEN, "It waits for another broker")]
        if by is not None and rules.has_perm("knowledge.pass_on_question", by, holder):
            becomes += handing_to(by_name(brokers), "{} takes it on")
        words = _words_of(rows, by)
        return [Held(self, each, _in_words(each, words), becomes) for each in rows]

    def settle(self, held: Held, *, becomes: str, holder, on, by):
        """Give the question to another broker, or back."""
        pk = person_chosen(becomes)
        pass_on(held.row, to=User.objects.get(pk=pk) if pk is not None else None, by=by)  # type: ignore[arg-type]
        return
