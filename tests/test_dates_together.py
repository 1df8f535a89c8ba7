"""Dates are held against each other: none that a person types contradicts another that is saved.

Every field for a day names the column that it fills. Every pair of those columns, in one model or in two that belong
together, names the test that holds it, or why nothing does. A new field, or a new pair, fails until it is named.
"""

from datetime import timedelta
from itertools import combinations, product

import pytest
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.commissioning import actions as commissioning
from cases.commissioning.models import IssueReply
from cases.forms.choose_case import ChooseForm
from cases.models import Case
from kit.days.fields import DayField
from kit.errors import RefusedError
from kit.words import day
from meetings import actions as meetings
from members import actions as members
from members.models import Absence, Employment, Facilitation, Member, Role
from sites_app import actions as sites
from sites_app.models import Programme, Site
from tests.factories.cases import IssueReplyFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory
from tests.factories.members import FacilitationFactory, MemberFactory, UserFactory
from tests.factories.sites import OrganisationFactory, ProgrammeFactory
from tests.kit.test_day_fields import all_forms

DAYS = timedelta(days=1)

FIELDS = {
    "AddSiteForm.on": "IssueAddition.on",
    "AgreementForm.on": "Agreement.agreed_on",
    "AskForm.check_by": "CheckRequest.due_on",
    "AsAtForm.as_at": "",  # asks, and saves nothing
    "ChooseForm.template_by": "Discussion.template_by",
    "ChoosesCheckers.check_by": "CheckRequest.due_on",
    "ComeBackForm.on": "Absence.came_back_on",
    "EndForm.on": "Facilitation.ended_on",
    "EvidenceForm.published_on": "",  # is kept as a year, a month and a day
    "EvidenceForm.read_on": "Evidence.read_on",
    "EventForm.day": "ProgrammeEvent.starts_at",
    "ExpenseForm.spent_on": "Expense.spent_on",
    "FacilitationForm.on": "Facilitation.started_on",
    "JobForm.since": "Employment.since",
    "SiteOutcomeForm.on": "PromiseOutcome.on",
    "LeaveForm.on": "Member.left_on",
    "LeavingForm.on": "Member.left_on",
    "MarkForm.since": "MarkOverride.since",
    "MeetingForm.day": "Meeting.starts_at",
    "MemberForm.joined_on": "Member.joined_on",
    "MoveDateForm.due_on": "IssueReply.due_on",
    "NameChangeForm.since": "PastName.until",
    "PreferencesForm.paused_until": "Preferences.paused_until",
    "ProgrammeEndForm.on": "Programme.ended_on",
    "ProgrammeForm.ends_on": "Programme.ends_on",
    "ReplyForm.due_on": "IssueReply.due_on",
    "RoleEndForm.on": "Role.until",
    "SendNewsletterForm.check_by": "CheckRequest.due_on",
    "SeriesForm.since": "Meeting.starts_at",
    "SeriesForm.until": "Meeting.starts_at",
    "SiteForm.opened_on": "SiteState.since",
    "SiteStateForm.since": "SiteState.since",
    "SubscriptionForm.paused_until": "Subscriber.paused_until",
    "UploadForm.joined_on": "Member.joined_on",
}
# what follows from one of them, or is typed in a command
ALSO = {"IssueReply.kept_on", "Absence.left_on", "Employment.until", "Programme.started_on", "Role.since"}
COLUMNS = set(filter(None, FIELDS.values())) | ALSO

