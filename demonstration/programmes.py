"""Plans a programme of the demonstration: people, sites, meetings, attendance, expenses."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from cases.next_steps.actions import mails
from cases.next_steps.models import StepsMail
from demonstration.data_files import Days, at, pence, read_people, read_toml
from demonstration.timeline import KEPT, NOWHERE, Timeline, mail_through
from kit.queues import send_due
from meetings import actions as meetings
from meetings.models import Attendance, Meeting
from members import actions as members
from members.models import Discipline, Member, Role, User
from sites_app import actions as sites
from sites_app.models import Organisation, Programme, Sector, Site, SiteState


@dataclass
class Cast:
    """The people and rows of one programme while it is loaded, by the names that the data files use."""

    slug: str
    data: dict
    days: Days
    timeline: Timeline
    people: list[dict]
    programme_id: int = 0
    members: dict[str, int] = field(default_factory=dict)  # by key of the people file
    meetings: dict[tuple[str, int], int] = field(default_factory=dict)  # by site code and number

    @property
    def programme(self) -> Programme:
        """Return the programme."""
        return Programme.objects.get(pk=self.programme_id)

    def site(self, code: str) -> Site:
        """Return the site with this code."""
        return Site.objects.select_related("programme").get(programme=self.programme_id, code=code)

    def user(self, role: str, nth: int = 0) -> User:
        """Return the account of the nth person with a role such as "knowledge_broker". It is read again each
        time, so that its standing is current.
        """
        person = [person for person in self.data["people"] if person["role"] == role][nth]
        return User.objects.get(email=person["email"])

    def commissioner(self, code: str) -> User | None:
        """Return a commissioner of the site, or None."""
        for person in self.data["people"]:
            if person["role"] == Role.Kind.COMMISSIONER and code in person["sites"]:
                return User.objects.get(email=person["email"])
        return None

    def member(self, key: str) -> Member:
        """Return the member with this key in the people file."""
        return Member.objects.select_related("site", "user").get(pk=self.members[key])

    def facilitator(self, code: str) -> Member:
        """Return the facilitator of a site."""
        return self.member(next(row["key"] for row in self.of_site(code) if row["mark"] == "F"))

    def account(self, member: Member) -> User:
        """Return the account of a member, or the facilitator's if they have none, who records things for them."""
        return User.objects.get(pk=member.user_id or self.facilitator(member.site.code).user_id)

    def of_site(self, code: str) -> list[dict]:
        """Return the rows of the people file for a site."""
        return [row for row in self.people if row["site"] == code]

    def row_in_role(self, code: str, role: str) -> dict:
        """Return the row of whoever has a discipline at a site, confirmed ones first. "facilitator" is the
        facilitator.
        """
        rows = [row for row in self.of_site(code) if row["mark"] == "F" or role != "facilitator"]
        rows = [row for row in rows if role in (row["role"], "facilitator")]
        return min(rows, key=lambda row: "XFY".index(row["mark"]))

    def in_role(self, code: str, role: str) -> Member:
        """Return the member who has a discipline at a site."""
        return self.member(self.row_in_role(code, role)["key"])

    def joins_at(self, row: dict):
        """Return when somebody joins: the facilitator when the site is added, others on the day of their first
        meeting.
        """
        if row["mark"] == "F":
            site = next(site for site in self.data["sites"] if site["code"] == row["site"])
            return at(self.days.day(site, "setting_up"), "11:00")
        return self.starts_at(row["site"], row["joined"]) - timedelta(hours=4)

    def meeting(self, code: str, number: int) -> Meeting:
        """Return the meeting of a site with this number."""
        return Meeting.objects.select_related("site__programme").get(pk=self.meetings[code, number])

    def starts_at(self, code: str, number: int):
        """Return when a meeting begins, even before it is in the database."""
        return self.days.meeting(self.meeting_entry(code, number))

    def meeting_entry(self, code: str, number: int) -> dict:
        """Return the entry of a meeting in the data file."""
        site = next(site for site in self.data["sites"] if site["code"] == code)
        return next(entry for entry in site["meetings"] if entry.get("number") == number)

    def is_held(self, code: str, number: int) -> bool:
        """Return whether a meeting has taken place: it is over."""
        return self.is_over(self.meeting_entry(code, number))

    def is_over(self, entry: dict) -> bool:
        """Return whether the meeting of this entry is over."""
        return self.days.meeting(entry) + timedelta(minutes=entry["minutes"]) < self.timeline.now


