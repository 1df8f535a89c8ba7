"""A small world with one of everything, and one person in each role. Site A is where everything happens; B is elsewhere."""

from datetime import date, datetime
from types import SimpleNamespace

import time_machine
from django.core.files.base import ContentFile

from cases.actions import cases as case_actions
from cases.clearance import actions as clearance_actions
from cases.clearance.checkers import ask_to_check, usual_day
from cases.clearance.messages import write_message
from cases.clearance.models import Audience, FoundPassage
from cases.clearance.rereading import read_new_texts
from cases.models import Case, Need, Theme
from cases.next_steps.actions import steps as step_actions
from cases.next_steps.models import Feedback
from knowledge.actions import evidence as evidence_actions
from knowledge.library.actions import write_ups as library_actions
from knowledge.models import EvidenceReaction
from meetings import actions as meeting_actions
from meetings.models import Attendance
from members import actions as member_actions
from members.actions.own_words import write_own_words
from members.models import Role, User
from tests.cases.checking import presenters_agree
from tests.documents import pdf
from tests.factories.cases import CaseFactory
from tests.factories.knowledge import EvidenceFactory
from tests.factories.meetings import AgendaItemFactory, MeetingFactory, VisitFactory
from tests.factories.members import (
    PASSWORD,
    DisciplineFactory,
    FacilitationFactory,
    GroundRulesFactory,
    MemberFactory,
    RoleFactory,
    UserFactory,
)
from tests.factories.sites import (
    ExpenseFactory,
    OrganisationFactory,
    ProgrammeEventFactory,
    ProgrammeFactory,
    SiteFactory,
)
from tests.knowledge import publishing
from tests.permissions import issues, later
from tests.permissions.later import LONDON, NOW

A_MONTH_AGO = datetime(2026, 2, 10, 14, 0, tzinfo=LONDON)
ROLES = [
    "anonymous",
    "member",  # of site A
    "member_elsewhere",  # of site B, in the same programme
    "presenter",  # a member of site A who brings every case
    "facilitator",
    "facilitator_elsewhere",
    "broker",
    "team",
    "adviser",
    "commissioner",  # of site A
    "commissioner_elsewhere",  # of site B
    "superuser",  # without a role
    "stranger",  # has an account, and no place
]


class World(SimpleNamespace):
    """Rows by name, and `users` by role (None for the visitor without an account)."""

    def user(self, role: str) -> User | None:
        """The person in `role`, read anew, so that nothing is remembered about where they stand."""
        person = self.users[role]
        return None if person is None else User.objects.get(pk=person.pk)


def build() -> World:
    """Make the world, as it is on the morning of NOW."""
    world = World(users={"anonymous": None})
    with time_machine.travel(datetime(2026, 1, 12, 9, 0, tzinfo=LONDON)):
        _places(world)
        _people(world)
    with time_machine.travel(A_MONTH_AGO):
        _meetings(world)
        _cases(world)
        _evidence(world)
        _write_ups(world)
        issues.raise_and_answer(world, publish=approve_and_publish)
        _questions(world)
    with time_machine.travel(datetime(2026, 3, 2, 9, 0, tzinfo=LONDON)):
        later.sent_letter(world)
    with time_machine.travel(NOW):
        later.march(world)
    return world


