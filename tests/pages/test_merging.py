"""Two records of one person become one that holds everything."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from cases.clearance.models import SharingAgreement
from cases.models import NamedPresenter, Presenter, SteppedOut
from kit.errors import RefusedError
from kit.models import AuditEvent, subject_of
from kit.privacy.register import key_of, keys_to
from kit.words import day
from meetings.models import Attendance, AttendanceCorrection, Meeting, Reply
from members.as_of import as_they_were
from members.models import (
    Agreement,
    Employment,
    Facilitation,
    Invitation,
    Member,
    MemberMerge,
    OwnWords,
    User,
)
from pages.merging.actions import merge_members
from pages.merging.plan import Plan
from pages.merging.table import HOLDINGS, once_by
from tests.factories.cases import CaseFactory, NextStepFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.members import GroundRulesFactory, InvitationFactory, MemberFactory, UserFactory
from tests.factories.sites import OrganisationFactory
from tests.permissions.world import build
from tests.reading import one_line

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(people):
    return people.seat("presenter")


@pytest.fixture
def gone(people):
    return MemberFactory(site=people.site, user=None, name="Whitcombe, Carol", email="")


def merge(people, kept, gone, by="facilitator") -> Member:
    return merge_members(kept, gone=gone, by=people.user(by))


def test_every_key_to_a_member_is_named():
    assert {key_of(key) for key in keys_to(Member)} == set(HOLDINGS)


def test_rows_of_which_there_can_be_one_are_known():
    by_key = {key_of(key): once_by(key) for key in keys_to(Member)}

    assert by_key["meetings.attendance.member"] == [("meeting",)]
    assert by_key["members.ownwords.member"] == [()]
    assert by_key["next_steps.nextstep.owner"] == []


def held_by(*members) -> dict[str, int]:
    return {
        key_of(key): key.model._base_manager.filter(**{f"{key.name}__in": members}).count()
        for key in keys_to(Member)
    }


@pytest.mark.parametrize("swapped", [False, True])
def test_everything_that_members_of_the_whole_world_hold_moves(swapped):
    world, moved = build(), set()

    for member in list(world.site.members.all()):
        with transaction.atomic():
            other = MemberFactory(site=world.site, user=None, name=member.name, joined_on=member.joined_on)
            kept, gone = (member, other) if swapped else (other, member)
            before = held_by(kept, gone)
            merge_members(kept, gone=gone, by=world.users["team"])
            after = held_by(kept)
            moved |= {key for key, number in before.items() if number}
            assert after == before | {"members.membermerge.into": 1}
            assert not Member.objects.filter(pk=gone.pk).exists()
            connection.check_constraints()
            transaction.set_rollback(True)

    assert len(moved) >= 12, sorted(moved)


def test_of_two_marks_at_one_meeting_the_better_stays_with_its_corrections(people, kept, gone):
    meeting = MeetingFactory(site=people.site, starts_at=timezone.now() - timedelta(days=3))
    marks = {kept: Attendance.Mark.APOLOGIES, gone: Attendance.Mark.PRESENT}
    rows = [
        Attendance.objects.create(meeting=meeting, member=each, mark=mark) for each, mark in marks.items()
    ]
    for row in rows:
        AttendanceCorrection.objects.create(
            attendance=row, mark_after=row.mark, reason="Checked", by=people.user("facilitator")
        )
    told = Plan(kept, gone).conflicts

    merge(people, kept, gone)

    assert [sentence.partition(": ")[2] for sentence in told] == ["“here” stays, “apologies” goes."]
    assert [(row.member, row.mark) for row in Attendance.objects.filter(meeting=meeting)] == [
        (kept, "present")
    ]
    assert AttendanceCorrection.objects.filter(attendance__member=kept).count() == 2


def test_the_latest_reply_and_the_first_agreement_stay(people, kept, gone):
    meeting, ground_rules = MeetingFactory(site=people.site), GroundRulesFactory(programme=people.programme)
    for number, each in enumerate((kept, gone)):
        at = timezone.now() - timedelta(days=3 - number)
        Reply.objects.create(meeting=meeting, member=each, coming=["yes", "no"][number], answered_at=at)
        Agreement.objects.create(member=each, ground_rules=ground_rules, agreed_on=date(2026, 11, 9 - number))

    merge(people, kept, gone)

    assert Reply.objects.get(meeting=meeting, member=kept).coming == "no"
    assert Agreement.objects.get(ground_rules=ground_rules, member=kept).agreed_on == date(2026, 11, 8)


def case_of(people, *presenters):
    case = CaseFactory(site=people.site, presenter=presenters[0])
    for each in presenters[1:]:
        Presenter.objects.create(case=case, member=each)
    return case


def say(case, member, said, text=None, own=True):
    return SharingAgreement.objects.create(
        case=case, member=member, audience="programme", said=said, is_own_word=own, recorded_by=UserFactory()
    )


@pytest.mark.parametrize(("first", "second"), [("yes", "no"), ("no", "yes"), ("withdrawn", "yes")])
def test_a_no_to_sharing_beats_a_yes(people, kept, gone, first, second):
    case = case_of(people, kept, gone)
    say(case, gone, first)
    say(case, kept, second)

    merge(people, kept, gone)

    said = SharingAgreement.objects.filter(case=case, audience="programme")
    assert {each.member for each in said} == {kept}
    assert not said.order_by("pk").last().is_yes
    assert [each.member for each in NamedPresenter.objects.filter(case=case)] == [kept]
    assert [each.member for each in Presenter.objects.filter(case=case)] == [kept]


def test_a_yes_that_only_one_record_said_stays(people, kept, gone):
    case = case_of(people, gone)
    say(case, gone, "yes")

    merge(people, kept, gone)

    assert SharingAgreement.objects.get(case=case, audience="programme").is_yes


def test_who_presents_what_the_other_record_stepped_out_of_is_refused(people, kept, gone):
    case = case_of(people, kept)
    SteppedOut.objects.create(case=case, member=gone)

    with pytest.raises(RefusedError, match=f"presents {case.reference}"):
        merge(people, kept, gone)
    assert Member.objects.filter(pk=gone.pk).exists()


def test_a_record_that_ended_before_the_other_began_is_a_time_away(people, kept, gone):
    Member.objects.filter(pk=gone.pk).update(
        joined_on=date(2026, 1, 5), left_on=date(2026, 3, 2), left_because="Ill"
    )
    Member.objects.filter(pk=kept.pk).update(joined_on=date(2026, 6, 1))
    gone.refresh_from_db(), kept.refresh_from_db()
    facts = Plan(kept, gone).facts

    merge(people, kept, gone)

    kept = Member.objects.get(pk=kept.pk)
    away = kept.absences.get()
    assert (kept.joined_on, kept.left_on) == (date(2026, 1, 5), None)
    assert (away.left_on, away.came_back_on, away.left_because) == (date(2026, 3, 2), date(2026, 6, 1), "Ill")
    assert facts[:2] == ["They joined on 5 January 2026.", "They were away from 2 March 2026 to 1 June 2026."]


@pytest.mark.parametrize("left", ["kept", "gone", "both"])
def test_records_at_the_same_time_end_when_the_last_of_them_does(people, kept, gone, left):
    days = {"kept": date(2026, 8, 1), "gone": date(2026, 9, 1)}
    for name, each in {"kept": kept, "gone": gone}.items():
        ended = days[name] if left in (name, "both") else None
        Member.objects.filter(pk=each.pk).update(
            joined_on=date(2026, 6, 1), left_on=ended, left_because=name if ended else ""
        )
        each.refresh_from_db()

    merge(people, kept, gone)

    kept = Member.objects.get(pk=kept.pk)
    assert (kept.left_on, kept.left_because) == ((date(2026, 9, 1), "gone") if left == "both" else (None, ""))
    assert not kept.absences.exists()


def test_who_did_not_agree_to_mail_on_one_record_gets_none(people, kept, gone):
    Member.objects.filter(pk=kept.pk).update(agreed_to_contact_at=timezone.now())
    Member.objects.filter(pk=gone.pk).update(agreed_to_contact_at=None)
    kept.refresh_from_db(), gone.refresh_from_db()

    assert (
        "One record has not agreed to receive e-mails, so we do not send any. Ask them."
        in Plan(kept, gone).facts
    )
    assert merge(people, kept, gone).agreed_to_contact_at is None


def test_jobs_follow_one_another_and_one_facilitation_runs(people, kept, gone):
    first, second = OrganisationFactory(), OrganisationFactory()
    Employment.objects.filter(member__in=[kept, gone]).delete()
    Employment.objects.create(member=kept, organisation=first, since=date(2026, 1, 1))
    Employment.objects.create(member=gone, organisation=second, since=date(2026, 5, 1))
    Facilitation.objects.create(member=kept, started_on=date(2026, 7, 1))
    Facilitation.objects.create(member=gone, started_on=date(2026, 6, 1))
    for each in (kept, gone):
        OwnWords.objects.create(member=each, words=f"I learned {each.pk}")

    words = [f"I learned {each.pk}" for each in (kept, gone)]
    merge(people, kept, gone)

    jobs = kept.employments.order_by("since").values_list("organisation", "until")
    assert list(jobs) == [(first.pk, date(2026, 5, 1)), (second.pk, None)]
    assert kept.facilitations.get().started_on == date(2026, 6, 1)
    assert OwnWords.objects.get(member=kept).words == "\n\n".join(words)


def test_the_account_and_the_address_of_either_record_stay(people, kept, gone):
    InvitationFactory(member=gone, email="carol@example.org", programme=people.programme)

    merged = merge(people, gone, kept)

    assert (merged.user, merged.email) == (people.users["presenter"], kept.email)
    assert not Invitation.objects.open().filter(member=merged).exists()


def test_an_address_that_goes_is_one_that_they_had(people, kept):
    other = MemberFactory(site=people.site, user=None, email="before@example.org")

    merge(people, kept, other)

    assert kept.earlier_addresses.get().email == "before@example.org"


def test_two_accounts_are_merged_by_the_team_and_the_one_left_over_is_closed(people, kept):
    other = MemberFactory(site=people.site, name=kept.name)

    with pytest.raises(RefusedError, match="only the programme team can merge them"):
        merge(people, kept, other)
    merge(people, kept, other, by="team")

    assert not User.objects.get(pk=other.user_id).is_active
    assert Member.objects.get(pk=kept.pk).user == people.users["presenter"]


def test_an_account_with_another_place_stays_open(people, kept):
    other = MemberFactory(site=people.site)
    MemberFactory(site=people.neighbour, user=other.user)

    merge(people, kept, other, by="team")

    assert User.objects.get(pk=other.user_id).is_active


def test_records_of_two_sites_are_not_merged(people, kept):
    with pytest.raises(RefusedError, match="two different records of the same site"):
        merge(
            people,
            kept,
            people.seat("member_elsewhere")
            if "member_elsewhere" in people.users
            else people.seat("elsewhere"),
        )


def test_merging_again_says_that_the_record_is_gone(people, kept, gone):
    again = Member.objects.get(pk=gone.pk)
    merge(people, kept, gone)

    with pytest.raises(RefusedError, match="has just removed this"):
        merge(people, kept, again)


def test_what_never_changes_goes_from_one_record_to_the_other_only_by_a_merge(people, kept, gone):
    case = case_of(people, gone)
    say(case, gone, "yes")

    for table in ("cases_namedpresenter", "cases_presenter", "clearance_sharingagreement"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET member_id = %s WHERE member_id = %s", [kept.pk, gone.pk])
    MemberMerge.objects.create(into=kept, was=gone.pk)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE clearance_sharingagreement SET member_id = %s, said = 'no'", [kept.pk])


def test_a_facilitator_sees_what_moves_merges_and_finds_it_in_the_history(people, kept, gone, signed_in):
    NextStepFactory(discussion__case__site=people.site, discussion__meeting__site=people.site, owner=gone)
    AuditEvent.objects.create(verb="leave", subject=subject_of(gone), by=people.user("facilitator"))
    client = signed_in("facilitator")

    choose = client.get(reverse("member_merge", args=[kept.pk]))
    check = client.get(reverse("member_merge_with", args=[kept.pk, gone.pk]))
    done = client.post(reverse("member_merge_with", args=[kept.pk, gone.pk]), follow=True)
    history = one_line(client.get(reverse("member_history", args=[kept.pk])).content.decode())

    assert "may be the same person" in one_line(choose.content.decode())
    assert "<li>1 next step</li>" in one_line(check.content.decode())
    assert f"The records {gone.name} and {kept.name} are one now." in one_line(done.content.decode())
    assert f"merged another record of the same person into {kept.name}. It was called {gone.name}." in history
    assert "recorded that a member left." in history


def test_the_page_says_why_two_records_cannot_be_merged(people, kept, signed_in):
    other = MemberFactory(site=people.site)
    address = reverse("member_merge_with", args=[kept.pk, other.pk])

    page = signed_in("facilitator").get(address).content.decode()

    assert "only the programme team can merge them. Ask the team." in page
    assert "Merge the two records" not in page
    assert (
        signed_in("facilitator")
        .get(reverse("member_merge_with", args=[kept.pk, people.seat("elsewhere").pk]))
        .status_code
        == 404
    )


def both_met(people, *members, days=30):
    meeting = MeetingFactory(site=people.site, number=days, starts_at=timezone.now() - timedelta(days=days))
    for each in members:
        Attendance.objects.create(meeting=meeting, member=each, mark=Attendance.Mark.PRESENT)
    return meeting


def name_on(member, day) -> str:
    """The name that papers of `day` show."""
    then = type(member).objects.get(pk=member.pk)
    as_they_were([then], on=day)
    return then.name


def test_the_name_that_goes_is_kept_and_a_paper_that_changes_says_why(people, kept, signed_in):
    other = MemberFactory(site=people.site, user=None, name="C. Whitham", joined_on=kept.joined_on)
    meeting = both_met(people, other)
    Meeting.objects.filter(pk=meeting.pk).update(closed_at=timezone.now())

    merge(people, kept, other)

    assert [each.name for each in kept.past_names.all()] == ["C. Whitham"]
    assert name_on(kept, meeting.day) == kept.name
    correction = kept.detail_corrections.get()
    assert (correction.what, correction.reason) == ("name", "It is the same person: there were two records.")
    page = signed_in("facilitator").get(reverse("member_history", args=[kept.pk])).content.decode()
    assert "C. Whitham" in page


def test_papers_of_a_record_that_ended_before_keep_its_name(people, kept):
    began = kept.joined_on
    other = MemberFactory(
        site=people.site, user=None, name="Carol Low", joined_on=began - timedelta(days=90),
        left_on=began - timedelta(days=30), left_because="Moved",
    )  # fmt: skip

    merge(people, kept, other)

    assert name_on(kept, began - timedelta(days=60)) == "Carol Low"
    assert name_on(kept, began) == kept.name
    assert not kept.detail_corrections.exists()


def test_three_records_are_merged_one_after_the_other(people, kept):
    for name in ("Carol A", "Carol B"):
        merge(people, kept, MemberFactory(site=people.site, user=None, name=name, joined_on=kept.joined_on))

    assert {each.name for each in kept.past_names.all()} == {"Carol A", "Carol B"}


def test_two_who_were_both_here_are_warned_about(people, kept, gone, signed_in):
    client, url = signed_in("facilitator"), reverse("member_merge_with", args=[kept.pk, gone.pk])
    assert "Both are marked" not in client.get(url).content.decode()

    meeting = both_met(people, kept, gone)

    assert (
        f"Both are marked “Here” at the meeting on {day(meeting.starts_at)}."
        in client.get(url).content.decode()
    )
