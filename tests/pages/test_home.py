"""Role home: what awaits each person, named; each thing vanishes once it is done."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from cases.clearance import actions as clearance_actions
from cases.commissioning import actions as issue_actions
from cases.commissioning.models import IssueReply
from cases.next_steps.actions import steps as step_actions
from cases.next_steps.models import Feedback
from knowledge.actions import evidence as evidence_actions
from meetings import actions as meeting_actions
from members.models import Role, User
from newsletter import actions as newsletter_actions
from pages.home.views import greeting, home_context
from tests.factories.cases import (
    CaseFactory,
    ClearedTextFactory,
    CommissionerIssueFactory,
    DiscussionFactory,
    NextStepFactory,
)
from tests.factories.knowledge import AttachedEvidenceFactory, QuestionFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.members import FacilitationFactory, InvitationFactory, MemberFactory, RoleFactory
from tests.factories.sites import ProgrammeFactory, SiteFactory
from tests.reading import one_line

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return SiteFactory()


@pytest.fixture
def facilitator(site):
    return FacilitationFactory(member=MemberFactory(site=site)).member


@pytest.fixture
def member(site):
    return MemberFactory(site=site)


def person(kind, programme, sites=()):
    return RoleFactory(kind=kind, programme=programme, sites=sites).user


def home_of(user):
    """The context of the home page of `user`, read anew."""
    return home_context(User.objects.get(pk=user.pk))


def labels(user):
    context = home_of(user)
    lead = [context["lead"].label] if hasattr(context["lead"], "label") else []
    return lead + [row.label for row in context["rows"]]


def text_being_checked(site, **kwargs):
    return ClearedTextFactory(case=CaseFactory(site=site, presented=True), **kwargs)


def test_the_greeting_goes_by_the_time_of_day():
    assert [greeting(hour) for hour in (0, 11, 12, 17, 18, 23)] == [
        "Good morning",
        "Good morning",
        "Good afternoon",
        "Good afternoon",
        "Good evening",
        "Good evening",
    ]


def test_the_facilitator_is_led_to_the_next_meeting_with_who_brings_which_case(client, facilitator, site):
    meeting = MeetingFactory(site=site)
    case = CaseFactory(site=site, presenter=MemberFactory(site=site, name="Carol Whitcombe"))
    DiscussionFactory(case=case, meeting=meeting)
    client.force_login(facilitator.user)

    page = client.get("/").content.decode()

    assert "Your next meeting is in 7 days" in page
    assert "Carol presents" in page
    assert case.title in page
    assert page.count("btn-primary") == 2  # one, beside the link that skips to the main part


def test_a_case_not_presented_yet_is_not_on_the_home_of_other_members(client, member, site):
    case = CaseFactory(site=site)
    DiscussionFactory(case=case, meeting=MeetingFactory(site=site))
    client.force_login(member.user)

    page = client.get("/").content.decode()

    assert "Your next meeting is in 7 days" in page
    assert case.title not in page


def test_a_facilitator_without_a_date_is_asked_to_set_one(client, facilitator, site):
    client.force_login(facilitator.user)

    page = client.get("/").content.decode()

    assert "Your first meeting has no date yet" in page
    assert reverse("meetings:meeting_schedule", args=[site.slug]) in page


def test_nothing_waits_until_the_next_meeting(client, member, site):
    meeting = MeetingFactory(site=site)
    client.force_login(member.user)
    assert "You have no tasks" not in client.get("/").content.decode()  # it asks whether they come
    meeting_actions.reply(meeting, member=member, coming="yes", by=member.user)

    page = client.get("/").content.decode()

    assert "You have no tasks" in page
    day = timezone.localtime(meeting.starts_at)
    assert f"Your next meeting is on {day.day} {day:%B}." in one_line(page)


def test_somebody_without_a_place_is_told_so(client):
    user = User.objects.create_user("nobody@example.org", name="No Place")
    client.force_login(user)

    page = client.get("/").content.decode()

    assert "You are not in a programme yet" in page


def test_a_meeting_that_nobody_closed_waits_until_it_is_closed(facilitator, site):
    meeting = MeetingFactory(site=site, held=True, number=3)

    assert "Record attendance at meeting 3" in labels(facilitator.user)

    meeting_actions.record_attendance(meeting, marks={facilitator: ("present", "")}, by=facilitator.user)
    meeting_actions.close(meeting, by=facilitator.user)
    assert "Record attendance at meeting 3" not in labels(facilitator.user)


def test_own_next_steps_wait_until_there_is_an_answer(member, site):
    case = CaseFactory(site=site, presented=True)
    step = NextStepFactory(discussion=case.discussions.get(), owner=member)
    other = NextStepFactory(discussion=case.discussions.get())

    assert home_of(member.user)["own_steps"] == [step]
    assert home_of(other.owner.user)["own_steps"] == [other]

    step_actions.give_feedback(step, outcome=Feedback.Outcome.HELD_STEADY, by=member.user)
    assert home_of(member.user)["own_steps"] == []


def test_the_facilitator_sees_how_many_steps_come_back(facilitator, site):
    case = CaseFactory(site=site, presented=True)
    step = NextStepFactory(discussion=case.discussions.get())
    MeetingFactory(site=site)

    assert "One next step has no feedback" in labels(facilitator.user)

    step_actions.give_feedback(step, outcome=Feedback.Outcome.HELPED, by=facilitator.user)
    assert "One next step has no feedback" not in labels(facilitator.user)


def test_a_text_waits_for_those_who_can_approve_it_until_it_is_approved(facilitator, site):
    team = person(Role.Kind.PROGRAMME_TEAM, site.programme)
    text = text_being_checked(site)
    label = f"Check before sharing: {text.title}"

    assert label in labels(facilitator.user)
    assert label in labels(team)

    clearance_actions.approve(text, sha256=text.sha256, by=team)
    assert label not in labels(facilitator.user)
    assert label not in labels(team)


def test_nobody_approves_what_they_wrote_or_brought(facilitator, site):
    presenter = MemberFactory(site=site)
    case = CaseFactory(site=site, presented=True, presenter=presenter)
    text = clearance_actions.send_for_checking(
        {"title": "What we learned"}, kind="learning_object", audience="programme", programme=site.programme,
        site=site, case=case, authors=[facilitator.user], by=facilitator.user,
    )  # fmt: skip

    assert f"Check before sharing: {text.title}" not in labels(facilitator.user)
    assert labels(presenter.user) == [f"Agree or not: {text.title}"]


def test_a_presenter_is_asked_to_agree_and_the_facilitator_then_to_publish(facilitator, site):
    presenter = MemberFactory(site=site)
    text = ClearedTextFactory(case=CaseFactory(site=site, presented=True, presenter=presenter))
    team = person(Role.Kind.PROGRAMME_TEAM, site.programme)
    clearance_actions.approve(text, sha256=text.sha256, by=team)
    assert f"Publish: {text.title}" not in labels(facilitator.user)

    clearance_actions.agree(text.case, member=presenter, audience=text.audience, by=presenter.user, text=text)

    assert labels(presenter.user) == []
    assert f"Publish: {text.title}" in labels(facilitator.user)
    clearance_actions.publish(text, by=facilitator.user)
    assert f"Publish: {text.title}" not in labels(facilitator.user)


def test_a_text_sent_back_waits_for_its_author(facilitator, site):
    case = CaseFactory(site=site, presented=True)
    broker = person(Role.Kind.KNOWLEDGE_BROKER, site.programme)
    text = clearance_actions.send_for_checking(
        {"title": "Too long"}, kind="learning_object", audience="programme", programme=site.programme,
        site=site, case=case, authors=[facilitator.user], by=facilitator.user,
    )  # fmt: skip

    clearance_actions.send_back(text, reason="Say it shorter", by=broker)

    assert f"{broker} sent a text back: Too long" in labels(facilitator.user)
    assert f"{broker} sent a text back: Too long" not in labels(broker)


def test_a_broker_is_led_to_the_question_for_the_soonest_meeting(site):
    broker = person(Role.Kind.KNOWLEDGE_BROKER, site.programme)
    sooner = SiteFactory(programme=site.programme)
    MeetingFactory(site=sooner)
    later = QuestionFactory(case=CaseFactory(site=site, presented=True), words="Which one is later?")
    first = QuestionFactory(case=CaseFactory(site=sooner, presented=True), words="Which one is first?")

    context = home_of(broker)

    assert context["lead"].question == first
    assert [row.label for row in context["questions"]] == [later.words]
    evidence_actions.answer(first, answer="This one", by=broker)
    assert home_of(broker)["lead"].question == later


def test_a_question_says_what_its_answer_still_lacks(site):
    broker = person(Role.Kind.KNOWLEDGE_BROKER, site.programme)
    question = QuestionFactory(case=CaseFactory(site=site, presented=True))
    AttachedEvidenceFactory(case=question.case, question=question, bottom_line="")

    lead = home_of(broker)["lead"]

    assert lead.state == (
        "One piece of evidence is attached. It has no bottom line yet, so members may not read it."
    )
    assert lead.action == "Write the bottom lines"


def published_issue(site, *, title="People lose support"):
    issue = CommissionerIssueFactory(case=CaseFactory(site=site, presented=True))
    presenter = issue.case.presenter_rows.get().member
    writer, of_the_site = MemberFactory(site=site).user, MemberFactory(site=site).user
    text = issue_actions.send_issue_for_checking(issue, title=title, words="Anonymous version", by=writer)
    clearance_actions.agree(issue.case, member=presenter, audience=text.audience, by=None, text=text)
    clearance_actions.approve(text, sha256=text.sha256, by=of_the_site)
    clearance_actions.publish(text, by=writer)
    return issue


def test_a_commissioner_is_led_to_the_issue_of_their_site_until_they_reply(site):
    commissioner = person(Role.Kind.COMMISSIONER, site.programme, [site])
    elsewhere = SiteFactory(programme=site.programme)
    issue = published_issue(site)
    published_issue(elsewhere, title="Of another site")

    context = home_of(commissioner)

    assert (context["lead"].title, context["lead"].raised) == ("People lose support", "Raised once")
    assert context["issues"] == []
    reply = issue_actions.reply(
        issue,
        kind=IssueReply.Kind.WILL_CHANGE,
        words="We ring first",
        due_on=timezone.localdate() + timedelta(days=20),
        by=commissioner,
    )
    after = home_of(commissioner)
    assert after["lead"] is None
    assert [(promise.title, promise.state) for promise in after["promises"]] == [
        ("People lose support", "due in 20 days")
    ]
    issue_actions.keep_promise(reply, on=timezone.localdate(), by=commissioner)
    assert home_of(commissioner)["promises"][0].state == "kept"


def test_an_issue_that_nobody_approved_is_not_on_a_commissioners_home(client, site):
    commissioner = person(Role.Kind.COMMISSIONER, site.programme, [site])
    issue = CommissionerIssueFactory(case=CaseFactory(site=site, presented=True), words="As put in the room")
    client.force_login(commissioner)

    page = client.get("/").content.decode()

    assert issue.words not in page
    assert "You have no tasks" in page


def test_the_team_hears_of_a_site_that_falls_behind(site):
    team = person(Role.Kind.PROGRAMME_TEAM, site.programme)

    assert f"{site} is behind schedule" in labels(team)

    MeetingFactory(site=site)
    assert f"{site} is behind schedule" not in labels(team)


def test_the_team_hears_of_invitations_that_nobody_accepted_for_days(site):
    team = person(Role.Kind.PROGRAMME_TEAM, site.programme)
    label = "One person has not accepted the invitation"
    with time_machine.travel(timezone.now() - timedelta(days=7)):
        invitation = InvitationFactory(
            member=None, role_kind=Role.Kind.ADVISER, programme=site.programme, email="a@example.org", name="Ann"
        )  # fmt: skip

    assert label in labels(team)

    invitation.revoked_at = timezone.now()
    invitation.save()
    assert label not in labels(team)


def test_a_letter_waits_for_its_broker_and_then_for_the_team(site):
    team = person(Role.Kind.PROGRAMME_TEAM, site.programme)
    broker = person(Role.Kind.KNOWLEDGE_BROKER, site.programme)
    MeetingFactory(site=site, held=True)
    month = (timezone.localdate() - timedelta(days=7)).replace(day=1)
    issue = newsletter_actions.assemble(site.programme, month=month)
    label = f"Approve the newsletter of {month:%B}"

    assert home_of(broker)["letter"] == issue
    assert label not in labels(team)

    newsletter_actions.send_newsletter_for_checking(issue, by=broker)
    assert home_of(broker)["letter"] is None
    assert label in labels(team)


def test_a_new_programme_leads_its_team_through_setting_it_up(client):
    programme = ProgrammeFactory(aims="")
    team = person(Role.Kind.PROGRAMME_TEAM, programme)
    client.force_login(team)

    page = client.get("/").content.decode()

    assert f"Setting up {programme}" in page
    assert "Describe the programme" in page


def test_two_roles_at_once_are_on_one_page(client, facilitator, site):
    RoleFactory(user=facilitator.user, programme=site.programme, kind=Role.Kind.KNOWLEDGE_BROKER)
    question = QuestionFactory(case=CaseFactory(site=site, presented=True))
    MeetingFactory(site=site)

    context = home_of(facilitator.user)

    assert context["lead"].meeting.site == site
    assert [row.label for row in context["questions"]] == [question.words]


def test_nothing_waits_in_a_programme_that_has_ended(facilitator, site):
    step = NextStepFactory(
        discussion=CaseFactory(site=site, presented=True).discussions.get(), owner=facilitator
    )
    text_being_checked(site)
    assert home_of(facilitator.user)["own_steps"] == [step]

    site.programme.ended_on = timezone.localdate()
    site.programme.save()
    context = home_of(facilitator.user)

    assert (context["rows"], context["own_steps"], context["lead"]) == ([], [], None)
    assert context["ended"] == [site.programme]


def test_a_visitor_gets_the_public_front_page(client, site):
    page = client.get("/").content.decode()

    assert "Learning together from difficult cases" in one_line(page)
    assert f"{site.programme} brings together front-line workers" in one_line(page)
    assert reverse("newsletter:subscribe") in page


def test_the_front_page_shows_only_what_is_public(client, site):
    ClearedTextFactory(case=CaseFactory(site=site, presented=True))

    assert "What we learned" not in client.get("/").content.decode()


def test_the_day_of_the_meeting_leads_to_who_is_here(client, facilitator, site):
    with time_machine.travel(datetime(2026, 11, 16, 14, 30, tzinfo=ZoneInfo("Europe/London")), tick=False):
        meeting = MeetingFactory(site=site, starts_at=timezone.now() - timedelta(minutes=30))
        client.force_login(facilitator.user)

        page = client.get("/").content.decode()

    assert "Your next meeting is today" in page
    assert reverse("meetings:attendance_record", args=[meeting.pk]) in page