HELD = {
    "test_the_database_holds_which_comes_first": [
        "Absence.left_on Absence.came_back_on",
        "Employment.since Employment.until",
        "Facilitation.started_on Facilitation.ended_on",
        "Member.joined_on Member.left_on",
        "Programme.started_on Programme.ended_on",
        "Programme.started_on Programme.ends_on",
        "Role.since Role.until",
    ],
    "test_nobody_left_before_a_meeting_that_they_were_at": ["Member.left_on Meeting.starts_at"],
    "test_nobody_joined_after_what_they_did": [
        "Member.joined_on Meeting.starts_at",
        "Member.joined_on Facilitation.started_on",
        "Member.joined_on Facilitation.ended_on",  # which is after it started
        "Member.joined_on Absence.left_on",
        "Member.joined_on Absence.came_back_on",  # which is after they left
        "Member.joined_on MarkOverride.since",
    ],
    "test_a_status_is_set_from_the_day_they_joined_at_the_earliest": ["Member.joined_on MarkOverride.since"],
    "test_nobody_leaves_before_they_came_back": [
        "Member.left_on Absence.came_back_on",
        "Member.left_on Absence.left_on",
    ],
    "test_nobody_facilitates_after_they_left": [
        "Member.left_on Facilitation.ended_on",
        "Member.left_on Facilitation.started_on",
    ],
    "test_a_meeting_is_not_moved_to_a_day_when_somebody_who_was_there_was_no_member": [
        "Meeting.starts_at Member.joined_on",
        "Meeting.starts_at Member.left_on",
    ],
    "test_a_site_and_a_programme_end_after_the_last_meeting": ["SiteState.since Meeting.starts_at"],
    "test_a_case_is_complete_before_its_meeting": ["Discussion.template_by Meeting.starts_at"],
}
FREE = {  # a column, or a pair
    "CheckRequest": "people are asked for days to come, and who goes meanwhile is asked no longer",
    "Evidence": "a publication was read on any day",
    "Employment": "people have a job before they join, and after",
    "PastName": "people change their name at any time; members/actions/changes.py holds it against the day they joined",
    "Agreement": "people agree at a taster session, before they join",
    "Expense": "bills come before a site is set up and after it has ended",
    "Role": "the team works before a programme starts and after it has ended",
    "Discussion.template_by Member": "any presenter completes the case",
    "MarkOverride.since Member.left_on": "a status is corrected after somebody left, too",
    "MarkOverride.since Facilitation": "a facilitator has a status as every member has",
    "MarkOverride.since Absence": "a status is kept while somebody is away",
    "Facilitation Absence": "whoever leaves stops facilitating, and may again on coming back",
    "Member SiteState.since": "people are found before a site is set up, and are members after its last meeting",
    "Member Programme": "a member is one of a site",
    "IssueReply.due_on IssueReply.kept_on": "a promise is kept early or late",
    "IssueAddition": "a group spoke of it before the site was set up here, or an issue was raised; it is not in the future",
    "PromiseOutcome": "a promise is kept early or late; cases/commissioning/actions holds it against the issue",
    "Subscriber": "a pause of the newsletter ends on any day to come",
    "Programme.ends_on Programme.ended_on": "one is the plan, the other what came of it",
    "Meeting ProgrammeEvent": "somebody is invited to one or the other, never to both",
    "ProgrammeEvent Programme": "a training comes before the start, a last conference after the end",
}


def test_every_field_for_a_day_names_the_column_that_it_fills():
    fields = {
        f"{form.__name__}.{name}": [f"{each.__name__}.{name}" for each in form.__mro__]
        for form in all_forms()
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, DayField)
    }

    assert [field for field, names in fields.items() if not FIELDS.keys() & set(names)] == []


def typed_columns(model) -> list[str]:
    """Return the columns of `model` that people type a day into, or a day and a time."""
    return [column for name, _, column in (each.partition(".") for each in COLUMNS) if name == model.__name__]


def owners_of(model) -> set:
    """Return the models that a row of `model` belongs to."""
    return {field.related_model for field in model._meta.concrete_fields if field.is_relation}


def pairs() -> set[frozenset[str]]:
    """Return every pair of such columns: of one model, of a model and what it belongs to, of two models that belong to
    the same, and of two that a third joins.
    """
    ours = [each for each in apps.get_models() if each._meta.app_config.name in settings.OUR_APPS]
    dated = {model: [f"{model.__name__}.{column}" for column in typed_columns(model)] for model in ours}
    dated = {model: columns for model, columns in dated.items() if columns}
    found = {frozenset(pair) for columns in dated.values() for pair in combinations(columns, 2)}
    for one, other in combinations(dated, 2):
        shared = owners_of(one) & owners_of(other) & {Site, Member}
        joined = any({one, other} <= owners_of(model) for model in ours)
        if shared or joined or one in owners_of(other) or other in owners_of(one):
            found |= {frozenset(pair) for pair in product(dated[one], dated[other])}
    return found


