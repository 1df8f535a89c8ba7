"""Plans who has said whether they come to the meetings ahead, and to the one that is under way."""

from datetime import timedelta

from demonstration.programmes import Cast
from meetings import actions as meetings
from meetings.models import Reply

COMING, NOT_COMING = Reply.Coming.YES, Reply.Coming.NO
NO_REPLY = None
# What the members of a site say, one after the other.
SAY = [COMING, COMING, NOT_COMING, COMING, COMING, NO_REPLY, COMING]
DAYS_BEFORE = 2


def plan_replies(cast: Cast) -> None:
    """Plan the replies for the next meeting of each site; for one under way most have answered too."""
    for site in cast.data["sites"]:
        ahead = [entry for entry in site["meetings"] if "number" in entry and not cast.is_over(entry)]
        for entry in ahead[:1]:
            members = [row for row in cast.of_site(site["code"]) if row["email"] and not row["left"]]
            for row, coming in zip(members, SAY * len(members), strict=False):
                if coming is not NO_REPLY and row["joined"] < entry["number"]:
                    _plan(cast, entry, row, coming)


def _plan(cast: Cast, entry: dict, row: dict, coming: str) -> None:
    moment = min(cast.days.meeting(entry), cast.timeline.now) - timedelta(days=DAYS_BEFORE)
    cast.timeline.add(moment, row["name"], lambda: _reply(cast, entry, row, coming))


def _reply(cast: Cast, entry: dict, row: dict, coming: str) -> None:
    member = cast.member(row["key"])
    meetings.reply(
        cast.meeting(row["site"], entry["number"]), member=member, coming=coming, by=cast.account(member)
    )
