"""Pages of the library: search, a write-up, its PDF. They read cleared texts only, never the text of a case."""

import rules
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from cases.clearance.commissioners import note_read, readers_in_words, texts_of_same_thing
from cases.clearance.models import ClearedText
from cases.models import Case
from kit.files import file_response
from kit.http import by_itself
from kit.prepared import Prepared
from kit.search.finding import Mended, asked_for
from kit.search.words import passage, query_in
from kit.visitors import for_visitors
from knowledge.citations.write_ups import cite_write_up
from knowledge.library import search
from knowledge.library.beside import others_beside
from knowledge.library.models import LearningObjectVersion, Pdf


@require_safe
@for_visitors
def library(request):
    """Show the library, and search it."""
    query = query_in(request.GET)
    chosen = search.chosen_in(request.GET)
    mending = asked_for(query, {search.TEXTS: search.library_for(request.user)}) if query else Mended([])
    terms = mending.terms
    newest_first = request.GET.get("sort") == "newest" or not terms
    found: search.Matches | search.Shown
    if terms or chosen:
        shows_issues = terms or "issue" in chosen.get("what", [])  # without a search only if they are chosen
        everything = search.library_for(request.user) if shows_issues else search.shown_to(request.user)
        matching = search.matching(everything, terms)
        found = search.Matches(search.narrowed(matching, chosen), newest_first=newest_first)
        facets = search.facets_of(matching, chosen)
    else:
        found = search.Shown(request.user)
        facets = found.facets
    page = Paginator(found, search.PAGE).get_page(request.GET.get("page"))
    texts = [text.cleared_text for text in page]
    issues = [text for text in texts if text.kind == ClearedText.Kind.COMMISSIONER_ISSUE]
    replies = "issue_wording__issue__replies"
    prefetch_related_objects(issues, f"{replies}__by", f"{replies}__moved_dates")
    context = {
        "q": query,
        "mending": mending,
        "page": page,
        "number": _number(found, page.paginator.count),
        "hits": [_hit(text, terms, request.user) for text in page],
        "facets": facets,
        "newest_first": newest_first,
        "has_terms": bool(terms),
        "showing": _showing(request.GET, facets),
        "other_order": _address(request.GET, sort=None if newest_first else "newest"),
        "query": _query(request.GET, page=None),
    }
    return render(request, "library/library.html", context)


def _number(found, number: int) -> str:
    """Return how many there are, such as "412". What was searched for or chosen is counted up to 1,000, and then said as "1,000+"."""
    if number > search.MOST_COUNTED and isinstance(found, search.Matches):
        return f"{search.MOST_COUNTED:,}+"
    return f"{number:,}"


def _hit(text, terms, user) -> dict:
    """Return one result: the indexed text, its content, a passage and its address.

    Of an issue for commissioners, readers from outside its programme get the public page and no words of a reply.
    """
    cleared = text.cleared_text
    content = cleared.content
    is_write_up = cleared.kind == ClearedText.Kind.LEARNING_OBJECT
    reply, is_inside = None, True
    if is_write_up:
        url = reverse(
            "library:learning_object_detail", args=[cleared.learning_object_version.learning_object_id]
        )
    elif cleared.kind == ClearedText.Kind.COMMISSIONER_ISSUE:
        issue = cleared.issue_wording.issue
        is_inside = rules.has_perm("commissioning.read_replies", user, cleared)
        url = issue.get_absolute_url() if is_inside else issue.get_public_url()
        reply = issue.latest_reply
    else:
        url = reverse("knowledge:question_detail", args=[cleared.question_release.question_id])
    return {
        "text": text,
        "content": content,
        "url": url,
        "is_write_up": is_write_up,
        "is_issue": cleared.kind == ClearedText.Kind.COMMISSIONER_ISSUE,
        "reply": reply,
        "is_inside": is_inside,
        "place": content.get("site") or str(cleared.programme),
        "passage": passage(text.words, terms),
        "published_at": cleared.publication.published_at,
    }


def _query(parameters, **changes) -> str:
    """Return the query string with some parameters changed, or removed if None."""
    query = parameters.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return query.urlencode()


