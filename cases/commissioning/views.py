"""Views of issues for commissioners: raise one, send it for checking, its page, replies, promises, merging. Their list
is a page of pages/issues."""

from dataclasses import dataclass

import rules
from django.contrib import messages
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render

from cases.clearance.commissioners import note_read, readers_in_words, write_ups_beside
from cases.clearance.models import ClearedText
from cases.commissioning import actions
from cases.commissioning.counts import with_times_raised
from cases.commissioning.forms import (
    MergeForm,
    RaiseIssueForm,
    ReplyForm,
    SendIssueForm,
    chosen_readers,
)
from cases.commissioning.models import CommissionerIssue, IssueAddition
from cases.commissioning.raising import WhoRaised, who_raised
from cases.views.cases import visible_case
from kit.forms import accepted, form_for, status_of
from kit.http import form_view, page_view, require_perm
from members.known_names import IdentifierFinder
from sites_app.models import Site


@form_view
def issue_raise(request, pk):
    """Raise an issue about a case."""
    case = visible_case(request, pk)
    require_perm(request.user, "commissioning.raise_issue", case)
    form = form_for(request, RaiseIssueForm)
    if accepted(form, actions.raise_issue, case, by=request.user):
        messages.success(
            request,
            "The issue has been raised. It is confidential to the site until an anonymous version has been checked.",
        )
        return redirect(case)
    return render(
        request,
        "commissioning/issue_raise.html",
        {"case": case, "form": form},
        status=status_of(form),
    )


def issue_for(request, pk) -> CommissionerIssue:
    """Return the issue `pk`, or raise Http404 if this person may read neither its original nor an approved wording."""
    issue = (
        with_times_raised(CommissionerIssue.objects.filter(pk=pk).with_public_page())
        .select_related("site__programme", "case__site", "merged_into")
        .with_wordings_readable_by(request.user)
        .first()
    )
    if issue is None:
        raise Http404
    issue.reads_original = CommissionerIssue.objects.read_by(request.user).filter(pk=pk).first() is not None
    if not issue.reads_original and issue.text is None:
        raise Http404
    return issue


def raised_issue(request, pk) -> CommissionerIssue:
    """Return the issue `pk`, or raise Http404 if this person may not read it as it was raised."""
    issue = issue_for(request, pk)
    if not issue.reads_original:
        raise Http404
    return issue


def _issue_page(request, issue, form=None):
    replies = list(
        (issue.merged_into or issue)
        .replies.with_story()
        .select_related("by", "invitation", "issue__site__programme")
    )
    standing = request.user.standing
    who = who_raised(issue, reader=request.user)
    promised = standing.facilitates & who.sites if replies else set()
    can_reply = issue.text is not None and rules.has_perm("commissioning.reply_to_issue", request.user, issue)
    may_reply = can_reply and issue.merged_into_id is None
    texts = ClearedText.objects.being_checked() | ClearedText.objects.sent_back()
    texts = texts.visible_to(request.user).filter(issue_wording__issue=issue)
    texts = list(texts.select_related("send_back__by").order_by("sent_for_checking_at", "pk"))
    waiting = next((text for text in reversed(texts) if not hasattr(text, "send_back")), None)
    sent_back = next((text for text in reversed(texts) if hasattr(text, "send_back")), None)
    if issue.text is not None:
        note_read(issue.text, by=request.user)
    return render(
        request,
        "commissioning/issue_detail.html",
        {
            "issue": issue,
            "write_ups": write_ups_beside(issue.text, reader=request.user) if issue.text else [],
            "read_by": readers_in_words(issue.text, reader=request.user) if issue.text else "",
            "replies": replies,
            "form": form or (ReplyForm() if may_reply else None),
            "may_reply": may_reply,
            "own_sites": [site for site in standing.own_sites if site.pk in promised],
            "can_send_for_checking": issue.merged_into_id is None
            and rules.has_perm("commissioning.send_issue_for_checking", request.user, issue),
            "who": who,
            "sees_too": _sees_too(issue, who, request.user),
            "can_merge": rules.has_perm("commissioning.merge_issue", request.user, issue),
            "waiting": waiting,
            "sent_back": sent_back,
            "merged": issue.merged_issues.read_by(request.user).select_related("case__site"),
        },
        status=status_of(form) if form else 200,
    )


@dataclass(frozen=True)
class SeesToo:
    """A site of the reader that sees an issue too, with what it added and the line that it sent last, or that could say so."""

    site: Site
    added: IssueAddition | None
    line: ClearedText | None


