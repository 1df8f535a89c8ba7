"""How much waits for a person, for the head of every page: kept for a minute, and counted anew after whatever they send."""

from django.core.cache import cache

from kit.models import Press
from members.models import User
from pages.notices.items import Notice
from pages.notices.waiting import waiting_for

KEPT_SECONDS = 60


def number_waiting(user: User) -> int:
    """Return how many things wait for `user`; news does not.

    The number is kept under the last form that they sent, so that it is right after everything that they do. What others
    do is counted within a minute.
    """
    name = _name(user)
    number = cache.get(name)
    if number is None:
        number = count_of(waiting_for(user))
        cache.set(name, number, KEPT_SECONDS)
    return number


def keep_number(user: User, notices: list[Notice]) -> None:
    """Keep the number of a page that has just read everything."""
    cache.set(_name(user), count_of(notices), KEPT_SECONDS)


def count_of(notices: list[Notice]) -> int:
    """Return how many of `notices` wait for something to be done."""
    return sum(not notice.kind.is_news for notice in notices)


def _name(user: User) -> str:
    last = Press.objects.filter(user=user).order_by("-pk").values_list("pk", flat=True).first()
    return f"notices:{user.pk}:{last or 0}"