def plan_programme(slug: str, timeline: Timeline) -> Cast:
    """Plan everything of one programme except its cases and newsletters, and return its cast."""
    cast = Cast(slug, read_toml(f"{slug}.toml"), Days(timeline.now), timeline, read_people(slug))
    first_day = min(cast.days.day(site, "setting_up") for site in cast.data["sites"])
    begin = at(
        min(first_day, cast.days.day(cast.data, "started") or cast.data["started"]) - timedelta(days=7)
    )
    timeline.add(begin, cast.data["name"], lambda: _begin(cast))
    if "ended" in cast.data:
        timeline.add(at(cast.data["ended"], "17:00"), cast.data["name"], lambda: _end(cast))
    for entry in cast.data["ground_rules"]:
        _plan_ground_rules(cast, entry, begin)
    for entry in cast.data["events"]:
        timeline.add(begin + timedelta(hours=3), entry["title"], lambda entry=entry: _add_event(cast, entry))
    for site in cast.data["sites"]:
        _plan_site(cast, site)
    for visit in cast.data.get("visits", []):
        start = cast.starts_at(visit["site"], visit["meeting"])
        timeline.add(start + timedelta(minutes=8), "a visitor", lambda visit=visit: _add_visit(cast, visit))
    return cast


def _begin(cast: Cast) -> None:
    """Add the programme, its sectors and disciplines, and the people with a role in it."""
    data, numbers = cast.data, cast.data["numbers"]
    programme = sites.start_programme(
        name=data["name"],
        slug=data["slug"],
        started_on=data.get("started") or cast.days.day(data, "started"),
        ends_on=data.get("ended") or cast.days.day(data, "ended"),
        aims=data["aims"].strip(),
        minimum_meetings=numbers["minimum_meetings"],
        members_from=numbers["members_at_least"],
        members_to=numbers["members_at_most"],
        meeting_minutes=numbers["meeting_minutes"],
        meetings_to_be_confirmed=numbers["meetings_to_be_confirmed"],
        site_budget_pence=pence(numbers["budget_per_site"]),
    )
    cast.programme_id = programme.pk
    first = next(person for person in data["people"] if person["role"] == Role.Kind.PROGRAMME_TEAM)
    lead = members.make_account(email=first["email"], name=first["name"], password=None)
    for sector in data["sectors"]:
        row = Sector.objects.get(name=sector["name"])
        for position, name in enumerate(sector["disciplines"], start=1):
            members.add_discipline(programme, sector=row, name=name, position=position, by=lead)
    for person in data["people"]:
        user = members.make_account(email=person["email"], name=person["name"], password=None, by=lead)
        members.change_details(user, name=person["name"], job_title=person["title"], colour_mode="")
        if person["role"] != Role.Kind.COMMISSIONER:
            members.give_role(
                user, programme=programme, kind=person["role"], by=lead, since=timezone.localdate()
            )
        for other in Programme.objects.filter(slug__in=person.get("also_in", [])):
            members.give_role(user, programme=other, kind=person["role"], by=lead, since=timezone.localdate())


def _end(cast: Cast) -> None:
    sites.end_programme(cast.programme, on=timezone.localdate(), by=cast.user("programme_team"))


def _plan_ground_rules(cast: Cast, entry: dict, begin) -> None:
    moment = max(at(cast.days.day(entry), "08:00"), begin + timedelta(hours=2))
    cast.timeline.add(
        moment,
        "ground rules",
        lambda: members.set_ground_rules(
            cast.programme, text="\n".join(entry["rules"]), by=cast.user("programme_team")
        ),
    )


def _add_event(cast: Cast, entry: dict) -> None:
    sites.add_event(
        cast.programme,
        kind=entry["kind"],
        title=entry["title"],
        starts_at=at(cast.days.day(entry), entry["time"]),
        minutes_long=360 if entry["length_days"] > 1 else 240,
        days=entry["length_days"],
        place=entry["place"],
        by=cast.user("programme_team"),
    )


