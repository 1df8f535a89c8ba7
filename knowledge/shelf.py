"""The newest write-ups of the library, for pages of others: the public landing, homes."""

from django.urls import reverse

from cases.models import ClearedText
from knowledge import search


def newest_for(user, *, most: int = 3, programme=None) -> list[dict]:
    """The newest write-ups that `user` may read (of one `programme`, if given): title, standfirst, site, minutes, url.

    What templates/knowledge/_new_in_library.html shows. One query.
    """
    texts = search.library_for(user).filter(cleared_text__kind=ClearedText.Kind.LEARNING_OBJECT)
    if programme is not None:
        texts = texts.filter(cleared_text__programme=programme)
    return [_entry(text) for text in search.in_order(search.matching(texts, []), newest_first=True)[:most]]


def _entry(text) -> dict:
    content = text.cleared_text.content
    learning_object = text.cleared_text.learning_object_version.learning_object_id
    return {
        "title": text.title,
        "standfirst": content.get("standfirst", ""),
        "site": content.get("site", ""),
        "programme": content.get("programme", ""),
        "minutes": text.minutes,
        "published_at": text.cleared_text.publication.published_at,
        "url": reverse("knowledge:learning_object_detail", args=[learning_object]),
    }
