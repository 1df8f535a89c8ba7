"""Pages on which a broker edits an issue, others check it, and the programme team approves and sends it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cases.clearance.models import Audience, ClearedText
from cases.models import Case
from kit.bounds import number_in
from kit.confirming import confirmed
from kit.forms import accepted, form_for, status_of
from kit.http import form_view, page_view, require_perm, verb_view
from kit.words import figures
from newsletter import actions
from newsletter.actions.freezing import case_of
from newsletter.completeness import lacking_of
from newsletter.diary import no_longer_true
from newsletter.forms import EntryForm, SendNewsletterForm, SiteUpdateForm
from newsletter.models import Entry, NewsletterIssue, SiteUpdate
from newsletter.overview import overview_of
from newsletter.readers import expected_deliveries
from newsletter.site_news import draft_of
from sites_app.models import Site


def _issue(request, slug, month) -> NewsletterIssue:
    """Return the issue at this address if this person may open it."""
    return get_object_or_404(
        NewsletterIssue.objects.visible_to(request.user).select_related(
            "programme", "sent_for_checking_by", "approved_by"
        ),
        programme__slug=slug,
        month=month,
    )


def _entry(request, pk) -> Entry:
    """Return the entry if this person may open its issue."""
    return get_object_or_404(
        Entry.objects.filter(issue__in=NewsletterIssue.objects.visible_to(request.user)).select_related(
            "issue__programme", "site__host", "made_from"
        ),
        pk=pk,
    )


def _editing_url(issue: NewsletterIssue) -> str:
    """Return the address of the page where the issue is edited."""
    return reverse("newsletter:issue_edit", args=[issue.programme.slug, issue.month])


def _checked(request) -> set[int]:
    """Return the ids of the entries that this person ticked: they looked at each of them."""
    return {pk for each in request.POST.getlist("checked") if (pk := number_in(each)) is not None}


def _seen(request) -> dict[int, str]:
    """Return what was on the page: the mark of each entry by id, from `seen` fields in the form 12:abc."""
    pairs = (value.partition(":") for value in request.POST.getlist("seen"))
    return {pk: mark for each, _, mark in pairs if (pk := number_in(each)) is not None}


@require_safe
@page_view
def issue_edit(request, slug, month):
    """Show a draft with all entries and what each one lacks."""
    issue = _issue(request, slug, month)
    require_perm(request.user, "newsletter.see_draft", issue)
    overview = overview_of(issue)
    return render(
        request,
        "newsletter/issue_edit.html",
        {
            "issue": issue,
            "overview": overview,
            "dates_over": [] if issue.sent_at else no_longer_true(row.entry for row in overview.rows),
            "lacking": [] if issue.approved_at else lacking_of(issue),
            "tally": issue.deliveries.tally() if issue.sent_at else None,
        },
    )


@verb_view
def issue_assemble(request, slug, month):
    """Refresh a draft from the month's records, and say what changed."""
    issue = _issue(request, slug, month)
    require_perm(request.user, "newsletter.assemble_issue", issue)
    assembly = actions.compare(issue.programme, month=issue.month, by=request.user)
    if assembly.changed_anything:
        counts = [
            (len(assembly.added), "new"),
            (len(assembly.changed), "changed"),
            (len(assembly.gone), "gone"),
            (len(assembly.marked), "cancelled or withdrawn"),
        ]
        changes = ", ".join(f"{count} {what}" for count, what in counts if count)
        messages.success(request, f"Updated: {changes}.")
    else:
        messages.info(request, "Nothing has changed since.")
    return redirect(_editing_url(issue))


@verb_view
def issue_date_anew(request, slug, month):
    """Give a late issue the dates from today."""
    issue = _issue(request, slug, month)
    require_perm(request.user, "newsletter.assemble_issue", issue)
    actions.date_anew(issue, by=request.user)
    messages.success(request, "The dates are those from today now.")
    return redirect(_editing_url(issue))


@form_view
def entry_edit(request, pk):
    """Show an entry's form, and save it."""
    entry = _entry(request, pk)
    require_perm(
        request.user, "newsletter.edit_entry", entry.issue, "Only knowledge brokers can edit the newsletter."
    )
    form = form_for(request, EntryForm, entry=entry, case=case_of(entry), initial=EntryForm.initial_of(entry))
    if accepted(form, actions.edit_entry, entry, by=request.user):
        messages.success(request, f"Your changes have been saved.{_asks_again(entry)}")
        return redirect(_editing_url(entry.issue))
    update = entry.issue.site_updates.filter(site=entry.site_id).first() if entry.site_id else None
    return render(
        request,
        "newsletter/entry_edit.html",
        {
            "entry": entry,
            "issue": entry.issue,
            "form": form,
            "site_words": update.words if update and update.words not in entry.words else "",
        },
        status=status_of(form),
    )


