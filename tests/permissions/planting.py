"""Plant a word of its own into every confidential text of the world, and find such words wherever they come out."""

import io
import re
import zipfile
from dataclasses import dataclass, field

import pikepdf
from django.apps import apps
from django.db import models

from kit.models import subject_of
from tests.permissions.circles import case_of, case_readers
from tests.permissions.confidential import (
    OWN_READERS,
    circle_of,
    is_open,
    key_of,
    text_fields,
)

NAMED = {  # sent for checking by the world itself
    f"zqx{name}" for name in [
        "for_programme", "for_commissioners", "for_public", "withdrawn", "being_checked", "sent_back", "sendback",
        "only_draft", "issue", "everybody", "seen", "line", "gone", "answer", "waiting", "question", "update", "letter", "reply", "file", "works",
    ]
}  # fmt: skip
OF_CASES = ("cases.", "next_steps.", "commissioning.", "knowledge.", "library.")
LIKE_A_CANARY = re.compile(rf"zqx\d{{4}}qxz(?:mail)?|{'|'.join(NAMED)}", re.IGNORECASE)


@dataclass
class Planted:
    """Which word was planted into which fields, and who may read it there."""

    may_read: dict[str, set] = field(default_factory=dict)
    where: dict[str, set] = field(default_factory=dict)
    told_of: dict[str, str] = field(default_factory=dict)  # what a word tells of, as the audit log names it
    elsewhere: set[str] = field(default_factory=set)  # words of rows of a site other than site A

    def add(self, word: str, key: str, circle: set) -> None:
        self.may_read.setdefault(word, set()).update(circle)
        self.where.setdefault(word, set()).add(key)

    def fields(self, word: str) -> set[str]:
        """The fields that `word` was planted into; the word itself, where the world sent it for checking."""
        return self.where.get(word, {word})

    def canaries_in(self, data: bytes) -> set[str]:
        """The planted words in some bytes, whatever their case; those of a PDF are read out of its streams and fonts, those
        of a Word file out of its parts.

        A form's random token may look like a canary: only what was planted is one.
        """
        text = words_of(data)
        return {word.lower() for word in LIKE_A_CANARY.findall(text)} & (NAMED | self.where.keys())


def plant(world) -> Planted:
    """Put a word of its own before every text that somebody typed; one address is one word wherever it stands.

    Rows are changed underneath the models: some of them refuse to be changed at all.
    """
    planted, addresses = Planted(), {}
    for model, column in text_fields():
        key = key_of(model, column)
        circle = circle_of(model, column)
        if circle is None:
            continue
        for row in list(models.QuerySet(model)):
            present = getattr(row, column.attname)
            if not present:
                continue
            word = f"zqx{len(planted.where) + 1:04d}qxz"
            if isinstance(column, models.EmailField):
                word = addresses.setdefault(present.lower(), f"{word}mail")
            planted.add(word, _read_as(key, row), circle(world, row))
            if (subject := told_of(key, circle, row)) is not None:
                planted.told_of[word] = subject_of(subject)
            if of_another_site(world, row):
                planted.elsewhere.add(word)
            models.QuerySet(model).filter(pk=row.pk).update(**{column.attname: _with(word, present, column)})
    return planted


def _read_as(key: str, row) -> str:
    """The column whose readers read `row`: that of the text, for an earlier version of one that is no case's."""
    label = row.subject.partition(":")[0] if key == "kit.revision.text" else ""
    return f"{label}.{row.section}" if label in OWN_READERS else key


def of_another_site(world, row) -> bool:
    """Whether a row belongs to a site other than A, so that its readers there are at home."""
    for link in ("site", "meeting", "member", "case", "attendance", "discussion"):
        if getattr(row, link, None) is not None:
            found = getattr(row, link)
            return found.pk != world.site.pk if link == "site" else of_another_site(world, found)
    return False


def told_of(key: str, circle, row):
    """The case or meeting whose confidential text `row` holds in the column `key`.

    None for other texts, and for the title of a case, which stands in lists.
    """
    if key == "kit.revision.text":
        label, _, pk = row.subject.partition(":")
        row = apps.get_model(label)._base_manager.get(pk=pk)
        if label.startswith("meetings."):
            return row
        if label in OWN_READERS:
            return None
        return case_of(row) if label.startswith(OF_CASES) else None
    if key in ("meetings.meeting.minutes", "meetings.minutescorrection.reason"):
        return getattr(row, "meeting", row)
    return case_of(row) if circle is case_readers and key != "cases.case.title" else None


def _with(word: str, present, column):
    """`present` with the canary `word` in it, as its kind of field takes it."""
    if isinstance(column, models.EmailField):
        return f"{word}@example.org"
    if isinstance(column, models.URLField):
        return f"https://example.org/{word}"
    if isinstance(column, models.JSONField):
        return _in_json(word, present)
    if column.name in ("token", "password", "name", "stand_in_name") and not is_open(column.model, column):
        return word.capitalize()  # one word, so that a first name is the canary too
    return f"{word} {present}"[: column.max_length]


def _in_json(word: str, value):
    if isinstance(value, dict):
        return {key: _in_json(word, each) for key, each in value.items()}
    if isinstance(value, list):
        return [_in_json(word, each) for each in value]
    return f"{word} {value}" if isinstance(value, str) else value


def words_of(data: bytes) -> str:
    """What a PDF, a Word file or anything else says."""
    if data.startswith(b"%PDF"):
        return words_of_pdf(data)
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            data = b"\n".join(parts.read(name) for name in parts.namelist())
    return data.decode("utf-8", "replace")


def words_of_pdf(data: bytes) -> str:
    """Everything that a PDF says: the text that its pages draw, and every string and stream in it."""
    said = []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            fonts = page.resources.get("/Font", {})
            maps = {name: _unicode_of(font) for name, font in fonts.items()}
            said.append(_drawn(page, maps))
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") != "/Image":
                said.append(thing.read_bytes().decode("latin-1"))
            said.append(repr(thing))
    return "\n".join(said)


def _drawn(page, maps: dict) -> str:
    """The text of a page, glyph by glyph, as its fonts say which letters they are."""
    words, letters = [], {}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            letters = maps.get(str(operands[0]), {})
        elif str(operator) in ("Tj", "TJ"):
            strings = operands[0] if str(operator) == "TJ" else [operands[0]]
            for string in strings:
                if isinstance(string, pikepdf.String):
                    glyphs = bytes(string).hex()
                    words += [letters.get(glyphs[at : at + 4], "") for at in range(0, len(glyphs), 4)]
        elif str(operator) == "ET":
            words.append("\n")
    return "".join(words)


def _unicode_of(font) -> dict[str, str]:
    """What each glyph of a font means, from its ToUnicode table."""
    if "/ToUnicode" not in font:
        return {}
    table = font["/ToUnicode"].read_bytes().decode("latin-1")
    pairs = re.findall(r"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>", table)
    return {glyph.lower(): bytes.fromhex(letters).decode("utf-16-be", "replace") for glyph, letters in pairs}