def _address(parameters, **changes) -> str:
    """Return the address of the library with some parameters changed, on its first page."""
    query = _query(parameters, page=None, **changes)
    return reverse("library:library") + (f"?{query}" if query else "")


def _showing(parameters, facets) -> list[dict]:
    """Return what is chosen, each with the address that no longer chooses it."""
    showing = []
    for facet in facets:
        for option in facet.chosen:
            query = parameters.copy()
            query.pop("page", None)
            query.setlist(facet.name, [value for value in query.getlist(facet.name) if value != option.value])
            address = f"{reverse('library:library')}?{query.urlencode()}"
            showing.append({"label": option.label, "url": address})
    return showing


@require_safe
@for_visitors
def learning_object_detail(request, pk):
    """Show a write-up, or that it was withdrawn."""
    versions = _versions(request, pk)
    version, tombstone = _version(request, versions)
    if tombstone is not None:
        return _withdrawn(request, tombstone)
    if version is None:
        return _not_yours(request)
    text = version.cleared_text
    note_read(text, by=request.user)
    content = text.content
    address = request.build_absolute_uri(reverse("library:learning_object_detail", args=[pk]))
    published_at = text.publication.published_at
    context = {
        "version": version,
        "text": text,
        "content": content,
        "published_at": published_at,
        "approved_by": text.clearances.count(),
        "citation": cite_write_up(content, year=published_at.year, version=version.number, address=address),
        "pdf": Pdf.objects.filter(version=version).first(),
        "others": others_beside(text, _readable(versions)),
        "issues": _issues(request.user, text),
        "told_in": told_in(request.user, text),
        "read_by": readers_in_words(text, reader=request.user),
        "case": Case.objects.visible_to(request.user).filter(pk=text.case_id).only("pk").first(),
        "read_next": _read_next(request.user, text),
    }
    return render(request, "library/learning_object_detail.html", context)


def _versions(request, pk) -> list[LearningObjectVersion]:
    """Return every version that was ever published for this reader, newest first, each with `is_theirs`: whether it is
    the text of the write-up for them.
    """
    return VERSIONS.read(user=request.user, learning_object=pk)


def _versions_for(user, learning_object: int) -> QuerySet[LearningObjectVersion]:
    is_theirs = ClearedText.objects.is_fullest_for(user, of="learning_object_version")
    return (
        LearningObjectVersion.objects.filter(
            Exists(ClearedText.objects.addressed_to(user).filter(pk=OuterRef("cleared_text"))),
            learning_object=learning_object,
            cleared_text__publication__isnull=False,
        )
        .annotate(is_theirs=is_theirs)
        .select_related("learning_object", "cleared_text__publication", "cleared_text__site")
        .order_by("-number")
    )


VERSIONS = Prepared(_versions_for)


def _readable(versions: list[LearningObjectVersion]) -> list[LearningObjectVersion]:
    """Return the versions that are published now: more than one where readers have different texts."""
    return [version for version in versions if version.cleared_text.is_published]


def _version(request, versions) -> tuple[LearningObjectVersion | None, LearningObjectVersion | None]:
    """Return the version to read and the withdrawn one to name: one of them at most.

    `?version=` asks for another one that this reader may read.
    """
    gone = [version for version in versions if not version.cleared_text.is_published]
    asked = request.GET.get("version")
    if not asked:
        theirs = next((version for version in versions if getattr(version, "is_theirs", False)), None)
        return theirs, None if theirs or not gone else gone[0]
    same = next((version for version in versions if str(version.number) == asked), None)
    if same is None or same not in gone:
        return same, None
    of_these_readers = (each for each in gone if each.cleared_text.audience == same.cleared_text.audience)
    return None, next(of_these_readers)


def _withdrawn(request, tombstone: LearningObjectVersion):
    """Render when and why a write-up was withdrawn. None of its words are shown."""
    readable = LearningObjectVersion.objects.readable_by(request.user)
    newest = (
        readable.filter(learning_object=tombstone.learning_object_id)
        .select_related("learning_object")
        .first()
    )
    context = {"publication": tombstone.cleared_text.publication, "newest": newest}
    return render(request, "library/learning_object_withdrawn.html", context, status=410)


