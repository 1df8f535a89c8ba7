"""How long the notices of 1,000 sites and 10,000 people take, making a mail to each of them at eight, looking again a minute
later, making those of a week later, and writing one: seconds of the processor, and queries.
"""

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

Result = TypeVar("Result")
SITES, PEOPLE_OF_A_SITE = 1_000, 10
SECONDS_AT_MOST = 60
LETTERS = 50  # that are written to see how long one takes


def report() -> Iterator[str]:
    """Yield the lines that `make bench` prints. What is made for it is undone."""
    import time_machine
    from django.db import transaction
    from django.utils import timezone

    from kit.queues import written
    from pages.notices.mailing import make_due_mail
    from pages.notices.models import NoticeMail
    from pages.notices.waiting import waiting_for_everyone

    of_all = f"of {SITES:,} sites and {SITES * PEOPLE_OF_A_SITE:,} people"
    with transaction.atomic(), time_machine.travel(_at_eight()):
        _fill(SITES)
        number, seconds, queries = _timed(lambda: sum(1 for _ in waiting_for_everyone(timezone.now())))
        yield _line(
            f"notices {of_all}",
            seconds,
            f"({SECONDS_AT_MOST} at most), {number:,} notices, {queries} queries",
        )
        for when, later in (("at eight", 0), ("a minute later", 1), ("a week later", 7 * 24 * 60)):
            with time_machine.travel(_at_eight() + timedelta(minutes=later)):
                number, seconds, queries = _timed(make_due_mail)
            yield _line(
                f"mails {when} {of_all}",
                seconds,
                f"({SECONDS_AT_MOST} at most), {number:,} mails, {queries} queries",
            )
        mails = NoticeMail.objects.order_by("pk").select_related("user")
        of_some = mails[:: max(len(mails) // LETTERS, 1)]
        letters, seconds, queries = _timed(lambda: [written(mail) for mail in of_some])
        each = max(len(letters), 1)
        yield _line("writing one of these mails", seconds / each, f"{queries / each:.0f} queries")
        transaction.set_rollback(True)


def _at_eight() -> datetime:
    """Return a moment after eight on the next Wednesday that is no bank holiday."""
    from pages.notices import hours

    day = datetime.now(ZoneInfo("Europe/London")).replace(hour=8, minute=5, second=0, microsecond=0)
    while day.weekday() != 2 or not hours.is_working_day(day.date()):
        day += timedelta(days=1)
    return day


def _timed(do: Callable[[], Result]) -> tuple[Result, float, int]:
    """Return what `do` returns, its seconds of the processor, and how many queries it made."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    began = time.process_time()
    with CaptureQueriesContext(connection) as captured:
        result = do()
    return result, time.process_time() - began, len(captured)


def _line(what: str, seconds: float, more: str) -> str:
    return f"{what:<60} {seconds:6.2f} s here {more}"


def _fill(sites: int) -> None:
    """Make `sites` sites of one programme with ten people each, and something of most subjects at each."""
    from django.utils import timezone

    from cases.commissioning.models import CommissionerIssue
    from cases.models import Case, Discussion, NamedPresenter, Presenter
    from cases.next_steps.models import NextStep
    from knowledge.models import Question
    from meetings.models import Meeting
    from members.models import Facilitation, Member, Role, User
    from sites_app.models import Organisation, Programme, Site, SiteState

    today, now = timezone.localdate(), timezone.now()
    programme = Programme.objects.create(name="Bench", slug="bench", started_on=today - timedelta(days=200))
    host = Organisation.objects.create(name="Bench host")
    places = Site.objects.bulk_create(
        Site(
            programme=programme, code=f"B{number}", slug=f"b{number}", place=f"Place {number}",
            host=host, budget_pence=1,
        )
        for number in range(sites)
    )  # fmt: skip
    SiteState.objects.bulk_create(
        SiteState(site=site, state="running", since=today - timedelta(days=190)) for site in places
    )
    users = User.objects.bulk_create(
        User(email=f"p{number}@example.org", name=f"Person {number}")
        for number in range(sites * PEOPLE_OF_A_SITE + 20)
    )
    members = Member.objects.bulk_create(
        Member(
            site=places[number // PEOPLE_OF_A_SITE], user=user, name=user.name,
            joined_on=today - timedelta(days=180), email=user.email, agreed_to_contact_at=now,
        )
        for number, user in enumerate(users[: sites * PEOPLE_OF_A_SITE])
    )  # fmt: skip
    firsts = members[::PEOPLE_OF_A_SITE]
    Facilitation.objects.bulk_create(
        Facilitation(member=member, started_on=today - timedelta(days=170)) for member in firsts
    )
    Role.objects.bulk_create(
        Role(user=user, programme=programme, kind=kind, since=today - timedelta(days=100))
        for user, kind in zip(users[-20:], ["programme_team"] * 5 + ["knowledge_broker"] * 15, strict=True)
    )
    meetings = Meeting.objects.bulk_create(
        Meeting(site=site, number=number, starts_at=now - timedelta(days=160 - 30 * number))
        for site in places
        for number in range(1, 7)
    )
    cases = Case.objects.bulk_create(
        Case(
            site=site,
            number=number,
            title="A case",
            presentation="Words",
            offered_at=now - timedelta(days=150),
        )
        for site in places
        for number in (1, 2, 3)
    )
    presenting = [(case, members[(place // 3) * PEOPLE_OF_A_SITE + 1]) for place, case in enumerate(cases)]
    NamedPresenter.objects.bulk_create(
        NamedPresenter(case=case, member=member) for case, member in presenting
    )
    Presenter.objects.bulk_create(Presenter(case=case, member=member) for case, member in presenting)
    discussions = Discussion.objects.bulk_create(
        Discussion(case=case, meeting=meetings[(place // 3) * 6])
        for place, case in enumerate(cases)
        if place % 3
    )
    NextStep.objects.bulk_create(
        NextStep(discussion=each, what="Try it", owner=presenting[place][1])
        for place, each in enumerate(discussions)
    )
    CommissionerIssue.objects.bulk_create(
        CommissionerIssue(case=case, site_id=case.site_id, theme="gaps", words="Words") for case in cases[::3]
    )
    Question.objects.bulk_create(Question(site=site, words="What helps?") for site in places)
    answered = now - timedelta(days=2)
    Question.objects.bulk_create(  # each member of a site hears of it
        Question(
            site=site, words="What helps?", answer="This", answered_at=answered, answered_by=users[-1],
            taken_by=users[-1], taken_at=answered,
        )
        for site in places
    )  # fmt: skip
