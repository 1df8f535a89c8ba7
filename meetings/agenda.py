"""The usual agenda of a meeting, and how its time is divided. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from meetings.models import AgendaItem, Meeting

About = AgendaItem.About


class Entry(NamedTuple):
    """One line of an agenda to be set. With `minutes_long` None its length follows that of the meeting."""

    title: str
    about: str = About.OTHER
    minutes_long: int | None = None


# The minutes of each line in a meeting of two hours. Lines with nothing to show are left out, and the longest line gets
# their time.
CHECK_IN = (About.CHECK_IN, "Check-in and attendance", 10)
GROUND_RULES = (About.GROUND_RULES, "Ground rules", 5)
MINUTES = (About.MINUTES, "Minutes of the last meeting", 5)
FEEDBACK = (About.FEEDBACK, "Did it help? Feedback on earlier next steps", 15)
ANSWERS = (About.ANSWERS, "Evidence from our knowledge broker", 10)
REPLIES = (About.REPLIES, "Replies from commissioners", 5)
OUR_GUEST = (About.GUEST, "Guest speaker", 20)
THE_CASE = (About.CASE, "The case", 40)
NEXT_STEPS = (About.NEXT_STEPS, "Next steps: what, who and by when", 20)
LEARNING = (About.LEARNING, "What we learned, and questions for next time", 10)
CLOSE = (About.CLOSE, "Close", 10)
OPENING = [CHECK_IN, GROUND_RULES, MINUTES, FEEDBACK, ANSWERS, REPLIES]
USUAL = {
    Meeting.Kind.TASTER: [
        (About.CHECK_IN, "Welcome and introductions", 20),
        (About.INTRODUCTION, "What a community of practice is", 15),
        (About.GROUND_RULES, "Ground rules: what we agree to", 20),
        OUR_GUEST,
        (About.CASE, "A practice case", 40),
        (About.LEARNING, "What this group could do", 15),
        (About.CLOSE, "Close, and date of the next meeting", 10),
    ],
    Meeting.Kind.CASE: [*OPENING, OUR_GUEST, THE_CASE, NEXT_STEPS, LEARNING, CLOSE],
    Meeting.Kind.GUEST: [
        *OPENING,
        (About.GUEST, "Guest speaker", 40),
        (About.CASE, "The case", 25),
        (About.NEXT_STEPS, "Next steps: what, who and by when", 10),
        CLOSE,
    ],
    Meeting.Kind.CLOSING: [
        *OPENING,
        OUR_GUEST,
        (About.LEARNING, "What we learned from each other", 40),
        (About.AFTERWARDS, "What happens after this programme", 25),
        CLOSE,
    ],
}
TWO_HOURS = 120
STEP = 5  # lengths are multiples of five minutes


def default_agenda(kind: str) -> list[Entry]:
    """Return the usual lines for a meeting of `kind`. Their lengths follow that of the meeting."""
    return [Entry(title, about) for about, title, _ in USUAL[Meeting.Kind(kind)]]


def usual_length(kind: str, about: str) -> int:
    """Return how many minutes a line about this takes of two hours in the usual agenda of `kind`, 10 where it has none."""
    return next((length for its, _, length in USUAL[Meeting.Kind(kind)] if its == about), 10)


def title_of(item: AgendaItem, *, cases: int) -> str:
    """Return the words of a line: the usual line about the case speaks of cases where there are several."""
    is_usual = (item.about, item.title) == THE_CASE[:2]
    return "The cases" if is_usual and cases > 1 else item.title


def share_out(minutes_long: int, lines: Sequence[tuple[int, bool]]) -> list[int]:
    """Return the length of each of `lines` in a meeting of `minutes_long`, given pairs of length and "is set by hand".

    Lengths set by hand stay. The others are given for two hours and are scaled to the meeting; the longest
    of them gets what the others leave, and at least a quarter of what there is to divide. Together they fill
    the meeting, unless what is set by hand leaves less than five minutes for each (one, where the meeting is
    short).
    """
    free = [place for place, (_, is_set) in enumerate(lines) if not is_set]
    if not free:
        return [length for length, _ in lines]
    left = minutes_long - sum(length for length, is_set in lines if is_set)
    least = STEP if minutes_long >= STEP * len(lines) else 1
    longest = max(free, key=lambda place: lines[place][0])
    shares = {
        place: max(least, _rounded(lines[place][0] * minutes_long / TWO_HOURS, least))
        for place in free
        if place != longest
    }
    least_of_longest = max(least, left / 4)
    while left - sum(shares.values()) < least_of_longest and max(shares.values(), default=0) > least:
        shares[max(shares, key=lambda place: shares[place])] -= least
    shares[longest] = max(least, left - sum(shares.values()))
    return [shares.get(place, length) for place, (length, _) in enumerate(lines)]


def _rounded(length: float, step: int) -> int:
    return int(length / step + 0.5) * step


def clock_times(starts_at: datetime, lengths: Sequence[int]) -> list[datetime]:
    """Return when each line begins, one after the other from `starts_at`, given how many minutes each takes."""
    begins = [starts_at]
    for length in lengths:
        begins.append(begins[-1] + timedelta(minutes=length))
    return begins[: len(lengths)]
