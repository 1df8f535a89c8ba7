"""The verbs of cases."""

from datetime import timedelta

import pytest
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


def offer(place, **fields):
    fields = {
        "title": "Post nobody opens", "kind": Case.Kind.CHALLENGING, "presenters": [place.members.presenter],
    } | fields  # fmt: skip
    return actions.offer(place.site, by=place.presenter, **fields)


# --- Cases


def test_offered_cases_are_numbered_at_their_site(place):
    first, second = offer(place), offer(place, title="Three keys")

    assert [first.number, second.number] == [1, 2]
    assert second.reference == f"{place.site.code}-02"
    assert list(first.presenters.all()) == [place.members.presenter]


def test_a_case_needs_a_title_and_somebody_of_the_site_who_brings_it(place):
    with pytest.raises(RefusedError, match="title"):
        offer(place, title=" ")
    with pytest.raises(RefusedError, match="at least one presenter"):
        offer(place, presenters=[])
    with pytest.raises(RefusedError, match="another site"):
        offer(place, presenters=[place.members.elsewhere])
    assert not Case.objects.exists()


def test_editing_keeps_every_version_of_the_text(place):
    case = offer(place, presentation="First.")

    case = actions.edit(case, by=place.presenter, base_version=1, presentation="Second.")
    case = actions.edit(case, by=place.facilitator, base_version=2, presentation="Third.", title="Other")

    assert (case.version, case.title, case.presentation) == (3, "Other", "Third.")
    kept = Revision.objects.of(case, "presentation").order_by("version").values_list("text", "by__email")
    assert list(kept) == [
        ("First.", place.presenter.email),
        ("Second.", place.presenter.email),
        ("Third.", place.facilitator.email),
    ]


def test_saving_what_is_there_already_changes_nothing(place):
    case = offer(place, presentation="First.")

    again = actions.edit(case, by=place.facilitator, base_version=0, presentation="First.")

    assert again.version == 1
    assert Revision.objects.of(case).count() == 1


def test_a_stale_save_is_refused_with_the_newer_text(place):
    case = offer(place, presentation="First.")
    actions.edit(case, by=place.presenter, base_version=1, presentation="Second.")

    with pytest.raises(actions.StaleText) as stale:
        actions.edit(case, by=place.facilitator, base_version=1, presentation="Mine.")

    assert stale.value.newer.presentation == "Second."
    case.refresh_from_db()
    assert case.presentation == "Second."


def test_bringing_a_version_back_makes_a_new_one(place):
    case = offer(place, presentation="First.")
    case = actions.edit(case, by=place.presenter, base_version=1, presentation="Second.")
    first = Revision.objects.of(case, "presentation").get(version=1)

    case = actions.restore(case, revision=first, by=place.facilitator)

    assert case.presentation == "First."
    assert Revision.objects.of(case, "presentation").count() == 3


def test_a_version_of_another_case_is_not_brought_back(place):
    case, other = offer(place, presentation="First."), offer(place, presentation="Other.")
    foreign = Revision.objects.of(other).get()

    with pytest.raises(RefusedError):
        actions.restore(case, revision=foreign, by=place.facilitator)


def test_presenters_stay_while_words_about_their_case_are_being_checked(place, case, text):
    with pytest.raises(RefusedError, match="cannot change its presenters"):
        actions.edit(case, by=place.facilitator, base_version=1, presenters=[place.members.colleague])

    clearance_actions.send_back(text, reason="Too near.", by=place.colleague)
    actions.edit(case, by=place.facilitator, base_version=1, presenters=[place.members.colleague])

    assert list(case.presenters.all()) == [place.members.colleague]


def test_a_case_is_put_on_an_agenda_once(place, case):
    meeting = MeetingFactory(site=place.site)

    first = actions.discuss(case, at=meeting, by=place.facilitator)

    assert actions.discuss(case, at=meeting, by=place.facilitator) == first
    assert case.discussions.count() == 2


def test_a_case_goes_on_no_agenda_of_another_site_or_of_a_cancelled_meeting(place, case):
    with pytest.raises(actions.WrongMeeting, match="another site"):
        actions.discuss(case, at=MeetingFactory(site=place.other_site), by=place.facilitator)
    with pytest.raises(actions.WrongMeeting, match="cancelled"):
        actions.discuss(case, at=MeetingFactory(site=place.site, cancelled=True), by=place.facilitator)


def test_a_case_comes_off_an_agenda_before_the_meeting_only(place, case, discussion):
    coming = actions.discuss(case, at=MeetingFactory(site=place.site), by=place.facilitator)

    actions.take_off_agenda(coming, by=place.facilitator)
    with pytest.raises(RefusedError, match="has started"):
        actions.take_off_agenda(discussion, by=place.facilitator)

    assert list(case.discussions.all()) == [discussion]


def test_notes_keep_their_versions(place, discussion):
    actions.write_notes(discussion, notes="One.", by=place.facilitator)
    actions.write_notes(discussion, notes="One.", by=place.facilitator)

    texts = Revision.objects.of(discussion, "notes").order_by("version").values_list("text", flat=True)
    assert list(texts) == ["The room asked who rings whom.", "One."]


def test_a_member_who_steps_out_reads_the_case_no_more(place, case):
    assert case in Case.objects.visible_to(place.colleague)

    actions.step_out(case, member=place.members.colleague, by=place.colleague)
    actions.step_out(case, member=place.members.colleague, by=place.colleague)

    assert case not in Case.objects.visible_to(place.colleague)
    assert case.stepped_out.count() == 1


def test_a_presenter_does_not_step_out_and_nor_does_somebody_from_elsewhere(place, case):
    with pytest.raises(RefusedError, match="You present this case"):
        actions.step_out(case, member=place.members.presenter, by=place.presenter)
    with pytest.raises(RefusedError, match="Only members of this case’s site"):
        actions.step_out(case, member=place.members.elsewhere, by=place.elsewhere)


def test_reading_is_written_down_once_a_day(place, case):
    actions.note_reading(case, by=place.colleague)
    actions.note_reading(case, by=place.colleague)
    actions.note_reading(case, by=place.broker)

    readers = AuditEvent.objects.filter(verb=CaseVerb.READ).order_by("pk").values_list("by", flat=True)
    assert list(readers) == [place.colleague.pk, place.broker.pk]

    AuditEvent.objects.filter(verb=CaseVerb.READ).update(at=timezone.now() - timedelta(days=1))
    actions.note_reading(case, by=place.colleague)
    assert AuditEvent.objects.filter(verb=CaseVerb.READ, by=place.colleague).count() == 2
