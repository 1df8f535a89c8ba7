"""Which fields of a page have no label that everybody sees."""

from html.parser import HTMLParser

VOID = {"input", "br", "img", "hr", "meta", "link", "use", "wbr"}
NOT_TYPED = {"hidden", "submit", "button", "image", "radio", "checkbox", "file"}


class _Labels(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open: list[
            tuple[str, bool]
        ] = []  # each open element, and whether its words are hidden or it is in the header
        self.fields: list[str] = []
        self.words: dict[str, str] = {}  # what is seen of each label, by the field that it is for
        self.label = ""

    def handle_starttag(self, tag, attrs):
        attrs = {name: value or "" for name, value in attrs}
        is_unseen = "visually-hidden" in attrs.get("class", "").split() or tag == "template"
        is_in_header = tag == "header" and "masthead" in attrs.get("class", "")
        if (
            tag in {"input", "select", "textarea"}
            and attrs.get("type", "text") not in NOT_TYPED
            and not self._is("masthead")
        ):
            self.fields.append(attrs.get("id") or attrs.get("name", "?"))
        if tag == "label":
            self.label = attrs.get("for", "")
        if tag not in VOID:
            self.open.append((tag, "hidden" if is_unseen else "masthead" if is_in_header else ""))

    def handle_endtag(self, tag):
        while tag not in VOID and self.open and self.open.pop()[0] != tag:
            pass
        if tag == "label":
            self.label = ""

    def handle_data(self, data):
        if self.label and not self._is("hidden"):
            self.words[self.label] = self.words.get(self.label, "") + data.strip()

    def _is(self, what: str) -> bool:
        return any(kind == what for _, kind in self.open)


def without_visible_label(html: str) -> list[str]:
    """The ids of the fields to type or choose in that no label with words on screen names. The header's search has an icon."""
    page = _Labels()
    page.feed(html)
    return [field for field in page.fields if not page.words.get(field)]