def _places(world: World) -> None:
    world.programme = ProgrammeFactory(
        name="Copper", slug="copper", started_on=date(2026, 1, 5), aims="To think together"
    )
    world.site = SiteFactory(
        programme=world.programme, code="CP1", place="Ashby", slug="cp1-ashby", usual_room="Upstairs"
    )
    world.site_b = SiteFactory(programme=world.programme, code="CP2", place="Birley", slug="cp2-birley")
    world.site_c = SiteFactory(
        programme=ProgrammeFactory(name="Dunlin", slug="dunlin"),
        code="CP1",
        place="Corrie",
        slug="cp1-corrie",
    )
    world.site.states.create(
        state="ended", since=date(2026, 1, 6), reason="No host yet", recorded_by=None
    )  # and began again
    world.site.states.create(state="running", since=date(2026, 1, 12), reason="Found one", recorded_by=None)
    world.discipline = DisciplineFactory(programme=world.programme, name="Street outreach worker")
    world.wanted = DisciplineFactory(programme=world.programme, name="Adult social worker")
    world.works_with = DisciplineFactory(programme=world.site_c.programme, name="zqxworks warden")
    world.expense = ExpenseFactory(site=world.site, note="Biscuits")
    world.event = ProgrammeEventFactory(programme=world.programme)
    world.host, world.spare = world.site.host, OrganisationFactory(name="Spare Trust")
    world.theme, world.need = Theme.objects.first(), Need.objects.first()


def _member(world: World, role: str, site=None, **kwargs):
    member = MemberFactory(
        site=site or world.site,
        discipline=world.discipline,
        user=UserFactory(email=f"{role}@example.org", name=f"{role.title()} Person", job_title="Nurse"),
        joined_on=date(2026, 1, 12),
        **kwargs,
    )
    world.users[role] = member.user
    return member


def _role(world: World, role: str, kind: str, sites=()) -> None:
    user = UserFactory(email=f"{role}@example.org", name=f"{role.title()} Person", job_title="Head")
    RoleFactory(user=user, programme=world.programme, kind=kind, sites=sites, since=date(2026, 1, 5))
    world.users[role] = user


def _people(world: World) -> None:
    _role(world, "team", Role.Kind.PROGRAMME_TEAM)
    team = world.users["team"]
    world.member = _member(world, "member")
    world.presenter = _member(world, "presenter")
    world.facilitation = FacilitationFactory(member=_member(world, "facilitator"))
    world.member_b = _member(world, "member_elsewhere", world.site_b)
    FacilitationFactory(member=_member(world, "facilitator_elsewhere", world.site_b))
    _role(world, "broker", Role.Kind.KNOWLEDGE_BROKER)
    _role(world, "adviser", Role.Kind.ADVISER)
    _role(world, "commissioner", Role.Kind.COMMISSIONER, [world.site])
    _role(world, "commissioner_elsewhere", Role.Kind.COMMISSIONER, [world.site_b])
    world.users["superuser"] = User.objects.create_superuser(
        "superuser@example.org", PASSWORD, name="Superuser Person"
    )
    world.users["stranger"] = UserFactory(email="stranger@example.org", name="Stranger Person")
    for role, user in world.users.items():
        world.users[role] = user and User.objects.get(pk=user.pk)
    world.without_account = MemberFactory(
        site=world.site, discipline=world.discipline, user=None, name="Ada Quill", joined_on=date(2026, 1, 12)
    )
    member_actions.change_job(
        world.without_account, organisation=world.site.host, since=date(2026, 1, 12), by=team
    )
    member_actions.override_mark(
        world.without_account, mark="X", since=date(2026, 2, 1), reason="Came on paper", by=team
    )
    member_actions.leave(world.without_account, on=date(2026, 1, 20), because="Ill for a while", by=team)
    member_actions.come_back(world.without_account, on=date(2026, 2, 2), by=team)
    world.without_account.past_names.create(name="Ada Before", until=date(2026, 2, 12))
    world.without_account.past_roles.create(discipline=None, until=date(2026, 1, 15))
    world.by_mistake = MemberFactory(
        site=world.site, discipline=world.discipline, user=None, name="Mo Staik", joined_on=date(2026, 1, 12)
    )
    world.left = MemberFactory(
        site=world.site,
        discipline=world.discipline,
        user=None,
        joined_on=date(2026, 1, 12),
        name="Lee Gone",
        email="lee@example.org",
    )
    member_actions.leave(world.left, on=date(2026, 2, 1), because="A new job", by=team)
    world.stepped_out = _member(world, "stepped_out")
    world.users["stepped_out"] = User.objects.get(pk=world.stepped_out.user_id)
    world.ground_rules = GroundRulesFactory(programme=world.programme, since=date(2026, 1, 5))
    member_actions.agree(world.member, ground_rules=world.ground_rules, on=date(2026, 1, 12), by=team)
    write_own_words(world.member, words="To ring first", by=world.users["member"])
    world.seat = member_actions.want_seat(world.site, discipline=world.wanted, by=team)
    world.role = Role.objects.get(user=world.users["adviser"])


