"""For whom notices are read: everybody with an account, or one account. Both answer the same questions, from few queries.

It includes only running programmes: nothing waits in the others.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet, When
from django.db.models import Case as Choose
from django.utils import timezone

from cases.models import SteppedOut
from cases.models.case import reference_of, stepped_out_of
from kit.prepared import Prepared
from meetings.models import Meeting, count_without_reply
from meetings.progress import MeetingProgress, latest_meetings, progress_of, with_number_held
from members.models import User
from members.standing import Standing, read_standings
from sites_app.models import Programme, Site


def _awaits_approval() -> ExpressionWrapper:
    written = Q(closed_at__isnull=False, minutes_approval__isnull=True) & ~Q(minutes="")
    return ExpressionWrapper(written, output_field=BooleanField())


def _meetings(readers: "Readers") -> QuerySet:
    """Return the meetings of their sites, for their progress."""
    latest = latest_meetings(readers.sites, whole=readers.own)
    meetings = latest.annotate(awaits_approval=_awaits_approval())
    if not readers.reader:
        return meetings
    to_come = When(starts_at__gt=timezone.now(), then=count_without_reply())
    return meetings.annotate(silent=Choose(to_come, default=0))


def _sites(user: User) -> QuerySet:
    """Return the sites of running programmes whose page this person may open."""
    sites = Site.objects.visible_to(user).filter(programme__ended_on__isnull=True)
    return with_number_held(sites.with_latest_state()).select_related("programme")


MEETINGS = Prepared(_meetings)
SITES = Prepared(_sites)


class Readers:
    """Whom notices are read for: the people with an account, where each of them stands, and the running sites."""

    reader: User | None = None  # for whom alone it is read; None: for everybody
    shows_words = False  # whether their page shows the words of what it lists
    prepared_parts = (
        "reader", "shows_words", "today", "sites", "programmes", "facilitated", "own", "brokered", "with_team",
        "teams", "commissioned", "reading", "member_ids",
    )  # fmt: skip  # what a prepared query may make something of

    def __init__(self) -> None:
        self.today = timezone.localdate()
        self.short: dict[
            str, list[dict]
        ] = {}  # the short lists that the sources asked for, once they are read
        self._facts: dict[str, Any] = {}

    @cached_property
    def people(self) -> dict[int, User]:
        """The people that notices are read for, by id, each with their standing."""
        raise NotImplementedError

    @cached_property
    def sites(self) -> dict[int, Site]:
        """The sites of running programmes, with their programme and latest state, by id: those that the people may open."""
        raise NotImplementedError

    def ask(self, prepared: Prepared, **values: Any) -> list:
        """Return the rows of a query of `readers` and other values."""
        raise NotImplementedError

    def rows(self, rows):
        """Return those of the confidential `rows` that the reader may read: all of them where it is read for everybody.

        Where it is for everybody, the source asks about each person itself.
        """
        raise NotImplementedError

    def rows_to_show(self, rows):
        """Return those of the confidential `rows` that the reader may read. Where their page shows the words of each, the
        audit log records that they read them.
        """
        return rows.read_by(self.reader) if self.shows_words else self.rows(rows)

    def without_stepped_out(self, rows, case: str = "case"):
        """Return `rows` without those of a case that the reader stepped out of. `case` is the column of the case.

        Where it is read for everybody, the source asks `has_stepped_out` about each person.
        """
        return rows

    def once(self, name: str, read: Callable):
        """Return what `read` gives, which is called the first time that somebody asks for `name`."""
        if name not in self._facts:
            self._facts[name] = read()
        return self._facts[name]

    @cached_property
    def programmes(self) -> dict[int, Programme]:
        """The running programmes in which any of the people has a place, by id."""
        found = {site.programme_id: site.programme for site in self.sites.values()}
        return {pk: programme for pk, programme in found.items() if programme.is_running}

    @cached_property
    def progress(self) -> Mapping[int, MeetingProgress]:
        """The progress of each of the sites, with its latest meetings, by the site's id; with all meetings of their own sites.

        The meetings have `awaits_approval`, whether they are closed and their minutes written and not approved; for one
        person also `silent`, how many have not said if they come to one to come.
        """
        found: dict[int, list[Meeting]] = defaultdict(list)
        for meeting in self.ask(MEETINGS):
            meeting.site = self.sites[meeting.site_id]
            found[meeting.site_id].append(meeting)
        return {
            site.pk: progress_of(site, found[site.pk], site.number_held, site.latest_state, today=self.today)
            for site in self.sites.values()
        }

    def upcoming(self, site_id: int) -> list[Meeting]:
        """Return the meetings of a site from today on that are neither closed nor cancelled, soonest first."""
        return [
            meeting
            for meeting in self.progress[site_id].meetings
            if not meeting.is_cancelled and not meeting.is_closed and meeting.day >= self.today
        ]

    def reference(self, site_id: int, number: int) -> str:
        """Return the reference of the case with this number at a site, such as CP4-07."""
        return reference_of(self.sites[site_id], number)

    # Who. Each answers with ids of accounts, of those that it is read for.

    def facilitators_of(self, site_id: int) -> Iterable[int]:
        """Return who facilitates the site today."""
        return self._by_site.get(("facilitates", site_id), ())

    def members_of(self, site_id: int) -> Iterable[int]:
        """Return who is a member of the site, facilitators included."""
        return self._by_site.get(("member_of", site_id), ())

    def commissioners_of(self, site_id: int) -> Iterable[int]:
        """Return who commissions for the site."""
        return self._by_site.get(("commissioner_sites", site_id), ())

    def brokers_of(self, programme_id: int) -> Iterable[int]:
        """Return the knowledge brokers of the programme."""
        return self._by_programme.get(("broker", programme_id), ())

    def team_of(self, programme_id: int) -> Iterable[int]:
        """Return the programme team."""
        return self._by_programme.get(("programme_team", programme_id), ())

    def checkers_of(self, site_id: int | None, programme_id: int) -> list[int]:
        """Return who may check texts: the people of the site, the brokers and the programme team, each once."""
        of_site = [*self.members_of(site_id), *self.facilitators_of(site_id)] if site_id else []
        return list(dict.fromkeys([*of_site, *self.brokers_of(programme_id), *self.team_of(programme_id)]))

    def account_of(self, member_id: int | None) -> int | None:
        """Return the account of a member who has not left, or None."""
        return self._by_member.get(member_id) if member_id is not None else None

    def has_stepped_out(self, user_id: int, case_id: int | None) -> bool:
        """Return whether this person stepped out of the case, so that nothing about it is theirs."""
        return (user_id, case_id) in self._stepped_out

    def standing_of(self, user_id: int) -> Standing:
        """Return where this person stands."""
        return self.people[user_id].standing

    # Where. Each answers with ids of sites, of those that any of the people stands at in this way.

    @cached_property
    def facilitated(self) -> set[int]:
        """The sites that somebody facilitates."""
        return self._sites_where("facilitates")

    @cached_property
    def own(self) -> set[int]:
        """The sites where somebody is a member or facilitates."""
        return self.facilitated | self._sites_where("member_of")

    @cached_property
    def brokered(self) -> set[int]:
        """The sites of programmes with a knowledge broker."""
        return {pk for pk, site in self.sites.items() if self.brokers_of(site.programme_id)}

    @cached_property
    def with_team(self) -> set[int]:
        """The sites of programmes with a programme team."""
        return {pk for pk, site in self.sites.items() if self.team_of(site.programme_id)}

    @cached_property
    def teams(self) -> set[int]:
        """The programmes with a programme team."""
        return {pk for pk in self.programmes if self.team_of(pk)}

    @cached_property
    def commissioned(self) -> set[int]:
        """The sites that somebody commissions for."""
        return self._sites_where("commissioner_sites")

    @cached_property
    def reading(self) -> set[int]:
        """The sites whose confidential pages somebody reads."""
        return self.own | self.brokered | self.with_team

    @cached_property
    def member_ids(self) -> set[int]:
        """The ids of the people's memberships."""
        return set(self._by_member)

    @cached_property
    def _stepped_out(self) -> set[tuple[int, int]]:
        found = SteppedOut.objects.filter(member__user__isnull=False)
        return set(found.values_list("member__user", "case"))

    def _sites_where(self, place: str) -> set[int]:
        return {site for kind, site in self._by_site if kind == place and site in self.sites}

    @cached_property
    def _by_site(self) -> dict[tuple[str, int], list[int]]:
        return self._index("facilitates", "member_of", "commissioner_sites")

    @cached_property
    def _by_programme(self) -> dict[tuple[str, int], list[int]]:
        return self._index("broker", "programme_team")

    def _index(self, *places: str) -> dict[tuple[str, int], list[int]]:
        found: dict[tuple[str, int], list[int]] = defaultdict(list)
        for user in self.people.values():
            for place in places:
                for where in getattr(user.standing, place):
                    found[place, where].append(user.pk)
        return found

    @cached_property
    def _by_member(self) -> dict[int, int]:
        return {member: user.pk for user in self.people.values() for member in user.standing.member_ids}


