"""A site in its first months, with everyone who has a part: what journeys across the apps begin from."""

import re
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from cases.models import Case
from cases.next_steps.models import NextStep
from meetings.actions import schedule
from meetings.models import Meeting
from members.models import Role, User
from sites_app.models import Site
from tests.browser.journeys import Visitor
from tests.factories.members import FacilitationFactory, GroundRulesFactory, MemberFactory, RoleFactory
from tests.factories.sites import ProgrammeFactory, SiteFactory

STORY = "A woman in her fifties has not opened a letter for two years. Two services closed her case."


@dataclass
class Table:
    """Ruth facilitates, Bev and Carol sign in, Tom has no e-mail; Pat brokers, Ana leads, Chris commissions."""

    site: Site
    people: dict[str, User] = field(default_factory=dict)

    @property
    def programme(self):
        return self.site.programme

    def user(self, name: str) -> User:
        """That person, with their standing read anew."""
        return User.objects.get(pk=self.people[name].pk)

    def meeting(self, *, in_days: float) -> Meeting:
        """A date in the site's diary."""
        return schedule(
            self.site, starts_at=timezone.now() + timedelta(days=in_days), kind="case", by=self.user("Ruth")
        )


def lay() -> Table:
    """Make them all."""
    programme = ProgrammeFactory(name="Common Ground", slug="common-ground")
    site = SiteFactory(programme=programme, code="CP4", place="Dunsmere", slug="cp4-dunsmere")
    GroundRulesFactory(programme=programme)
    people = {}
    for name in ("Ruth Adeyemi", "Bev Sutton", "Carol Whitcombe"):
        member = MemberFactory(site=site, user__name=name)
        people[member.user.name.split()[0]] = member.user
    FacilitationFactory(member=people["Ruth"].memberships.get())
    MemberFactory(site=site, without_account=True, name="Tom Hallett")
    for name, kind in [
        ("Pat Lowe", Role.Kind.KNOWLEDGE_BROKER),
        ("Ana Reed", Role.Kind.PROGRAMME_TEAM),
        ("Chris Vane", Role.Kind.COMMISSIONER),
    ]:
        sites = [site] if kind == Role.Kind.COMMISSIONER else ()
        role = RoleFactory(programme=programme, kind=kind, user__name=name, sites=sites)
        people[name.split()[0]] = role.user
    return Table(site, people)


def offer_a_case(visitor: Visitor, *, by: str, site: Site) -> Case:
    """From home: three lines."""
    visitor.opens("/")
    visitor.follows("Offer a case")
    visitor.writes("Title", "The post that nobody opens")
    visitor.chooses("What kind of case is it?", "A difficult case")
    visitor.writes("Summary", STORY)
    visitor.chooses("Presenters", by)
    visitor.writes("What is the shared goal?", "A quiet month")
    visitor.presses("Offer this case")
    visitor.is_at("The post that nobody opens")
    return Case.objects.get(site=site)


def put_on_agenda(visitor: Visitor, case: Case, meeting: Meeting) -> None:
    """From the list of cases to the meeting."""
    visitor.opens("/cases/")
    visitor.follows(case.title)
    visitor.follows("Add to an agenda")
    visitor.picks("Meeting", meeting.name)
    visitor.presses("Add to this agenda")
    visitor.reads(f"is on the agenda of {meeting.name}.")


def record_who_came(visitor: Visitor, meeting: Meeting) -> None:
    """Everyone on one screen."""
    visitor.opens(meeting.get_absolute_url())
    visitor.follows("Record attendance")
    visitor.marks(
        [
            ("Bev Sutton", "Here"),
            ("Carol Whitcombe", "Gwen Ross"),
            ("Ruth Adeyemi", "Here"),
            ("Tom Hallett", "Here"),
        ]
    )
    visitor.presses("Save attendance")
    visitor.is_at(meeting.name)
    marks = dict(meeting.attendances.values_list("member__name", "mark"))
    assert marks == {
        "Bev Sutton": "present",
        "Carol Whitcombe": "stand_in",
        "Ruth Adeyemi": "present",
        "Tom Hallett": "present",
    }


def agree_on_steps(visitor: Visitor, case: Case, meeting: Meeting) -> list[NextStep]:
    """From the meeting: what will be tried, and who."""
    visitor.opens(meeting.get_absolute_url())
    visitor.follows("Next steps on")
    visitor.writes("What to try", "Ring before writing")
    visitor.picks("Who", "Bev Sutton")
    visitor.writes("What to try", "Walk there together", number=2)
    visitor.picks("Who", "Tom Hallett", number=2)
    visitor.presses("Save next steps")
    visitor.reads("The next steps have been saved.", "Ring before writing", "Walk there together")
    return list(NextStep.objects.filter(discussion__case=case).order_by("pk"))


def say_how_it_went(visitor: Visitor, step: NextStep) -> None:
    """The owner's answer, from home."""
    visitor.opens("/")
    visitor.follows(re.compile(f"^Give feedback.*{step.what}"))
    visitor.chooses("Did it help?", "Helped")
    visitor.writes("Details", "She picked up at once.")
    visitor.presses("Give feedback")
    visitor.is_at_home()
    assert step.feedback.get().outcome == "helped"
