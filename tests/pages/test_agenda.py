"""The agenda composes itself from what each app knows, as each reader may read it; and one page changes it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.models import SteppedOut
from cases.next_steps.models import Feedback
from meetings import actions
from meetings.agenda import About
from meetings.models import MinutesApproval
from members.models import User
from pages.agenda import agenda_of
from tests.factories.cases import CaseFactory, DiscussionFactory, FeedbackFactory, NextStepFactory
from tests.factories.knowledge import AttachedEvidenceFactory, EvidenceFactory, QuestionFactory
from tests.factories.meetings import MeetingFactory, VisitFactory
from tests.factories.members import FacilitationFactory, MemberFactory
from tests.reading import one_line

pytestmark = pytest.mark.django_db


@pytest.fixture
def ruth():
    member = FacilitationFactory(member__name="Ruth Adeyemi").member
    return User.objects.get(pk=member.user_id)


@pytest.fixture
def site(ruth):
    return ruth.memberships.get().site


@pytest.fixture
def earlier(site):
    return MeetingFactory(site=site, number=1, starts_at=timezone.now() - timedelta(days=28))


@pytest.fixture
def meeting(site, earlier):
    return actions.schedule(site, starts_at=timezone.now() + timedelta(days=3), kind="case", by=None)


@pytest.fixture
def step(site, earlier):
    tom = MemberFactory(site=site, name="Tom Hallett")
    return NextStepFactory(discussion__case=CaseFactory(site=site), discussion__meeting=earlier, owner=tom)


def abouts(meeting, user) -> list[str]:
    return [line.about for line in agenda_of(meeting, user).lines]


def line_about(meeting, user, about: str):
    return next(line for line in agenda_of(meeting, user).lines if line.about == about)


def texts(meeting, user, about: str) -> list[str]:
    return [shown.text for shown in line_about(meeting, user, about).shows]


def test_lines_with_nothing_to_show_stay_off_it(meeting, ruth):
    assert abouts(meeting, ruth) == ["check_in", "ground_rules", "case", "next_steps", "learning", "close"]


def test_the_check_in_says_that_nothing_of_it_is_written_down(meeting, ruth):
    assert "This is not recorded" in line_about(meeting, ruth, About.CHECK_IN).note


def test_next_steps_come_back_with_their_number_and_owners(meeting, ruth, step):
    NextStepFactory(discussion=step.discussion, owner=MemberFactory(site=meeting.site, name="Priya Nair"))

    assert texts(meeting, ruth, About.FEEDBACK) == ["two steps: Tom and Priya"]


def test_a_step_that_is_answered_in_the_room_stays_on_its_agenda(meeting, ruth, step):
    type(meeting).objects.update(starts_at=timezone.now() - timedelta(minutes=10))
    type(meeting).objects.filter(number=1).update(starts_at=timezone.now() - timedelta(days=28))
    meeting.refresh_from_db()
    FeedbackFactory(next_step=step, meeting=meeting, outcome=Feedback.Outcome.HELPED)

    assert texts(meeting, ruth, About.FEEDBACK) == ["one step: Tom"]


def test_what_owners_answered_since_the_last_meeting_is_told_at_the_next_one_alone(meeting, ruth, step):
    answer = FeedbackFactory(next_step=step, meeting=None, outcome=Feedback.Outcome.HELPED)
    later = actions.schedule(
        meeting.site, starts_at=meeting.starts_at + timedelta(days=28), kind="case", by=None
    )

    assert texts(meeting, ruth, About.FEEDBACK) == ["one step: Tom"]
    assert [agenda_of(at, ruth).feedback for at in (meeting, later)] == [[answer], []]


def test_more_steps_take_more_minutes(meeting, ruth, step):
    few = line_about(meeting, ruth, About.FEEDBACK).minutes_long
    for _ in range(6):
        NextStepFactory(discussion=step.discussion)

    assert (few, line_about(meeting, ruth, About.FEEDBACK).minutes_long) == (15, 30)
    assert agenda_of(meeting, ruth).minutes_long == 120


def test_minutes_of_last_time_are_approved_once(meeting, earlier, ruth):
    earlier.minutes = "We met."
    earlier.save()

    assert texts(meeting, ruth, About.MINUTES) == [earlier.name]
    MinutesApproval.objects.create(meeting=earlier, at_meeting=meeting)
    later = actions.schedule(meeting.site, starts_at=timezone.now() + timedelta(days=30), by=None)
    assert About.MINUTES in abouts(meeting, ruth)
    assert About.MINUTES not in abouts(later, ruth)


def test_answers_and_evidence_since_last_time_are_to_be_told(meeting, earlier, ruth, site):
    case = DiscussionFactory(case=CaseFactory(site=site), meeting=earlier).case
    QuestionFactory(case=case, site=site, answered=True, words="Does it help to ring first?")
    QuestionFactory(
        case=case,
        site=site,
        words="Long ago",
        answer="Yes",
        answered_at=earlier.starts_at - timedelta(days=3),
    )
    QuestionFactory(case=case, site=site, words="Still open")
    study = EvidenceFactory(programme=site.programme, title="Unopened post")
    AttachedEvidenceFactory(case=case, evidence=study)

    assert texts(meeting, ruth, About.ANSWERS) == ["Does it help to ring first?", "Unopened post"]


def test_evidence_reported_at_an_earlier_meeting_is_not_reported_again(meeting, earlier, ruth, site):
    case = DiscussionFactory(case=CaseFactory(site=site), meeting=earlier).case
    AttachedEvidenceFactory(case=case, reported_at=earlier)

    assert About.ANSWERS not in abouts(meeting, ruth)


def test_a_guest_has_a_line_and_a_broker_who_visits_has_none(meeting, ruth):
    VisitFactory(meeting=meeting, name="Priya Broker", capacity="knowledge_broker")
    assert About.GUEST not in abouts(meeting, ruth)

    VisitFactory(meeting=meeting, name="Graham Lee", capacity="commissioner")
    assert texts(meeting, ruth, About.GUEST) == ["Graham Lee, commissioner or senior manager"]


def test_two_cases_share_one_line(meeting, ruth, site):
    for _ in range(2):
        DiscussionFactory(case=CaseFactory(site=site), meeting=meeting)

    line = line_about(meeting, ruth, About.CASE)
    assert (line.title, len(line.shows)) == ("The cases", 2)


def test_each_reader_sees_only_what_they_may_read(meeting, ruth, site, step):
    member = MemberFactory(site=site)
    case = DiscussionFactory(case=CaseFactory(site=site), meeting=meeting).case
    reader = User.objects.get(pk=member.user_id)

    assert texts(meeting, reader, About.CASE) == []  # not presented yet
    assert case.title in texts(meeting, ruth, About.CASE)[0]
    SteppedOut.objects.create(case=step.discussion.case, member=member)
    assert About.FEEDBACK not in abouts(meeting, reader)


def test_minutes_set_by_hand_stay_and_may_be_too_many(meeting, ruth):
    entries = actions.agenda.entries_of(meeting)
    longer = [entry._replace(minutes_long=100) if entry.about == About.CASE else entry for entry in entries]
    actions.set_agenda(meeting, items=longer, by=ruth)

    agenda = agenda_of(meeting, ruth)
    assert line_about(meeting, ruth, About.CASE).minutes_long == 100
    assert agenda.minutes_over == 5


def test_the_agenda_takes_as_many_queries_for_much_as_for_little(meeting, ruth, site, earlier):
    def more():
        case = DiscussionFactory(case=CaseFactory(site=site), meeting=earlier).case
        NextStepFactory(discussion=case.discussions.get())
        QuestionFactory(case=case, site=site, answered=True)
        AttachedEvidenceFactory(case=case)
        DiscussionFactory(case=CaseFactory(site=site), meeting=meeting)
        VisitFactory(meeting=meeting, name=f"Guest {case.pk}")

    def count():
        user = User.objects.get(pk=ruth.pk)
        with CaptureQueriesContext(connection) as captured:
            assert len(agenda_of(meeting, user).lines) == 9
        return len(captured)

    more()
    few = count()
    more()
    more()
    assert count() == few


# changing it


@pytest.fixture
def page(client, ruth, meeting):
    client.force_login(ruth)
    return reverse("agenda_edit", args=[meeting.pk])


def sent(client, page, **changes) -> dict:
    """What the page would send if nobody touched it, but for `changes`."""
    rows = client.get(page).context["form"].rows
    data = {"line": [row.key for row in rows], "guest": "", "capacity": "guest_speaker"}
    for row in rows:
        data |= {
            f"title_{row.key}": row.title,
            f"about_{row.key}": row.about,
            f"minutes_{row.key}": row.minutes_long,
            f"was_{row.key}": row.was,
            f"set_{row.key}": "1" if row.is_set else "",
        }
    return {**data, **changes}


def titles(meeting) -> list[str]:
    return list(meeting.agenda_items.values_list("title", flat=True))


def test_saving_an_untouched_agenda_sets_no_minutes_by_hand(client, page, meeting):
    before = titles(meeting)

    response = client.post(page, sent(client, page))

    assert response.url == meeting.get_absolute_url()
    assert titles(meeting) == before
    assert not meeting.agenda_items.filter(length_set_at__isnull=False).exists()


def test_lines_are_put_in_another_order_changed_added_and_taken_out(client, page, meeting):
    data = sent(client, page)
    first, *others, empty = data["line"]
    data |= {f"title_{empty}": "Tea", f"minutes_{empty}": 10, "line": [empty, *others[1:], first]}
    data[f"minutes_{first}"] = 15

    client.post(page, data)

    assert titles(meeting)[0] == "Tea"
    assert titles(meeting)[-1] == "Check-in and attendance"
    assert "Ground rules" not in titles(meeting)
    by_hand = meeting.agenda_items.filter(length_set_at__isnull=False)
    assert list(by_hand.values_list("title", "minutes_long")) == [
        ("Tea", 10),
        ("Check-in and attendance", 15),
    ]


def test_without_script_up_and_down_move_a_line_and_keep_the_focus_and_what_is_typed(client, page, meeting):
    data = sent(client, page, title_1="Tea first", down="1")
    before = titles(meeting)

    response = client.post(page, data)

    html = one_line(response.content.decode())
    assert response.status_code == 200
    assert [row.title for row in response.context["form"].rows][:2] == ["Ground rules", "Tea first"]
    assert (
        '<button class="btn btn-outline-primary btn-sm" type="submit" name="down" value="1" autofocus>'
        in html
    )
    assert "“Tea first” will be item 2 when you save." in html
    assert titles(meeting) == before


def test_without_script_a_line_is_taken_out_and_one_added(client, page):
    out = client.post(page, sent(client, page, out="1"))
    another = client.post(page, sent(client, page, another="1"))

    assert out.context["form"].rows[0].title == "Ground rules"
    assert len(another.context["form"].rows) == len(out.context["form"].rows) + 2


def test_the_usual_agenda_comes_back_and_is_kept_by_saving(client, page, meeting, ruth):
    usual = titles(meeting)
    actions.set_agenda(meeting, items=actions.agenda.entries_of(meeting)[:2], by=ruth)

    shown = client.post(page, sent(client, page, usual="1", title_2="Typed", guest="Typed before"))
    assert len(titles(meeting)) == 2
    form = shown.context["form"]
    data = {"line": [row.key for row in form.rows], "guest": form["guest"].value()}
    for row in form.rows:
        data |= {f"title_{row.key}": form[f"title_{row.key}"].value(), f"about_{row.key}": row.about}
    client.post(page, data)

    assert titles(meeting) == usual
    assert meeting.visits.get().name == "Typed before"


def test_a_guest_is_added_and_taken_off_again(client, page, meeting):
    client.post(page, sent(client, page, guest="Graham Lee", capacity="commissioner"))
    visit = meeting.visits.get()
    assert (visit.name, visit.capacity) == ("Graham Lee", "commissioner")

    client.post(page, sent(client, page, not_coming=[visit.pk]))
    assert not meeting.visits.exists()


def test_a_guest_brings_a_line_where_the_agenda_has_none(client, page, meeting, ruth):
    entries = [entry for entry in actions.agenda.entries_of(meeting) if entry.about != About.GUEST]
    actions.set_agenda(meeting, items=entries, by=ruth)

    client.post(page, sent(client, page, guest="Graham Lee"))

    found = titles(meeting)
    assert found.index("Guest speaker") == found.index("The case") - 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"minutes_1": "-4"}, "greater than or equal to 1"),
        ({"minutes_1": "many"}, "whole number"),
        ({"title_1": "x" * 161}, "longer than 160 characters"),
        ({"title_1": "", "minutes_1": "20"}, "Enter what the 20 minutes are for"),
        ({"title_1": "a\x00"}, "Null characters"),
        ({"capacity": "king"}, "Select a valid choice"),
    ],
)
def test_an_agenda_that_makes_no_sense_stays_on_the_page(client, page, meeting, changes, words):
    before = titles(meeting)

    response = client.post(page, sent(client, page, title_2="Typed and kept") | changes)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert "Typed and kept" in response.content.decode()
    assert titles(meeting) == before


def test_an_empty_page_and_rubbish_are_refused_in_words(client, page, meeting):
    before = titles(meeting)

    assert client.post(page, {}).status_code == 422
    assert client.post(page, {"line": ["x", "99999", "1", "1"], "up": "7"}).status_code == 200
    assert titles(meeting) == before


def test_an_agenda_that_is_too_long_says_so_kindly(client, page):
    response = client.post(page, sent(client, page, minutes_8="110"), follow=True)

    assert "minutes longer than the meeting. Shorten an item if you can" in response.content.decode()


# in the room


def test_the_lines_beside_the_room_lead_to_its_parts(client, ruth, meeting, earlier):
    type(meeting).objects.filter(pk=meeting.pk).update(starts_at=timezone.now() - timedelta(minutes=2))
    client.force_login(ruth)

    response = client.get(reverse("meeting_room", args=[meeting.pk]))

    places = [(line.about, line.place, line.state) for line in response.context["lines"]]
    assert places[:3] == [("check_in", "roll", "now"), ("ground_rules", "rules", ""), ("case", "main", "")]


def test_evidence_is_told_in_the_room_with_one_click_and_nothing_typed_is_lost(
    client, ruth, meeting, earlier, site
):
    type(meeting).objects.filter(pk=meeting.pk).update(starts_at=timezone.now() - timedelta(minutes=2))
    case = DiscussionFactory(case=CaseFactory(site=site), meeting=earlier).case
    attached = AttachedEvidenceFactory(case=case)
    elsewhere = AttachedEvidenceFactory()
    client.force_login(ruth)
    room = reverse("meeting_room", args=[meeting.pk])

    assert attached.evidence.title in client.get(room).content.decode()
    response = client.post(room, {"told": attached.pk, "visitor": "Vera Visitor"})
    client.post(room, {"told": elsewhere.pk})

    attached.refresh_from_db()
    elsewhere.refresh_from_db()
    assert response.url == f"{room}#told"
    assert (attached.reported_at, elsewhere.reported_at) == (meeting, None)
    assert meeting.visits.get().name == "Vera Visitor"
