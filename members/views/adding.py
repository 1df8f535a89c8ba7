"""The page that adds a member to a site, and asks whether they are somebody who is known there."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from kit.editing.opened import as_sent
from kit.editing.typed import Page, Typed, keep, subject_in
from kit.forms import accepted, form_for, status_of
from kit.http import form_view, require_perm
from kit.once import new_key
from members import actions
from members.change_forms import JobForm, MemberEditForm
from members.forms import NewMemberForm
from members.models import Member
from sites_app.actions import add_organisation
from sites_app.views import get_site


@form_view
def member_add(request, slug):
    """Add a member to a site, or bring back one who had left."""
    site = get_site(request, slug)
    require_perm(request.user, "members.add_member", site)
    initial = {"joined_on": timezone.localdate(), "discipline": request.GET.get("role")}
    form = form_for(request, NewMemberForm, initial=initial, site=site)
    if member := accepted(form, _add, site=site, by=request.user):
        if form.cleaned_data["same_as"] is None:
            messages.success(request, f"{member} has been added to {site}. {_what_they_get(member)}")
            return redirect("member_list", site.slug)
        done = "has rejoined" if form.cleaned_data["same_as"].left_on else "is already a member"
        messages.success(request, f"{member} {done}. {_keep_typed(form, member, by=request.user)}")
        return redirect("members:member_edit", member.pk)
    return render(request, "members/member_add.html", {"site": site, "form": form}, status=status_of(form))


def _add(*, site, same_as: Member | None, is_another: bool, by, **fields) -> Member:
    """Add somebody new, or bring back `same_as` if they had left. Who is a member already stays as they are."""
    if same_as is None:
        return with_organisation(actions.add_member)(site=site, is_another=is_another, by=by, **fields)
    if same_as.left_on is not None:
        return actions.come_back(Member.objects.get(pk=same_as.pk), on=fields["joined_on"], by=by)
    return same_as


def with_organisation(verb):
    """Return `verb` with the organisation given by name: one of the list, a new one, or none."""

    @transaction.atomic
    def do(*, organisation, by, **fields):
        found = add_organisation(name=organisation, by=by) if organisation.strip() else None
        return verb(organisation=found, by=by, **fields)

    return do


def _what_they_get(member: Member) -> str:
    """Say whether a new member is mailed, and why not."""
    if member.can_be_mailed:
        return "They get the dates of meetings by e-mail. They have not been invited to sign in yet."
    if not member.email:
        return "We cannot e-mail them, because they have no e-mail address."
    return "We do not e-mail them, because they have not agreed to receive e-mails."


def details_of(member: Member) -> dict:
    """Return what the form of a member's details begins with."""
    names = [name for name in MemberEditForm.base_fields if hasattr(member, name)]
    return {
        **{name: getattr(member, name) for name in names},
        "agrees_to_contact": member.agreed_to_contact_at is not None,
    }


def job_of(member: Member) -> dict:
    """Return what the form of a member's new job begins with."""
    job = member.employments.select_related("organisation").filter(until=None).first()
    return {
        "organisation": job.organisation.name if job else "",
        "discipline": member.discipline_id,
        "since": timezone.localdate(),
    }


def _keep_typed(form: NewMemberForm, member: Member, *, by) -> str:
    """Have what was typed about somebody who is known shown in the forms about them, not saved, and say where it is."""
    edit = MemberEditForm(initial=details_of(member), programme=member.site.programme)
    typed = {name: as_sent(field, form.cleaned_data.get(name)) for name, field in edit.fields.items()}
    saved = {
        name: as_sent(field, edit.get_initial_for_field(field, name)) for name, field in edit.fields.items()
    }
    typed |= {name: saved[name] for name in ("name", "joined_on")}  # the same name, however it is written
    said = []
    if any(typed[name] and typed[name] != saved[name] for name in typed):
        _keep(edit, {name: typed[name] or saved[name] for name in typed}, "members:member_edit", member, by)
        said.append("What you typed is below. Save it if it is right.")
    if organisation := form.cleaned_data["organisation"].strip():
        job = JobForm(initial=job_of(member), programme=member.site.programme)
        facts = {
            "organisation": [organisation],
            "discipline": as_sent(job.fields["discipline"], member.discipline_id),
            "since": as_sent(job.fields["since"], form.cleaned_data["joined_on"]),
        }
        if not member.employments.filter(until=None, organisation__name=organisation).exists():
            _keep(job, facts, "members:job_change", member, by)
            said.append(f"If they now work for {organisation}, record a new job: the form has it already.")
    return " ".join(said) or "Nothing else has changed."


def _keep(form, answers: dict[str, list[str]], view: str, member: Member, by) -> None:
    page = Page(by.pk, reverse(view, args=[member.pk]), subject_in([member]))
    keep(Typed(page, form.label, form.opened, answers), key=new_key())