def _meetings(world: World) -> None:
    facilitator = world.users["facilitator"]
    world.held = MeetingFactory(
        site=world.site, number=1, kind="taster", starts_at=A_MONTH_AGO.replace(hour=10), place="Upstairs"
    )
    AgendaItemFactory(meeting=world.held)
    meeting_actions.record_attendance(
        world.held,
        marks={
            world.member: (Attendance.Mark.PRESENT, ""),
            world.presenter: (Attendance.Mark.APOLOGIES, ""),
            world.without_account: (Attendance.Mark.STAND_IN, "Sam Standin"),
        },
        by=facilitator,
    )
    world.attendance = world.held.attendances.get(member=world.without_account)
    world.visit = VisitFactory(meeting=world.held, name="Vera Visitor")
    meeting_actions.write_minutes(world.held, text="What was said", by=facilitator)
    meeting_actions.close(world.held, by=facilitator)
    meeting_actions.record_attendance(
        world.held,
        marks={world.member: (Attendance.Mark.PRESENT, ""), world.presenter: (Attendance.Mark.PRESENT, "")},
        by=facilitator,
        reason="She came late",
    )
    world.held_b = MeetingFactory(site=world.site_b, number=1, starts_at=A_MONTH_AGO.replace(hour=11))


def _case(world: World, title: str, *, presented: bool = True) -> Case:
    case = CaseFactory(site=world.site, title=title, presenter=world.presenter)
    case.worked_with_by.add(world.works_with)
    case.themes.add(world.theme)
    case.needs.add(world.need)
    if presented:
        case_actions.discuss(case, at=world.held, by=world.users["facilitator"])
    return case


def _cases(world: World) -> None:
    facilitator = world.users["facilitator"]
    world.offered = _case(world, "Not presented yet", presented=False)
    world.case = _case(world, "Presented")
    world.case = case_actions.edit(
        world.case, by=facilitator, base_version=world.case.version, learning="Learned more"
    )
    case_actions.step_out(world.case, member=world.stepped_out, by=world.users["stepped_out"])
    world.discussion = world.case.discussions.get()
    case_actions.write_notes(world.discussion, notes="Notes of the room", by=facilitator)
    world.step = step_actions.add_next_step(
        world.discussion, what="Ring first", owner=world.member, by=facilitator
    )
    answered = step_actions.add_next_step(
        world.discussion, what="Write second", owner=world.presenter, by=facilitator
    )
    world.answer = step_actions.give_feedback(
        answered, outcome=Feedback.Outcome.HELPED, words="It was quieter", by=world.users["presenter"]
    )


def _evidence(world: World) -> None:
    broker = world.users["broker"]
    world.evidence = EvidenceFactory(
        programme=world.programme,
        summary="What it found",
        conflict="Another study found the opposite",
        abstract="What they asked",
        number="2",
        edition="2",
        publisher="A press",
        place="Leeds",
        language="Welsh",
    )
    world.evidence.file.save("study.pdf", ContentFile(pdf()))
    world.attached = evidence_actions.attach(
        world.evidence, case=world.case, by=broker, bottom_line="Ringing works", why_here="She answers it"
    )
    evidence_actions.react(
        world.attached, member=world.presenter, kind=EvidenceReaction.Kind.USEFUL, by=world.users["presenter"]
    )


