"""The rows of a made-up world under the names by which the permission table asks for them (tests/permissions/world.py)."""

from datetime import datetime
from functools import cached_property
from typing import Any

from cases.clearance.models import ClearedText
from cases.commissioning.models import CommissionerIssue, IssueReply
from cases.models import Case, Discussion, Need, Theme
from cases.next_steps.models import Feedback, NextStep
from knowledge.library.models import LearningObject, LearningObjectVersion
from knowledge.models import AttachedEvidence, Evidence, Question
from meetings.models import Attendance, Meeting
from members.models import Discipline, Facilitation, GroundRules, Member, Role, SeatTarget, User
from newsletter.models import Entry, NewsletterIssue, Subscriber
from sites_app.models import Expense, Organisation, Programme, ProgrammeEvent, Site

KINDS = {"team": "programme_team", "broker": "knowledge_broker", "adviser": "adviser"}


class Rows:
    """The rows, each looked up when it is first asked for. A name that is not here, or a row that is not there, raises."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.programme = Programme.objects.get()
        self.site, self.site_b = Site.objects.order_by("pk")[:2]
        self.case = self._case()
        self.presenter = self.case.presenter_rows.select_related("member__user").get().member
        self.users = self._users()
        self.facilitation = Facilitation.objects.get(member__site=self.site)
        self.member = Member.objects.get(site=self.site, user=self.users["member"])
        self.theme, self.need = Theme.objects.first(), Need.objects.first()
        self.held = self.case.discussions.latest("meeting__starts_at").meeting

    def _case(self) -> Case:
        """A case of the site, of some months ago if it has one, that its presenter has an account for."""
        found = Case.objects.filter(
            site=self.site, presenters__user__isnull=False, discussions__meeting__closed_at__isnull=False
        )
        found = found.exclude(presenters__facilitations__isnull=False).order_by("-number")
        return next(case for case in found if case.presenter_rows.count() == 1)

    def _users(self) -> dict[str, User | None]:
        there = Member.objects.filter(user__isnull=False, left_on__isnull=True, facilitations__isnull=True)
        member = there.filter(site=self.site).exclude(pk=self.presenter.pk).order_by("pk").first()
        found: dict[str, User | None] = {
            "anonymous": None,
            "presenter": self.presenter.user,
            "member": member.user,
        }
        for name, kind in KINDS.items():
            found[name] = User.objects.filter(roles__kind=kind).order_by("pk").first()
        found["commissioner"] = User.objects.get(roles__kind="commissioner", roles__sites=self.site)
        found["facilitator_elsewhere"] = Facilitation.objects.get(member__site=self.site_b).member.user
        found["facilitator"] = Facilitation.objects.get(member__site=self.site).member.user
        return found

    def __getattr__(self, name: str) -> Any:
        """Look up a row that is named in FOUND, once."""
        if name not in FOUND:
            raise AttributeError(name)
        row = FOUND[name](self)
        if row is None:
            raise AttributeError(name)
        setattr(self, name, row)
        return row

    @cached_property
    def write_ups(self) -> dict[str, LearningObject]:
        """The write-ups of the site, by who may read them and how far they are."""
        out = LearningObjectVersion.objects.published().select_related("learning_object")
        at_site = out.filter(learning_object__site=self.site)
        found = {}
        for audience, name in {
            "programme": "programme",
            "commissioners": "commissioners",
            "public": "public",
        }.items():
            version = at_site.filter(cleared_text__audience=audience).first()
            version = version or out.filter(cleared_text__audience=audience).first()
            if version:
                found[f"for_{name}"] = version.learning_object
        if draft := LearningObject.objects.filter(site=self.site, versions=None).first():
            found["only_draft"] = draft
        return found


def _texts(**conditions: Any):
    return lambda rows: ClearedText.objects.filter(site=rows.site, **conditions).order_by("-pk").first()


def _issues(rows: Rows):
    return CommissionerIssue.objects.filter(site=rows.site).order_by("-pk")


FOUND = {
    "march": lambda rows: rows.site.meetings.filter(closed_at=None, starts_at__lt=rows.now).first(),
    "upcoming": lambda rows: rows.site.meetings.filter(starts_at__gt=rows.now).first(),
    "held_b": lambda rows: Meeting.objects.filter(site=rows.site_b).first(),
    "offered": lambda rows: Case.objects.filter(site=rows.site, discussions=None).first(),
    "to_present": lambda rows: Discussion.objects.filter(meeting__site=rows.site, meeting__starts_at__gt=rows.now).first(),
    "discussion": lambda rows: rows.case.discussions.first(),
    "step": lambda rows: NextStep.objects.filter(discussion__case__site=rows.site, feedback=None).last(),
    "answer": lambda rows: Feedback.objects.filter(next_step__discussion__case=rows.case).last(),
    "without_account": lambda rows: Member.objects.filter(site=rows.site, user=None, left_on=None).first(),
    "discipline": lambda rows: Discipline.objects.first(),
    "seat": lambda rows: SeatTarget.objects.filter(site=rows.site).first(),
    "role": lambda rows: Role.objects.filter(kind="adviser").first(),
    "ground_rules": lambda rows: GroundRules.objects.first(),
    "expense": lambda rows: Expense.objects.filter(site=rows.site).first(),
    "event": lambda rows: ProgrammeEvent.objects.last(),
    "host": lambda rows: rows.site.host,
    "spare": lambda rows: Organisation.objects.first(),
    "attendance": lambda rows: Attendance.objects.filter(meeting=rows.held, mark="stand_in").first(),
    "being_checked": lambda rows: ClearedText.objects.being_checked().filter(site=rows.site).first(),
    "public_text": _texts(publication__isnull=False, audience="public"),
    "issue": lambda rows: _issues(rows).published().first(),
    "public_issue": lambda rows: _issues(rows).for_everyone().first(),
    "raw_issue": lambda rows: _issues(rows).not_out().first(),
    "reply": lambda rows: IssueReply.objects.filter(issue__site=rows.site, by=rows.users["commissioner"], kind="will_change").first(),
    "evidence": lambda rows: Evidence.objects.order_by("pk").first(),
    "attached": lambda rows: AttachedEvidence.objects.filter(case__site=rows.site).last(),
    "question": lambda rows: Question.objects.filter(site=rows.site, answered_at=None).last(),
    "answered": lambda rows: Question.objects.filter(site=rows.site, releases__isnull=False).last(),
    "sent_issue": lambda rows: NewsletterIssue.objects.first(),
    "entry": lambda rows: Entry.objects.filter(issue__sent_at=None).first(),
    "subscriber": lambda rows: Subscriber.objects.first(),
}  # fmt: skip
