"""The pages of a programme's people: its disciplines, ground rules, roles and open invitations."""

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from kit.confirming import confirmed
from kit.forms import accepted, form_for, status_of
from kit.holdings import held_by
from kit.http import form_view, page_view, require_perm, verb_view
from kit.queries import in_usual_order
from kit.undoing import after_settling
from members import actions
from members.discipline_forms import DisciplineEditForm, DisciplineForm, ProposalForm
from members.forms import (
    AgreementForm,
    GroundRulesForm,
    RoleEndForm,
    RoleInviteForm,
)
from members.models import Agreement, Discipline, DisciplineProposal, GroundRules, Invitation, Member, Role
from sites_app.known_names import people_of
from sites_app.models import Programme
from sites_app.views import get_programme, get_site


@form_view
def discipline_list(request, slug):
    """List the disciplines of a programme, and add one."""
    programme = get_programme(request, slug)
    require_perm(request.user, "members.see_disciplines", programme)
    if request.method == "POST":
        require_perm(request.user, "members.add_discipline", programme)
    form = form_for(request, DisciplineForm, initial={"sector": request.GET.get("sector")})
    if discipline := accepted(form, actions.add_discipline, programme=programme, by=request.user):
        messages.success(request, f"“{discipline}” has been added to the list.")
        return redirect(f"{request.path}?sector={discipline.sector_id}")
    disciplines = in_usual_order(programme.disciplines.select_related("sector")).annotate(
        people=Count("members", filter=Q(members__left_on=None))
    )
    proposals = in_usual_order(programme.discipline_proposals.all()).annotate(people=Count("members"))
    context = {"programme": programme, "form": form, "disciplines": disciplines, "proposals": proposals}
    return render(request, "members/discipline_list.html", context, status=status_of(form))


@form_view
def proposal_decide(request, pk):
    """Decide what a role is that a facilitator proposed."""
    proposals = DisciplineProposal.objects.filter(programme__in=Programme.objects.visible_to(request.user))
    proposal = get_object_or_404(proposals.select_related("programme", "proposed_by"), pk=pk)
    require_perm(request.user, "members.add_discipline", proposal.programme)
    form = form_for(request, ProposalForm, programme=proposal.programme)
    if sentence := accepted(form, _decide, proposal, by=request.user):
        messages.success(request, sentence)
        return redirect("members:discipline_list", proposal.programme.slug)
    context = {
        "proposal": proposal,
        "programme": proposal.programme,
        "form": form,
        "people": proposal.members.count(),
    }
    return render(request, "members/proposal_decide.html", context, status=status_of(form))


def _decide(proposal: DisciplineProposal, **said) -> str:
    """Decide about a proposed role, and return what has become of it in a sentence."""
    role = actions.decide_proposal(proposal, **said)
    return f"“{role}” is their role now." if role else "It has not been added."


@form_view
def discipline_edit(request, pk):
    """Change the name or position of a discipline."""
    disciplines = Discipline.objects.filter(programme__in=Programme.objects.visible_to(request.user))
    discipline = get_object_or_404(disciplines.select_related("programme", "sector"), pk=pk)
    require_perm(request.user, "members.add_discipline", discipline.programme)
    of_sector = list(discipline.programme.disciplines.filter(sector=discipline.sector_id))
    now = {"name": discipline.name, "position": of_sector.index(discipline) + 1}
    form = form_for(request, DisciplineEditForm, initial=now)
    if accepted(form, actions.change_discipline, discipline=discipline, by=request.user):
        messages.success(request, f"“{discipline}” has been changed.")
        return redirect("members:discipline_list", discipline.programme.slug)
    context = {
        "discipline": discipline,
        "programme": discipline.programme,
        "form": form,
        "of_sector": of_sector,
    }
    return render(request, "members/discipline_edit.html", context, status=status_of(form))


@page_view
def ground_rules(request, slug):
    """Show the ground rules of a programme."""
    programme = get_programme(request, slug)
    require_perm(request.user, "members.see_ground_rules", programme)
    context = {"programme": programme, "ground_rules": programme.ground_rules.first()}
    return render(request, "members/ground_rules.html", context)


@form_view
def ground_rules_edit(request, slug):
    """Change the ground rules of a programme."""
    programme = get_programme(request, slug)
    require_perm(request.user, "members.set_ground_rules", programme)
    latest = programme.ground_rules.first()
    now = {"text": latest.text if latest else ""}
    form = form_for(request, GroundRulesForm, initial=now, finder=people_of(programme))
    form.read = [latest or GroundRules()]
    if rules := accepted(form, actions.set_ground_rules, programme=programme, by=request.user):
        messages.success(request, f"Version {rules.version} of the ground rules is current.")
        return redirect("members:ground_rules", programme.slug)
    context = {"programme": programme, "form": form, "latest": latest}
    return render(request, "members/ground_rules_edit.html", context, status=status_of(form))