def approve_and_publish(world: World, text):
    """Two people who did not write it approve a text, one of them from the site; its presenter has agreed."""
    if text.case is not None:
        clearance_actions.agree(
            text.case, member=world.presenter, audience=text.audience, by=world.users["presenter"]
        )
        presenters_agree([text])
    for approver in ("team", "member"):
        clearance_actions.approve(text, sha256=text.sha256, by=world.users[approver])
    clearance_actions.publish(text, by=world.users["facilitator"])


def write_up(world: World, name: str, audience: str, *, send_for_checking: bool = True):
    """A write-up of a case of its own, whose words say `name`, sent for checking for `audience`."""
    facilitator = world.users["facilitator"]
    learning_object = library_actions.start_write_up(_case(world, f"Case of {name}"), by=facilitator)
    library_actions.edit_write_up(
        learning_object,
        by=facilitator,
        draft_title=f"{name} title",
        draft_standfirst=f"{name} standfirst",
        draft_story=f"{name} story",
        draft_tried=f"{name} tried",
        draft_again=f"{name} again",
        draft_stood_in_the_way=f"{name} way",
    )
    if send_for_checking:
        library_actions.send_write_up_for_checking(learning_object, audience=audience, by=facilitator)
    return learning_object


def _write_ups(world: World) -> None:
    facilitator = world.users["facilitator"]
    world.write_ups = {}
    for name, audience in [
        ("for_programme", Audience.PROGRAMME),
        ("for_commissioners", Audience.COMMISSIONERS),
        ("for_public", Audience.PUBLIC),
        ("withdrawn", Audience.PUBLIC),
        ("being_checked", Audience.PROGRAMME),
        ("sent_back", Audience.PROGRAMME),
        ("only_draft", Audience.PROGRAMME),
    ]:
        world.write_ups[name] = write_up(
            world, f"zqx{name}", audience, send_for_checking=name != "only_draft"
        )
    for name in ("for_programme", "for_commissioners", "for_public", "withdrawn"):
        version = world.write_ups[name].versions.get()
        approve_and_publish(world, version.cleared_text)
        library_actions.ask_for_missing_pdfs()
    publishing.withdraw(world.write_ups["withdrawn"], because="mistake", note="Said too much", by=facilitator)
    world.withdrawn = world.write_ups["withdrawn"].versions.get().cleared_text
    world.being_checked = world.write_ups["being_checked"].versions.get().cleared_text
    world.sent_back = world.write_ups["sent_back"].versions.get().cleared_text
    clearance_actions.send_back(world.sent_back, reason="zqxsendback reason", by=world.users["broker"])
    write_message(
        world.being_checked, quote="being_checked story", words="Say which winter", by=world.users["broker"]
    )
    ask_to_check(
        world.being_checked, people=[world.users["member"]], due_on=usual_day(world.site),
        by=world.users["facilitator"],
    )  # fmt: skip
    world.public_text = world.write_ups["for_public"].versions.get().cleared_text
    read_new_texts()
    world.found = FoundPassage.objects.create(
        rereading=world.public_text.rereadings.get(), digest="a" * 64, kind="person"
    )


def _questions(world: World) -> None:
    broker = world.users["broker"]
    world.question = evidence_actions.ask(
        world.site, words="Does it help?", by=world.users["member"], case=world.case, meeting=world.held
    )
    world.taken = evidence_actions.ask(
        world.site, words="Who knows?", by=world.users["facilitator"], case=world.case
    )
    evidence_actions.take(world.taken, by=broker)
    world.answered = evidence_actions.ask(
        world.site, words="What is known?", by=world.users["facilitator"], case=world.case
    )
    evidence_actions.answer(world.answered, answer="Some studies", by=broker)
    world.question_text = evidence_actions.send_question_for_checking(
        world.answered,
        title="zqxquestion title",
        words="zqxquestion words",
        answer="zqxquestion answer",
        by=broker,
    )
    approve_and_publish(world, world.question_text)
