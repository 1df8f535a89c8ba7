"""The newsletter: an issue for each month, with what was published in it, and who gets it."""

from datetime import UTC, date, datetime, time, timedelta

from benchmark.door import Door
from benchmark.making import Making
from benchmark.people import AtSite, People
from cases.clearance.models import Audience, ClearedText
from kit.dates import months_after
from knowledge.library.models import LearningObjectVersion
from members.models import Member
from newsletter.models import Delivery, Entry, NewsletterIssue, Subscriber

WRITE_UPS, UPDATES = 8, 6  # at most in an issue
STRANGERS = 3  # subscribers who are no members, for each member who is one


def make_newsletter(making: Making, people: People) -> None:
    """Make an issue for each month that is over, and send it to everybody who subscribed."""
    subscribers = _subscribers(making, people)
    month = making.size.began_at.date().replace(day=1)
    number = 0
    while months_after(month) <= making.size.now.date().replace(day=1):
        number += 1
        _issue(making, people, month, number, subscribers)
        month = months_after(month)
        making.write()


def _subscribers(making: Making, people: People) -> list[Subscriber]:
    began = making.size.began_at
    members: list[Member] = [member for at in people.sites for member in at.with_accounts]
    found = [
        making.rows.add(
            Subscriber, programme=people.programme, email=email, edition=edition, asked_at=began, confirmed_at=began,
            link_number=making.number(),
        )
        for edition, emails in {
            "members": [member.email for member in members],
            "public": [f"reader{number}@far-away.example" for number in range(len(members) * STRANGERS)],
        }.items()
        for email in emails
    ]  # fmt: skip
    making.write()
    return found


def _issue(making: Making, people: People, month: date, number: int, subscribers: list[Subscriber]) -> None:
    broker, lead = people.brokers[0], people.team[0]
    sent = datetime.combine(months_after(month), time(9), tzinfo=UTC) + timedelta(days=3)
    sent = min(sent, making.size.now - timedelta(hours=1))
    issue = making.rows.add(
        NewsletterIssue, programme=people.programme, month=month, number=number, assembled_at=sent - timedelta(days=2),
        sent_for_checking_at=sent - timedelta(days=1), sent_for_checking_by=broker, approved_at=sent, approved_by=lead,
        sent_at=sent, sent_by=broker,
    )  # fmt: skip
    issue.programme = people.programme
    _entry(
        making,
        people,
        issue,
        kind="head",
        source=f"newsletter.newsletterissue:{issue.pk}",
        headline=issue.name,
        position=0,
    )
    held = [at for at in people.sites if making.is_one_in(2)][:UPDATES]
    for place, at in enumerate(held, 1):
        _entry(
            making, people, issue, at=at, kind="site_update", source=f"sites_app.site:{at.site.pk}", headline=at.site.place,
            words=making.wording.text(15, 40), position=place,
        )  # fmt: skip
    for place, version in enumerate(_published_in(month), UPDATES + 1):
        text = version.cleared_text
        making.rows.add(
            Entry, issue=issue, kind="learning_object", source=f"library.learningobject:{version.learning_object_id}",
            site_id=text.site_id, position=place, headline=text.title, words=text.content["standfirst"],
            link=version.learning_object.get_absolute_url(), audience=text.audience, made_from=text, cleared_text=text,
        )  # fmt: skip
    for each in subscribers:
        making.rows.add(
            Delivery,
            issue=issue,
            subscriber=each,
            edition=each.edition,
            made_at=sent,
            sent_at=sent,
            attempts=1,
        )


def _entry(
    making: Making, people: People, issue: NewsletterIssue, *, at: AtSite | None = None, **values
) -> None:
    """Add an entry that Copsite assembled, checked and published: the title for everyone, the rest for members."""
    audience = Audience.PROGRAMME if at else Audience.PUBLIC
    entry = making.rows.add(Entry, issue=issue, site=at.site if at else None, audience=audience, **values)
    door = Door(making, people, at)
    text = door.send(
        entry.content, kind=ClearedText.Kind.NEWSLETTER_ENTRY, audience=audience, told=None, by=None,
        on=issue.assembled_at - timedelta(days=6),
    )  # fmt: skip
    entry.cleared_text = text
    door.publish(text, None)


def _published_in(month: date) -> list[LearningObjectVersion]:
    """Return some write-ups that were published in a month and are still there."""
    first = datetime.combine(month, time(), tzinfo=UTC)
    return list(
        LearningObjectVersion.objects.published()
        .filter(
            number=1,
            cleared_text__publication__published_at__gte=first,
            cleared_text__publication__published_at__lt=datetime.combine(
                months_after(month), time(), tzinfo=UTC
            ),
        )
        .select_related("cleared_text", "learning_object")
        .order_by("pk")[:WRITE_UPS]
    )