def _add_visit(cast: Cast, visit: dict) -> None:
    person = next((each for each in cast.data["people"] if each["key"] == visit.get("person")), None)
    meetings.add_visit(
        cast.meeting(visit["site"], visit["meeting"]),
        name=person["name"] if person else visit["name"],
        capacity=visit["capacity"],
        user=User.objects.get(email=person["email"]) if person else None,
        agreed=True,
        by=cast.facilitator(visit["site"]).user,
    )


def _plan_site(cast: Cast, site: dict) -> None:
    code, timeline = site["code"], cast.timeline
    opened = at(cast.days.day(site, "setting_up"), "10:00")
    timeline.add(opened, site["place"], lambda: _open_site(cast, site))
    for row in cast.of_site(code):
        timeline.add(cast.joins_at(row), row["name"], lambda row=row: _join(cast, row))
        if row["left"]:
            left = cast.days.left(row["left"])
            timeline.add(at(left, "16:00"), row["name"], lambda row=row, left=left: _leave(cast, row, left))
    if running := cast.days.day(site, "running"):
        moment = at(running, "08:00")
        timeline.add(moment, site["place"], lambda: _record_state(cast, code, SiteState.State.RUNNING))
    if site.get("ended_on"):
        reason = site["ended_reason"]
        timeline.add(
            at(site["ended_on"], "17:00"),
            site["place"],
            lambda: _record_state(cast, code, SiteState.State.ENDED, reason),
        )
    last = None
    for entry in site["meetings"]:
        _plan_meeting(cast, code, entry, after=last)
        last = entry
    for entry in site["expenses"]:
        timeline.add(
            at(cast.days.day(entry), "17:30"), "an expense", lambda entry=entry: _spend(cast, code, entry)
        )


def _open_site(cast: Cast, site: dict) -> None:
    lead = cast.user("programme_team")
    host = sites.add_organisation(
        name=site["host"], sector=Sector.objects.get(name=site["host_sector"]), by=lead
    )
    opened = sites.open_site(
        cast.programme,
        code=site["code"],
        place=site["place"],
        host=host,
        by=lead,
        opened_on=timezone.localdate(),
        budget_pence=pence(site["budget"]),
        usual_room=site["meetings"][0]["place"],
        **{name: site[name] for name in ("nation", "town_size") if name in site},
        sprouted_from=cast.site(site["sprouted_from"]) if "sprouted_from" in site else None,
    )
    for wanted in site["seats_wanted"]:
        discipline = Discipline.objects.get(programme=cast.programme_id, name=wanted["discipline"])
        members.want_seat(opened, discipline=discipline, by=lead)
    for person in cast.data["people"]:
        if person["role"] == Role.Kind.COMMISSIONER and site["code"] in person["sites"]:
            members.give_role(
                User.objects.get(email=person["email"]),
                programme=cast.programme,
                kind=Role.Kind.COMMISSIONER,
                sites=[opened],
                by=lead,
            )


def _join(cast: Cast, row: dict) -> None:
    """Add a member. Those with an address are invited and have an account from then on."""
    site = cast.site(row["site"])
    is_facilitator = row["mark"] == "F"
    by = cast.user("programme_team") if is_facilitator else cast.facilitator(row["site"]).user
    member = members.add_member(
        site,
        name=row["name"],
        email=row["email"],
        discipline=Discipline.objects.get(
            programme=cast.programme_id, sector__name=row["sector"], name=row["role"]
        ),
        organisation=_organisation(row, by) if row["organisation"] else None,
        is_expert_by_experience=row["role"] == "Expert by Experience",
        is_professionally_qualified=row["professionally_qualified"] == "yes",
        agrees_to_contact=bool(row["email"]),
        joined_on=timezone.localdate(),
        by=by,
    )
    cast.members[row["key"]] = member.pk
    if is_facilitator:
        members.appoint_facilitator(member, on=timezone.localdate(), by=by)
    if row["email"]:
        invitation = members.invite_member(member, by=by)
        user = members.make_account(email=row["email"], name=row["name"], password=None, by=by)
        members.change_details(user, name=row["name"], job_title=row["role"], colour_mode="")
        members.accept_invitation(invitation, user=user)


def _organisation(row: dict, by: User) -> Organisation:
    return sites.add_organisation(
        name=row["organisation"], sector=Sector.objects.get(name=row["sector"]), by=by
    )


