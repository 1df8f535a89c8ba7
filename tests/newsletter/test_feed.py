"""The Atom feed of the public edition."""

from django.urls import reverse


def test_the_feed_tells_the_public_edition_and_nothing_more(people, sent, client):
    feed = client.get(reverse("newsletter:issue_feed")).content.decode()

    assert "Common Ground, February 2026" in feed
    assert "1 write-up" in feed
    assert "reply" not in feed
    for words in ("For members alone", "people came", "CANARY"):
        assert words not in feed
