"""What came after the first month in the world: the letter that was sent, and what is open today."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from cases.actions import cases as case_actions
from cases.actions.minutes import write_case_minutes
from cases.commissioning import actions as issue_actions
from cases.models import CaseMinutes
from cases.next_steps.actions import steps as step_actions
from cases.next_steps.actions.changes import correct_feedback, remove_step
from cases.next_steps.models import LaterLook
from kit.editing.drafts import keep_draft
from kit.models import Revision, subject_of
from kit.removal import set_aside
from meetings import actions as meeting_actions
from meetings.invitations.actions import tell
from members.models import DisciplineProposal, MemberUpload
from newsletter import actions as newsletter_actions
from newsletter.models import SiteUpdate
from tests.cases.checking import presenters_agree
from tests.factories.invitations import DateInvitationFactory
from tests.factories.meetings import AgendaItemFactory, MeetingFactory
from tests.factories.members import InvitationFactory, MemberFactory
from tests.factories.sites import ExpenseFactory, ProgrammeEventFactory
from tests.newsletter.checking import texts_of
from tests.permissions.versions import keep_earlier_versions

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 3, 20, 10, 0, tzinfo=LONDON)


def sent_letter(world) -> None:
    """The letter about February: with a title and a few words of site A for everyone, sent to members and outsiders."""
    broker, team = world.users["broker"], world.users["team"]
    world.subscriber = newsletter_actions.confirm(
        newsletter_actions.subscribe(world.programme, email="outsider@example.org")
    )
    world.sent_issue = newsletter_actions.assemble(world.programme, month=date(2026, 2, 1))
    world.sent_update = newsletter_actions.write_site_update(
        world.sent_issue, site=world.site, words="zqxupdate words", by=world.users["facilitator"]
    )
    newsletter_actions.edit_issue(
        world.sent_issue,
        title="zqxletter title",
        standfirst="zqxletter standfirst",
        by=broker,
        audience="programme",
    )
    newsletter_actions.send_newsletter_for_checking(world.sent_issue, by=broker)
    presenters_agree(texts_of(world.sent_issue))
    everything = set(world.sent_issue.entries.values_list("pk", flat=True))
    newsletter_actions.approve_entries(world.sent_issue, by=world.users["member"], checked=everything)
    newsletter_actions.approve(world.sent_issue, by=team, checked=everything)
    newsletter_actions.send(world.sent_issue, by=team)


def march(world) -> None:
    """What is still open today: meetings to come, the letter in the making, invitations, a list on its way in."""
    facilitator = world.users["facilitator"]
    by_mistake = step_actions.add_next_step(world.discussion, what="Ring never", owner=None, by=facilitator)
    remove_step(by_mistake, by=facilitator)
    world.removed = set_aside(ExpenseFactory(site=world.site, note="Biscuits twice"), by=facilitator)
    world.march = MeetingFactory(site=world.site, number=2, starts_at=NOW.replace(day=5, hour=14))
    case_actions.discuss(world.case, at=world.march, by=facilitator)
    world.typed = Revision.objects.of(world.case, "presentation").first()
    world.set_aside = Revision.objects.create(
        subject=subject_of(world.case),
        section="learning set aside",
        version=1,
        text="Too late",
        by=facilitator,
    )
    keep_draft(world.march, f"said_{world.step.pk}", text="Half typed", key="a-key", by=facilitator)
    meeting_actions.share_minutes(world.held, by=facilitator)
    meeting_actions.approve_minutes(world.held, at=world.march, by=facilitator)
    world.without_account.detail_corrections.create(
        what="role", since=date(2026, 1, 12), reason="Misread on the list", by=facilitator
    )
    meeting_actions.write_minutes(
        world.held, text="What was said then", reason="A word was missing", by=facilitator
    )
    for text in ("What was said of her", "What was said of it"):
        write_case_minutes(world.held, case=world.case, text=text, reason="It was not so", by=facilitator)
    world.upcoming = MeetingFactory(
        site=world.site,
        number=3,
        starts_at=NOW.replace(day=26, hour=14),
        place="Downstairs",
        link="https://example.org/room",
    )
    AgendaItemFactory(meeting=world.upcoming)
    correct_feedback(
        world.answer,
        outcome=world.answer.outcome,
        words="It was calm",
        reason="Misheard",
        by=facilitator,
    )
    world.look = LaterLook.objects.create(
        case=world.case, months=3, outcome="better", words="She sleeps", said_by=facilitator
    )
    spoken_for = step_actions.add_next_step(
        world.discussion, what="Ask third", owner=world.presenter, by=facilitator
    )
    step_actions.give_feedback(
        spoken_for, outcome="helped", meeting=world.march, stand_in_name="Stan Standin", by=facilitator
    )
    world.feed = meeting_actions.make_feed(user=world.users["member"])
    world.site_feed = meeting_actions.make_feed(user=world.users["member"], site=world.site)
    meeting_actions.reply(
        world.upcoming, member=world.without_account, coming="stand_in", stand_in_name="Sid Standin"
    )
    world.asked = DateInvitationFactory(
        meeting=world.upcoming,
        user=world.users["commissioner"],
        name="Co Asked",
        about="How homes are allocated",
    )
    world.guest = DateInvitationFactory(meeting=world.upcoming, name="Gus Guest", email="gus@example.org")
    world.proposed = DateInvitationFactory(
        meeting=world.upcoming, name="Otto Offer", email="otto@example.org", proposed=True
    )
    world.to_come = ProgrammeEventFactory(
        programme=world.programme,
        title="Advisers meet",
        kind="advisory",
        starts_at=NOW.replace(month=4, day=14),
        days=2,
        link="https://example.org/advisers",
        agenda="What we learn from it",
        notes="Ask the boards",
    )
    world.lone_event = ProgrammeEventFactory(programme=world.programme)  # to which nobody is invited
    world.to_come.groups.create(kind="adviser")
    world.asked_to_event = DateInvitationFactory(
        meeting=None,
        event=world.to_come,
        user=world.users["adviser"],
        name="Ad Asked",
        capacity="other",
        purpose="",
    )
    world.speaker = DateInvitationFactory(
        meeting=None,
        event=world.to_come,
        name="Sue Speaker",
        email="sue@example.org",
        capacity="other",
        purpose="",
    )
    world.paper = world.to_come.papers.create(title="Slides", link="https://example.org/slides")
    world.came_to_event = DateInvitationFactory(
        meeting=None,
        event=world.event,
        name="Cam Came",
        email="cam@example.org",
        capacity="other",
        purpose="",
    )
    world.came_to_event.attendances.create(day=1)
    tell()
    world.to_present = case_actions.discuss(world.offered, at=world.upcoming, by=facilitator)
    world.cancelled = MeetingFactory(
        site=world.site, number=4, cancelled=True, cancelled_because="Too few", starts_at=NOW.replace(day=27)
    )
    world.promise = world.reply
    world.other_issue = issue_actions.raise_issue(
        world.case, theme="threshold", words="Another thing", by=facilitator
    )
    world.issue_being_checked = issue_actions.send_issue_for_checking(
        world.other_issue, title="zqxwaiting title", words="zqxwaiting words", by=facilitator
    )
    world.letter = newsletter_actions.assemble(world.programme, month=date(2026, 3, 1))
    newsletter_actions.write_site_update(world.letter, site=world.site, words="In March", by=facilitator)
    world.entry = world.letter.entries.get(kind="site_update", site=world.site)
    world.invitation = InvitationFactory(
        member=MemberFactory(
            site=world.site,
            discipline=world.discipline,
            user=None,
            name="Ines Invited",
            email="ines@example.org",
        ),
        invited_by=facilitator,
    )
    world.upload = MemberUpload.objects.create(
        site=world.site, by=facilitator, file_name="list.csv", rows=[["Name", "Role"], ["Una Uploaded", "Nurse"]],
        columns={"name": 0, "discipline": 1}, sheets=[["First sheet", [["Name", "Role"]]], ["Second sheet", [["Name"]]]],
    )  # fmt: skip
    world.imported = MemberUpload.objects.create(
        site=world.site, by=facilitator, file_name="before.csv", imported_at=NOW, confirmed_at=NOW,
        not_taken=["Favourite colour (column C)"],
        report=[{"row": 2, "name": "Rita Reported", "outcome": "added", "why": "New here"}],
    )  # fmt: skip
    world.proposal = DisciplineProposal.objects.create(
        programme=world.programme, name="Peer mentor", proposed_by=facilitator
    )
    world.revision = Revision.objects.of(world.case, "learning").last()
    world.part_of_minutes = CaseMinutes.objects.get(meeting=world.held, case=world.case)
    world.draft_of_write_up = world.write_ups["only_draft"]
    world.site_update = SiteUpdate.objects.get(issue=world.letter, site=world.site)
    world.own_words = world.member.own_words
    keep_earlier_versions(world)
