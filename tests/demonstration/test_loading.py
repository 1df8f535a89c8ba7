import csv
import io
import re
from datetime import date, datetime, timedelta
from itertools import combinations

import pytest
import time_machine
from django.core.management import call_command
from django.db.models import Count
from django.utils import timezone
from holidays import country_holidays

from cases.clearance.models import Audience, ClearedText, SharingAgreement
from cases.commissioning.models import CommissionerIssue, IssueAddition, IssueReply
from cases.models import Case, SteppedOut
from cases.next_steps.models import Feedback, NextStep, StepsMail
from demonstration.data_files import DATA, Days, read_cases, read_toml
from kit.queues import kinds_of_mail
from knowledge.library.models import LearningObject
from knowledge.models import Evidence, Question
from meetings.models import Attendance, Meeting
from members.models import Facilitation, InvitationMail, Member, User
from newsletter.models import Delivery, NewsletterIssue
from pages.notices.mailing import make_due_mail as make_due_notices
from pages.notices.models import NoticeMail, Told
from sites_app.models import Programme, Site, SiteState

REFERENCE = DATA / "figure-1.csv"


@pytest.fixture
def little_miracles(demonstration, db):
    return Programme.objects.get(slug="little-miracles")


@pytest.fixture
def common_ground(demonstration, db):
    return Programme.objects.get(slug="common-ground")


def matrix(as_at: str) -> str:
    out = io.StringIO()
    call_command("membership_matrix", programme="little-miracles", as_at=as_at, format="csv", stdout=out)
    return out.getvalue()


def test_figure_1_comes_out_of_attendance_rows_cell_by_cell(little_miracles):
    printed = list(csv.reader(io.StringIO(matrix("2012-12-31"))))

    with REFERENCE.open(encoding="utf-8", newline="") as file:
        assert printed == list(csv.reader(file))


def test_figure_1_counts_76_people_of_whom_54_are_members(little_miracles):
    cells = "".join("".join(row[2:]) for row in csv.reader(io.StringIO(matrix("2012-12-31"))))

    marks = re.sub(r"CP\d", "", cells)
    assert {mark: marks.count(mark) for mark in "XFY"} == {"X": 48, "F": 6, "Y": 22}
    assert Member.objects.filter(site__programme=little_miracles).count() == 76


def test_one_attendance_row_changes_one_mark(little_miracles):
    before = list(csv.reader(io.StringIO(matrix("2012-12-31"))))
    twice = (
        Attendance.objects.filter(
            mark=Attendance.Mark.PRESENT,
            meeting__cancelled_at=None,
            meeting__starts_at__date__lte=date(2012, 12, 31),
            member__site__programme=little_miracles,
            member__facilitations=None,
        )
        .values("member")
        .annotate(times=Count("pk"))
        .filter(times=2)
        .order_by("member")
    )
    row = Attendance.objects.filter(member=twice[0]["member"], mark=Attendance.Mark.PRESENT).first()
    row.mark = Attendance.Mark.ABSENT
    row.save()

    after = list(csv.reader(io.StringIO(matrix("2012-12-31"))))

    changed = [
        (a, b)
        for old, new in zip(before, after, strict=True)
        for a, b in zip(old, new, strict=True)
        if a != b
    ]
    assert len(changed) == 1
    assert (
        changed[0][0].count("X") - changed[0][1].count("X"),
        changed[0][1].count("Y") - changed[0][0].count("Y"),
    ) == (1, 1)


def test_before_the_second_meeting_of_a_site_nobody_there_is_confirmed(little_miracles):
    seconds = Meeting.objects.filter(
        site__programme=little_miracles, number=2, site__code__in=["CP1", "CP2", "CP3", "CP4", "CP5"]
    )
    day_before = min(timezone.localtime(meeting.starts_at).date() for meeting in seconds).replace(day=1)

    rows = list(csv.reader(io.StringIO(matrix(day_before.isoformat()))))

    assert not any("X" in cell for row in rows[1:] for cell in row[2:7])


def test_the_sites_stand_where_the_report_says(little_miracles):
    sites = {site.code: site for site in Site.objects.filter(programme=little_miracles)}

    assert [(site.code, site.place, site.budget_pence) for site in sites.values()] == [
        ("CP1", "Brighton", 695_000),
        ("CP2", "Halifax", 695_000),
        ("CP3", "Colchester", 695_000),
        ("CP4", "Stoke-on-Trent", 695_000),
        ("CP5", "Tower Hamlets", 695_000),
        ("CP6", "Workington", 695_000),
    ]
    assert {code: site.meetings.held().count() >= 6 for code, site in sites.items()} == {
        "CP1": True, "CP2": False, "CP3": True, "CP4": True, "CP5": True, "CP6": True,
    }  # fmt: skip
    assert sites["CP2"].meetings.held().count() == 3
    assert sites["CP2"].state.state == SiteState.State.ENDED
    assert sites["CP2"].state.reason
    assert sites["CP6"].states.first().since.year == 2011
    assert not little_miracles.is_running
    assert {
        meeting.kind for meeting in Meeting.objects.filter(site__programme=little_miracles, number=1)
    } == {"taster"}
    assert set(
        Meeting.objects.filter(site__programme=little_miracles).values_list("minutes_long", flat=True)
    ) == {120}


