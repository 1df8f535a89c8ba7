"""Ask, take and answer questions; add evidence, attach it to a case, report it at a meeting, and give feedback on it."""

from django.db import transaction
from django.utils import timezone

from cases.clearance import actions as clearance_actions
from cases.clearance.checkers import Checkers, say_about
from cases.clearance.meanwhile import Meanwhile
from cases.clearance.models import ClearedText
from cases.locking import lock_row, locked
from cases.models import Case
from kit.audit import record
from kit.editing.history import keep_revisions
from kit.errors import RefusedError
from kit.locking import refuse_another
from knowledge.audit_verbs import KnowledgeVerb
from knowledge.models import AttachedEvidence, Evidence, EvidenceReaction, Question, QuestionRelease
from meetings.models import Meeting
from members.models import Member, User
from sites_app.models import Site

MOST_WORDS = 60  # of a bottom line


@transaction.atomic
def ask(
    site: Site, *, words: str, by: User | None, case: Case | None = None, meeting: Meeting | None = None
) -> Question:
    """Ask the programme's knowledge brokers a question, from a case, a meeting, or both. It stays with the site.

    If the same words were asked there and are not answered yet, return that question.
    """
    words = words.strip()
    if not words:
        raise RefusedError("Enter your question. One sentence is enough.")
    if case is not None and case.site_id != site.pk:
        raise RefusedError("This case belongs to another site. Ask from a case of your own site.")
    if meeting is not None and meeting.site_id != site.pk:
        raise RefusedError("This meeting belongs to another site. Ask from a meeting of your own site.")
    if case is not None:
        locked(case)
    Site.objects.select_for_update(no_key=True).get(pk=site.pk)  # so that the same is asked once
    same = Question.objects.open().filter(site=site, case=case, meeting=meeting, words=words).first()
    if same:
        return same
    question = Question.objects.create(site=site, case=case, meeting=meeting, words=words, asked_by=by)
    record(KnowledgeVerb.ASK, question, by=by)
    return question


@transaction.atomic
def take(question: Question, *, by: User) -> Question:
    """Take on a question. A broker who had taken it before hands it over to `by`."""
    lock_row(question, case=question.case)
    if question.answered_at is not None:
        raise RefusedError("This question has been answered. You can add to the answer.")
    if question.taken_by_id != by.pk:
        question.taken_by, question.taken_at = by, timezone.now()
        question.save()
        record(KnowledgeVerb.TAKE, question, by=by)
    return question


@transaction.atomic
def answer(question: Question, *, answer: str, by: User) -> Question:
    """Answer the question for the site that asked.

    Answering again replaces the answer; earlier ones are kept as revisions.
    """
    lock_row(question, case=question.case)
    answer = answer.strip()
    if not answer:
        raise RefusedError("Enter your answer. Three sentences are enough.")
    if question.answered_at is not None and question.answer == answer:
        return question
    question.answer = answer
    question.answered_by = by
    question.answered_at = question.answered_at or timezone.now()
    if question.taken_by is None:
        question.taken_by, question.taken_at = by, timezone.now()
    question.save()
    keep_revisions(question, sections=["answer"], by=by)
    record(KnowledgeVerb.ANSWER, question, by=by)
    return question


@transaction.atomic
def send_question_for_checking(
    question: Question,
    *,
    title: str,
    words: str,
    answer: str,
    audience: str = "programme",
    by: User,
    meanwhile: str = Meanwhile.KEEP,
    answers: dict[str, str] | None = None,
    checkers: Checkers | None = None,
) -> ClearedText:
    """Send the question and its answer, in general words, for checking, to be approved for `audience`.

    The authors are `by` and whoever's own words are in it. A text that is still being checked is replaced; a
    published one stays until the new one is published, unless `meanwhile` says to take it down. `answers` are what `by`
    says of who would know whom it is about, and `checkers` whom they ask to check it.
    """
    lock_row(question, case=question.case)
    if not (title.strip() and words.strip() and answer.strip()):
        raise RefusedError("Enter a title, an anonymous question and an anonymous answer.")
    authors = [by]
    if question.answered_by is not None:
        authors.append(question.answered_by)
    releases = QuestionRelease.objects.filter(question=question).select_related("cleared_text")
    refuse_another(releases.filter(cleared_text__struck_at=None).first())
    last = releases.first()
    text = clearance_actions.send_for_checking(
        {"title": title.strip(), "question": words.strip(), "answer": answer.strip()},
        kind=ClearedText.Kind.QUESTION,
        audience=audience,
        programme=question.site.programme,
        site=question.site,
        case=question.case,
        authors=authors,
        by=by,
        replaces=last.cleared_text if last else None,
        sources=[question],
    )
    say_about(text, answers=answers, checkers=checkers, by=by)
    QuestionRelease.objects.get_or_create(cleared_text=text, defaults={"question": question})
    if meanwhile == Meanwhile.TAKE_DOWN:
        clearance_actions.take_down_for(text, by=by)
    return text


