"""People on their way through the pages: by name and role of what is on screen, with the mouse or with the keyboard alone."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from meetings.models import Meeting

FITS = "document.documentElement.scrollWidth <= window.innerWidth"
LETTERS = {"Here": "h", "Apologies": "a", "Absent": "n"}
NAME_OF_THE_ROW = "() => document.activeElement.closest('fieldset').querySelector('legend').textContent"
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
        page.set_default_timeout(60_000)
        self.page = page
        self.axe = axe
        self._seen: set[tuple[str, str]] = set()

    def opens(self, path: str) -> None:
        """Type an address."""
        response = self.page.goto(path)
        assert response is not None
        assert response.status == 200, f"{path} answers {response.status}"
        self.looks()

    def follows(self, words: str | re.Pattern, **options) -> None:
        """Click the link in the main part that is called so."""
        self._goes(self.link(words, **options))

    def presses(self, words: str, **options) -> None:
        """Click the button in the main part that is called so."""
        self._goes(self.button(words, **options))

    def chooses(self, question: str, answer: str) -> None:
        """Choose a radio or tick a box under its question."""
        target = self.answer(question, answer)
        if not target.is_checked():
            self.main.get_by_role("group", name=question).locator("label", has_text=answer).first.click()
        expect(target).to_be_checked()

    def writes(self, label: str, words: str, *, number: int = 1) -> None:
        """Fill in a field; `number` counts those of the same name."""
        self.field(label, number).fill(words)

    def picks(self, label: str, option: str, *, number: int = 1) -> None:
        """Choose from a list by words in the option."""
        field = self.field(label, number)
        names = [name.strip() for name in field.locator("option").all_inner_texts()]
        found = [name for name in names if option in name]
        assert found, f"{label} offers {names}, not {option}"
        field.select_option(label=found[0])

    def has_read(self) -> None:
        """Tick that the text was read for who might be recognised."""
        self.main.get_by_label(re.compile("^I have read it for who might be recognised")).check()

    def marks(self, roll: list[tuple[str, str]]) -> None:
        """Who is here: name and Here, Apologies or Absent, or the name of who came instead."""
        for name, mark in roll:
            answers = self.main.get_by_role("group", name=name)
            if mark in LETTERS:
                answers.get_by_text(mark).click()
            else:
                answers.get_by_text("Stand-in").click()
                self.writes(f"Who came in place of {name}", mark)

    def reads(self, *words: str) -> None:
        """See these words in the main part."""
        for each in words:
            expect(self.main).to_contain_text(each)

    def is_at(self, heading: str) -> None:
        """Stand on the page with this heading."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)

    def is_at_home(self) -> None:
        expect(self.page).to_have_url(re.compile(r"^http://[^/]+/$"))

    def looks(self) -> None:
        """Check that a page fits its window, and with axe once."""
        expect(self.page.get_by_role("heading", level=1)).to_have_count(1)
        place = (re.sub(r"\d+", "n", self.page.url), self.page.get_by_role("heading", level=1).inner_text())
        assert self.page.evaluate(FITS), f"{self.page.url} scrolls sideways"
        if self.axe and place not in self._seen:
            self._seen.add(place)
            self.axe(self.page)

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    def link(self, words: str | re.Pattern, **options) -> Locator:
        return self.main.get_by_role("link", name=words, **options).first

    def button(self, words: str, **options) -> Locator:
        return self.main.get_by_role("button", name=words, **options).first

    def field(self, label: str, number: int = 1) -> Locator:
        words = r"\s+".join(map(re.escape, label.split()))  # however the HTML is wrapped
        named = re.compile(rf"^\s*{words}\s*(\(optional\))?\s*$")
        return (
            self.main.get_by_label(named).and_(self.page.locator("input, select, textarea")).nth(number - 1)
        )

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
            if not target.is_checked():
                self.page.keyboard.press("Space")
        else:
            self._arrows_to(target)
        expect(target).to_be_checked()

    def _arrows_to(self, target: Locator) -> None:
        """Tab into the group of radios, then the arrows to one of them, as every browser has it."""
        group = target.locator("xpath=ancestor::fieldset[1]").get_by_role("radio")
        chosen = group.and_(self.page.locator(":checked"))
        self.reaches(chosen if chosen.count() else group.first)
        if not chosen.count():
            self.page.keyboard.press("Space")
        wanted = target.element_handle()
        for _ in range(group.count()):
            if wanted.evaluate(FOCUSED):
                break
            self.page.keyboard.press("ArrowDown")
        self.sees_the_focus()

    def writes(self, label: str, words: str, *, number: int = 1) -> None:
        self.reaches(self.field(label, number))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)

    def picks(self, label: str, option: str, *, number: int = 1) -> None:
        field = self.field(label, number)
        self.reaches(field)
        self.page.keyboard.press("Home")
        for _ in range(field.locator("option").count()):
            if option in self._picked(field):
                break
            self.page.keyboard.press("ArrowDown")
        assert option in self._picked(field), f"The arrows do not reach {option} in {label}"

    def _picked(self, field: Locator) -> str:
        return field.evaluate("element => element.selectedOptions[0].textContent")

    def marks(self, roll: list[tuple[str, str]]) -> None:
        """One letter a person: the focus goes on to the next by itself."""
        self.reaches(self.main.get_by_role("group", name=roll[0][0]).get_by_role("radio").first)
        for name, mark in roll:
            assert self.page.evaluate(NAME_OF_THE_ROW) == name
            self.sees_the_focus()
            self.page.keyboard.press(LETTERS.get(mark, "t"))
            if mark not in LETTERS:  # the name of a stand-in
                self.page.keyboard.type(mark)
                self.page.keyboard.press("Enter")

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