def _sees_too(issue: CommissionerIssue, who: WhoRaised, user) -> list[SeesToo]:
    """Return the user's own sites that see the issue too, and those that could say so."""
    mine = [each for each in user.standing.own_sites if each.programme_id == issue.site.programme_id]
    if not mine or issue.text is None:
        return []
    added = {each.site_id: each for each in who.added if each.issue_id == issue.pk}
    can_add = issue.merged_into_id is None and actions.is_for_other_sites(issue)
    could = added.keys() | ({each.pk for each in mine} - who.raised_at if can_add else set())
    lines = _lines_sent([added[site.pk] for site in mine if site.pk in added])
    return [SeesToo(site, added.get(site.pk), lines.get(site.pk)) for site in mine if site.pk in could]


def _lines_sent(additions: list[IssueAddition]) -> dict[int, ClearedText]:
    """Return the line that was sent last for each of `additions` that has one, by the id of the site."""
    if not additions:
        return {}
    texts = ClearedText.objects.filter(addition_wording__addition__in=additions, struck_at=None)
    texts = texts.select_related("send_back", "publication").order_by("pk")
    return {text.site_id: text for text in texts}


@page_view
def issue_detail(request, pk):
    """Show an issue with its replies. Whoever has no place in its programme is led to its public page."""
    issue = issue_for(request, pk)
    if not rules.has_perm("commissioning.read_replies", request.user, issue):
        return redirect(issue.get_public_url())
    return _issue_page(request, issue)


@form_view
def issue_send_for_checking(request, pk):
    """Send an anonymous version of an issue for checking."""
    issue = raised_issue(request, pk)
    require_perm(request.user, "commissioning.send_issue_for_checking", issue)
    with_words = ClearedText.objects.filter(issue_wording__issue=issue, struck_at=None)
    last = with_words.order_by("-pk").first()
    initial = {**last.content, "audience": chosen_readers(last)} if last else {}
    is_published = CommissionerIssue.objects.published().filter(pk=issue.pk).exists()
    finder = IdentifierFinder(issue.site)
    form = form_for(
        request, SendIssueForm, initial=initial, is_published=is_published, finder=finder, site=issue.site,
        case=issue.case, sender=request.user,
    )  # fmt: skip
    form.read = [last or ClearedText()]
    if text := accepted(form, actions.send_issue_for_checking, issue, by=request.user):
        messages.success(request, "Sent for checking. Somebody else reads and approves exactly these words.")
        return redirect("clearance:text_check", pk=text.pk)
    return render(
        request,
        "commissioning/issue_send_for_checking.html",
        {"issue": issue, "form": form, "last": last},
        status=status_of(form),
    )


@form_view
def issue_reply(request, pk):
    """Reply to an issue."""
    issue = issue_for(request, pk)
    require_perm(request.user, "commissioning.reply_to_issue", issue)
    if request.method != "POST":
        return redirect(issue)
    form = form_for(request, ReplyForm)
    if accepted(form, actions.reply, issue, by=request.user):
        messages.success(
            request, "Your reply has been sent. The people who raised the issue can read it now."
        )
        return redirect(issue)
    return _issue_page(request, issue, form=form)


@form_view
def issue_merge(request, pk):
    """Merge an issue into another one."""
    issue = issue_for(request, pk)
    require_perm(request.user, "commissioning.merge_issue", issue)
    mergeable = (
        with_times_raised(CommissionerIssue.objects.unmerged())
        .filter(site__programme=issue.site.programme_id)
        .filter(
            Q(pk__in=CommissionerIssue.objects.visible_to(request.user).values("pk"))
            | Q(pk__in=CommissionerIssue.objects.readable_by(request.user).values("pk"))
        )
        .exclude(pk=issue.pk)
        .select_related("case__site")
        .with_wordings_readable_by(request.user)
        .order_by("theme", "-raised_at")
    )
    form = form_for(request, MergeForm, issues=mergeable)
    if head := accepted(form, actions.merge, issue, by=request.user):
        messages.success(
            request, "The issues have been combined. Every site that raised them can read the replies."
        )
        return redirect(head)
    return render(
        request,
        "commissioning/issue_merge.html",
        {
            "issue": issue,
            "form": form,
            "has_others": mergeable.exists(),
            "who": who_raised(issue, reader=request.user),
        },
        status=status_of(form),
    )
