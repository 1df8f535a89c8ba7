"""The actions of what a programme agrees on: its disciplines, the seats a site wants, ground rules."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from kit.audit import record
from kit.errors import RefusedError
from kit.fold import find_alike
from kit.locking import lock_row, refuse_another
from members.audit_verbs import MemberVerb
from members.models import Agreement, Discipline, GroundRules, Member, SeatTarget, User
from sites_app.models import Programme, Sector, Site


@transaction.atomic
def add_discipline(
    programme: Programme, *, sector: Sector, name: str, position: int | None = None, by: User | None
) -> Discipline:
    """Add a discipline to the list of `programme`, last in its sector unless `position` is given, and return it.

    An existing one with the same name in the same sector, in capitals or not, is returned unchanged.
    """
    lock_row(programme)
    name = " ".join(name.split())
    if not name:
        raise RefusedError("Enter the name of the role.")
    of_sector = programme.disciplines.filter(sector=sector)
    existing = find_alike(of_sector, name)
    if existing:
        return existing
    if position is None:
        last = of_sector.order_by("-position").first()
        position = last.position + 1 if last else 1
    return Discipline.objects.create(
        programme=programme, sector=sector, name=name, position=position, added_on=timezone.localdate()
    )


@transaction.atomic
def change_discipline(discipline: Discipline, *, name: str, position: int, by: User) -> Discipline:
    """Rename a discipline or move it to `position` (1 is first) among those of its sector; the others move along.

    Repeating changes nothing.
    """
    lock_row(discipline.programme)
    lock_row(discipline)
    name = " ".join(name.split())
    if not name:
        raise RefusedError("Enter the name of the role.")
    others = list(
        Discipline.objects.filter(programme=discipline.programme_id, sector=discipline.sector_id)
        .exclude(pk=discipline.pk)
        .order_by("position", "name")
    )
    if find_alike(others, name):
        raise RefusedError(f"“{name}” is already on the list. Choose another name.")
    place = min(max(position, 1), len(others) + 1)
    in_order = [*others[: place - 1], discipline, *others[place - 1 :]]
    moved = [each for number, each in enumerate(in_order, start=1) if each.position != number]
    if not moved and discipline.name == name:
        return discipline
    discipline.name = name
    discipline.save(update_fields=["name"])
    for number, each in enumerate(in_order, start=1):
        each.position = number
    Discipline.objects.bulk_update(moved, ["position"])
    record(MemberVerb.CHANGE_DISCIPLINE, discipline, by=by)
    return discipline


def check_discipline(programme_id: int, discipline: Discipline | None) -> None:
    """Raise RefusedError for a discipline of another programme than the one with this id."""
    if discipline and discipline.programme_id != programme_id:
        raise RefusedError("That role belongs to another programme. Choose one from this programme’s list.")


@transaction.atomic
def want_seat(site: Site, *, discipline: Discipline, by: User | None) -> SeatTarget:
    """Record that `site` still wants a member of this discipline. Repeating changes nothing."""
    check_discipline(site.programme_id, discipline)
    return SeatTarget.objects.get_or_create(site=site, discipline=discipline)[0]


@transaction.atomic
def stop_wanting_seat(site: Site, *, discipline: Discipline, by: User | None) -> None:
    """Remove a discipline from the seats that `site` wants. Repeating changes nothing."""
    site.seat_targets.filter(discipline=discipline).delete()


@transaction.atomic
def set_ground_rules(
    programme: Programme, *, text: str, by: User | None, since: date | None = None
) -> GroundRules:
    """Set the ground rules of `programme`, one a line, as a new version from `since` (today), and return it.

    If the text is that of the current version, that one is returned; earlier versions are kept as they were
    agreed to.
    """
    lock_row(programme)
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    if not lines:
        raise RefusedError("Enter at least one ground rule, each on its own line.")
    text = "\n".join(lines)
    latest = programme.ground_rules.first()
    refuse_another(latest)
    if latest and latest.text == text:
        return latest
    rules = GroundRules.objects.create(
        programme=programme,
        version=latest.version + 1 if latest else 1,
        text=text,
        since=since or timezone.localdate(),
    )
    record(MemberVerb.SET_GROUND_RULES, programme, by=by, note=f"version {rules.version}")
    return rules


@transaction.atomic
def agree(member: Member, *, ground_rules: GroundRules, on: date, by: User | None) -> Agreement:
    """Record that `member` agreed to a version of the ground rules on a day. The first day recorded is kept."""
    if ground_rules.programme_id != member.site.programme_id:
        raise RefusedError("Those are the ground rules of another programme. Choose this programme’s.")
    agreement, _ = Agreement.objects.get_or_create(
        member=member, ground_rules=ground_rules, defaults={"agreed_on": on, "recorded_by": by}
    )
    return agreement
