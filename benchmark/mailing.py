"""An issue of the newsletter that only waits to be sent, and any number of people who subscribed to it."""

from django.utils import timezone

from benchmark.making import Making
from benchmark.size import Size
from benchmark.world import make_world
from members.models import Role, User
from newsletter import actions
from newsletter.editions import edition_of
from newsletter.models import Delivery, Edition, NewsletterIssue, Subscriber
from sites_app.models import Programme

AT_ONCE = 2_000


def make_approved_issue(*, readers: int, seed: int = 1) -> NewsletterIssue:
    """Make a small programme in an empty database, with an approved issue that `readers` people asked for, and return the
    issue. Raise RefusedError on a database with a programme or an account.
    """
    size = Size(sites=2, members=8, cases=60, now=timezone.now())
    make_world(size, seed=seed)
    Delivery.objects.all().delete()
    Subscriber.objects.all().delete()
    User.objects.update(is_active=False)  # nobody but those who are counted gets it
    programme = Programme.objects.get()
    subscribe(programme, readers, seed=seed)
    NewsletterIssue.objects.update(sent_at=None, sent_by=None)
    return max(programme.newsletter_issues.order_by("month"), key=_length)


def _length(issue: NewsletterIssue) -> int:
    """Return how much there is to read for everyone."""
    return sum(len(entries) for _, entries in edition_of(issue, edition=Edition.PUBLIC).sections)


def subscribe(programme: Programme, readers: int, *, seed: int = 1) -> None:
    """Subscribe `readers` people from outside to the newsletter."""
    making = Making(Size(sites=2, members=8, cases=60, now=timezone.now()), seed=seed)
    confirmed = timezone.now()
    Subscriber.objects.bulk_create(
        (
            Subscriber(
                programme=programme, email=f"reader{number}@far-away.example", edition=Edition.PUBLIC,
                asked_at=confirmed, confirmed_at=confirmed, link_number=making.number(),
            )
            for number in range(readers)
        ),
        batch_size=AT_ONCE,
    )  # fmt: skip


def somebody_on_the_team() -> User:
    """Return the account that sends it."""
    return Role.objects.filter(kind=Role.Kind.PROGRAMME_TEAM).order_by("pk")[0].user


def send(issue: NewsletterIssue) -> NewsletterIssue:
    """Send `issue`: make its letters."""
    return actions.send(issue, by=somebody_on_the_team())
