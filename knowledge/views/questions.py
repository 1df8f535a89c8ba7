"""The brokers' desk: questions as asked, their answers, and their general form for everyone."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cases.models import Case, ClearedText
from copsite.kit.errors import RefusedError
from copsite.kit.http import form_view, page_view, require_perm, verb_view
from knowledge import search
from knowledge.actions import evidence as actions
from knowledge.forms.evidence import AnswerForm, BottomLineForm, QuestionForm, ReleaseForm
from knowledge.models import AttachedEvidence, Question, QuestionRelease
from meetings.models import Meeting

PAGE = 25
BROKERS = "Knowledge brokers answer questions. Yours is on their desk already."


@page_view
def question_list(request):
    """Open ones by next meeting, answered ones, and those in general words for everyone."""
    require_perm(
        request.user, "knowledge.read_questions", sentence="Questions are for members of the sites. Their "
        "general form is in the library."
    )  # fmt: skip
    show = request.GET.get("show", "open")
    visible = Question.objects.visible_to(request.user)
    released = QuestionRelease.objects.readable_by(request.user)
    lists = {
        "open": visible.open().with_attached().by_next_meeting(),
        "answered": visible.filter(answered_at__isnull=False).with_attached().order_by("-answered_at", "-pk"),
        "everyone": released.select_related("cleared_text__publication", "cleared_text__site"),
    }
    if show not in lists:
        raise Http404
    counts = {"open": visible.open().count(), "answered": visible.filter(answered_at__isnull=False).count()}
    counts["everyone"] = released.count()
    labels = {"open": "Open", "answered": "Answered", "everyone": "For everyone"}
    page = Paginator(lists[show], PAGE).get_page(request.GET.get("page"))
    context = {
        "show": show,
        "page": page,
        "tabs": [
            {
                "label": f"{label} ({counts[name]})",
                "url": reverse("knowledge:question_list") + ("" if name == "open" else f"?show={name}"),
                "is_current": name == show,
            }
            for name, label in labels.items()
        ],
        "query": "" if show == "open" else f"show={show}",
        "is_broker": bool(request.user.standing.broker),
        **(_first(request, page) if show == "open" else {}),
    }
    return render(request, "knowledge/question_list.html", context)


def _first(request, page) -> dict:
    """The question that comes first, opened up, with what lies beside it."""
    questions = list(page)
    if not questions or page.number != 1:
        return {"others": questions}
    first = questions[0]
    attached = list(
        first.attached_evidence.visible_to(request.user).select_related("evidence", "told_at", "case__site")
    )
    without = next((one for one in attached if not one.bottom_line), None)
    library = search.library_for(request.user).filter(tags__facet="what", tags__value="question")
    mine = AttachedEvidence.objects.visible_to(request.user).filter(case__site=first.site_id)
    return {
        "first": first,
        "attached": attached,
        "without": without,
        "form": BottomLineForm(initial={"why_here": without.why_here}) if without else None,
        "others": questions[1:],
        "similar": search.similar(library, first.words, most=2),
        "reactions": mine.reactions_in_all(),
    }


@form_view
def question_ask(request, pk):
    case = get_object_or_404(Case.objects.visible_to(request.user).select_related("site"), pk=pk)
    return _ask(request, case.site, case=case)


@form_view
def question_ask_at_meeting(request, pk):
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).select_related("site"), pk=pk)
    return _ask(request, meeting.site, meeting=meeting)


def _ask(request, site, *, case=None, meeting=None):
    require_perm(
        request.user,
        "knowledge.ask_question",
        site,
        "Members of the site ask. You can ask from your own site.",
    )
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.ask(site, words=form.cleaned_data["words"], case=case, meeting=meeting, by=request.user)
        messages.success(request, "Asked. A knowledge broker sees it now, and answers for your next meeting.")
        return redirect(case or meeting)
    context = {"form": form, "site": site, "case": case, "meeting": meeting, "back": case or meeting}
    return render(request, "knowledge/question_ask.html", context, status=422 if form.errors else 200)


@require_safe
def question_detail(request, pk):
    """As asked, for those who may read it there; in general words for everybody it was released to."""
    question = (
        Question.objects.visible_to(request.user)
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
    releases = list(
        question.releases.select_related("cleared_text__publication", "cleared_text__send_back__by")
    )
    context = {
        "question": question,
        "attached": question.attached_evidence.visible_to(request.user)
        .with_reactions(request.user)
        .select_related("evidence", "told_at", "case__site"),
        "form": form,
        "release": releases[0] if releases else None,
        "in_the_gate": bool(releases)
        and ClearedText.objects.in_the_gate().filter(pk=releases[0].cleared_text_id).exists(),
        "published": next((one for one in releases if one.cleared_text.is_published), None),
    }
    return render(request, "knowledge/question_detail.html", context, status=422 if form.errors else 200)


@verb_view
def question_take(request, pk):
    question = _question(request, pk)
    require_perm(request.user, "knowledge.take_question", question, BROKERS)
    actions.take(question, by=request.user)
    messages.success(request, "It is yours. Everyone at the site sees that you look into it.")
    return redirect(question)


@verb_view
def question_answer(request, pk):
    question = _question(request, pk)
    require_perm(request.user, "knowledge.answer_question", question, BROKERS)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _as_asked(request, question, form)
    actions.answer(question, answer=form.cleaned_data["answer"], by=request.user)
    messages.success(request, f"Answered. {question.site} reads it now.")
    return redirect(question)


@form_view
def question_put_forward(request, pk):
    question = _question(request, pk)
    require_perm(request.user, "knowledge.put_question_forward", question, BROKERS)
    last = question.releases.select_related("cleared_text").first()
    content = last.cleared_text.content if last else {"answer": question.answer}
    first = {"title": content.get("title"), "words": content.get("question"), "answer": content["answer"]}
    if last:
        first["audience"] = last.cleared_text.audience
    form = ReleaseForm(request.POST or None, site=question.site, initial=first)
    if request.method == "POST" and form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("title", "words", "answer", "audience")}
        try:
            actions.put_question_forward(question, by=request.user, **words)
        except RefusedError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "Put forward. Somebody else reads it before other sites do.")
            return redirect(question)
    context = {"form": form, "question": question, "last": last}
    return render(request, "knowledge/question_put_forward.html", context, status=422 if form.errors else 200)


def _question(request, pk) -> Question:
    found = Question.objects.visible_to(request.user)
    return get_object_or_404(
        found.select_related("site__programme", "site__host", "case__site", "asked_by", "answered_by"), pk=pk
    )