@form_view
def entry_add(request, slug, month):
    """Show the form for an entry of the editor's own, and add it."""
    issue = _issue(request, slug, month)
    require_perm(
        request.user, "newsletter.edit_entry", issue, "Only knowledge brokers can edit the newsletter."
    )
    own = Entry(issue=issue, kind=Entry.Kind.OWN)
    form = form_for(request, EntryForm, entry=own, case=None, initial={"audience": Audience.PROGRAMME})
    form.fields["words"].required = True
    if accepted(form, actions.add_entry, issue, by=request.user):
        messages.success(request, "Your entry is in the newsletter. Somebody else checks it.")
        return redirect(_editing_url(issue))
    return render(
        request, "newsletter/entry_add.html", {"issue": issue, "form": form}, status=status_of(form)
    )


def _entry_verb(request, pk, *, perm: str):
    """Return the entry, if the person has the permission `perm` for its issue."""
    entry = _entry(request, pk)
    require_perm(request.user, perm, entry.issue)
    return entry


def _asks_again(entry: Entry) -> str:
    """Return that presenters are asked about the new text of `entry`, as a sentence after another; "" if nobody is."""
    text = entry.cleared_text
    if text is None or text.case_id is None or not ClearedText.objects.being_checked().filter(pk=text.pk):
        return ""
    return " The presenters of its case are asked about this text, and have a week to say no."


def _back(request, entry: Entry):
    """Redirect to the page where the button was: the draft, or the page where the issue is approved."""
    if request.POST.get("back") == "approve":
        return redirect("newsletter:issue_approve", entry.issue.programme.slug, entry.issue.month)
    return redirect(_editing_url(entry.issue))


@verb_view
def entry_leave_out(request, pk):
    """Leave an entry out of the issue."""
    entry = _entry_verb(request, pk, perm="newsletter.leave_out_entry")
    actions.leave_out(entry, by=request.user)
    messages.success(request, f"Removed: {entry.headline}. You can add it back from the list below.")
    return _back(request, entry)


@verb_view
def entry_take_back_in(request, pk):
    """Add an entry that was left out to the issue again."""
    entry = _entry_verb(request, pk, perm="newsletter.leave_out_entry")
    added = actions.take_back_in(entry, by=request.user)
    messages.success(request, f"Added back: {added.headline}.{_asks_again(added)}")
    return _back(request, entry)


@verb_view
def entry_narrow(request, pk):
    """Limit an entry to members."""
    entry = _entry_verb(request, pk, perm="newsletter.leave_out_entry")
    narrowed = actions.narrow(entry, by=request.user)
    messages.success(request, f"For members only now: {narrowed.headline}.{_asks_again(narrowed)}")
    return _back(request, entry)


@verb_view
def entry_move(request, pk):
    """Move an entry up among those of its kind."""
    entry = _entry_verb(request, pk, perm="newsletter.edit_entry")
    actions.move(entry, above=number_in(request.POST.get("above")), by=request.user)
    return redirect(_editing_url(entry.issue))


@form_view
def issue_send_for_checking(request, slug, month):
    """Show a draft as its readers would see it, and send it for checking."""
    issue = _issue(request, slug, month)
    require_perm(
        request.user,
        "newsletter.send_for_checking",
        issue,
        "Only knowledge brokers can send the newsletter for checking.",
    )
    form = form_for(request, SendNewsletterForm, programme=issue.programme, sender=request.user)
    if accepted(form, actions.send_newsletter_for_checking, issue, by=request.user, seen=_seen(request)):
        messages.success(
            request,
            "The newsletter has been sent for checking. You can check what others wrote; the programme team checks it next.",
        )
        return redirect(_editing_url(issue))
    return _reading_page(request, "newsletter/issue_send_for_checking.html", issue, form=form)


@verb_view
def entries_approve(request, slug, month):
    """Approve every entry that this person read and may approve."""
    issue = _issue(request, slug, month)
    require_perm(request.user, "newsletter.approve_entries", issue)
    with_public = "public" in request.POST  # the one press for what is public already
    approved = actions.approve_entries(
        issue, by=request.user, seen=_seen(request), checked=_checked(request), with_public=with_public
    )
    entries = figures(approved, "entry", "entries")
    messages.success(
        request,
        f"You have approved {entries}." if approved else "You have not approved any more entries.",
    )
    if with_public and issue.approved_at is None:
        return redirect("newsletter:issue_approve", slug, month)
    return redirect(_editing_url(issue))


