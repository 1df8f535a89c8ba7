import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from newsletter.models import Entry, NewsletterIssue, Subscriber
from tests.factories.sites import ProgrammeFactory


class NewsletterIssueFactory(DjangoModelFactory):
    """Last month's issue, assembled and not yet sent for checking."""

    class Meta:
        model = NewsletterIssue

    programme = factory.SubFactory(ProgrammeFactory)
    month = factory.LazyFunction(
        lambda: (
            timezone.localdate()
            .replace(day=1, month=(timezone.localdate().month - 2) % 12 + 1)
            .replace(year=timezone.localdate().year - (timezone.localdate().month == 1))
        )
    )
    number = factory.LazyAttribute(lambda issue: issue.programme.newsletter_issues.count() + 1)


class EntryFactory(DjangoModelFactory):
    class Meta:
        model = Entry

    issue = factory.SubFactory(NewsletterIssueFactory)
    kind = Entry.Kind.SITE_UPDATE
    source = factory.Sequence(lambda n: f"sites_app.site:{n}")
    headline = "A site"
    words = "Meeting 2 was held. Eight people came."


class SubscriberFactory(DjangoModelFactory):
    class Meta:
        model = Subscriber

    programme = factory.SubFactory(ProgrammeFactory)
    email = factory.Sequence(lambda n: f"reader{n}@example.org")
    confirmed_at = factory.LazyFunction(timezone.now)
