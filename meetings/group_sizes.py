"""How many confirmed members each site has, as far as somebody may see it.

People who read a site see the number of today. Everybody else sees a range, as it was at the end of the last quarter: the
number itself, read twice, would say when one person came or left.
"""

from collections.abc import Iterable
from datetime import date

from kit.bounds import number_in
from kit.dates import A_DAY, quarter_of
from kit.words import figures
from meetings.marks import confirmed_members
from sites_app.models import Programme, Site

RANGES = [(5, "fewer than 5"), (10, "5 to 9"), (15, "10 to 14")]
MORE = "15 or more"


def range_of(confirmed: int) -> str:
    """Return the range that a number of members is in: "5 to 9"."""
    return next((words for end, words in RANGES if confirmed < end), MORE)


def last_quarter_day(programme: Programme | None = None) -> date:
    """Return the last day of the last quarter that is over, or of a programme that ended before."""
    day = quarter_of() - A_DAY
    ended = programme.ended_on if programme else None
    return min(ended, day) if ended else day


def sizes_seen_by(user, sites: Iterable[Site]) -> dict[int, str]:
    """Return the number or the range of confirmed members of each of `sites`, by the site's id.

    Select their programmes along with them.
    """
    numbers = [site for site in sites if site.pk in user.standing.reading_sites]
    others = [site for site in sites if site.pk not in user.standing.reading_sites]
    now = confirmed_members(numbers)
    before = confirmed_members(others, on=last_quarter_day)
    return {site.pk: str(now[site.pk]) for site in numbers} | {
        site.pk: range_of(before[site.pk]) for site in others
    }


def members_in_words(size: str) -> str:
    """Return a size in words: "1 confirmed member", "5 to 9 confirmed members"."""
    if (number := number_in(size)) is not None:
        return figures(number, "confirmed member", "confirmed members")
    return f"{size} confirmed members"
