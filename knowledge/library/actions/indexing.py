"""Add texts to the search index. The index holds what a text says; who may find it is decided when searching."""

from django.db import transaction
from django.utils.text import slugify

from cases.clearance.models import ClearedText
from cases.locking import lock_row
from cases.models import Case
from cases.next_steps.models.steps import Feedback
from kit.search.index import read_unread
from knowledge.library import layout
from knowledge.library.models import IndexedTag, IndexedText
from knowledge.library.search import TEXTS

Facet = IndexedTag.Facet
WHATS: dict[str, tuple[str, str]] = {
    ClearedText.Kind.LEARNING_OBJECT: ("write-up", "Write-ups"),
    ClearedText.Kind.QUESTION: ("question", "Questions"),
    ClearedText.Kind.COMMISSIONER_ISSUE: ("issue", "Issues for commissioners"),
}


def index(text: ClearedText) -> IndexedText:
    """Create the index row and the tags of `text`. Repeating changes nothing, because a text never changes."""
    unsaved, tags = as_indexed(text)
    row, is_new = IndexedText.objects.get_or_create(
        cleared_text=text,
        defaults={"title": unsaved.title, "words": unsaved.words, "minutes": unsaved.minutes},
    )
    if is_new:
        for tag in tags:
            tag.text = row
        IndexedTag.objects.bulk_create(tags)
        read_unread([TEXTS])
    return row


def as_indexed(text: ClearedText) -> tuple[IndexedText, list[IndexedTag]]:
    """Return what the index says of `text`, and its tags, without saving them."""
    content = text.content
    words = "\n\n".join(part for part in _reading_order(content) if part)
    row = IndexedText(
        cleared_text=text,
        title=content["title"][:300],
        words=words,
        minutes=layout.minutes_to_read(content),
    )
    tags = sorted(set(_tags(text, content)))
    return row, [IndexedTag(facet=facet, value=value[:80], label=label[:120]) for facet, value, label in tags]


def index_texts() -> int:
    """Index every published text that is not indexed yet, and return how many there were.

    Questions and issues for commissioners are sent for checking by lower apps, which do not know the index.
    """
    texts = ClearedText.objects.published().filter(kind__in=WHATS, indexed_text__isnull=True)
    return len([index(text) for text in texts])


@transaction.atomic
def forget(text: ClearedText) -> None:
    """Remove the words of `text` from the index for good, since they were permanently removed from it.

    Their words that are searched for are deleted with them (knowledge/library/search.py).
    """
    lock_row(text, case=text.case)
    IndexedText.objects.filter(cleared_text=text).delete()


def _reading_order(content: dict) -> list[str]:
    """Return the parts of a write-up, a question or an issue for commissioners in reading order, without the title."""
    parts = [content.get("standfirst", ""), content.get("question", ""), content.get("answer", "")]
    parts += [content.get("words", ""), content.get("theme", "")]
    for section in content.get("sections", []):
        parts += [section["heading"], section["text"]]
    parts += [step["what"] for step in content.get("steps", [])]
    for piece in content.get("evidence", []):
        parts += [piece["bottom_line"], piece["citation"]]
    return [*parts, ", ".join(content.get("themes", [])), ", ".join(content.get("needs", []))]


def _tags(text: ClearedText, content: dict) -> list[tuple[str, str, str]]:
    """Return the tags of `text` as tuples of facet, value and label."""
    is_write_up = text.kind == ClearedText.Kind.LEARNING_OBJECT
    tags: list[tuple[str, str, str]] = [(Facet.WHAT, *WHATS[text.kind])]
    if site := content.get("site"):  # a question in general words names none
        tags.append((Facet.SITE, slugify(site), site))
    tags += [(Facet.THEME, slugify(name), name) for name in content.get("themes", [])]
    tags += [(Facet.NEED, slugify(name), name) for name in content.get("needs", [])]
    if kind := content.get("kind"):
        tags.append((Facet.KIND, kind, Case.Kind(kind).label))
    if is_write_up:
        tags += _outcome_tags({step["outcome"] for step in content.get("steps", [])})
    return tags


def _outcome_tags(outcomes: set[str]) -> list[tuple[str, str, str]]:
    """Return the tags for what came of the steps of a write-up."""
    tags: list[tuple[str, str, str]] = []
    if Feedback.Outcome.HELPED in outcomes:
        tags.append((Facet.OUTCOME, "helped", "Something helped"))
    if Feedback.Outcome.HELD_STEADY in outcomes:
        tags.append((Facet.OUTCOME, "steady", "Held steady"))
    if outcomes and not outcomes & set(Feedback.GOOD):
        tags.append((Facet.OUTCOME, "nothing", "Nothing helped"))
    return tags