def _not_yours(request):
    """Redirect a visitor to the sign-in page; raise Http404 for anybody else."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    raise Http404


def _issues(user, text: ClearedText) -> list[ClearedText]:
    """Return the issues for commissioners from the same case that `user` may read, with their replies."""
    if text.case_id is None or not user.is_authenticated or not text.content.get("site"):
        return []  # an issue would tell the site that the write-up does not
    return ISSUES_OF.read(user=user, case=text.case_id)


ISSUES_OF = Prepared(
    lambda user, case: (
        ClearedText.objects.fullest_for(user, of="issue_wording")
        .filter(kind=ClearedText.Kind.COMMISSIONER_ISSUE, case=case)
        .select_related("issue_wording__issue", "publication")
        .prefetch_related(
            "issue_wording__issue__replies__by",
            "issue_wording__issue__replies__moved_dates",
            "issue_wording__issue__replies__outcomes",
        )
    )
)


def told_in(user, text: ClearedText) -> list:
    """Return the issues of the newsletter that told of this write-up, in an entry that `user` may read, oldest first."""
    entries = text.newsletter_entries.model.objects.readable_by(user)
    versions = texts_of_same_thing(text).values("pk")
    told = entries.filter(
        Q(cleared_text__in=versions) | Q(made_from__in=versions), issue__sent_at__isnull=False
    )
    issues = {entry.issue_id: entry.issue for entry in told.select_related("issue__programme")}
    return sorted(issues.values(), key=lambda issue: issue.month)


def _read_next(user, text: ClearedText) -> list[dict]:
    """Return two other write-ups that share most themes and needs with this one."""
    tags = list(
        text.indexed_text.tags.filter(facet__in=["theme", "need"]).values_list("facet", "value")
        if hasattr(text, "indexed_text")
        else []
    )
    shared = Q()
    for facet, value in tags:
        shared |= Q(tags__facet=facet, tags__value=value)
    others = (
        search.library_for(user)
        .filter(cleared_text__kind=ClearedText.Kind.LEARNING_OBJECT)
        .exclude(
            cleared_text__learning_object_version__learning_object=text.learning_object_version.learning_object_id
        )
        .annotate(in_common=Count("tags", filter=shared) if tags else Count("tags"))
        .select_related("cleared_text__learning_object_version")
        .order_by("-in_common", "-cleared_text__publication__published_at")
    )
    return [
        {
            "title": other.title,
            "minutes": other.minutes,
            "site": other.cleared_text.content.get("site") or str(other.cleared_text.programme),
            "learning_object": other.cleared_text.learning_object_version.learning_object_id,
        }
        for other in others[:2]
    ]


@require_safe
@for_visitors
def learning_object_pdf(request, pk):
    """Return the PDF of the version that this reader may read, or redirect to the page that says it is being made."""
    version, tombstone = _version(request, _versions(request, pk))
    if tombstone is not None:
        return _withdrawn(request, tombstone)
    if version is None:
        return _not_yours(request)
    pdf = Pdf.objects.filter(version=version, made_at__isnull=False).exclude(file="").first()
    content = version.cleared_text.content
    name = f"{slugify(content['reference'])}-{slugify(content['title'])[:60]}-v{version.number}.pdf"
    sent = pdf and file_response(
        request, pdf.file, name=name, content_type="application/pdf", sha256=pdf.sha256
    )
    return sent or redirect(f"{reverse('library:pdf_status', args=[pk])}?version={version.number}")


@by_itself
@require_safe
def pdf_status(request, pk):
    """Show whether the PDF is made: part of the page for htmx, a page of its own without script."""
    version, tombstone = _version(request, _versions(request, pk))
    if tombstone is not None:
        return _withdrawn(request, tombstone)
    if version is None:
        return _not_yours(request)
    pdf = Pdf.objects.filter(version=version).first()
    if request.htmx and (pdf is None or not (pdf.made_at or pdf.has_failed)):
        return HttpResponse(status=204)  # htmx changes nothing, and screen readers say nothing again
    context = {"version": version, "content": version.cleared_text.content, "pdf": pdf}
    template = "library/_pdf_state.html" if request.htmx else "library/pdf_status.html"
    return render(request, template, context)
