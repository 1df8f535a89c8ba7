"""The verbs of cases."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from cases.actions import cases as actions
from cases.audit_verbs import CaseVerb
from cases.clearance import actions as clearance_actions
from cases.models import Case
from kit.errors import RefusedError
from kit.models import AuditEvent, Revision
from tests.factories.meetings import MeetingFactory


@pytest.fixture
def discussion(case):
    return case.discussions.get()


def offer(people, **fields):
    fields = {
        "title": "Post nobody opens", "kind": Case.Kind.CHALLENGING, "presenters": [people.members.presenter],
    } | fields  # fmt: skip
    return actions.offer(people.site, by=people.presenter, **fields)


# --- Cases


def test_offered_cases_are_numbered_at_their_site(people):
    first, second = offer(people), offer(people, title="Three keys")

    assert [first.number, second.number] == [1, 2]
    assert second.reference == f"{people.site.code}-02"
    assert list(first.presenters.all()) == [people.members.presenter]


def test_a_case_needs_a_title_and_somebody_of_the_site_who_brings_it(people):
    with pytest.raises(RefusedError, match="title"):
        offer(people, title=" ")
    with pytest.raises(RefusedError, match="at least one presenter"):
        offer(people, presenters=[])
    with pytest.raises(RefusedError, match="another site"):
        offer(people, presenters=[people.members.elsewhere])
    assert not Case.objects.exists()


def test_editing_keeps_every_version_of_the_text(people):
    case = offer(people, presentation="First.")

    case = actions.edit(case, by=people.presenter, base_version=1, presentation="Second.")
    case = actions.edit(case, by=people.facilitator, base_version=2, presentation="Third.", title="Other")

    assert (case.version, case.title, case.presentation) == (3, "Other", "Third.")
    kept = Revision.objects.of(case, "presentation").order_by("version").values_list("text", "by__email")
    assert list(kept) == [
        ("First.", people.presenter.email),
        ("Second.", people.presenter.email),
        ("Third.", people.facilitator.email),
    ]


def test_saving_what_is_there_already_changes_nothing(people):
    case = offer(people, presentation="First.")

    again = actions.edit(case, by=people.facilitator, base_version=0, presentation="First.")

    assert again.version == 1
    assert Revision.objects.of(case).count() == 1


def test_a_stale_save_is_refused_with_the_newer_text(people):
    case = offer(people, presentation="First.")
    actions.edit(case, by=people.presenter, base_version=1, presentation="Second.")

    with pytest.raises(actions.StaleText) as stale:
        actions.edit(case, by=people.facilitator, base_version=1, presentation="Mine.")

    assert stale.value.newer.presentation == "Second."
    case.refresh_from_db()
    assert case.presentation == "Second."


def test_presenters_stay_while_words_about_their_case_are_being_checked(people, case, text):
    with pytest.raises(RefusedError, match="cannot change its presenters"):
        actions.edit(case, by=people.facilitator, base_version=1, presenters=[people.members.member])

    clearance_actions.send_back(text, reason="Too near.", by=people.member)
    actions.edit(case, by=people.facilitator, base_version=1, presenters=[people.members.member])

    assert list(case.presenters.all()) == [people.members.member]


def test_a_case_is_put_on_an_agenda_once(people, case):
    meeting = MeetingFactory(site=people.site)

    first = actions.discuss(case, at=meeting, by=people.facilitator)

    assert actions.discuss(case, at=meeting, by=people.facilitator) == first
    assert case.discussions.count() == 2


def test_a_case_goes_on_no_agenda_of_another_site_or_of_a_cancelled_meeting(people, case):
    with pytest.raises(actions.WrongMeeting, match="another site"):
        actions.discuss(case, at=MeetingFactory(site=people.neighbour), by=people.facilitator)
    with pytest.raises(actions.WrongMeeting, match="cancelled"):
        actions.discuss(case, at=MeetingFactory(site=people.site, cancelled=True), by=people.facilitator)


def test_a_case_comes_off_an_agenda_before_the_meeting_only(people, case, discussion):
    coming = actions.discuss(case, at=MeetingFactory(site=people.site), by=people.facilitator)

    actions.take_off_agenda(coming, by=people.facilitator)
    with pytest.raises(RefusedError, match="has started"):
        actions.take_off_agenda(discussion, by=people.facilitator)

    assert list(case.discussions.all()) == [discussion]


def test_notes_keep_their_versions(people, discussion):
    actions.write_notes(discussion, notes="One.", by=people.facilitator)
    actions.write_notes(discussion, notes="One.", by=people.facilitator)

    texts = Revision.objects.of(discussion, "notes").order_by("version").values_list("text", flat=True)
    assert list(texts) == ["The room asked who rings whom.", "One."]


def test_a_member_who_steps_out_reads_the_case_no_more(people, case):
    assert case in Case.objects.visible_to(people.member)

    actions.step_out(case, member=people.members.member, by=people.member)
    actions.step_out(case, member=people.members.member, by=people.member)

    assert case not in Case.objects.visible_to(people.member)
    assert case.stepped_out.count() == 1


def test_a_presenter_does_not_step_out_and_nor_does_somebody_from_elsewhere(people, case):
    with pytest.raises(RefusedError, match="You present this case"):
        actions.step_out(case, member=people.members.presenter, by=people.presenter)
    with pytest.raises(RefusedError, match="Only members of this case’s site"):
        actions.step_out(case, member=people.members.elsewhere, by=people.elsewhere)


def test_reading_is_written_down_once_a_day(people, case):
    for reader in (people.member, people.member, people.broker):
        assert Case.objects.read_by(reader).get() == case

    readers = AuditEvent.objects.filter(verb=CaseVerb.READ).order_by("pk").values_list("by", flat=True)
    assert list(readers) == [people.member.pk, people.broker.pk]

    AuditEvent.objects.filter(verb=CaseVerb.READ).update(at=timezone.now() - timedelta(days=1))
    assert Case.objects.read_by(people.member).get() == case
    assert AuditEvent.objects.filter(verb=CaseVerb.READ, by=people.member).count() == 2


def test_a_visitor_without_an_account_reads_no_case_and_is_recorded_nowhere(case):
    assert not Case.objects.read_by(AnonymousUser()).exists()
    assert list(Case.objects.read_by(AnonymousUser())) == []
    assert not AuditEvent.objects.filter(verb=CaseVerb.READ).exists()
