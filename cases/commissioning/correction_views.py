"""Views that change or take back: an issue as it was raised, a reply, a promise, a merging."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from cases.commissioning import actions
from cases.commissioning.forms import EditIssueForm, EditReplyForm, MoveDateForm, ResponsibleForm
from cases.commissioning.models import CommissionerIssue, IssueReply
from cases.commissioning.views import issue_for, raised_issue
from kit.forms import accepted, form_for, status_of
from kit.http import form_view, require_perm, verb_view
from kit.leading import led_back
from kit.undoing import after_removal

RAISED = "Only the person who raised this issue or the facilitator can change it."
OWN = "Only the person who wrote this reply can change it."


@form_view
def issue_edit(request, pk):
    """Put an issue into other words, as it was raised."""
    issue = raised_issue(request, pk)
    require_perm(request.user, "commissioning.edit_issue", issue, RAISED)
    form = form_for(request, EditIssueForm, initial={"theme": issue.theme, "words": issue.words})
    if accepted(form, actions.edit_issue, issue, by=request.user):
        messages.success(request, "The issue has been saved. The earlier words are kept.")
        return led_back(request, issue)
    context = {"issue": issue, "form": form}
    return render(request, "commissioning/issue_edit.html", context, status=status_of(form))


@verb_view
def issue_remove(request, pk):
    """Withdraw an issue."""
    issue = raised_issue(request, pk)
    require_perm(request.user, "commissioning.remove_issue", issue, RAISED)
    return after_removal(request, actions.remove_issue(issue, by=request.user), to=issue.case)


@verb_view
def issue_separate(request, pk):
    """Take an issue out of the one that it was combined with."""
    issue = issue_for(request, pk)
    require_perm(request.user, "commissioning.merge_issue", issue)
    actions.separate(issue, by=request.user)
    messages.success(request, "The issue stands for itself again.")
    return redirect(issue)


def readable_reply(request, pk) -> IssueReply:
    """Return the reply, or raise 404 for somebody who may not read its issue."""
    readable = CommissionerIssue.objects.readable_by(request.user)
    replies = IssueReply.objects.select_related("issue__case__site__programme", "by")
    return get_object_or_404(replies.filter(issue__in=readable).with_story(), pk=pk)


@form_view
def reply_edit(request, pk):
    """Change a reply, or the date that it promises."""
    reply = readable_reply(request, pk)
    require_perm(request.user, "commissioning.edit_reply", reply, OWN)
    columns = ("kind", "words", "due_on", "whose", "for_whom", "decided_by")
    now = {name: getattr(reply, name) for name in columns}
    form = form_for(request, EditReplyForm, initial=now, reply=reply)
    if accepted(form, actions.edit_reply, reply, by=request.user):
        messages.success(request, "Your reply has been saved. What it said before is kept.")
        return redirect(reply.issue)
    context = {"reply": reply, "issue": reply.issue, "form": form}
    return render(request, "commissioning/reply_edit.html", context, status=status_of(form))


@form_view
def reply_move_date(request, pk):
    """Move the date of a reply."""
    reply = readable_reply(request, pk)
    require_perm(request.user, "commissioning.edit_reply", reply, OWN)
    form = form_for(request, MoveDateForm)
    if accepted(form, actions.move_date, reply, by=request.user):
        messages.success(request, "The date has been moved. Your reply shows both dates.")
        return redirect(reply.issue)
    context = {"reply": reply, "issue": reply.issue, "form": form}
    return render(request, "commissioning/reply_move_date.html", context, status=status_of(form))


@form_view
def reply_name_responsible(request, pk):
    """Name whoever is responsible, for the programme team to invite."""
    reply = readable_reply(request, pk)
    require_perm(request.user, "commissioning.edit_reply", reply, OWN)
    form = form_for(request, ResponsibleForm)
    if accepted(form, actions.name_responsible, reply, by=request.user):
        messages.success(request, "The programme team has been asked to invite them.")
        return redirect(reply.issue)
    is_public = CommissionerIssue.objects.for_everyone().filter(pk=reply.issue_id).exists()
    context = {"reply": reply, "issue": reply.issue, "form": form, "is_public": is_public}
    return render(request, "commissioning/reply_name_responsible.html", context, status=status_of(form))


@verb_view
def reply_remove(request, pk):
    """Withdraw a reply."""
    reply = readable_reply(request, pk)
    require_perm(request.user, "commissioning.remove_reply", reply, OWN)
    return after_removal(request, actions.remove_reply(reply, by=request.user), to=reply.issue)
