"""The archive: every sent issue, to each reader in the edition that is theirs."""

import rules
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from kit.words import by_name
from newsletter.editions import contents_of, letter_for, letter_of
from newsletter.forms import SubscribeForm
from newsletter.models import Edition, Entry, NewsletterIssue, Subscriber
from sites_app.models import Programme


@require_safe
def issue_list(request):
    readable = Entry.objects.readable_by(request.user)
    something = readable.filter(issue=OuterRef("pk")).exclude(kind=Entry.Kind.HEAD)
    issues = (
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
    programmes = by_name(Programme.objects.filter(newsletter_issues__in=issues).distinct())
    chosen = next((each for each in programmes if each.slug == request.GET.get("programme")), None)
    if chosen:
        issues = issues.filter(programme=chosen)
    tabs = [{"label": "All", "url": "?", "is_current": chosen is None}]
    tabs += [
        {"label": each.name, "url": f"?programme={each.slug}", "is_current": each == chosen}
        for each in programmes
    ]
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
            "tabs": tabs if len(programmes) > 1 else [],
            "drafts": drafts.select_related("programme").order_by("-month").distinct(),
            "subscriptions": _subscriptions(request.user),
            "subscribe_form": SubscribeForm(),
        },
    )


def _subscriptions(user) -> list[Subscriber]:
    """The letters that come to this person by mail."""
    if not user.is_authenticated:
        return []
    found = Subscriber.objects.active().filter(email=user.email, programme__ended_on__isnull=True)
    return list(found.select_related("programme"))


@require_safe
def issue_detail(request, slug, month):
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
    letter = letter_of(issue, edition=Edition.PUBLIC) if is_public else letter_for(issue, reader=user)
    is_commissioner = user.is_authenticated and issue.programme_id in user.standing.commissioner
    audience = "public"
    if not is_public:
        audience = "programme" if is_member else "commissioners" if is_commissioner else "public"
    others = issue.programme.newsletter_issues.sent()
    return render(
        request,
        "newsletter/issue_detail.html",
        {
            "issue": issue,
            "letter": letter,
            "audience": audience,
            "is_member": is_member,
            "before": others.filter(month__lt=issue.month).first(),
            "after": others.filter(month__gt=issue.month).last(),
            "makes_it": rules.has_perm("newsletter.see_draft", user, issue),
        },
    )
