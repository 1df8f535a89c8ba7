"""Texts that were published, as news for who wrote them, presents the case, or commissions for the site."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from cases.clearance.models import Audience, ClearedText
from kit.words import in_days
from pages.notices import kinds
from pages.notices.items import Notice
from pages.notices.readers import Readers
from pages.notices.sources.text_words import FOR, the_text

FOR_COMMISSIONERS = Q(
    kind=ClearedText.Kind.LEARNING_OBJECT, audience__in=[Audience.COMMISSIONERS, Audience.PUBLIC]
)


def notices_of(text: ClearedText, readers: Readers) -> Iterator[Notice]:
    """Return a text that was published lately, read with the facts about it, as news."""
    facts = text.facts
    for user in sorted((facts.author_ids | facts.presenter_ids) & readers.people.keys()):
        if user != text.publication.published_by_id and _opens(text, readers, user):
            yield _published(text, user)
    if hasattr(text, "learning_object_version") and text.audience != Audience.PROGRAMME:
        for user in readers.commissioners_of(text.site_id):
            yield _new_write_up(text, user)


def _opens(text: ClearedText, readers: Readers, user: int) -> bool:
    """Return whether this person may open the text where it was checked."""
    standing = readers.standing_of(user)
    if user in text.facts.stepped_out_ids:
        return False
    if text.site_id is None:
        return text.programme_id in standing.broker | standing.programme_team
    return text.site_id in standing.reading_sites


def _published(text: ClearedText, user: int) -> Notice:
    at = text.publication.published_at
    whose = the_text(text)
    return Notice(
        kinds.TEXT_PUBLISHED, user, f"clearedtext-{text.pk}",
        f"{whose} was published {FOR[Audience(text.audience)]}.",
        reverse("clearance:text_check", args=[text.pk]), since=at, site_id=text.site_id, case_id=text.case_id,
        label=f"{whose} was published", why=f"It is shared {FOR[Audience(text.audience)]}.", aside=in_days(at),
    )  # fmt: skip


def _new_write_up(text: ClearedText, user: int) -> Notice:
    at, version = text.publication.published_at, text.learning_object_version
    what = "A new write-up" if version.number == 1 else "A new version of a write-up"
    return Notice(
        kinds.WRITE_UP_NEW, user, f"learningobject-{version.learning_object_id}-{version.number}",
        f"{what} of {text.site} is in the library.",
        reverse("library:learning_object_detail", args=[version.learning_object_id]),
        since=at, site_id=text.site_id, label=f"{what} of {text.site}", why="It was approved for commissioners.",
        aside=in_days(at),
    )  # fmt: skip