def test_the_library_holds_at_least_ten_learning_objects_for_every_audience(little_miracles):
    out = ClearedText.objects.published().filter(
        programme=little_miracles, kind=ClearedText.Kind.LEARNING_OBJECT
    )

    assert out.count() >= 10
    assert set(out.values_list("audience", flat=True)) == {
        Audience.PROGRAMME,
        Audience.COMMISSIONERS,
        Audience.PUBLIC,
    }


def test_a_letter_tells_of_every_month_from_april_to_december_2012(little_miracles):
    issues = NewsletterIssue.objects.filter(programme=little_miracles).order_by("month")

    assert [(issue.month.year, issue.month.month) for issue in issues] == [
        (2012, month) for month in range(4, 13)
    ]
    assert all(issue.sent_at.month == issue.month.month % 12 + 1 for issue in issues)


def test_nothing_of_the_past_waits_to_be_sent(demonstration, db):
    assert Delivery.objects.filter(sent_at__isnull=True).count() == 0
    assert not InvitationMail.objects.due().exists()


def test_no_more_waits_to_be_sent_than_a_mailbox_shows_at_a_glance(demonstration, db):
    waits = {kind.__name__: kind.objects.due().count() for kind in kinds_of_mail()}

    assert 0 < sum(waits.values()) < 60, waits


def test_no_old_notices_pour_out_on_the_first_morning(demonstration, db):
    monday = timezone.localtime().replace(hour=8, minute=1) + timedelta(
        days=7 - timezone.localtime().weekday()
    )

    with time_machine.travel(monday, tick=False):
        make_due_notices()
        due = NoticeMail.objects.due().count()

    assert 0 < due < 60
    assert Told.objects.filter(mail=None).exists()


def test_common_ground_runs_with_meetings_in_the_coming_days(common_ground):
    coming = Meeting.objects.upcoming().filter(site__programme=common_ground)

    days = sorted(
        {(timezone.localtime(meeting.starts_at).date() - timezone.localdate()).days for meeting in coming}
    )
    assert common_ground.is_running
    assert common_ground.sites.count() == 4
    assert days[0] <= 6
    assert Facilitation.objects.filter(member__site__programme=common_ground).count() == 4


def test_common_ground_has_a_case_in_every_unfinished_state(common_ground):
    cases = Case.objects.filter(site__programme=common_ground)
    texts = ClearedText.objects.filter(programme=common_ground, kind=ClearedText.Kind.LEARNING_OBJECT)

    assert cases.filter(discussions=None).count() == 2  # offered
    assert cases.not_presented().exclude(discussions=None).count() == 2  # picked for a coming meeting
    assert texts.being_checked().count() == 1
    assert texts.filter(send_back__isnull=False).count() == 1
    assert LearningObject.objects.filter(case__in=cases, versions=None).count() == 1  # being written
    assert NextStep.objects.awaiting_feedback().filter(discussion__case__in=cases).count() >= 5
    assert Question.objects.open().filter(site__programme=common_ground).count() >= 3
    replied = IssueReply.objects.filter(issue__site__programme=common_ground).values("issue").distinct()
    waiting = ClearedText.objects.published().filter(
        programme=common_ground, kind=ClearedText.Kind.COMMISSIONER_ISSUE
    )
    assert replied.count() >= 3
    assert waiting.exclude(issue_wording__issue__replies__isnull=False).count() >= 1


def test_a_meeting_is_on_with_its_room_open(common_ground):
    meeting = Meeting.objects.get(site__code="CG3", site__programme=common_ground, number=4)

    assert meeting.has_started
    assert not meeting.is_over
    assert meeting.closed_at is None
    assert meeting.discussions.get().case.presenters.count() == 2
    assert not Attendance.objects.filter(meeting=meeting).exists()


def test_most_members_have_said_whether_they_come_to_the_next_meetings(common_ground):
    for code, number in [("CG1", 5), ("CG2", 4), ("CG3", 4)]:
        meeting = Meeting.objects.get(site__code=code, site__programme=common_ground, number=number)
        members = meeting.members_then().filter(user__isnull=False).count()

        assert members > meeting.replies.count() > members // 2


