"""What a notice is: one thing that waits for one person, or is news to them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import TextChoices

NEWS_LASTS = timedelta(days=14)  # then it is no longer told or shown


class Timing(TextChoices):
    """When somebody is told of a notice."""

    AT_ONCE = "at_once", "At once"
    DIGEST = "digest", "In the digest"
    PAGE = "page", "Only on the page"


@dataclass(frozen=True)
class Kind:
    """A kind of notice. `timing` is how it is told unless the person chose otherwise.

    `key` never changes: choices of people and what they were told are kept by it.
    """

    key: str
    heading: str  # what it is about, in words for a list of settings
    timing: Timing
    is_news: bool = False  # there is nothing to do: it goes by itself after some days
    can_wait: bool = False  # nobody else depends on it, so it is shown after the others of a day
    reminders: int = 2  # at most so many say that it still waits
    has_own_mail: bool = False  # another mail of Copsite tells of it, so that notices send none


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that waits for one person, or is news to them. Person, kind and thing are one notice.

    `sentence` may go by e-mail: it has references, counts and names of sites, and never a title or the words of a case.
    `label`, `why` and `aside` are for the page of the person inside, and are empty where it is read for everyone.
    """

    kind: Kind
    user_id: int
    thing: str  # a stable key of what it is about, such as "clearedtext-12"
    sentence: str
    url: str
    since: datetime  # from when on it waits now: later than before if it waits again
    by: date | None = None  # the last day, for what has one
    site_id: int | None = None
    case_id: int | None = None  # the case that it is about, which is closed to who stepped out of it
    label: str = ""
    why: str = ""
    aside: str = ""  # since or until when, in words
    asked_by_name: bool = False  # somebody asked this very person
    others_were_asked: bool = False  # somebody else was asked by name, so this waits on the page only

    @property
    def key(self) -> tuple[int, str, str]:
        """Who, which kind and what about: the same for as long as it waits."""
        return (self.user_id, self.kind.key, self.thing)

    @property
    def timing(self) -> Timing:
        """When the person is told unless they chose otherwise: at once if they were asked by name."""
        if self.kind.has_own_mail or self.others_were_asked:
            return Timing.PAGE
        return Timing.AT_ONCE if self.asked_by_name else self.kind.timing

    @property
    def until(self) -> date:
        """The last day on which it can be done, or the end of time, for sorting."""
        return self.by or date.max
