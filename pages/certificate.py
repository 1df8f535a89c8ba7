"""The certificate of a member: when they attended, for how long, and what they learned. It contains nothing about a
case."""

from dataclasses import dataclass
from datetime import date

import rules
from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import slugify

from cases.models import Case
from kit.forms import Form, accepted, form_for, status_of
from kit.http import form_view, page_view, require_perm
from kit.paper import paper_response, render_paper
from kit.privacy.fields import CaseProse
from kit.words import figures
from meetings.models import Attendance, Meeting
from members.actions.own_words import MOST_LETTERS, write_own_words
from members.as_of import as_they_were
from members.models import Employment, Facilitation, Member, OwnWords

STYLES = ["pdf/faces.css", "pdf/paper.css", "pdf/certificate.css"]


@dataclass(frozen=True)
class Certificate:
    """The content of a certificate. It has no text and no title of a case."""

    member: Member
    workplace: str
    facilitated: list[tuple[date, date | None]]  # from when to when, None for until now
    meetings: list[Meeting]  # attended, oldest first
    cases: int  # presented
    words: OwnWords | None
    signs: str  # the facilitator; "" if there is none or it is the member

    @property
    def until(self) -> date | None:
        """The last day of their membership, or None if they are a member now."""
        days, today = (self.member.left_on, self.member.site.programme.ended_on), timezone.localdate()
        ended = [day for day in days if day and day <= today]
        return min(ended) if ended else None

    @property
    def total(self) -> str:
        """All hours together, in words."""
        return hours(sum(meeting.minutes_long for meeting in self.meetings))

    @property
    def lines(self) -> list[tuple[Meeting, str]]:
        """Each meeting with its hours."""
        return [(meeting, hours(meeting.minutes_long)) for meeting in self.meetings]


def hours(minutes: int) -> str:
    """Return a number of minutes in words: "2 hours" for 120, "1 hour 30 minutes" for 90."""
    whole, rest = divmod(minutes, 60)
    parts = [(whole, "hour"), (rest, "minute")]
    return " ".join(figures(number, unit, f"{unit}s") for number, unit in parts if number) or "none"


def certificate_of(member: Member) -> Certificate:
    """Return the certificate of `member` today. It includes what they attended as a stand-in before they joined.

    It has the name of today, and the role and the workplace of today or of the day on which they left.
    """
    held = Meeting.objects.held()
    themselves = Attendance.objects.filter(member=member, mark=Attendance.Mark.PRESENT)
    before = Attendance.objects.filter(stand_in_joined_as=member, mark=Attendance.Mark.STAND_IN)
    attended = held.filter(Q(attendances__in=themselves) | Q(attendances__in=before)).distinct()
    today = timezone.localdate()
    last_day = min(today, member.left_on or today)
    jobs = Employment.objects.on(last_day).filter(member=member).select_related("organisation")
    signs = (
        Facilitation.objects.on(last_day)
        .filter(member__site=member.site_id)
        .exclude(member=member)
        .select_related("member")
        .first()
    )
    as_they_were([member, signs and signs.member], on=today)
    as_they_were([member], on=last_day, with_name=False)
    return Certificate(
        member=member,
        workplace=str(job.organisation) if (job := jobs.first()) else "",
        facilitated=[
            (each.started_on, each.ended_on if each.ended_on and each.ended_on <= today else None)
            for each in member.facilitations.filter(started_on__lte=today).order_by("started_on")
        ],
        meetings=list(attended.order_by("starts_at")),
        cases=Case.objects.presented().filter(presenters=member).distinct().count(),
        words=OwnWords.objects.filter(member=member).exclude(words="").select_related("written_by").first(),
        signs=signs.member.name if signs else "",
    )


class WordsForm(Form):
    """The words of a member about what they learned, without anything about a case."""

    words = CaseProse(
        label="What have you learned?",
        rows=6,
        max_length=MOST_LETTERS,
        required=False,
        help_text="What do you do differently now? This is printed on the certificate, so do not include anything about a case.",
    )


def member_of(request, pk) -> Member:
    """Return the member `pk`. Raise Http404 or PermissionDenied if this person may not see their certificate."""
    known = Q(pk__in=Member.objects.visible_to(request.user)) | Q(user=request.user)
    members = Member.objects.filter(known).select_related("site__programme", "discipline", "user")
    member = get_object_or_404(members, pk=pk)
    require_perm(
        request.user,
        "members.see_certificate",
        member,
        "Only the member and their facilitator can see this certificate.",
    )
    return member


@form_view
def certificate(request, pk):
    """Show the certificate of a member, and save their words."""
    member = member_of(request, pk)
    may_write = rules.has_perm("members.write_own_words", request.user, member)
    if request.method == "POST":
        require_perm(
            request.user, "members.write_own_words", member, f"{member.first_name} writes this themselves."
        )
    found = certificate_of(member)
    form = form_for(
        request,
        WordsForm,
        initial={"words": found.words.words if found.words else ""},
    )
    form.read = [found.words or OwnWords()]
    if member.user_id != request.user.pk:
        form.fields["words"].label = f"What {member.first_name} learned"
    if accepted(form, write_own_words, member=member, by=request.user):
        messages.success(request, "Saved. It is now on the certificate.")
        return redirect("certificate", member.pk)
    context = {"certificate": found, "member": member, "form": form, "may_write": may_write}
    return render(request, "pages/certificate.html", context, status=status_of(form))


@page_view
def certificate_pdf(request, pk):
    """Download the certificate as a PDF."""
    member = member_of(request, pk)
    context = {"certificate": certificate_of(member), "member": member, "today": timezone.localdate()}
    page = render_to_string("pages/pdf/certificate.html", context)
    return paper_response(
        render_paper(page, styles=STYLES), name=f"certificate-{slugify(member.name) or member.pk}"
    )
