"""From a case to a published version; and its PDF, as rows that are due."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.clearance import actions as clearance_actions
from cases.clearance.models import Audience, ClearedText
from kit.errors import RefusedError
from kit.models import Revision
from knowledge.library import drafting
from knowledge.library.actions import write_ups
from knowledge.library.models import IndexedText, LearningObject, LearningObjectVersion, Pdf
from tests.factories.cases import CaseFactory, CommissionerIssueFactory, FeedbackFactory
from tests.knowledge import publishing

pytestmark = pytest.mark.django_db


def test_a_write_up_begins_with_what_the_case_says(people, case):
    CommissionerIssueFactory(case=case, words="Two services close a case after two letters.")

    write_up = write_ups.start_write_up(case, by=people.facilitator)

    assert write_up.draft_title == "The letters behind the door"
    assert write_up.draft_story == "CANARY-presentation of a woman in her fifties."
    assert write_up.draft_tried == (
        "Housing rings before it writes. It helped.\n\nMove the rent date. It held things steady."
    )
    assert write_up.draft_again == "CANARY-learning."
    assert write_up.draft_stood_in_the_way == "Two services close a case after two letters."


def test_starting_twice_is_one_write_up(people, case):
    assert write_ups.start_write_up(case, by=people.facilitator) == write_ups.start_write_up(
        case, by=people.facilitator
    )
    assert LearningObject.objects.count() == 1


def test_a_case_that_was_not_presented_is_not_written_up(people):
    with pytest.raises(RefusedError, match="not been presented"):
        write_ups.start_write_up(CaseFactory(site=people.site), by=people.facilitator)


def test_no_edit_of_the_draft_is_lost(people, case):
    write_up = write_ups.start_write_up(case, by=people.facilitator)

    write_ups.edit_write_up(write_up, draft_story="Told anew.", by=people.presenter)
    write_ups.edit_write_up(write_up, draft_story="Told anew.", by=people.presenter)

    kept = Revision.objects.of(write_up, "draft_story").order_by("version")
    assert [(one.text, one.by) for one in kept] == [
        ("CANARY-presentation of a woman in her fifties.", people.facilitator),
        ("Told anew.", people.presenter),
    ]


def test_the_outward_words_of_steps_are_kept_too(people, write_up):
    step = write_up.case.discussions.get().next_steps.first()

    write_ups.edit_write_up(
        write_up, draft_steps={str(step.pk): "A service rings first"}, by=people.facilitator
    )

    assert Revision.objects.of(write_up, "draft_small_words").get().text == "A service rings first"


def test_what_readers_see_holds_no_owner_no_notes_and_nothing_of_the_case(write_up):
    content = drafting.content_of(write_up)

    assert "CANARY" not in str(content)
    step = write_up.case.discussions.get().next_steps.first()
    assert step.owner.name not in str(content)
    month = drafting.key_of(write_up.case.discussions.get().meeting.starts_at)
    assert content["steps"][0] == {
        "what": "Housing rings before it writes",
        "agreed": month,
        "answered": drafting.key_of(timezone.now()),
        "outcome": "helped",
    }
    assert content["evidence"] == [
        {
            "citation": "Tolland, J. and Ames, P. (2011) ‘Unopened post’, A journal, 9, pp. 16–21.",
            "bottom_line": "People who avoid post seldom avoid the telephone.",
            "link": "",
        }
    ]
    assert [(section["key"], section["heading"]) for section in content["sections"]] == [
        ("story", ""),
        ("tried", "What was tried, and what helped"),
        ("again", "What we learned"),
        ("stood_in_the_way", "Issues for commissioners"),
    ]


def test_a_step_and_a_bottom_line_can_be_reworded_or_left_out(people, write_up):
    first, second = write_up.case.discussions.get().next_steps.all()
    attached = write_up.case.attached_evidence.get()

    write_ups.edit_write_up(
        write_up,
        draft_steps={str(first.pk): "A service rings first", str(second.pk): ""},
        draft_bottom_lines={str(attached.pk): ""},
        by=people.facilitator,
    )

    content = drafting.content_of(write_up)
    assert [step["what"] for step in content["steps"]] == ["A service rings first"]
    assert content["evidence"] == []


def test_the_last_answer_of_a_step_is_the_one_that_is_told(write_up):
    step = write_up.case.discussions.get().next_steps.first()
    FeedbackFactory(next_step=step, outcome="worse")

    assert drafting.content_of(write_up)["steps"][0]["outcome"] == "worse"


def test_everyone_who_wrote_the_draft_is_an_author_and_cannot_approve_it(people, write_up):
    write_ups.edit_write_up(write_up, draft_again="Ask.", by=people.member)

    version = write_ups.send_write_up_for_checking(write_up, audience="programme", by=people.facilitator)

    assert set(version.cleared_text.authors.all()) == {people.member, people.facilitator}
    for author in (people.member, people.facilitator, people.presenter):
        with pytest.raises(RefusedError, match="so somebody else must check it"):
            clearance_actions.approve(version.cleared_text, sha256=version.cleared_text.sha256, by=author)


def test_sending_the_same_text_for_checking_again_changes_nothing(people, write_up):
    first = write_ups.send_write_up_for_checking(write_up, audience="programme", by=people.facilitator)

    assert (
        write_ups.send_write_up_for_checking(write_up, audience="programme", by=people.facilitator) == first
    )
    assert (LearningObjectVersion.objects.count(), IndexedText.objects.count()) == (1, 1)


def test_a_new_text_takes_the_place_of_the_one_being_checked(people, write_up):
    write_ups.send_write_up_for_checking(write_up, audience="programme", by=people.facilitator)
    write_ups.edit_write_up(write_up, draft_story="Told anew.", by=people.facilitator)

    second = write_ups.send_write_up_for_checking(write_up, audience="programme", by=people.facilitator)

    assert second.number == 2
    assert list(ClearedText.objects.being_checked()) == [second.cleared_text]


def test_a_write_up_without_title_or_story_is_not_sent_for_checking(people, write_up):
    write_ups.edit_write_up(write_up, draft_story=" ", by=people.facilitator)

    with pytest.raises(RefusedError, match="title and the story"):
        write_ups.send_write_up_for_checking(write_up, audience="programme", by=people.facilitator)


def test_a_later_edit_needs_a_new_approval_and_the_published_text_stays(people, write_up, publish):
    first = publish()

    write_ups.edit_write_up(write_up, draft_story="Told anew.", by=people.facilitator)
    second = write_ups.send_write_up_for_checking(write_up, audience="programme", by=people.facilitator)

    assert list(LearningObjectVersion.objects.published()) == [first]
    with pytest.raises(clearance_actions.NotApproved):
        publishing.publish(second, by=people.facilitator)


def test_withdrawing_takes_the_published_version_back_and_no_older_one_returns(people, write_up, publish):
    publish(Audience.PUBLIC)
    publish(Audience.PROGRAMME, draft_story="Told anew.")

    withdrawn = publishing.withdraw(write_up, because="privacy", by=people.team)

    assert [version.number for version in withdrawn] == [2]
    assert not LearningObjectVersion.objects.published().exists()


def test_publishing_asks_for_one_pdf(people, publish):
    version = publish()

    publishing.publish(version, by=people.facilitator)

    assert Pdf.objects.get().version == version


def test_a_version_published_by_any_way_gets_its_pdf(people, write_up, approve):
    version = write_ups.send_write_up_for_checking(write_up, audience="programme", by=people.facilitator)
    assert write_ups.ask_for_missing_pdfs() == []
    approve(version.cleared_text)
    clearance_actions.publish(version.cleared_text, by=people.team)

    assert [pdf.version for pdf in write_ups.ask_for_missing_pdfs()] == [version]
    assert write_ups.ask_for_missing_pdfs() == []


def test_a_pdf_is_made_once(publish):
    pdf = Pdf.objects.get(version=publish())

    assert write_ups.make_pdf(pdf)
    assert not write_ups.make_pdf(pdf)

    made = Pdf.objects.get()
    assert made.made_at is not None
    assert made.file.name == f"pdf/{made.sha256[:2]}/{made.sha256}.pdf"
    with made.file.open() as file:
        assert file.read(5) == b"%PDF-"
    assert (made.pages, made.attempts, made.last_error) == (2, 1, "")


def test_a_pdf_that_somebody_is_making_is_left_to_them(publish):
    pdf = Pdf.objects.get(version=publish())
    Pdf.objects.update(claimed_until=timezone.now() + timedelta(minutes=1))

    assert not write_ups.make_pdf(pdf)


def test_a_try_that_died_is_due_again_when_its_claim_runs_out_five_times_in_all(publish):
    pdf = Pdf.objects.get(version=publish())
    Pdf.objects.update(claimed_until=timezone.now() - timedelta(seconds=1), attempts=4)
    assert list(Pdf.objects.due()) == [pdf]

    Pdf.objects.update(attempts=5)

    assert not Pdf.objects.due().exists()
    assert Pdf.objects.get().has_failed


def test_a_try_that_fails_leaves_words_and_its_claim(publish, settings, tmp_path):
    pdf = Pdf.objects.get(version=publish())
    blocked = tmp_path / "media"
    blocked.write_text("a file where a folder should be")
    settings.MEDIA_ROOT = blocked

    with pytest.raises(OSError):
        write_ups.make_pdf(pdf)

    tried = Pdf.objects.get()
    assert (tried.attempts, tried.last_error) == (1, write_ups.NOT_FINISHED)
    assert tried.made_at is None
    assert tried.is_being_made


def test_the_pdf_of_a_withdrawn_text_is_not_made(people, write_up, publish):
    pdf = Pdf.objects.get(version=publish())
    publishing.withdraw(write_up, because="privacy", by=people.team)

    assert not write_ups.make_pdf(pdf)
    assert not Pdf.objects.due().exists()


def test_the_file_of_a_withdrawn_text_is_deleted(
    people, write_up, publish, django_capture_on_commit_callbacks
):
    pdf = Pdf.objects.get(version=publish())
    write_ups.make_pdf(pdf)
    pdf = Pdf.objects.get()
    name, storage = pdf.file.name, pdf.file.storage
    assert write_ups.remove_withdrawn_pdfs() == 0
    clearance_actions.withdraw_agreement(
        write_up.case, member=people.members.presenter, audience="programme", by=people.presenter
    )

    with django_capture_on_commit_callbacks(execute=True):
        assert write_ups.remove_withdrawn_pdfs() == 1

    assert not storage.exists(name)
    assert Pdf.objects.get().file == ""
