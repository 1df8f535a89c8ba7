"""What stands in each cell of the overview: its words, where they lead, and how much of a whole is drawn."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from kit.words import pounds, short_day
from pages.overview.row import Numbers, SiteRow


@dataclass(frozen=True)
class Cell:
    """One cell. `share` is a percentage to draw, or None; `remark` says what is unusual about it."""

    label: str
    words: str
    url: str = ""
    share: int | None = None
    remark: str = ""
    is_unusual: bool = False


def cells_of(row: SiteRow) -> list[Cell]:
    """Return the cells of a site in the order of the columns. Each leads to the rows that it counts."""
    slug, numbers = row.site.slug, row.numbers
    of_site = {"site": slug}
    members = reverse("member_list", args=[slug])
    return [
        Cell(
            "Last meeting",
            _day(row.last.starts_at) if row.last else "none",
            row.last.get_absolute_url() if row.last else "",
        ),
        Cell(
            "Next meeting",
            _day(row.next.starts_at) if row.next else "no date",
            row.next.get_absolute_url() if row.next else "",
        ),
        Cell(
            "Meetings held",
            f"{numbers.held} of {row.programme.minimum_meetings}",
            reverse("meetings:meeting_list", args=[slug]),
            share=row.share_held,
        ),
        Cell("Members confirmed", str(numbers.confirmed), members, remark=row.size_in_words),
        Cell(
            "Never signed in",
            f"{numbers.never_signed_in} of {numbers.here}",
            f"{members}?{urlencode({'show': 'no-account'})}",
        ),
        Cell("Cases", str(numbers.cases), _list("case_list", of_site)),
        Cell(
            "Steps awaiting feedback",
            str(numbers.awaiting),
            reverse("next_steps:next_step_list", args=[slug]),
        ),
        Cell(
            "Steps fed back",
            _share(numbers),
            reverse("next_steps:site_what_helps", args=[slug]),
            share=numbers.share,
        ),
        Cell("Write-ups", str(numbers.write_ups), _list("case_list", of_site | {"state": "written_up"})),
        Cell("Issues waiting", str(numbers.waiting), _list("issue_list", of_site | {"show": "waiting"})),
        Cell(
            "Issues overdue",
            str(numbers.overdue),
            _list("issue_list", of_site | {"show": "overdue"}),
            is_unusual=numbers.overdue > 0,
        ),
        Cell("Questions open", str(numbers.questions), _list("question_list", of_site)),
        Cell(
            "Spent",
            pounds(numbers.spent),
            reverse("sites:expense_list", args=[slug]),
            share=row.share_spent,
            remark="over budget" if row.is_over_budget else "",
        ),
    ]


def cells_of_total(total: Numbers) -> list[Cell]:
    """Return the cells under those of the sites: the numbers of all of them together."""
    return [
        Cell("Last meeting", ""),
        Cell("Next meeting", ""),
        Cell("Meetings held", str(total.held)),
        Cell("Members confirmed", str(total.confirmed)),
        Cell("Never signed in", f"{total.never_signed_in} of {total.here}"),
        Cell("Cases", str(total.cases)),
        Cell("Steps awaiting feedback", str(total.awaiting)),
        Cell("Steps fed back", _share(total)),
        Cell("Write-ups", str(total.write_ups)),
        Cell("Issues waiting", str(total.waiting)),
        Cell("Issues overdue", str(total.overdue)),
        Cell("Questions open", str(total.questions)),
        Cell("Spent", pounds(total.spent)),
    ]


def _day(starts_at: datetime) -> str:
    """Return a day in little space, with its year: 5 Nov 2012."""
    return f"{short_day(starts_at)} {timezone.localtime(starts_at).year}"


def _share(numbers: Numbers) -> str:
    return "none" if numbers.share is None else f"{numbers.share}%"


def _list(name: str, query: dict[str, str]) -> str:
    """Return the address of a list, narrowed down by `query`."""
    return f"{reverse(name)}?{urlencode(query)}"