def _leave(cast: Cast, row: dict, on) -> None:
    members.leave(
        cast.member(row["key"]), on=on, because=row["left_reason"], by=cast.facilitator(row["site"]).user
    )


def _record_state(cast: Cast, code: str, state: str, reason: str = "") -> None:
    lead = cast.user("programme_team")
    sites.record_state(cast.site(code), state=state, since=timezone.localdate(), reason=reason, by=lead)


def _spend(cast: Cast, code: str, entry: dict) -> None:
    sites.add_expense(
        cast.site(code),
        purpose=entry["purpose"],
        amount_pence=pence(entry["amount"]),
        spent_on=timezone.localdate(),
        note=entry["note"],
        by=cast.facilitator(code).user,
    )


def _plan_meeting(cast: Cast, code: str, entry: dict, *, after: dict | None) -> None:
    """Plan a meeting: its date is set after the one before, it is held on its day, and closed in the evening."""
    start = cast.days.meeting(entry)
    planned = cast.days.meeting(after) + timedelta(hours=3) if after else start - timedelta(days=20)
    planned = max(planned, at(cast.days.day(_site(cast, code), "setting_up"), "15:00"))
    what = f"{code}, meeting {entry.get('number', 'cancelled')}"
    cast.timeline.add(planned, what, lambda: _schedule(cast, code, entry, start))
    if "cancelled_reason" in entry:
        cancelled = at(cast.days.day(entry, "cancelled"), "12:00")
        cast.timeline.add(cancelled, what, lambda: _cancel(cast, code, start, entry["cancelled_reason"]))
    elif cast.is_over(entry):
        number = entry["number"]
        cast.timeline.add(start + timedelta(minutes=10), what, lambda: _record_attendance(cast, code, number))
        cast.timeline.add(start + timedelta(hours=2, minutes=30), what, lambda: _close(cast, code, number))


def _site(cast: Cast, code: str) -> dict:
    return next(site for site in cast.data["sites"] if site["code"] == code)


def _schedule(cast: Cast, code: str, entry: dict, start) -> None:
    meeting = meetings.schedule(
        cast.site(code),
        starts_at=start,
        kind=entry["kind"],
        minutes_long=entry["minutes"],
        place=entry["place"],
        by=cast.facilitator(code).user,
    )
    if "number" in entry:
        cast.meetings[code, entry["number"]] = meeting.pk


def _cancel(cast: Cast, code: str, start, reason: str) -> None:
    meeting = Meeting.objects.get(site=cast.site(code), starts_at=start)
    meetings.cancel(meeting, because=reason, by=cast.facilitator(code).user)


def _record_attendance(cast: Cast, code: str, number: int) -> None:
    meeting, by = cast.meeting(code, number), cast.facilitator(code).user
    today = timezone.localdate()
    marks = {}
    for row in cast.of_site(code):
        left = cast.days.left(row["left"])
        if row["joined"] > number or (left and left <= today):
            continue
        mark, stand_in = Attendance.Mark.ABSENT, ""
        if number in row["attended"]:
            mark = Attendance.Mark.PRESENT
        elif number in row["stand_ins"]:
            mark, stand_in = Attendance.Mark.STAND_IN, row["stand_ins"][number]
        elif number in row["apologies"]:
            mark = Attendance.Mark.APOLOGIES
        marks[cast.member(row["key"])] = (mark, stand_in)
    broker = cast.user("knowledge_broker", number % 2)
    if broker.date_joined <= timezone.now() and meeting.site.programme.started_on <= today:
        meetings.add_visit(
            meeting, name=broker.name, capacity="knowledge_broker", user=broker, agreed=True, by=by
        )
    meetings.record_attendance(meeting, marks=marks, by=by)
    if meeting.ground_rules is not None:
        meetings.reaffirm_ground_rules(meeting, by=by)


def _close(cast: Cast, code: str, number: int) -> None:
    """Close a meeting, and mail its owners. The mail about the last one is kept to be read."""
    meetings.close(cast.meeting(code, number), by=cast.facilitator(code).user)
    mails.make_due_steps_mails()
    later = [entry for entry in _site(cast, code)["meetings"] if entry.get("number", 0) > number]
    is_last = cast.programme.is_running and not any(cast.is_over(entry) for entry in later)
    with mail_through(KEPT if is_last else NOWHERE):
        send_due(StepsMail)
