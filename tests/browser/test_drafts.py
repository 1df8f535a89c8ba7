"""Text in a form is there again after the tab was killed: on every page with a longer text, offline too."""

import pytest
from django.urls import resolve, reverse
from playwright.sync_api import Error, expect

from demonstration.people import SIGN_INS
from kit.models import Draft
from members.models import User
from tests.browser.test_every_page import NOT_OURS
from tests.crawling import Walk, links_in
from tests.factories.cases import CaseFactory, DiscussionFactory
from tests.factories.members import FacilitationFactory, MemberFactory

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "A line that nobody saved"
LONG = "form:has([name=typed_on]):has([name=opened]) textarea:visible"
WRITERS = ["facilitator", "broker", "commissioner"]


def kill(page):
    """End the page's process in the middle of a word, and return another tab of the same browser."""
    other = page.context.new_page()
    page.close(run_before_unload=False)
    return other


@pytest.fixture
def notes(page, sign_in):
    """The notes of a discussion, opened by the facilitator of its site."""
    discussion = DiscussionFactory(case=CaseFactory(), notes="")
    member = MemberFactory(site=discussion.meeting.site, user__name="Ruth Adeyemi")
    FacilitationFactory(member=member)
    sign_in(page, User.objects.get(pk=member.user_id))
    path = reverse("cases:notes_edit", args=[discussion.pk])
    page.goto(path)
    page.wait_for_load_state("networkidle")
    return page, path, discussion


def test_a_draft_is_saved_as_one_types_and_is_there_again_until_the_form_is_saved(notes, axe):
    page, path, discussion = notes
    page.get_by_label("Notes of the discussion").press_sequentially(WORDS)
    expect(page.locator(".draft-status")).to_contain_text("Draft saved")
    page = kill(page)

    page.goto(path)

    expect(page.get_by_label("Notes of the discussion")).to_have_value(WORDS)
    expect(page.locator(".draft-note")).to_contain_text("and did not save it")
    axe(page)
    page.get_by_label("Notes of the discussion").press("Control+End")
    page.keyboard.type(" before")
    page.get_by_role("button", name="Save the notes").click()
    page.wait_for_url(lambda url: path not in url)
    discussion.refresh_from_db()
    assert discussion.notes == f"{WORDS} before"
    assert not Draft.objects.exists()
    page.goto(path)
    page.wait_for_load_state("networkidle")
    expect(page.locator(".draft-note, .draft-status:not(:empty)")).to_have_count(0)


def test_a_draft_can_be_discarded(notes):
    page, path, _ = notes
    page.get_by_label("Notes of the discussion").fill(WORDS)
    expect(page.locator(".draft-status")).to_contain_text("Draft saved")
    page.goto(path)

    page.get_by_role("button", name="Discard it").click()

    expect(page.get_by_text("What you had not saved has been discarded.")).to_be_visible()
    expect(page.get_by_label("Notes of the discussion")).to_have_value("")


def test_without_a_network_the_draft_waits_on_the_computer(notes, eventually):
    page, path, _ = notes
    page.context.set_offline(True)
    page.get_by_label("Notes of the discussion").press_sequentially(WORDS)
    expect(page.locator(".draft-status")).to_contain_text("on this computer")
    page = kill(page)
    page.context.set_offline(False)

    page.goto(path)

    expect(page.get_by_label("Notes of the discussion")).to_have_value(WORDS)
    eventually(lambda: Draft.objects.filter(text__contains=WORDS).exists())


@pytest.mark.parametrize("role", WRITERS)
def test_what_is_typed_in_every_long_form_is_there_after_the_tab_was_killed(
    live_demonstration, page, sign_in, role
):
    person = next(each for each in SIGN_INS if role in str(each).lower())
    sign_in(page, User.objects.get(email=person["email"]))
    walk, seen = Walk(each=1, skip=NOT_OURS), set()

    for path in walk:
        try:
            answer = page.goto(path)
        except Error:  # a download, not a page
            continue
        if answer is None or not (answer.headers.get("content-type") or "").startswith("text/html"):
            continue
        walk.add(links_in(page.content(), at=path))
        name = resolve(path.partition("?")[0]).view_name
        if name in seen or not page.locator(LONG).count():
            continue
        seen.add(name)
        page.wait_for_load_state("networkidle")
        page.locator(LONG).first.fill(WORDS)
        expect(page.locator(".draft-status").first).to_contain_text("Draft saved")
        page = kill(page)
        page.goto(path)
        assert page.locator(LONG).first.input_value() == WORDS, path

    assert len(seen) > (4 if role == "facilitator" else 0), seen