def test_every_turn_that_a_case_can_take_is_there(common_ground):
    sprouted = common_ground.sites.get(code="CG4")
    withdrawn = ClearedText.objects.filter(programme=common_ground, publication__withdrawn_at__isnull=False)

    assert sprouted.sprouted_from.code == "CG1"
    assert sprouted.state.state == SiteState.State.SETTING_UP
    assert withdrawn.get(kind=ClearedText.Kind.LEARNING_OBJECT).publication.withdrawn_note
    assert (
        CommissionerIssue.objects.filter(site__programme=common_ground, merged_into__isnull=False).count()
        == 1
    )
    assert {added.site.code for added in IssueAddition.objects.filter(site__programme=common_ground)} == {
        "CG1",
        "CG3",
    }
    assert SteppedOut.objects.filter(case__site__programme=common_ground).count() == 1
    assert SharingAgreement.objects.filter(
        case__site__programme=common_ground, said=SharingAgreement.Said.NO
    ).exists()


def test_tom_has_an_open_step_and_its_mail(demonstration, db):
    steps = NextStep.objects.awaiting_feedback().filter(owner__user__email="tom.hallett@example.org")

    assert steps.count() == 1
    assert StepsMail.objects.get(member=steps[0].owner, meeting__number=3).sent_at


def test_a_meeting_is_under_way_whatever_the_hour_of_loading():
    for minute in range(0, 24 * 60, 5):
        now = timezone.make_aware(datetime(2026, 11, 28)) + timedelta(minutes=minute)

        start = Days(now).meeting({"under_way": True})

        assert start <= now < start + timedelta(minutes=60)
        assert timezone.localtime(start).date() == timezone.localtime(now).date()


def test_no_other_meeting_is_on_a_weekend_a_bank_holiday_or_around_christmas():
    england = country_holidays("GB", subdiv="ENG")
    sites = read_toml("common-ground.toml")["sites"]
    for day in range(366):
        days = Days(timezone.make_aware(datetime(2026, 1, 1, 9)) + timedelta(days=day))
        for site in sites:
            starts = [days.meeting(entry) for entry in site["meetings"]]

            assert starts == sorted(set(starts)), "meetings stay in their order"
            for entry, start in zip(site["meetings"], starts, strict=True):
                on = start.date()
                assert entry.get("under_way") or not (
                    on.weekday() >= 5
                    or on in england
                    or (on.month, on.day) >= (12, 24)
                    or on.month == on.day == 1
                )


def test_figure_1_is_one_click_away(little_miracles, client):
    client.force_login(User.objects.get(email="elaine.coyle@example.org"))

    page = client.get("/programmes/little-miracles/membership/?as_at=31 December 2012")

    assert page.status_code == 200
    assert "54 in all" in " ".join(page.content.decode().split())


def test_feedback_of_every_sort_was_given(demonstration, db):
    assert set(Feedback.objects.values_list("outcome", flat=True)) == set(Feedback.Outcome.values)


def test_evidence_is_a_library_of_real_publications(little_miracles):
    assert Evidence.objects.filter(programme=little_miracles).count() >= 20
    assert not Evidence.objects.filter(programme=little_miracles, year__gt=2012).exists()


def test_loading_again_adds_nothing(demonstration, db):
    before = (Programme.objects.count(), Case.objects.count(), Attendance.objects.count())

    call_command("demo", stdout=io.StringIO())

    assert (Programme.objects.count(), Case.objects.count(), Attendance.objects.count()) == before


# --- The words of the cases, read from the files
CASES = [(slug, case) for slug in ["little-miracles", "common-ground"] for case in read_cases(slug)]


def sentences(case: dict) -> set[str]:
    text = " ".join(str(case[part]) for part in ["presentation", "learning", "notes"])
    text += " ".join(str(value) for value in case.get("writeup", {}).values())
    return {" ".join(part.split()).lower() for part in re.split(r"[.?!\n]", text) if len(part.split()) > 4}


def test_there_are_at_least_24_cases_of_both_kinds():
    assert len(CASES) >= 24
    assert {case["kind"] for _, case in CASES} == {"challenging", "innovative"}


def test_every_case_that_came_to_a_meeting_is_told_in_250_words_or_more():
    short = [
        (slug, case["site"], case["number"])
        for slug, case in CASES
        if len(case["presentation"].split()) < 250 and case["state"] not in {"offered", "template-started"}
    ]

    assert short == []


def test_no_sentence_is_shared_between_two_cases():
    told = [(f"{slug} {case['site']}-{case['number']}", sentences(case)) for slug, case in CASES]

    assert [(a, b, one & two) for (a, one), (b, two) in combinations(told, 2) if one & two] == []