def is_free(pair: frozenset[str]) -> bool:
    """Whether something of FREE is about `pair`: a name stands for a column, or for all columns of a model."""

    def named(name: str, column: str) -> bool:
        return column == name or column.startswith(f"{name}.")

    return any(
        all(any(named(name, column) for column in pair) for name in about.split())
        and (len(about.split()) == 1 or len(pair) == 2)
        for about in FREE
    )


def test_every_pair_of_days_is_held_or_says_why_not():
    held = {frozenset(pair.split()) for each in HELD.values() for pair in each}

    assert held <= pairs()
    assert [" ".join(sorted(pair)) for pair in pairs() if pair not in held and not is_free(pair)] == []
    assert [test for test in HELD if test not in globals()] == []


@pytest.fixture
def attended(db):
    """Somebody who was at a meeting ten days ago, and a person who may change it."""
    attendance = AttendanceFactory(
        meeting__starts_at=timezone.now() - 10 * DAYS, member__joined_on=timezone.localdate() - 40 * DAYS
    )
    return attendance.member, attendance.meeting, UserFactory()


def edit(member: Member, *, joined_on, by):
    facts = ["name", "discipline", "email", "is_expert_by_experience", "is_professionally_qualified"]
    return members.edit_member(
        member, **{name: getattr(member, name) for name in facts}, agrees_to_contact=False, joined_on=joined_on, by=by
    )  # fmt: skip


def test_the_database_holds_which_comes_first(db):
    today, member = timezone.localdate(), MemberFactory(joined_on=timezone.localdate())
    programme, job = ProgrammeFactory(), OrganisationFactory()
    before = today - DAYS
    wrong = [
        lambda: Absence.objects.create(member=member, left_on=today, left_because="x", came_back_on=before),
        lambda: Employment.objects.create(member=member, organisation=job, since=today, until=before),
        lambda: Facilitation.objects.create(member=member, started_on=today, ended_on=before),
        lambda: Member.objects.filter(pk=member.pk).update(left_on=before),
        lambda: Programme.objects.filter(pk=programme.pk).update(ended_on=programme.started_on - DAYS),
        lambda: Programme.objects.filter(pk=programme.pk).update(ends_on=programme.started_on - DAYS),
        lambda: Role.objects.create(
            user=UserFactory(), programme=programme, kind=Role.Kind.ADVISER, since=today, until=before
        ),
    ]

    for write in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            write()


def test_nobody_left_before_a_meeting_that_they_were_at(attended):
    member, meeting, by = attended

    with pytest.raises(RefusedError, match=f"They were at the meeting of {day(meeting.starts_at)}"):
        members.leave(member, on=meeting.day - DAYS, because="A new job", by=by)

    assert members.leave(member, on=meeting.day, because="A new job", by=by).left_on == meeting.day


def test_nobody_joined_after_what_they_did(attended):
    member, meeting, by = attended
    with pytest.raises(RefusedError, match=f"They were at the meeting of {day(meeting.starts_at)}"):
        edit(member, joined_on=meeting.day + DAYS, by=by)

    facilitation = FacilitationFactory(member=member, started_on=meeting.day - 5 * DAYS)
    with pytest.raises(RefusedError, match="They have been facilitator since"):
        edit(member, joined_on=meeting.day, by=by)
    facilitation.delete()

    absence = Absence.objects.create(
        member=member, left_on=meeting.day - 9 * DAYS, left_because="x", came_back_on=meeting.day - 8 * DAYS
    )
    with pytest.raises(RefusedError, match="They left for the first time on"):
        edit(member, joined_on=meeting.day, by=by)
    absence.delete()

    members.override_mark(member, mark="X", since=meeting.day - DAYS, reason="Agreed", by=by)
    with pytest.raises(RefusedError, match="Their status was set from"):
        edit(member, joined_on=meeting.day, by=by)

    assert edit(member, joined_on=meeting.day - DAYS, by=by).joined_on == meeting.day - DAYS


