"""Text in a form is there again after the tab was killed: on every page with a longer text, offline too."""

from collections.abc import Iterator

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import expect

from kit.models import Draft
from members.models import User
from tests.factories.cases import CaseFactory, DiscussionFactory
from tests.factories.members import FacilitationFactory, MemberFactory
from tests.permissions.forms_on_pages import PageForm
from tests.permissions.test_typed import kept_forms
from tests.permissions.world import NOW, build

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = "A line that nobody saved"


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


@pytest.fixture
def live_world(live_server):
    """The world of the permission table behind a live server, on its morning."""
    with time_machine.travel(NOW):
        world = build()
        world.letter_name = "no-mail-was-sent"
        yield world


def longer_forms(world) -> Iterator[tuple[str, str, str, PageForm]]:
    """Every form of the product that keeps what is typed, and has a longer text."""
    for name, role, page, form in kept_forms(world):
        if any(each.kind == "textarea" for each in form.controls):
            yield name, role, page, form


OPEN = "text => { for (let at = text; (at = at.parentElement.closest('details')); ) at.open = true; }"


def longer_form(page, fields: list[str]):
    """The first form of the page that keeps what is typed in all of these longer texts."""
    texts = "".join(f':has(textarea[name="{field}"])' for field in fields)
    return page.locator(f"form:has([name=typed_on]){texts}").first


def type_into(text, words: str) -> None:
    """Type in a longer text, opened where it is folded. One that is shown only with another answer is typed in all the same."""
    text.evaluate(OPEN)
    if text.is_visible():
        text.fill(words)
    else:
        text.evaluate(
            "(text, words) => { text.value = words; text.dispatchEvent(new Event('input', { bubbles: true })); }",
            words,
        )


def test_what_is_typed_in_every_long_form_is_there_after_the_tab_was_killed(live_world, page, sign_in):
    lost, seen = {}, set()

    for name, role, path, form in list(longer_forms(live_world)):
        fields = [each.name for each in form.controls if each.kind == "textarea"]
        sign_in(page, live_world.user(role))
        page.goto(path)
        page.wait_for_load_state("networkidle")
        typed = {field: f"{WORDS}, {number}" for number, field in enumerate(fields)}
        kept = longer_form(page, fields)
        for field, words in typed.items():
            type_into(kept.locator(f'textarea[name="{field}"]'), words)
        status = kept.locator(".draft-status:not([data-unsent])")
        expect(status.filter(has_text="Draft saved").first).to_be_visible()
        page = kill(page)
        page.goto(path)
        again = longer_form(page, fields)
        missing = [
            field
            for field, words in typed.items()
            if again.locator(f'textarea[name="{field}"]').input_value() != words
        ]
        if missing:
            lost[name] = missing
        seen.add(name)

    assert lost == {}, lost
    assert len(seen) > 25, sorted(seen)
