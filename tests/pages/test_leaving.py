"""Leaving, and other acts that touch a lot: one page asks what becomes of everything that is open, and one press does it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from cases.actions.cases import discuss
from cases.clearance.actions import send_for_checking
from cases.clearance.models import Audience, ClearedText
from cases.commissioning.models import IssueReply
from cases.models import Case
from cases.next_steps.models import NextStep
from cases.tasks import make_due_mail
from kit.models import AuditEvent
from kit.tasks import send_due_mail
from kit.words import day
from knowledge.models import Question
from meetings.models import Meeting
from meetings.tasks import ask_and_remind
from members import actions as member_actions
from members.models import Facilitation, Member, Role, User
from tests.factories.cases import CaseFactory, CommissionerIssueFactory, DiscussionFactory, NextStepFactory
from tests.factories.knowledge import QuestionFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.members import FacilitationFactory, MemberFactory, RoleFactory
from tests.reading import one_line
from tests.ticked import LOOKED

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def coming(people):
    return MeetingFactory(site=people.site, starts_at=timezone.now() + timedelta(days=3))


@pytest.fixture
def leaver(people, coming):
    """Carol presents a case in three days, owns a step and asked a question."""
    carol = people.members.presenter
    case = CaseFactory(site=people.site, presenter=carol, title="Letters that nobody opens")
    discuss(case, at=coming, by=people.facilitator)
    earlier = CaseFactory(site=people.site, presenter=people.members.member, presented=True)
    NextStepFactory(discussion=earlier.discussions.get(), owner=carol, what="Ask the ward who rings")
    QuestionFactory(site=people.site, case=None, asked_by=carol.user, words="What helps with post?")
    return carol


def leaving(client, member, **chosen):
    return client.post(
        reverse("members:member_leave", args=[member.pk]),
        {"on": f"{TODAY():%d/%m/%Y}", "because": "A new job", **chosen},
    )


def names_of(client, member) -> dict[str, str]:
    """The name of each choice on the page, by its kind."""
    page = client.get(reverse("members:member_leave", args=[member.pk]))
    return {name.split("-")[0]: name for name in page.context["form"].held}


def test_the_page_asks_for_everything_that_they_hold(client, people, leaver):
    client.force_login(people.facilitator)

    page = one_line(client.get(reverse("members:member_leave", args=[leaver.pk])).content.decode())

    for words in (
        "Letters that nobody opens",
        "Ask the ward who rings",
        "What helps with post?",
        "It is on the agenda of",
    ):
        assert words in page
    assert set(names_of(client, leaver)) == {"case", "step", "asked"}


def test_the_page_of_somebody_who_holds_nothing_stays_as_short_as_it_was(client, people):
    client.force_login(people.facilitator)

    page = client.get(reverse("members:member_leave", args=[people.members.member.pk]))

    assert [field.name for field in page.context["form"].visible_fields()] == ["on", "because"]
    assert page.content.decode().count("<select") == 0


def test_one_press_hands_over_and_withdraws_and_the_pages_say_so(client, people, leaver, coming):
    client.force_login(people.facilitator)
    name, dev = names_of(client, leaver), people.members.member

    answer = leaving(
        client,
        leaver,
        **{name["case"]: f"to-{dev.pk}", name["step"]: f"to-{dev.pk}", name["asked"]: "withdraw"},
    )

    assert answer.status_code == 302
    assert Member.objects.get(pk=leaver.pk).has_left
    case = Case.objects.get(title="Letters that nobody opens")
    assert list(case.presenters.all()) == [dev]
    assert NextStep.objects.get().owner == dev
    assert not Question.objects.exists()
    for address in (reverse("meeting_detail", args=[coming.pk]), case.get_absolute_url(), "/"):
        page = one_line(client.get(address).content.decode())
        assert "Dev" in page, address
        assert "Carol" not in page.replace("Carol Whitcombe has left", ""), address


def test_what_was_withdrawn_with_the_press_can_be_undone_together(client, people, leaver):
    client.force_login(people.facilitator)
    name = names_of(client, leaver)
    leaving(client, leaver, **{name["case"]: "withdraw", name["step"]: "withdraw", name["asked"]: "withdraw"})
    assert (Question.objects.count(), NextStep.objects.count()) == (0, 0)
    assert not Case.objects.filter(title="Letters that nobody opens").exists()

    offer = client.get("/").context["undo_offer"]
    client.post(reverse("removal_undo", args=[offer.token]))

    assert (Question.objects.count(), NextStep.objects.count()) == (1, 1)
    assert Case.objects.filter(title="Letters that nobody opens").exists()


@pytest.mark.parametrize(
    ("back", "leads"),
    [("/me/", "/me/"), ("//elsewhere.org/", None), ("https://elsewhere.org/", None), ("", None)],
)
@pytest.mark.parametrize("becomes", ["open", "withdraw"])
def test_whoever_settles_comes_back_to_the_page_that_they_were_on(
    client, people, leaver, back, leads, becomes
):
    client.force_login(people.facilitator)
    name = names_of(client, leaver)
    chosen = {name[kind]: becomes for kind in ("case", "step", "asked")}

    answer = client.post(
        reverse("members:member_leave", args=[leaver.pk]) + f"?back={back}",
        {"on": f"{TODAY():%d/%m/%Y}", "because": "A new job", **chosen},
    )

    assert (answer.status_code, answer.url) == (302, leads or reverse("member_list", args=[people.site.slug]))


def test_a_case_can_be_left_without_a_presenter_and_every_page_says_so(client, people, leaver, coming):
    client.force_login(people.facilitator)
    name = names_of(client, leaver)

    leaving(client, leaver, **{name["case"]: "open", name["step"]: "open", name["asked"]: "open"})

    case = Case.objects.get(title="Letters that nobody opens")
    assert not case.presenters.exists()
    assert case.named_presenters.filter(member=leaver).exists()  # they keep their say
    for address in (reverse("meeting_detail", args=[coming.pk]), case.get_absolute_url()):
        page = one_line(client.get(address).content.decode()).lower()
        assert "nobody presents it yet" in page, address
    assert "Nobody yet presents" in one_line(client.get("/").content.decode())
    assert NextStep.objects.get().is_nobodys
    assert Question.objects.get().asked_by == leaver.user


def test_whatever_came_up_since_the_page_was_opened_is_asked_before_anything_is_done(client, people, leaver):
    client.force_login(people.facilitator)
    name = names_of(client, leaver)

    page = leaving(client, leaver, **{name["case"]: "open", name["asked"]: "withdraw"})

    assert page.status_code == 422
    assert "Something is still open" in page.content.decode()
    assert not Member.objects.get(pk=leaver.pk).has_left
    assert Question.objects.exists()


def test_a_choice_that_there_is_not_is_refused(client, people, leaver):
    client.force_login(people.facilitator)
    name, elsewhere = names_of(client, leaver), MemberFactory(site=people.neighbour)

    page = leaving(
        client, leaver, **{name["case"]: f"to-{elsewhere.pk}", name["step"]: "open", name["asked"]: "open"}
    )

    assert page.status_code == 422
    assert not Member.objects.get(pk=leaver.pk).has_left


def test_who_may_not_hand_over_elsewhere_may_not_here_and_reads_no_words_of_a_case(client, people, leaver):
    client.force_login(people.team)

    page = client.get(reverse("members:member_leave", args=[leaver.pk]))

    held = {each.kind.name: each for each in page.context["form"].held.values()}
    assert [value for value, _ in held["step"].becomes] == ["open"]
    assert [value for value, _ in held["case"].becomes] == ["open"]
    assert "Letters that nobody opens" not in page.content.decode()  # not presented yet


def test_reading_the_words_on_the_page_is_recorded(client, people, leaver):
    client.force_login(people.facilitator)
    case = NextStep.objects.get().discussion.case

    client.get(reverse("members:member_leave", args=[leaver.pk]))

    assert AuditEvent.objects.filter(
        verb="read", by=people.facilitator, subject=f"cases.case:{case.pk}"
    ).exists()


def test_leaving_is_one_letter_for_whoever_leaves_and_one_for_whoever_presents_instead(
    client, people, leaver, coming
):
    ask_and_remind()
    make_due_mail()
    send_due_mail()
    mail.outbox.clear()
    client.force_login(people.facilitator)
    name, dev = names_of(client, leaver), people.members.member

    leaving(
        client, leaver, **{name["case"]: f"to-{dev.pk}", name["step"]: f"to-{dev.pk}", name["asked"]: "open"}
    )
    ask_and_remind()
    make_due_mail()
    send_due_mail()

    assert sorted(letter.to[0] for letter in mail.outbox) == sorted([leaver.email, dev.email])


def test_a_text_that_waits_for_them_names_who_else_can_check_it(client, people):
    case = CaseFactory(site=people.site, presenter=people.members.presenter, presented=True)
    send_for_checking(
        {"title": "Post"}, kind=ClearedText.Kind.LEARNING_OBJECT, audience=Audience.PROGRAMME,
        programme=people.programme, site=people.site, case=case, authors=[people.facilitator], by=people.facilitator,
    )  # fmt: skip
    client.force_login(people.facilitator)
    member = people.members.member

    held = client.get(reverse("members:member_leave", args=[member.pk])).context["form"].held
    name, text = next(iter(held.items()))
    leaving(client, member, **{name: "withdraw"})

    assert "can check it" in text.becomes[0][1]
    assert ClearedText.objects.sent_back().count() == 1


def test_the_only_facilitator_who_stops_names_who_is_next(client, people):
    facilitation, dev = Facilitation.objects.get(member__site=people.site), people.members.member
    client.force_login(people.team)
    address = reverse("members:facilitation_end", args=[facilitation.pk])
    name = next(iter(client.get(address).context["form"].held))

    client.post(address, {"on": f"{TODAY():%d/%m/%Y}", name: f"to-{dev.pk}"})

    today = Facilitation.objects.on(TODAY()).filter(member__site=people.site)
    assert [each.member for each in today] == [dev]


def test_one_of_two_facilitators_stops_without_a_question(client, people):
    FacilitationFactory(member=people.members.member)
    client.force_login(people.team)
    facilitation = Facilitation.objects.get(member=people.members.facilitator)

    page = client.get(reverse("members:facilitation_end", args=[facilitation.pk]))

    assert page.context["form"].held == {}


def test_a_broker_hands_over_the_questions_they_took_on(client, people):
    other = RoleFactory(programme=people.programme, kind=Role.Kind.KNOWLEDGE_BROKER).user
    question = QuestionFactory(site=people.site, case=None, taken_by=people.broker)
    client.force_login(people.team)
    address = reverse("members:role_end", args=[Role.objects.get(user=people.broker).pk])
    name = f"taken-{question.pk}"

    client.post(address, {"on": f"{TODAY():%d/%m/%Y}", name: f"to-{other.pk}"})

    assert Question.objects.get().taken_by == other
    assert Role.objects.get(user=people.broker).until == TODAY()


def test_a_commissioner_who_goes_leaves_promises_that_the_page_names(client, people):
    issue = CommissionerIssueFactory(case__site=people.site)
    reply = IssueReply.objects.create(
        issue=issue, by=people.commissioner, kind=IssueReply.Kind.WILL_CHANGE, words="Soon.", due_on=TODAY()
    )
    client.force_login(people.team)

    page = client.get(reverse("members:role_end", args=[Role.objects.get(user=people.commissioner).pk]))

    assert list(page.context["form"].held) == [f"promise-{reply.pk}"]


def test_a_site_that_ends_later_still_meets_before_that_day(client, people, coming):
    client.force_login(people.team)
    last = MeetingFactory(site=people.site, starts_at=timezone.now() + timedelta(days=30))
    ends = TODAY() + timedelta(days=10)

    answer = client.post(
        reverse("sites:site_state_record", args=[people.site.slug]),
        {
            "state": "ended", "since": f"{ends:%d/%m/%Y}", "reason": "No money",
            f"meeting-{coming.pk}": "cancel", f"meeting-{last.pk}": "cancel",
        } | LOOKED,
    )  # fmt: skip

    assert answer.status_code == 302
    assert [Meeting.objects.get(pk=each.pk).is_cancelled for each in (coming, last)] == [False, True]
    assert Meeting.objects.get(pk=last.pk).cancelled_because == f"{people.site} ends on {day(ends)}."


def test_ending_a_site_asks_about_its_meetings_and_says_what_stays_open(client, people, leaver, coming):
    client.force_login(people.team)
    address = reverse("sites:site_state_record", args=[people.site.slug])
    ends = {"state": "ended", "since": f"{TODAY():%d/%m/%Y}", "reason": "The funding ended."} | LOOKED

    asked = client.post(address, ends)
    held = asked.context["form"].held
    client.post(address, ends | {name: each.usual for name, each in held.items()})

    assert asked.status_code == 422
    assert {name.split("-")[0] for name in held} == {"meeting", "case", "step", "asked"}
    assert Meeting.objects.get(pk=coming.pk).is_cancelled
    assert people.site.state.state == "ended"
    assert NextStep.objects.exists()


def test_a_follow_up_names_only_those_presenters_who_are_still_there(people, coming):
    case = CaseFactory(site=people.site, presenter=people.members.presenter, presented=True)
    discussion = DiscussionFactory(case=case, meeting=coming, notes="")
    Member.objects.filter(pk=people.members.presenter.pk).update(left_on=TODAY(), left_because="moved")

    before, after = case.discussions.exclude(pk=discussion.pk).get().presenters, discussion.presenters

    assert (before, after) == ([people.members.presenter], [])


def test_who_is_no_longer_a_member_is_handed_nothing(client, people, leaver):
    MemberFactory(site=people.site, name="Lee Gone", left_on=TODAY(), left_because="moved")
    client.force_login(people.facilitator)

    page = client.get(reverse("members:member_leave", args=[leaver.pk]))

    assert "Lee Gone" not in page.content.decode()


def test_somebody_who_left_is_told_so(client, people):
    member = people.members.member
    member_actions.leave(member, on=timezone.localdate(), because="A new job", by=None)
    client.force_login(User.objects.get(pk=member.user_id))

    page = client.get("/").content.decode()

    assert "You have left" in page
    assert "You are not in a programme yet" not in page
