"""A write-up leads to the newsletters that told of it, and they lead back."""

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from cases.clearance.models import ClearedText
from knowledge.library.views.library import told_in


def text_of(title: str) -> ClearedText:
    return next(text for text in ClearedText.objects.published() if text.title == title)


def test_a_write_up_names_the_newsletters_that_told_of_it_to_who_may_read_them(people, sent):
    public, internal = text_of("Three keys"), text_of("For members alone")

    assert told_in(AnonymousUser(), public) == [sent]
    assert told_in(people.user("commissioner"), public) == [sent]
    assert told_in(people.user("member"), internal) == [sent]
    assert told_in(people.user("commissioner"), internal) == []
    assert told_in(AnonymousUser(), internal) == []


def test_a_newsletter_that_is_not_sent_yet_is_not_named(people, approved):
    assert told_in(people.user("member"), text_of("Three keys")) == []


def test_the_newsletter_leads_to_the_write_up(client, sent):
    version = text_of("Three keys").learning_object_version

    page = client.get(sent.get_absolute_url()).content.decode()

    assert reverse("library:learning_object_detail", args=[version.learning_object_id]) in page