def test_what_stands_already_can_be_edited(attended):
    member, meeting, by = attended
    Member.objects.filter(pk=member.pk).update(joined_on=meeting.day + 5 * DAYS)
    member.refresh_from_db()

    assert edit(member, joined_on=member.joined_on, by=by) == member


def test_a_status_is_set_from_the_day_they_joined_at_the_earliest(attended):
    member, _, by = attended

    with pytest.raises(RefusedError, match="They joined on"):
        members.override_mark(member, mark="X", since=member.joined_on - DAYS, reason="Agreed", by=by)


def test_nobody_leaves_before_they_came_back(db):
    today, by = timezone.localdate(), UserFactory()
    member = MemberFactory(joined_on=today - 40 * DAYS)
    members.leave(member, on=today - 30 * DAYS, because="A new job", by=by)
    members.come_back(member, on=today - 20 * DAYS, by=by)

    with pytest.raises(RefusedError, match="They rejoined on"):
        members.leave(member, on=today - 25 * DAYS, because="A new job", by=by)


def test_nobody_facilitates_after_they_left(attended):
    member, meeting, by = attended
    facilitation = FacilitationFactory(member=member, started_on=member.joined_on)

    members.leave(member, on=meeting.day, because="A new job", by=by)

    facilitation.refresh_from_db()
    assert facilitation.ended_on == meeting.day
    with pytest.raises(RefusedError, match="has left"):
        members.appoint_facilitator(member, on=meeting.day + DAYS, by=by)


def test_a_meeting_is_not_moved_to_a_day_when_somebody_who_was_there_was_no_member(attended):
    member, meeting, by = attended
    before_they_joined = meeting.starts_at - (meeting.day - member.joined_on) - DAYS

    with pytest.raises(RefusedError, match=f"{member.name} is recorded as here"):
        meetings.reschedule(meeting, starts_at=before_they_joined, by=by)
    Member.objects.filter(pk=member.pk).update(left_on=meeting.day)
    with pytest.raises(RefusedError, match=f"{member.name} is recorded as here"):
        meetings.reschedule(meeting, starts_at=meeting.starts_at + 2 * DAYS, by=by)


def test_a_site_and_a_programme_end_after_the_last_meeting(attended):
    _, meeting, by = attended
    site, before = meeting.site, meeting.day - DAYS

    with pytest.raises(RefusedError, match=f"{site} met on {day(meeting.starts_at)}"):
        sites.record_state(site, state="ended", since=before, reason="No money", by=by)
    with pytest.raises(RefusedError, match=f"{site} met on {day(meeting.starts_at)}"):
        sites.end_programme(site.programme, on=before, by=by)

    assert sites.record_state(site, state="ended", since=meeting.day, reason="No money", by=by)


def test_a_case_is_complete_before_its_meeting(db):
    meeting = MeetingFactory(starts_at=timezone.now() + 10 * DAYS)
    late = {"template_by": day(meeting.day + DAYS)}

    form = ChooseForm(late, meeting=meeting, cases=Case.objects.none())

    assert form.errors["template_by"] == [
        "The case must be complete before the meeting. Choose an earlier day."
    ]


def test_a_promise_is_kept_after_the_issue_was_raised(db):
    reply = IssueReplyFactory(kind=IssueReply.Kind.WILL_CHANGE, due_on=timezone.localdate())
    raised_on = timezone.localdate(reply.issue.raised_at)

    with pytest.raises(RefusedError, match="The issue was raised on"):
        commissioning.keep_promise(reply, on=raised_on - DAYS, by=reply.by)

    assert commissioning.keep_promise(reply, on=raised_on, by=reply.by).kept_on == raised_on