@form_view
def agreement_record(request, slug):
    """Record that members agreed to the ground rules."""
    site = get_site(request, slug)
    require_perm(request.user, "members.record_agreement", site)
    latest = site.programme.ground_rules.first()
    not_yet = site.members.current().exclude(agreements__ground_rules=latest)
    form = form_for(
        request,
        AgreementForm,
        initial={"on": timezone.localdate()},
        members=not_yet,
    )
    if latest and accepted(form, _agree, ground_rules=latest, by=request.user):
        messages.success(request, "The agreements have been saved.")
        return redirect("member_list", site.slug)
    agreed = (
        latest.agreements.filter(member__site=site).select_related("member", "recorded_by") if latest else []
    )
    context = {"site": site, "form": form, "ground_rules": latest, "agreed": agreed, "not_yet": not_yet}
    return render(request, "members/agreement_record.html", context, status=status_of(form))


def _agree(*, members, ground_rules, on, by) -> list[Agreement]:
    """Write down for each of `members` that they agreed."""
    return [actions.agree(member, ground_rules=ground_rules, on=on, by=by) for member in members]


@form_view
@confirmed
def role_invite(request, slug):
    """Invite somebody to a role in a programme."""
    programme = get_programme(request, slug)
    require_perm(request.user, "members.invite_to_role", programme)
    form = form_for(
        request,
        RoleInviteForm,
        initial={"kind": request.GET.get("kind")},
        programme=programme,
    )
    opened = Invitation.objects.open().filter(programme=programme)
    before = set(opened.values_list("pk", flat=True))
    if invitation := accepted(form, actions.invite_to_role, programme=programme, by=request.user):
        if invitation.pk in before:
            messages.info(
                request, f"{invitation.name} already has an open invitation. You can send it again below."
            )
        else:
            messages.success(request, f"An invitation has been sent to {invitation.email}.")
        return redirect("members:role_list", programme.slug)
    return render(
        request, "members/role_invite.html", {"programme": programme, "form": form}, status=status_of(form)
    )


@page_view
def role_list(request, slug):
    """List who has which role in a programme, and open invitations."""
    programme = get_programme(request, slug)
    require_perm(request.user, "members.invite_to_role", programme)
    roles = (
        Role.objects.current().filter(programme=programme).select_related("user").prefetch_related("sites")
    )
    context = {
        "programme": programme,
        "roles": sorted(roles, key=lambda role: (list(Role.Kind.values).index(role.kind), role.user.name)),
        "invitations": Invitation.objects.open()
        .filter(programme=programme)
        .select_related("invited_by", "member__site", "mail")
        .prefetch_related("role_sites"),
        "asked_for": Invitation.objects.asked_for()
        .filter(programme=programme)
        .select_related("invited_by")
        .prefetch_related("role_sites"),
    }
    return render(request, "members/role_list.html", context)


@form_view
@confirmed
def role_end(request, pk):
    """End a role."""
    roles = Role.objects.current().filter(programme__in=Programme.objects.visible_to(request.user))
    role = get_object_or_404(roles.select_related("user", "programme"), pk=pk)
    require_perm(request.user, "members.end_role", role.programme)
    now = {"on": timezone.localdate()}
    form = form_for(request, RoleEndForm, initial=now, held=held_by(role, by=request.user))
    if settled := accepted(form, actions.end_role_and_settle, role=role, by=request.user):
        messages.success(
            request, f"{role.user} is no longer {role.get_kind_display().lower()} from that day on."
        )
        if role.user == request.user:
            return redirect("home")  # they may no longer see the list of roles
        to = reverse("members:role_list", args=[role.programme.slug])
        return after_settling(request, settled, to=to)
    context = {"role": role, "programme": role.programme, "form": form}
    return render(request, "members/role_end.html", context, status=status_of(form))


def get_invitation(request, pk) -> Invitation:
    """Return an invitation to a role in one of their programmes, or to a site whose members they may read, or
    raise 404.
    """
    invitations = Invitation.objects.filter(
        Q(member__isnull=True, programme__in=Programme.objects.visible_to(request.user))
        | Q(member__in=Member.objects.visible_to(request.user))
    )
    return get_object_or_404(invitations.select_related("programme", "member__site"), pk=pk)


@verb_view
def invitation_send_again(request, pk):
    """Send an invitation again."""
    invitation = get_invitation(request, pk)
    require_perm(request.user, "members.revoke_invitation", invitation)
    is_first = Invitation.objects.asked_for().filter(pk=invitation.pk).exists()
    actions.send_invitation_again(invitation, by=request.user)
    if is_first:
        messages.success(request, f"An invitation has been sent to {invitation.email}.")
    else:
        messages.success(
            request, f"A new link has been sent to {invitation.email}. The old one no longer works."
        )
    return _back_to_list(request, invitation)


@verb_view
def invitation_revoke(request, pk):
    """Withdraw an invitation."""
    invitation = get_invitation(request, pk)
    require_perm(request.user, "members.revoke_invitation", invitation)
    actions.revoke_invitation(invitation, by=request.user)
    messages.success(request, f"The invitation to {invitation.email} has been withdrawn.")
    return _back_to_list(request, invitation)


def _back_to_list(request, invitation: Invitation):
    """Return a redirect to the member list of the site, or to the list of roles."""
    if invitation.member is not None:
        return redirect("member_list", invitation.member.site.slug)
    return redirect("members:role_list", invitation.programme.slug)
