"""The usual agenda of a meeting. Pure: a kind and a length -> lines with minutes."""

from datetime import datetime, timedelta

from meetings.models import Meeting

# For two hours; the line that gives or takes when a meeting is longer or shorter is marked.
CASE_MEETING = [
    ("Ground rules, and how we arrive", 10),
    ("Who is here", 5),
    ("Did it help? What came of earlier next steps", 20),
    ("The case", 40),
    ("Next steps: what, who, by when", 20),
    ("Evidence, and questions for next time", 15),
    ("Close, and how we leave", 10),
]
TASTER = [
    ("Welcome, and who we are", 20),
    ("What a community of practice is", 15),
    ("Ground rules: what we want to promise each other", 20),
    ("A case, to try it out", 40),
    ("What this group could do", 15),
    ("Close, and when we meet again", 10),
]
GUEST = [
    ("Ground rules, and how we arrive", 10),
    ("Who is here", 5),
    ("Did it help? What came of earlier next steps", 20),
    ("Our guest", 40),
    ("The case", 25),
    ("Next steps: what, who, by when", 10),
    ("Close, and how we leave", 10),
]
CLOSING = [
    ("Ground rules, and how we arrive", 10),
    ("Who is here", 5),
    ("Did it help? What came of all next steps", 30),
    ("What we learned from each other", 40),
    ("What goes on after this", 25),
    ("Close, and how we leave", 10),
]
USUAL = {
    Meeting.Kind.TASTER: TASTER,
    Meeting.Kind.CASE: CASE_MEETING,
    Meeting.Kind.GUEST: GUEST,
    Meeting.Kind.CLOSING: CLOSING,
}
TWO_HOURS = 120


def default_agenda(kind: str, minutes_long: int) -> list[tuple[str, int]]:
    """The usual lines for a meeting of `kind` as (title, minutes), together `minutes_long`.

    The longest line gives or takes what a longer or shorter meeting has more or less, and never falls under 5 minutes.
    """
    lines = USUAL[Meeting.Kind(kind)]
    longest = max(range(len(lines)), key=lambda place: lines[place][1])
    spare = minutes_long - TWO_HOURS
    return [
        (title, max(5, minutes + spare) if place == longest else minutes)
        for place, (title, minutes) in enumerate(lines)
    ]


def with_clock(starts_at: datetime, items: list) -> list[tuple[datetime, object]]:
    """Each agenda item with the time at which it begins, one after the other from `starts_at`."""
    timed, begins = [], starts_at
    for item in items:
        timed.append((begins, item))
        begins += timedelta(minutes=item.minutes)
    return timed
