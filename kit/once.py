"""Forms are done once, however often their button is pressed. Works without script.

Every form with `{% csrf_token %}` carries a key (see kit.templatetags.kit). The first press with a key makes a row; the
database lets nobody make it twice. A second press waits for the first, and is led to the same page. A press that was
refused, or that only showed a page, leaves no row: the form may be sent again. So does one that signs a visitor in, since
each answer has to bring the session.
"""

import secrets
import time
from datetime import timedelta

from django.utils import timezone
from django.utils.crypto import salted_hmac

from kit.locking import one_of
from kit.models import Press

NAME = "once"  # of the field with the key
LONGEST_KEY = 64
TAKES_AT_MOST = timedelta(minutes=2)  # a press that did not end by then was broken off: another may do it
KEPT = timedelta(hours=1)  # after that the same form may be sent again
WAITS, EACH_SECONDS = 200, 0.05
SAME_PAGE = (
    "."  # in place of an address that is the one it was sent to: that may hold a token, which no row keeps
)
STILL_SAVING = (
    "This is still being saved. Wait a minute, then look whether it is there before you send it again."
)


def new_key() -> str:
    """Return a key for one form on one page."""
    return secrets.token_urlsafe(16)


def digest_of(request) -> str:
    """Return a digest of where `request` goes and what is in it, without its keys."""
    answers = [
        f"{name}={request.POST.getlist(name)}"
        for name in sorted(request.POST)
        if name not in (NAME, "csrfmiddlewaretoken")
    ]
    files = [f"{name}={file.name}:{file.size}" for name, file in sorted(request.FILES.items())]
    said = "\0".join([request.get_full_path(), *answers, *files])
    return salted_hmac("kit.once", said, algorithm="sha256").hexdigest()


def begin(user, *, key: str, digest: str) -> tuple[Press, bool]:
    """Return the press with this key and digest, and whether it is the first, or the first that may still do it.

    `user` is None for a visitor, whose key alone says that it is the same page.
    """
    press, is_first = one_of(Press.objects.get_or_create, user=user, key=key, digest=digest)
    if is_first:
        return press, True
    now = timezone.now()
    mine = Press.objects.filter(pk=press.pk)
    broken_off = mine.filter(ended_at=None, began_at=press.began_at, began_at__lt=now - TAKES_AT_MOST)
    long_ago = mine.filter(ended_at__lt=now - KEPT, began_at=press.began_at)
    taken = (broken_off | long_ago).update(began_at=now, ended_at=None, led_to="")
    return press, bool(taken)


def end(press: Press, *, led_to: str) -> None:
    """Record the page that `press` led to. With none, forget the press: it may be done again."""
    mine = Press.objects.filter(pk=press.pk)
    if led_to:
        mine.update(ended_at=timezone.now(), led_to=led_to)
    else:
        mine.delete()


def awaited(press: Press) -> str:
    """Wait until the first press has ended, and return where it led, or "" if it was refused.

    Raise TimeoutError if that takes longer than ten seconds.
    """
    for _ in range(WAITS):
        found = Press.objects.filter(pk=press.pk).first()
        if found is None or found.ended_at:
            return found.led_to if found else ""
        time.sleep(EACH_SECONDS)
    raise TimeoutError(STILL_SAVING)


def was_done(request, *, by: int) -> bool:
    """Return whether the press that `request` repeats was done before by the user with this id."""
    key = request.POST.get(NAME, "")[:LONGEST_KEY]
    mine = Press.objects.filter(user=by, key=key, ended_at__isnull=False)
    return bool(key) and "\0" not in key and mine.filter(digest=digest_of(request)).exists()


def forget_presses() -> None:
    """Delete the presses that no second press can be answered from any more."""
    Press.objects.filter(began_at__lt=timezone.now() - KEPT - TAKES_AT_MOST).delete()
