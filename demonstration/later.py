"""Plans the later looks of the demonstration: how a case is three or six months after it was presented."""

from datetime import timedelta

from cases.models import Case
from cases.next_steps.actions.looks import look_again
from demonstration.data_files import read_cases
from demonstration.programmes import Cast

A_MONTH = timedelta(days=31)  # the longest


def plan_later_looks(cast: Cast) -> None:
    """Plan what is said of the cases of the programme some months later."""
    for entry in read_cases(cast.slug):
        for look in entry.get("later", []):
            at = cast.starts_at(entry["site"], entry["meeting"]) + look["months"] * A_MONTH
            what = f"{entry['site']}-{entry['number']:02d}, some months later"
            cast.timeline.add(at, what, lambda entry=entry, look=look: _look(cast, entry, look))


def _look(cast: Cast, entry: dict, look: dict) -> None:
    case = Case.objects.get(site=cast.site(entry["site"]), number=entry["number"])
    look_again(case, by=cast.facilitator(entry["site"]).user, **look)
