"""Pages of questions: as asked and answered at a site, and in general words for other sites."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from cases.clearance.checkers import asked_in_words
from cases.clearance.models import ClearedText
from cases.models import Case
from kit.forms import accepted, form_for, status_of
from kit.http import form_view, require_perm, verb_view
from knowledge.actions import evidence as actions
from knowledge.forms.evidence import AnswerForm, QuestionForm, ReleaseForm
from knowledge.models import Question, QuestionRelease
from meetings.models import Meeting
from meetings.views.cancelled import led_from_cancelled

PAGE = 25
BROKERS = "Only knowledge brokers can answer questions. They have received your question."


@form_view
def question_ask(request, pk):
    """Show the form for a question about a case, and ask it."""
    case = get_object_or_404(Case.objects.visible_to(request.user).select_related("site"), pk=pk)
    return _ask(request, case.site, case=case)


@form_view
def question_ask_at_meeting(request, pk):
    """Show the form for a question that came up at a meeting, and ask it."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).select_related("site"), pk=pk)
    if left := led_from_cancelled(request, meeting):
        return left
    return _ask(request, meeting.site, meeting=meeting)


def _ask(request, site, *, case=None, meeting=None):
    """Show the form for a question, and ask it."""
    require_perm(
        request.user,
        "knowledge.ask_question",
        site,
        "Only members of the site can ask questions here. Ask from your own site.",
    )
    form = form_for(request, QuestionForm)
    if accepted(form, actions.ask, site, case=case, meeting=meeting, by=request.user):
        messages.success(
            request,
            "Your question has been sent to the knowledge brokers. They will answer before your next meeting.",
        )
        return redirect(case or meeting)
    context = {"form": form, "site": site, "case": case, "meeting": meeting, "back": case or meeting}
    return render(request, "knowledge/question_ask.html", context, status=status_of(form))


@require_safe
def question_detail(request, pk):
    """Show a question as asked to those who may read it there, and in general words to others it was released to."""
    question = (
        Question.objects.read_by(request.user)
        .select_related("site__programme", "case__site", "meeting", "asked_by", "taken_by", "answered_by")
        .filter(pk=pk)
        .first()
    )
    if question is not None:
        return _as_asked(request, question, AnswerForm(initial={"answer": question.answer}))
    release = (
        QuestionRelease.objects.readable_by(request.user)
        .select_related("cleared_text__publication", "cleared_text__programme")
        .filter(question=pk)
        .first()
    )
    if release is None:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        raise Http404
    context = {"release": release, "text": release.cleared_text, "content": release.cleared_text.content}
    return render(request, "knowledge/question_general.html", context)


def _as_asked(request, question, form):
    """Render the question as asked, with its answer, its evidence and how far its release is."""
    releases = list(
        question.releases.select_related("cleared_text__publication", "cleared_text__send_back__by")
    )
    context = {
        "question": question,
        "attached": question.attached_evidence.read_by(request.user)
        .with_reactions(request.user)
        .select_related("evidence", "reported_at", "case__site"),
        "form": form,
        "release": releases[0] if releases else None,
        "being_checked": bool(releases)
        and ClearedText.objects.being_checked().filter(pk=releases[0].cleared_text_id).exists(),
        "published": next((one for one in releases if one.cleared_text.is_published), None),
    }
    return render(request, "knowledge/question_detail.html", context, status=status_of(form))


@verb_view
def question_take(request, pk):
    """Take on a question."""
    question = question_or_404(request, pk)
    require_perm(request.user, "knowledge.take_question", question, BROKERS)
    actions.take(question, by=request.user)
    messages.success(request, "Everyone at the site can see that you are working on this.")
    return redirect(question)


@verb_view
def question_answer(request, pk):
    """Save the answer to a question."""
    question = question_or_404(request, pk)
    require_perm(request.user, "knowledge.answer_question", question, BROKERS)
    form = form_for(request, AnswerForm, initial={"answer": question.answer})
    if accepted(form, actions.answer, question, by=request.user):
        messages.success(request, f"Your answer has been saved. {question.site} can read it now.")
        return redirect(question)
    return _as_asked(request, question, form)


@form_view
def question_send_for_checking(request, pk):
    """Show the form for the question in general words, and send it for checking."""
    question = question_or_404(request, pk)
    require_perm(request.user, "knowledge.send_question_for_checking", question, BROKERS)
    last = question.releases.filter(cleared_text__struck_at=None).select_related("cleared_text").first()
    content = last.cleared_text.content if last else {"answer": question.answer}
    first = {"title": content.get("title"), "words": content.get("question"), "answer": content["answer"]}
    if last:
        first["audience"] = last.cleared_text.audience
    is_published = ClearedText.objects.published().filter(question_release__question=question).exists()
    form = form_for(
        request, ReleaseForm, site=question.site, case=question.case, sender=request.user, initial=first,
        is_published=is_published,
    )  # fmt: skip
    form.read = [last or QuestionRelease()]
    if text := accepted(form, actions.send_question_for_checking, question, by=request.user):
        asked = asked_in_words(text)
        messages.success(request, f"Sent for checking. Somebody else reads it before other sites do. {asked}")
        return redirect(question)
    context = {"form": form, "question": question, "last": last}
    return render(request, "knowledge/question_send_for_checking.html", context, status=status_of(form))


def question_or_404(request, pk) -> Question:
    """Return the question if this person may read it as asked."""
    found = Question.objects.read_by(request.user)
    return get_object_or_404(
        found.select_related("site__programme", "site__host", "case__site", "asked_by", "answered_by"), pk=pk
    )
