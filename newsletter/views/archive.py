"""The archive: every sent issue, to each reader in the edition that is theirs."""

import rules
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from kit.visitors import for_visitors
from kit.words import by_name
from newsletter.editions import contents_of, edition_for, edition_of
from newsletter.models import Edition, Entry, NewsletterIssue, Subscriber
from sites_app.models import Programme


@require_safe
@for_visitors
def issue_list(request):
    """Show the sent issues in which this reader finds something, and the drafts of those who make the newsletter."""
    issues = sent_issues_for(request.user)
    programmes = by_name(Programme.objects.filter(newsletter_issues__in=issues).distinct())
    chosen = next((each for each in programmes if each.slug == request.GET.get("programme")), None)
    if chosen:
        issues = issues.filter(programme=chosen)
    page = Paginator(issues, 25).get_page(request.GET.get("page"))
    contents = contents_of(page.object_list, reader=request.user)
    drafts = NewsletterIssue.objects.to_edit_by(request.user) | NewsletterIssue.objects.to_approve_by(
        request.user
    )
    return render(
        request,
        "newsletter/issue_list.html",
        {
            "page": page,
            "issues": [(issue, contents[issue.pk]) for issue in page],
            "query": f"programme={chosen.slug}" if chosen else "",
            "tabs": _programme_tabs(programmes, chosen) if len(programmes) > 1 else [],
            "drafts": drafts.select_related("programme").order_by("-month").distinct(),
            "subscriptions": _subscriptions(request.user),
            "running": Programme.objects.running(),
        },
    )


def sent_issues_for(user) -> QuerySet[NewsletterIssue]:
    """Return the sent issues in which `user` finds something, newest first, each with its readable title as `heads`."""
    readable = Entry.objects.readable_by(user)
    something = readable.filter(issue=OuterRef("pk")).exclude(kind=Entry.Kind.HEAD)
    return (
        NewsletterIssue.objects.sent()
        .filter(Exists(something))
        .select_related("programme")
        .prefetch_related(
            Prefetch(
                "entries",
                readable.filter(kind=Entry.Kind.HEAD).select_related("cleared_text"),
                to_attr="heads",
            )
        )
        .order_by("-month", "programme__name")
    )


def _programme_tabs(programmes: list[Programme], chosen: Programme | None) -> list[dict]:
    """Return the tabs that narrow the list down to one programme."""
    return [
        {"label": "All", "url": "?", "is_current": chosen is None},
        *(
            {"label": each.name, "url": f"?programme={each.slug}", "is_current": each == chosen}
            for each in programmes
        ),
    ]


def _subscriptions(user) -> list[Subscriber]:
    """Return the user's active subscriptions in running programmes."""
    if not user.is_authenticated:
        return []
    found = Subscriber.objects.active().filter(email=user.email, programme__ended_on__isnull=True)
    return list(found.select_related("programme"))


@require_safe
@for_visitors
def issue_detail(request, slug, month):
    """Show a sent issue in the edition of this reader; a draft is shown to those who make it."""
    issue = get_object_or_404(
        NewsletterIssue.objects.visible_to(request.user).select_related("programme"),
        programme__slug=slug,
        month=month,
    )
    if issue.sent_at is None:
        return redirect("newsletter:issue_edit", slug, month)
    user = request.user
    is_member = user.is_authenticated and issue.programme_id in user.standing.member_programmes
    is_public = request.GET.get("edition") == Edition.PUBLIC or not user.is_authenticated
    edition = edition_of(issue, edition=Edition.PUBLIC) if is_public else edition_for(issue, reader=user)
    others = issue.programme.newsletter_issues.sent()
    return render(
        request,
        "newsletter/issue_detail.html",
        {
            "issue": issue,
            "edition": edition,
            "audience": "public" if is_public else _audience_of(issue, user),
            "is_member": is_member,
            "before": others.filter(month__lt=issue.month).first(),
            "after": others.filter(month__gt=issue.month).last(),
            "makes_it": rules.has_perm("newsletter.see_draft", user, issue),
        },
    )


def _audience_of(issue: NewsletterIssue, user) -> str:
    """Return the audience whose edition a signed-in user reads."""
    if issue.programme_id in user.standing.member_programmes:
        return "programme"
    return "commissioners" if issue.programme_id in user.standing.commissioner else "public"