class Everyone(Readers):
    """Everybody with an open account, read in five queries however many there are."""

    @cached_property
    def people(self) -> dict[int, User]:
        """Everybody with an open account who has a role or membership."""
        standings = read_standings()
        users = User.objects.filter(is_active=True).only("pk", "name", "email", "is_active")
        found = {user.pk: user for user in users if user.pk in standings}
        for user in found.values():
            user.standing = standings[user.pk]
        return found

    @cached_property
    def sites(self) -> dict[int, Site]:
        """All sites of running programmes."""
        sites = Site.objects.filter(programme__ended_on__isnull=True).with_latest_state()
        sites = with_number_held(sites)
        return {site.pk: site for site in sites.select_related("programme")}

    def ask(self, prepared: Prepared, **values: Any) -> list:
        """Return them as the query is built: it is for everybody, and not asked for pages."""
        return list(prepared.build(readers=self, **values))

    def rows(self, rows):
        """Return all of them: the sources ask about each person."""
        return rows


class One(Readers):
    """One account. It knows where the person stands, so that little is asked.

    A page that has read the sites, with their programme, latest state and number of meetings, gives them. `shows_words` says that it shows the words of their next
    steps and of questions that they answer.
    """

    def __init__(
        self,
        user: User,
        *,
        sites: dict[int, Site] | None = None,
        shows_words: bool = False,
    ) -> None:
        super().__init__()
        self.reader = user
        self.shows_words = shows_words
        if sites is not None:
            self.sites = sites

    @cached_property
    def people(self) -> dict[int, User]:
        """This person."""
        assert self.reader is not None
        return {self.reader.pk: self.reader}

    @cached_property
    def sites(self) -> dict[int, Site]:
        """The sites of running programmes whose page this person may open."""
        return {site.pk: site for site in SITES.read(user=self.reader)}

    def ask(self, prepared: Prepared, **values: Any) -> list:
        """Return the rows of the query for this person."""
        return prepared.read(readers=self, **values)

    def rows(self, rows):
        """Return those that this person may read."""
        return rows.visible_to(self.reader)

    def without_stepped_out(self, rows, case: str = "case"):
        """Return `rows` without those of a case that this person stepped out of."""
        return rows.exclude(stepped_out_of(case, member__user=self.reader))

    def has_stepped_out(self, user_id: int, case_id: int | None) -> bool:
        """Return False: what is read is without the cases that this person stepped out of."""
        return False
