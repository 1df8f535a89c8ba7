"""Removing words as a person does: look where they stand, then remove them from every place that is ticked."""

import re

KEY = re.compile(r'name="remove" value="([0-9a-f]{16})"')
SEEN = re.compile(r'name="seen" value="([0-9a-f]{64})"')


def look(client, address: str, words: str, **more):
    """Return the page that shows where `words` stand."""
    return client.post(address, {"words": words, **more})


def strike(client, address: str, words: str, *, but=(), **more):
    """Look, untick the sentences that hold one of `but`, and remove the words from the others. Return the answer."""
    page = look(client, address, words, **more)
    html = page.content.decode()
    seen = SEEN.search(html)
    if seen is None:
        return page
    keys = [key for key in KEY.findall(html) if not any(each in _sentence(html, key) for each in but)]
    return client.post(address, {"words": words, "seen": seen[1], "remove": keys, **more})


def _sentence(html: str, key: str) -> str:
    return html.partition(f'for="{key}">')[2].partition("</label>")[0]