@transaction.atomic
def take_replacement(old: ClearedText, new: ClearedText) -> None:
    """Make `new` a release of the question that was released as `old`, whose words were permanently removed."""
    lock_row(old, case=old.case)
    if release := QuestionRelease.objects.filter(cleared_text=old).first():
        QuestionRelease.objects.get_or_create(cleared_text=new, defaults={"question_id": release.question_id})


def words_in(text: str) -> int:
    """Return the number of words in `text`."""
    return len(text.split())


def refuse_too_many_words(bottom_line: str) -> None:
    """Raise RefusedError if a bottom line is longer than 60 words, saying how many to remove."""
    over = words_in(bottom_line) - MOST_WORDS
    if over > 0:
        raise RefusedError(
            f"The bottom line has {MOST_WORDS + over} words. Remove {over} to make it short enough to remember."
        )


def _refuse_elsewhere(case: Case, *, evidence: Evidence, question: Question | None) -> None:
    """Raise RefusedError if the evidence or the question belongs to another programme or site than the case."""
    if evidence.programme_id != case.site.programme_id:
        raise RefusedError(
            "This evidence is in the library of another programme. Add it to your library first."
        )
    if question is not None and question.site_id != case.site_id:
        raise RefusedError("This question was asked at another site. Choose a question from this site.")


@transaction.atomic
def attach(
    evidence: Evidence,
    *,
    case: Case,
    by: User | None,
    question: Question | None = None,
    bottom_line: str = "",
    why_here: str = "",
) -> AttachedEvidence:
    """Attach evidence to a case with its bottom line, of 60 words at most, and why it matters in the case.

    Attaching it again changes the row that is there, and only where there are new words.
    """
    _refuse_elsewhere(case, evidence=evidence, question=question)
    refuse_too_many_words(bottom_line)
    locked(case)
    attached, is_new = AttachedEvidence.objects.get_or_create(
        case=case,
        evidence=evidence,
        defaults={
            "question": question,
            "bottom_line": bottom_line.strip(),
            "why_here": why_here.strip(),
            "attached_by": by,
        },
    )
    if is_new:
        keep_revisions(attached, sections=["bottom_line", "why_here"], by=by)
        record(KnowledgeVerb.ATTACH_EVIDENCE, attached, by=by)
    elif bottom_line.strip() or why_here.strip():
        edit_attached(
            attached,
            bottom_line=bottom_line or attached.bottom_line,
            why_here=why_here or attached.why_here,
            by=by,
        )
    return attached


@transaction.atomic
def edit_attached(
    attached: AttachedEvidence, *, bottom_line: str, why_here: str, by: User | None
) -> AttachedEvidence:
    """Change the bottom line and why it matters in the case. Earlier words are kept as revisions."""
    refuse_too_many_words(bottom_line)
    lock_row(attached, case=attached.case)
    attached.bottom_line = bottom_line.strip()
    attached.why_here = why_here.strip()
    attached.save()
    if keep_revisions(attached, sections=["bottom_line", "why_here"], by=by):
        record(KnowledgeVerb.EDIT_ATTACHED, attached, by=by)
    return attached


@transaction.atomic
def report_evidence(attached: AttachedEvidence, *, at: Meeting, by: User | None) -> AttachedEvidence:
    """Record that the evidence was reported at the meeting `at`. Reporting it again replaces the meeting."""
    lock_row(attached, case=attached.case)
    if at.site_id != attached.case.site_id:
        raise RefusedError("This meeting belongs to another site. Choose a meeting of this case’s site.")
    if at.is_cancelled:
        raise RefusedError("This meeting was cancelled. Choose the meeting where it was reported.")
    if attached.reported_at_id != at.pk:
        attached.reported_at = at
        attached.save()
        record(KnowledgeVerb.REPORT, attached, by=by)
    return attached


@transaction.atomic
def react(attached: AttachedEvidence, *, member: Member, kind: str, by: User) -> EvidenceReaction:
    """Save the feedback of `member` on the evidence: useful, used it, or not read. New feedback replaces the old."""
    if member.site_id != attached.case.site_id:
        raise RefusedError("Only members of the site that presented the case can give feedback on it.")
    if kind not in EvidenceReaction.Kind.values:
        raise RefusedError("Choose one of the three: useful, used it, not read.")
    lock_row(attached, case=attached.case)
    reaction, _ = EvidenceReaction.objects.update_or_create(
        attached=attached, member=member, defaults={"kind": kind}
    )
    return reaction
