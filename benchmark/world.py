"""A whole world: a programme of some years with everything that the pages read, in one transaction."""

from collections.abc import Callable

from django.db import transaction

from benchmark.cases import make_cases
from benchmark.evidence import Shelf, ask_and_attach, make_shelf
from benchmark.issues import raise_issues
from benchmark.letters import make_newsletter
from benchmark.making import Making
from benchmark.meetings import make_meetings
from benchmark.people import AtSite, People, make_people
from benchmark.searching import read_all
from benchmark.size import Size
from benchmark.vocabularies import Vocabularies, read_vocabularies
from benchmark.write_ups import write_up
from cases.commissioning.tasks import publish_due_figures as publish_themes
from cases.next_steps.tasks import publish_due_figures as publish_what_helps
from kit.errors import RefusedError
from members.models import User
from sites_app.models import Programme

NOT_ITS_OWN = (
    "This database has a programme or accounts already. A world is only made in a new database of its own: migrate one, "
    "name it in DATABASE_URL, and run this again."
)


@transaction.atomic
def make_world(size: Size, *, seed: int = 1, say: Callable[[str], None] = lambda words: None) -> int:
    """Make a programme of this size, and return how many rows it has, the words of the search index aside.

    The same size, seed and moment make the same rows. Raise RefusedError on a database with a programme or an account.
    """
    if Programme.objects.exists() or User.objects.exists():
        raise RefusedError(NOT_ITS_OWN)
    making, words = Making(size, seed=seed), read_vocabularies()
    people = make_people(making)
    shelf = make_shelf(making, people, words)
    for at in people.sites:
        _fill(making, people, at, shelf, words)
        say(f"{at.site}: {making.rows.written:,} rows so far")
    making.rows.free_ids()
    make_newsletter(making, people)
    making.rows.free_ids()
    publish_themes(), publish_what_helps()
    say(f"{read_all():,} words that can be searched for")
    return making.rows.written


def _fill(making: Making, people: People, at: AtSite, shelf: Shelf, words: Vocabularies) -> None:
    """Make everything that happened at one site."""
    held = make_meetings(making, at)
    for told in make_cases(making, at, held, words):
        attached = ask_and_attach(making, people, at, told, shelf)
        raise_issues(making, people, at, told, words)
        write_up(making, people, at, told, attached)
    making.write()
