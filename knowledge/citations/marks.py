"""Signs that stand for italics, quotation marks and addresses while a reference is made, and what becomes of them. Pure.

They are private characters of Unicode, which no item contains. So punctuation is put right in the text alone, and
escaping comes last.
"""

import re
from html import escape

from django.utils.safestring import SafeString, mark_safe

ITALIC, ROMAN = "\ue000", "\ue001"
OPEN, CLOSE = "\ue002", "\ue003"  # a quotation mark; single or double is decided by how deep it stands
DOUBLE_OPEN, DOUBLE_CLOSE, SINGLE_OPEN, SINGLE_CLOSE = "“", "”", "‘", "’"
DOTS = "\ue004"  # three full stops that are not the end of anything
ADDRESS, DOI = "\ue005", "\ue006"
ITALICS = str.maketrans("", "", ITALIC + ROMAN)

# One full stop, none after ? or !, one comma, one space; a mark or a quotation mark may stand between.
FULL_STOP_TOO_MUCH = re.compile(f"([.?!…{DOTS}][{ROMAN}{CLOSE}{OPEN}{ITALIC}]{{0,6}})\\.")
COMMA_TOO_MUCH = re.compile(f"(,[{ROMAN}{CLOSE}]{{0,6}}),")
SPACES = re.compile(r" {2,500}")
SPACE_TOO_MUCH = re.compile(r" {1,500}([,.;:)])(?! ?\()")
NOTHING_BETWEEN = re.compile(f"{ITALIC}{ROMAN}|{ROMAN}{ITALIC}| ?\\(\\)| ?\\[\\]")
AFTER_QUOTES = re.compile(f"({CLOSE}{{1,4}})([.,])")

# Where a quotation begins and ends. An apostrophe is neither.
QUOTES = "\"“”„«»'‘’‚‹›`´"
OPENS_AFTER = " \t\n([{—–-/"


def mark_quotes(text: str) -> str:
    """Return `text` with signs for its quotation marks, each pair or none, and apostrophes as typographers set them."""
    out: list[str] = []
    opened: list[tuple[int, bool]] = []  # where in `out`, and whether double
    for at, each in enumerate(text):
        if each not in QUOTES:
            out.append(each)
            continue
        double = each in '"“”„«»'
        before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
        if _opens(text, at, before=before, after=after, double=double):
            opened.append((len(out), double))
            out.append(OPEN)
        elif (
            opened
            and opened[-1][1] == double
            and _closes(text, at, before=before, after=after, double=double)
        ):
            opened.pop()
            out.append(CLOSE)
        else:
            out.append(each if double else SINGLE_CLOSE)
    for at, double in opened:  # never closed
        out[at] = '"' if double else SINGLE_OPEN
    return "".join(out)


def _opens(text: str, at: int, *, before: str, after: str, double: bool) -> bool:
    if text[at] in "“„«":
        return True
    if text[at] in "”»’›" or not after or after.isspace():
        return False
    starts = not before or before in OPENS_AFTER or before in QUOTES
    return starts and (double or text[at] == "‘" or _is_closed_later(text, at))


def _is_closed_later(text: str, at: int) -> bool:
    """Whether a single quotation mark can end after `at`: 'tis one, and the ’90s, can't."""
    return any(
        each in "'’" and text[place - 1].strip() and not text[place + 1 : place + 2].isalnum()
        for place, each in enumerate(text[at + 2 : at + 400], start=at + 2)
    )


def _closes(text: str, at: int, *, before: str, after: str, double: bool) -> bool:
    if double:
        return True
    if before.isalnum() and after.isalnum():
        return False
    return not (before == "s" and _is_closed_later(text, at - 1 + 1) and "‘" not in text[at + 1 : at + 400])


def tidied(marked: str) -> str:
    """Return what a style made with its punctuation put right."""
    text = NOTHING_BETWEEN.sub("", marked)
    text = SPACES.sub(" ", text)
    text = FULL_STOP_TOO_MUCH.sub(r"\1", text)
    text = COMMA_TOO_MUCH.sub(r"\1", text)
    return SPACE_TOO_MUCH.sub(r"\1", text).strip()


def with_quotes(marked: str, *, double_outside: bool) -> str:
    """Return `marked` with each pair of quotation marks of the other kind than the pair around it."""
    kinds = [(SINGLE_OPEN, SINGLE_CLOSE), (DOUBLE_OPEN, DOUBLE_CLOSE)]
    if double_outside:
        kinds.reverse()
    depth, out = 0, []
    for each in marked:
        if each == OPEN:
            out.append(kinds[depth % 2][0])
            depth += 1
        elif each == CLOSE:
            depth -= 1
            out.append(kinds[depth % 2][1])
        else:
            out.append(each)
    return "".join(out)


def with_punctuation_inside(marked: str) -> str:
    """Return `marked` with a comma or full stop before the quotation mark that it follows, as in the United States."""
    return AFTER_QUOTES.sub(r"\2\1", marked)


def as_text(marked: str) -> str:
    return marked.translate(ITALICS)


def as_html(marked: str) -> SafeString:
    """Return `marked` as HTML in which <i> is the only element."""
    return mark_safe(escape(marked, quote=False).replace(ITALIC, "<i>").replace(ROMAN, "</i>"))
