"""The forms on a page as a browser has them, and what it sends for them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import quote_plus, urljoin

from django.urls import Resolver404, resolve

TYPED = {"text", "search", "email", "url", "tel", "number", "date", "time", "password", "textarea"}
CHOSEN = {"radio", "checkbox"}
TICKED = "looked"  # the box of whoever read a text: nothing is sent without it


@dataclass
class Control:
    """One field of a form: its name, its kind, what is in it, and for a list what can be chosen."""

    name: str
    kind: str
    value: str = ""
    options: list[str] = field(default_factory=list)
    is_chosen: bool = True
    is_marked: bool = False  # marks are shown as one types in it

    @property
    def is_typed(self) -> bool:
        return self.kind in TYPED


@dataclass
class PageForm:
    """A form: where it goes, how, and its fields."""

    action: str
    method: str
    controls: list[Control] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    is_multipart: bool = False
    marks_of: str = ""  # what its page asks for marks with

    @property
    def key(self) -> tuple:
        """What it has in common with the same form about another row: its address and its kinds of field."""
        try:
            name = resolve(self.action.split("?")[0]).view_name
        except Resolver404:
            name = self.action
        return name, frozenset(each.name for each in self.controls)

    @property
    def typed(self) -> list[Control]:
        return [each for each in self.controls if each.is_typed]

    @property
    def unchosen(self) -> list[tuple[str, str]]:
        """The fields that `as_filled` leaves out, as if one of them was chosen."""
        return [
            (name, "1")
            for name in {each.name for each in self.controls} - {name for name, _ in self.as_filled()}
        ]

    def as_filled(self) -> list[tuple[str, str]]:
        """What a browser sends for it as it stands: one of each group of radios, the first of each list."""
        sent, grouped = [], set()
        for each in self.controls:
            if each.kind == "radio":
                if each.name in grouped:
                    continue
                grouped.add(each.name)
            elif (
                each.kind == "checkbox" and not each.is_chosen and each.name != TICKED
            ) or each.kind == "file":
                continue
            value = each.value
            if each.kind == "select" and not value:
                value = next((option for option in each.options if option), "")
            sent.append((each.name, value))
        return sent + self.buttons[:1]


class _Reader(HTMLParser):
    def __init__(self, at: str):
        super().__init__()
        self.at, self.forms = at, []
        self.form = self.textarea = self.select = None

    def handle_starttag(self, tag, attrs):
        attrs = {name: value or "" for name, value in attrs}
        if tag == "form":
            action = urljoin(self.at, attrs.get("action") or self.at)
            self.form = PageForm(action, attrs.get("method", "get").lower())
            self.form.is_multipart = "multipart" in attrs.get("enctype", "")
            self.forms.append(self.form)
        elif self.form is None:
            return
        elif tag == "input":
            self._input(attrs)
        elif tag == "button" and attrs.get("type", "submit") == "submit" and "name" in attrs:
            self.form.buttons.append((attrs["name"], attrs.get("value", "")))
        elif "data-marks-of" in attrs:
            self.form.marks_of = attrs["data-marks-of"]
        elif tag == "textarea" and attrs.get("name"):
            self.textarea = Control(attrs["name"], "textarea", is_marked="data-marks" in attrs)
            self.form.controls.append(self.textarea)
        elif tag == "select" and attrs.get("name"):
            self.select = Control(attrs["name"], "select")
            self.form.controls.append(self.select)
        elif tag == "option" and self.select:
            self.select.options.append(attrs.get("value", ""))
            if "selected" in attrs:
                self.select.value = attrs.get("value", "")

    def _input(self, attrs):
        kind = attrs.get("type", "text")
        if kind in ("submit", "button", "image") or not attrs.get("name") or "disabled" in attrs:
            return
        value = attrs.get("value", "on" if kind == "checkbox" else "")
        is_marked = "data-marks" in attrs
        self.form.controls.append(Control(attrs["name"], kind, value, [], "checked" in attrs, is_marked))

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "textarea" and self.textarea:
            self.textarea.value = self.textarea.value.removeprefix("\n")  # as browsers do
            self.textarea = None
        elif tag == "select":
            self.select = None

    def handle_data(self, data):
        if self.textarea:
            self.textarea.value += data


def forms_in(html: str, *, at: str) -> list[PageForm]:
    """The forms on the page with `html` at the address `at`, in order."""
    reader = _Reader(at)
    reader.feed(html)
    reader.close()
    return reader.forms


def urlencoded(sent: list[tuple[str, str]]) -> bytes:
    """`sent` as the body of a form; half a character of UTF-16 is sent as broken clients send it."""
    pairs = ((name, quote_plus(value.encode("utf-8", "surrogatepass"))) for name, value in sent)
    return "&".join(f"{quote_plus(name)}={value}" for name, value in pairs).encode()


def as_received(value: str) -> str:
    """`value` as it arrives: broken characters replaced."""
    return value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
