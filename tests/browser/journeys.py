"""People on their way through the pages: by name and role of what is on screen, with the mouse or with the keyboard alone."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from meetings.models import Meeting

FOCUSED = "element => element === document.activeElement"
FOCUS_SHOWS = """() => {
  const shown = (element) => {
    const style = element && getComputedStyle(element);
    return style && (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== "none");
  };
  const focused = document.activeElement;
  return shown(focused) || Array.from(focused.labels || []).some(shown);
}"""


class Visitor:
    """Somebody at a page. Every page that is new to them is checked with axe, where a check was given."""

    def __init__(self, page: Page, axe=None):
        page.set_default_timeout(15_000)
        self.page = page
        self.axe = axe
        self._seen: set[tuple[str, str]] = set()

    def opens(self, path: str) -> None:
        """Type an address."""
        response = self.page.goto(path)
        assert response is not None
        assert response.status == 200, f"{path} answers {response.status}"
        self.looks()

    def follows(self, words: str, **options) -> None:
        """Click the link in the main part that is called so."""
        self._goes(self.link(words, **options))

    def presses(self, words: str, **options) -> None:
        """Click the button in the main part that is called so."""
        self._goes(self.button(words, **options))

    def chooses(self, question: str, answer: str) -> None:
        """Choose a radio or tick a box under its question."""
        self.answer(question, answer).check()

    def writes(self, label: str, words: str) -> None:
        """Fill in a field."""
        self.field(label).fill(words)

    def picks(self, label: str, option: str) -> None:
        """Choose from a list by words that begin the option."""
        field = self.field(label)
        names = [name.strip() for name in field.locator("option").all_inner_texts()]
        found = [name for name in names if name.startswith(option)]
        assert found, f"{label} offers {names}, not {option}"
        field.select_option(label=found[0])

    def reads(self, *words: str) -> None:
        """See these words in the main part."""
        for each in words:
            expect(self.main).to_contain_text(each)

    def is_at(self, heading: str) -> None:
        """Stand on the page with this heading."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)

    def looks(self) -> None:
        """Check a page with axe, once."""
        expect(self.page.get_by_role("heading", level=1)).to_have_count(1)
        place = (re.sub(r"\d+", "n", self.page.url), self.page.get_by_role("heading", level=1).inner_text())
        if self.axe and place not in self._seen:
            self._seen.add(place)
            self.axe(self.page)

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    def link(self, words: str, **options) -> Locator:
        return self.main.get_by_role("link", name=words, **options).first

    def button(self, words: str, **options) -> Locator:
        return self.main.get_by_role("button", name=words, **options).first

    def field(self, label: str) -> Locator:
        named = re.compile(rf"^\s*{re.escape(label)}\s*(\(optional\))?\s*$")
        return self.main.get_by_label(named).and_(self.page.locator("input, select, textarea")).first

    def answer(self, question: str, answer: str) -> Locator:
        return self.main.get_by_role("group", name=question).get_by_label(answer).first

    def _goes(self, target: Locator) -> None:
        with self.page.expect_navigation():
            target.click()
        self.looks()


class KeyboardVisitor(Visitor):
    """The same, with the keyboard alone: Tab to reach, Enter and Space and arrows and letters to act."""

    def reaches(self, target: Locator) -> None:
        """Tab until `target` has the focus, and see that the focus shows."""
        wanted = target.element_handle()
        for _ in range(250):
            if wanted.evaluate(FOCUSED):
                break
            self.page.keyboard.press("Tab")
        assert wanted.evaluate(FOCUSED), f"Tab does not reach {target} on {self.page.url}"
        self.sees_the_focus()

    def sees_the_focus(self) -> None:
        assert self.page.evaluate(FOCUS_SHOWS), f"The focus does not show on {self.page.url}"

    def chooses(self, question: str, answer: str) -> None:
        target = self.answer(question, answer)
        if target.get_attribute("type") == "checkbox":
            self.reaches(target)
            self.page.keyboard.press("Space")
        else:
            self._arrows_to(target)
        expect(target).to_be_checked()

    def _arrows_to(self, target: Locator) -> None:
        """Tab into the group of radios, then the arrows to one of them, as every browser has it."""
        group = target.locator("xpath=ancestor::fieldset[1]")
        chosen = group.get_by_role("radio", checked=True)
        self.reaches(chosen if chosen.count() else group.get_by_role("radio").first)
        wanted = target.element_handle()
        if not chosen.count():
            self.page.keyboard.press("Space")
        for _ in range(group.get_by_role("radio").count()):
            if wanted.evaluate(FOCUSED):
                break
            self.page.keyboard.press("ArrowDown")
        self.sees_the_focus()

    def writes(self, label: str, words: str) -> None:
        self.reaches(self.field(label))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)

    def picks(self, label: str, option: str) -> None:
        field = self.field(label)
        self.reaches(field)
        self.page.keyboard.type(option)
        expect(field.locator("option:checked")).to_contain_text(option)

    def _goes(self, target: Locator) -> None:
        self.reaches(target)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.looks()


def days_pass(meeting: Meeting, *, days: float) -> Meeting:
    """Time goes by: `meeting` took place so many days ago."""
    meeting.starts_at = timezone.now() - timedelta(days=days)
    meeting.save()
    return meeting