@form_view
def issue_approve(request, slug, month):
    """Show the entries as they were sent for checking, and approve the issue."""
    issue = _issue(request, slug, month)
    if request.method == "POST":
        require_perm(
            request.user,
            "newsletter.approve_issue",
            issue,
            "Only the programme team can approve the newsletter.",
        )
        if issue.approved_at is None and issue.sent_for_checking_at is not None:
            # what was ticked stays approved, also if another entry lacks something
            actions.approve_entries(issue, by=request.user, seen=_seen(request), checked=_checked(request))
        actions.approve(issue, by=request.user, seen=_seen(request))
        messages.success(request, "Approved. You can send it now.")
        return redirect("newsletter:issue_send", slug, month)
    require_perm(request.user, "newsletter.approve_entries", issue)
    if not issue.sent_for_checking_at or issue.approved_at:
        return redirect(_editing_url(issue))
    return _reading_page(request, "newsletter/issue_approve.html", issue, frozen=True)


def _reading_page(request, template, issue, *, frozen=False, form=None):
    """Render a page on which each edition can be read word for word, with a tab for each, and a form if it has one."""
    edition = request.GET.get("edition", "members")
    audiences = {"public": [Audience.PUBLIC], "commissioners": [Audience.COMMISSIONERS, Audience.PUBLIC]}
    overview = overview_of(issue, counting=request.user, frozen=frozen)
    shown = overview.for_audiences(audiences[edition]) if edition in audiences else overview
    for_readers = {"public": Audience.PUBLIC, "commissioners": Audience.COMMISSIONERS}
    shown.read_in(for_readers.get(edition, Audience.PROGRAMME))
    tabs = [
        {"label": label, "url": f"?edition={name}", "is_current": name == edition}
        for name, label in [
            ("members", "Members’ edition"),
            ("commissioners", "Commissioners’ edition"),
            ("public", "Public edition"),
        ]
    ]
    return render(
        request,
        template,
        {
            "issue": issue,
            "overview": overview,
            "shown": shown,
            "tabs": tabs,
            "form": form,
        },
        status=status_of(form) if form else 200,
    )


@form_view
@confirmed
def issue_send(request, slug, month):
    """Show how many mails would be sent, and send the issue."""
    issue = _issue(request, slug, month)
    require_perm(
        request.user, "newsletter.send_issue", issue, "Only the programme team can send the newsletter."
    )
    if request.method == "POST":
        actions.send(issue, by=request.user)
        messages.success(request, "The newsletter is being sent. It is in the archive.")
        return redirect(_editing_url(issue))
    if not issue.approved_at or issue.sent_at:
        return redirect(_editing_url(issue))
    return render(
        request, "newsletter/issue_send.html", {"issue": issue, "expected": expected_deliveries(issue)}
    )


@form_view
def site_update_write(request, slug, month, site):
    """Show the form for a site's update, and save it."""
    place = get_object_or_404(
        Site.objects.visible_to(request.user).select_related("programme", "host"),
        slug=site,
        programme__slug=slug,
    )
    require_perm(
        request.user,
        "newsletter.write_site_update",
        place,
        "Only the facilitator of this site can write its update.",
    )
    issue = get_object_or_404(
        NewsletterIssue.objects.select_related("programme"), programme=place.programme, month=month
    )
    update = issue.site_updates.filter(site=place).first()
    form = form_for(
        request,
        SiteUpdateForm,
        site=place,
        cases=Case.objects.visible_to(request.user).filter(site=place, discussions__isnull=False).distinct(),
        initial={"words": update.words, "case": update.case_id}
        if update
        else {"words": draft_of(issue, place)},
    )
    form.read = [update or SiteUpdate()]
    if accepted(form, actions.write_site_update, issue, site=place, by=request.user):
        messages.success(
            request, f"Your update is in the {issue.name} newsletter. A knowledge broker checks it next."
        )
        return redirect("home")
    entry = issue.entries.filter(kind=Entry.Kind.SITE_UPDATE, site=place).first()
    return render(
        request,
        "newsletter/site_update_write.html",
        {"issue": issue, "site": place, "entry": entry, "update": update, "form": form},
        status=status_of(form),
    )
