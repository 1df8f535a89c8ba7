"""What the demonstration shows of a text on its way: between writer, checkers and presenters, and after it is published."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.clearance.models import Audience, ClearedText, FoundPassage, KeptBeside, Opening, Showing
from knowledge.library.models import LearningObject
from members.models import KeptWord, User
from newsletter.models import Entry, NewsletterIssue
from tests.reading import one_line

WRITE_UP = ClearedText.Kind.LEARNING_OBJECT


@pytest.fixture
def write_ups(demonstration, db):
    """The texts of write-ups in the running programme."""
    return ClearedText.objects.filter(programme__slug="common-ground", kind=WRITE_UP)


@pytest.fixture
def being_checked(write_ups):
    """The write-up of Tom's case, which is being checked."""
    return write_ups.being_checked().get()


@pytest.fixture
def page_of(client, demonstration, db):
    """Return what the page at an address says to somebody."""

    def read(first_name: str, address: str) -> str:
        client.force_login(User.objects.get(email__startswith=f"{first_name}."))
        return one_line(client.get(address).content.decode())

    return read


def test_members_read_a_fuller_text_beside_the_shorter_one_for_everyone(write_ups, page_of):
    beside = KeptBeside.objects.get(text__in=write_ups)
    row = LearningObject.objects.get(versions__cleared_text=beside.text)
    address = reverse("library:learning_object_detail", args=[row.pk])

    assert (beside.text.audience, beside.kept.audience) == (Audience.PROGRAMME, Audience.PUBLIC)
    assert beside.text.is_published
    assert beside.kept.is_published
    assert len(beside.text.plain_text) > len(beside.kept.plain_text)
    assert "this is how the ringing went" in page_of("kirsty", address)
    assert "this is how the ringing went" not in page_of("graham", address)


def test_two_presenters_can_say_no_for_some_days_and_one_of_them_has_read_it(being_checked):
    showings = Showing.objects.filter(cleared_text=being_checked)
    opened = Opening.objects.filter(cleared_text=being_checked).values_list("member__name", flat=True)

    assert sorted(showings.values_list("member__name", flat=True)) == ["Carol Whitcombe", "Tom Hallett"]
    assert all(each.until > timezone.now() for each in showings)
    assert list(opened) == ["Carol Whitcombe"]


def test_tom_is_asked_for_his_answer_on_his_home_page(being_checked, page_of):
    assert reverse("clearance:text_answer", args=[being_checked.pk]) in page_of("tom", "/")


def test_priya_is_asked_by_name_to_check_it_after_a_colleague_passed_it_on(being_checked, page_of):
    page = page_of("priya", reverse("clearance:text_check", args=[being_checked.pk]))

    assert "You are asked until" in page
    assert [each.ending for each in being_checked.check_requests.all()] == ["passed_on", ""]


def test_writer_and_checker_write_to_each_other_about_a_passage(being_checked):
    first = being_checked.messages.get(answers=None)

    assert first.quote in being_checked.plain_text
    assert [each.by_id for each in first.answered_by.all()] == [being_checked.sent_for_checking_by_id]
    assert first.by.name == "Priya Nair"


def test_a_word_is_kept_with_its_reason_and_the_checker_sees_it(being_checked, page_of):
    page = page_of("priya", reverse("clearance:text_check", args=[being_checked.pk]))

    assert KeptWord.objects.get(site=being_checked.site).reason == KeptWord.Reason.PUBLIC
    assert "“St John”. Kept: public figure or national body." in page


def test_a_presenter_said_no_to_one_text_with_a_reason(write_ups):
    text = write_ups.get(case__site__code="CG3", send_back__isnull=False)
    said = text.sharing_agreements.get()

    assert (said.said == said.Said.YES, said.member.name) == (False, "Siân Prosser")
    assert text.messages.get().by == said.recorded_by


def test_one_passage_waits_for_the_programme_team_since_somebody_joined(write_ups, page_of):
    found = FoundPassage.objects.get(settled_at=None)

    assert found.rereading.cleared_text in write_ups
    assert "drugs worker" in page_of("elaine", reverse("clearance:found_list")).lower()


def test_the_next_newsletter_says_what_was_withdrawn_from_the_last(demonstration, db):
    correction = Entry.objects.get(kind=Entry.Kind.CORRECTION)
    withdrawn = ClearedText.objects.get(
        kind=ClearedText.Kind.NEWSLETTER_ENTRY, publication__withdrawn_because="privacy"
    )

    issues = NewsletterIssue.objects.filter(programme__slug="common-ground").order_by("month")
    last_sent, next_one = issues.exclude(sent_at=None).last(), issues.get(sent_at=None)

    assert correction.issue == next_one
    assert correction.words == withdrawn.publication.get_withdrawn_because_display()
    assert correction.headline == f"An entry of “From the sites” in the {last_sent.name} issue was withdrawn"
