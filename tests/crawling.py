"""Follow the links of pages as a person would, and know which address pattern each belongs to."""

from collections import Counter, deque
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve


class Links(HTMLParser):
    """The addresses that a page links to."""

    def __init__(self):
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        href = dict(attrs).get("href")
        if tag == "a" and href:
            self.found.append(href)


def links_in(html: str, *, at: str) -> list[str]:
    """The paths of this installation that the page at `at` links to, with their queries, in order."""
    links = Links()
    links.feed(html)
    found = (urlsplit(urljoin(at, href)) for href in links.found)
    return [f"{part.path}?{part.query}" if part.query else part.path for part in found if not part.netloc]


def name_of(path: str) -> str:
    """The name of the address pattern, such as "case_detail"; "" for a path that nothing answers."""
    try:
        return resolve(urlsplit(path).path).view_name or ""
    except Resolver404:
        return ""


class Walk:
    """Pages still to see, each path once and at most `each` of one address pattern."""

    def __init__(self, start: str = "/", *, each: int, skip: tuple[str, ...] = ()):
        self.each, self.skip = each, skip
        self.seen: set[str] = set()
        self.times: Counter[str] = Counter()
        self.queue = deque()
        self.add([start])

    def add(self, paths: list[str]) -> None:
        for path in paths:
            name = name_of(path)
            if path in self.seen or not name or name.startswith(self.skip) or self.times[name] >= self.each:
                continue
            self.seen.add(path)
            self.times[name] += 1
            self.queue.append(path)

    def __iter__(self):
        while self.queue:
            yield self.queue.popleft()
