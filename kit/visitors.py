"""Pages for visitors: each is made once for all of them, and asked for again it is not made again until something public
changes.

A visitor is whoever sends no session. What they are shown depends on the address, on the rows that visitors' pages are made
from, on the day and on the release alone, so these are its ETag. Everybody else gets a page of their own, which no cache keeps.
A change shows within a minute everywhere: a browser keeps a page for MAX_AGE seconds, and the number of changes is kept for
`PUBLIC_STAMP_SECONDS`.
"""

import gzip
import hashlib
import logging
import re
from dataclasses import dataclass, field
from functools import wraps

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from kit.models import PublicChange
from kit.release import release

MAX_AGE = 30  # seconds for which a browser or a cache on the way shows a page without asking
KEPT_SECONDS = 60  # a page that was made
LONGEST_KEPT_QUERY = 200  # of an address: one that is longer is made anew
SHARED = f"public, max-age={MAX_AGE}, must-revalidate"
STAMP = "public-stamp"
READS_GZIP = re.compile(r"(?i)\bgzip\b(?!\s{0,9};\s{0,9}q=0(?:\.0{0,3})?\s{0,9}(?:,|$))")
KEPT_HEADERS = ("Content-Type", "Content-Disposition", "X-Accel-Redirect", "X-Robots-Tag", "ETag")

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Page:
    """A page as it is kept for visitors: its text, compressed, and those of its headers that it has by itself. Of a file that
    is sent bit by bit the headers alone are kept.
    """

    compressed: bytes | None
    headers: dict[str, str] = field(default_factory=dict)


def for_visitors(view):
    """Decorate a view whose page is the same for every visitor, as long as no row that it is made from changes.

    The tables of these rows are those of pages/public_tables.py; a test finds others. Searches (`?q=`) read an index that is
    written when somebody searches, so they are made anew each time.
    """

    @wraps(view)
    def answer(request, *args, **kwargs):
        if not is_visitor(request) or request.GET.get("q"):
            return _own(view(request, *args, **kwargs))
        tag = _tag_of(request)
        if _has(request, tag):
            return _shared(HttpResponseNotModified(), tag)
        if (page := _kept(request, tag)) is not None:
            return _shared(_response_of(page, request), tag)
        response = view(request, *args, **kwargs)
        if not _is_public(request, response):
            return _own(response)
        if response.status_code == 304:
            return _shared(response, tag)
        page = _page_of(response)
        if _is_keepable(request):
            _keep(tag, page, KEPT_SECONDS)
        return _shared(response if page.compressed is None else _response_of(page, request), tag)

    return answer


def is_visitor(request) -> bool:
    """Return whether `request` reads a page and brings no session, nor a message for somebody."""
    return (
        request.method in ("GET", "HEAD")
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "messages" not in request.COOKIES
        and "HX-Request" not in request.headers
    )


def public_stamp() -> str:
    """Return what is another one after each change of a row that visitors' pages are made from.

    It is asked of the database, and then kept for `PUBLIC_STAMP_SECONDS` in the cache that processes share.
    """
    stamp = _kept_as(STAMP) if settings.PUBLIC_STAMP_SECONDS else None
    if stamp is None:
        stamp = PublicChange.objects.stamp()
        if settings.PUBLIC_STAMP_SECONDS:
            _keep(STAMP, stamp, settings.PUBLIC_STAMP_SECONDS)
    return stamp


def _tag_of(request) -> str:
    """Return the ETag of the page that visitors are shown at the address of `request`. It is weak: compressed or not."""
    made_from = [release(), str(timezone.localdate()), public_stamp(), request.build_absolute_uri()]
    digest = hashlib.sha256("\0".join(made_from).encode()).hexdigest()
    return f'W/"{digest[:32]}"'


def _has(request, tag: str) -> bool:
    """Return whether the browser says that it has exactly the page with `tag`. Other conditions are about a page of which it
    is not known yet whether it is there.
    """
    tags = parse_etags(request.headers.get("If-None-Match", "")[:1000])
    return tag.removeprefix("W/") in {each.removeprefix("W/") for each in tags}


def _kept_as(key: str):
    """Return what the cache keeps, or None: also where it can't be reached, since pages can be made without it."""
    try:
        return cache.get(key)
    except Exception:  # each kind of cache has its own
        logger.exception("The cache could not be read")
        return None


def _keep(key: str, value, seconds: int) -> None:
    try:
        cache.set(key, value, seconds)
    except Exception:
        logger.exception("The cache could not be written")


def _is_keepable(request) -> bool:
    return request.method == "GET" and len(request.META.get("QUERY_STRING", "")) <= LONGEST_KEPT_QUERY


def _kept(request, tag: str) -> Page | None:
    """Return the page that was kept for the address of `request`, or None: also for a file that the browser has not."""
    page = _kept_as(tag) if _is_keepable(request) else None
    if page is None or page.compressed is not None:
        return page
    etag = page.headers.get("ETag")
    return page if etag and _has(request, etag) else None


def _is_public(request, response) -> bool:
    """Return whether every visitor may be sent this: a page that is there, without a token, a cookie or a session."""
    return (
        response.status_code in (200, 304)
        and not response.has_header("Cache-Control")
        and not response.cookies
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        and not request.session.modified
    )


def _page_of(response) -> Page:
    headers = {name: response[name] for name in KEPT_HEADERS if response.has_header(name)}
    if response.streaming:
        return Page(None, headers)
    return Page(gzip.compress(response.content, compresslevel=6, mtime=0), headers)


def _response_of(page: Page, request) -> HttpResponse:
    """Return the page, or 304 if the browser has it already: compressed if the browser reads that. It has no token and no
    secret, so its length tells nothing.
    """
    response = HttpResponse(headers=page.headers)
    if (etag := page.headers.get("ETag")) and _has(request, etag):
        response = HttpResponseNotModified(headers={"ETag": etag})
    elif (
        READS_GZIP.search(request.headers.get("Accept-Encoding", "")[:1000])
        and "X-Accel-Redirect" not in page.headers
    ):
        response.content = page.compressed
        response["Content-Encoding"] = "gzip"
    else:
        response.content = gzip.decompress(page.compressed or b"")
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _own(response):
    """Return a response that is for whoever asked alone: SecurityHeadersMiddleware keeps it out of caches."""
    patch_vary_headers(response, ["Cookie"])
    return response


def _shared(response, tag: str):
    response["Cache-Control"] = SHARED
    response.setdefault("ETag", tag)
    patch_vary_headers(response, ["Cookie"])
    return response
