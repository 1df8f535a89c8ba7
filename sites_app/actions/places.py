"""The actions of programmes and sites: starting and ending them, recording expenses, adding dates."""

from collections.abc import Callable, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from kit.audit import changing, record, record_subjects
from kit.dates import MONTHS_IN_A_QUARTER, months_after, quarter_of
from kit.days.bank_holidays import Nation
from kit.editing.history import keep_revisions
from kit.errors import RefusedError
from kit.fold import find_alike, fold
from kit.locking import lock_row
from kit.models import subject_of
from kit.words import day
from sites_app.audit_verbs import SiteVerb
from sites_app.dates_held import refuse_end_before_meeting
from sites_app.fixed_periods import ends_from, last_closed
from sites_app.models import (
    Expense,
    Organisation,
    Programme,
    PublishedFigures,
    Sector,
    Site,
    SiteState,
)
from sites_app.vocabulary import SECTORS

NUMBERS = {
    "minimum_meetings",
    "members_from",
    "members_to",
    "meeting_minutes",
    "meetings_to_be_confirmed",
    "site_budget_pence",
    "licence",
    "asks_second_step",
    "keep_notes_months",
    "keep_drafts_days",
    "keep_uploads_days",
    "keep_mail_days",
}


@transaction.atomic
def start_programme(
    *,
    name: str,
    started_on: date,
    slug: str | None = None,
    ends_on: date | None = None,
    aims: str = "",
    by=None,
    **numbers,
) -> Programme:
    """Start a programme, with the sectors that figure 1 lists, and return it.

    `by` is None where nobody has an account yet. `numbers` are those of NUMBERS; those left out are as in
    Little Miracles. Repeating with the same name returns the first one unchanged.
    """
    name = " ".join(name.split())
    if not name:
        raise RefusedError("Enter a name for the programme.")
    existing = find_alike(Programme.objects.order_by("pk"), name)
    if existing:
        return existing
    slug = slug or slugify(name)[:60].strip("-")
    if not slug:
        raise RefusedError("Enter a name for the programme that has letters in it, or a slug.")
    if Programme.objects.filter(slug=slug).exists():
        raise RefusedError(f"Another programme has the address “{slug}”. Choose another name.")
    _check_numbers(started_on=started_on, ends_on=ends_on, numbers=numbers)
    for position, sector in enumerate(SECTORS, start=1):
        Sector.objects.get_or_create(name=sector, defaults={"position": position})
    programme = Programme.objects.create(
        name=name, slug=slug, started_on=started_on, ends_on=ends_on, aims=aims.strip(), **numbers
    )
    record(SiteVerb.START_PROGRAMME, programme, by=by)
    return programme


def _check_numbers(*, started_on: date, ends_on: date | None, numbers: dict) -> None:
    if unknown := set(numbers) - NUMBERS:
        raise TypeError(f"A programme has no {', '.join(sorted(unknown))}")
    if ends_on and ends_on < started_on:
        raise RefusedError("The programme cannot end before it starts. Choose a later last day.")
    least, most = numbers.get("members_from", 6), numbers.get("members_to", 10)
    if most < least:
        raise RefusedError(
            f"The most members ({most}) is fewer than the fewest ({least}). Change one of them."
        )
    for number in ("minimum_meetings", "meeting_minutes", "meetings_to_be_confirmed"):
        if numbers.get(number, 1) < 1:
            raise RefusedError("Enter 1 or more for meetings, minutes and meetings to be confirmed.")
    if any(number < 1 for name, number in numbers.items() if name.startswith("keep_")):
        raise RefusedError("Enter 1 or more for how long records are kept.")


@transaction.atomic
def change_programme(programme: Programme, *, by, **fields) -> Programme:
    """Change the aims, the planned end or the numbers of `programme`. Its name and its address stay the same.

    The aims before are kept as a revision. Repeating changes nothing.
    """
    lock_row(programme)
    ends_on = fields.pop("ends_on", programme.ends_on)
    aims = fields.pop("aims", programme.aims)
    merged = {"members_from": programme.members_from, "members_to": programme.members_to, **fields}
    _check_numbers(started_on=programme.started_on, ends_on=ends_on, numbers=merged)
    keep_revisions(programme, sections=["aims"], by=None)
    with changing(programme, SiteVerb.CHANGE_PROGRAMME, by=by):
        programme.ends_on, programme.aims = ends_on, aims.strip()
        for name, value in fields.items():
            setattr(programme, name, value)
    keep_revisions(programme, sections=["aims"], by=by)
    return programme


@transaction.atomic
def end_programme(programme: Programme, *, on: date, by) -> Programme:
    """Record that `programme` ended. Nothing automatic happens in it afterwards; it can still be read and corrected.

    Repeating with the same day changes nothing. Its sites keep their states, because each site ends by itself.
    """
    lock_row(programme)
    if programme.ended_on == on:
        return programme
    if programme.ended_on:
        raise RefusedError(f"{programme} already ended on {day(programme.ended_on)}.")
    if on < programme.started_on:
        raise RefusedError("The programme cannot end before it started. Choose a later day.")
    for site in programme.sites.all():
        refuse_end_before_meeting(site, on=on)
    programme.ended_on = on
    programme.save(update_fields=["ended_on"])
    record(SiteVerb.END_PROGRAMME, programme, by=by)
    return programme


@transaction.atomic
def add_organisation(*, name: str, sector: Sector | None = None, by) -> Organisation:
    """Add an organisation that hosts a site or employs members, and return it.

    An existing one with the same name, in capitals or not, is returned, with the sector added if it had none.
    """
    name = " ".join(name.split())
    if not name:
        raise RefusedError("Enter the name of the organisation.")
    existing = find_alike(Organisation.objects.order_by("pk"), name)
    if existing is None:
        added, is_new = Organisation.objects.get_or_create(name=name, defaults={"sector": sector})
        if is_new:
            record(SiteVerb.ADD_ORGANISATION, added, by=by)
        return added
    if sector and existing.sector_id is None:
        existing.sector = sector
        existing.save(update_fields=["sector"])
    return existing


@transaction.atomic
def add_organisations(names: Sequence[str], *, by) -> dict[str, Organisation]:
    """Add the organisations that are not listed yet, and return the one of each of `names`, which are tidy.

    The queries are as many for a thousand as for one. Names that differ only in how they are written are one
    organisation.
    """
    wanted: dict[str, str] = {}
    for name in names:
        wanted.setdefault(fold(name), name)
    listed = _organisations_by_key() if wanted else {}
    missing = [Organisation(name=name) for key, name in wanted.items() if key not in listed]
    if not missing:
        return {name: listed[fold(name)] for name in names}
    Organisation.objects.bulk_create(missing, ignore_conflicts=True)  # by somebody else at the same moment
    listed = _organisations_by_key()
    added = [subject_of(listed[fold(each.name)]) for each in missing]
    record_subjects(SiteVerb.ADD_ORGANISATION, added, by=by)
    return {name: listed[fold(name)] for name in names}


def _organisations_by_key() -> dict[str, Organisation]:
    return {fold(each.name): each for each in Organisation.objects.order_by("-pk")}


@transaction.atomic
def open_site(
    programme: Programme,
    *,
    code: str,
    place: str,
    host: Organisation,
    by,
    opened_on: date,
    budget_pence: int | None = None,
    usual_room: str = "",
    nation: str = Nation.ENGLAND,
    town_size: str = "",
    sprouted_from: Site | None = None,
) -> Site:
    """Add a site of `programme` at `host`, in the state setting up from `opened_on`, and return it.

    The budget is the programme's budget per site unless `budget_pence` is given. Repeating with the same
    code, place and host returns the first one. Raise RefusedError if another place has the code.
    """
    lock_row(programme)
    code, place = " ".join(code.split()), " ".join(place.split())
    if not code or not place:
        raise RefusedError("Enter a code for the site, such as CP4, and the place where it meets.")
    existing = find_alike(programme.sites.order_by("pk"), code, attribute="code")
    if existing and (existing.place, existing.host_id) == (place, host.pk):
        return existing
    if existing:
        raise RefusedError(f"{existing.code} is already used for {existing.place}. Choose another code.")
    _check_programme(programme, opened_on=opened_on, sprouted_from=sprouted_from)
    site = Site.objects.create(
        programme=programme,
        code=code,
        slug=_free_slug(programme, code=code, place=place),
        place=place,
        host=host,
        budget_pence=programme.site_budget_pence if budget_pence is None else budget_pence,
        usual_room=usual_room.strip(),
        nation=nation,
        town_size=town_size,
        sprouted_from=sprouted_from,
    )
    SiteState.objects.create(site=site, state=SiteState.State.SETTING_UP, since=opened_on, recorded_by=by)
    record(SiteVerb.OPEN_SITE, site, by=by)
    return site


def _check_programme(programme: Programme, *, opened_on: date, sprouted_from: Site | None) -> None:
    if programme.ended_on and opened_on > programme.ended_on:
        raise RefusedError(f"{programme} has ended. Add the site in a programme that is running.")
    if sprouted_from is not None and sprouted_from.programme_id != programme.pk:
        raise RefusedError("A site can only grow out of a site in the same programme. Choose one of those.")


def _free_slug(programme: Programme, *, code: str, place: str) -> str:
    """Return a slug such as cp4-dunsmere, or common-ground-cp4-dunsmere if another programme has that one."""
    short = slugify(f"{code} {place}")[:80].strip("-") or f"site-{programme.sites.count() + 1}"
    longer = f"{programme.slug} {short}"
    for slug in [short, slugify(longer)[:80].strip("-")]:
        if not Site.objects.filter(slug=slug).exists():
            return slug
    raise RefusedError("Another site has this code and place. Choose another code.")


@transaction.atomic
def change_site(
    site: Site,
    *,
    place: str,
    host: Organisation,
    budget_pence: int,
    usual_room: str,
    nation: str = "",
    town_size: str | None = None,
    by,
) -> Site:
    """Change where `site` meets, its host, its budget or, where they are given, its nation and how large its town is. Its code and
    its address stay the same. Repeating changes nothing.
    """
    lock_row(site)
    if not place.strip():
        raise RefusedError("Enter the place where the site meets.")
    with changing(site, SiteVerb.CHANGE_SITE, by=by):
        site.place, site.host, site.budget_pence = " ".join(place.split()), host, budget_pence
        site.usual_room, site.nation = usual_room.strip(), nation or site.nation
        site.town_size = site.town_size if town_size is None else town_size
    return site


def refuse_expense(*, purpose: str, amount_pence: int, spent_on: date) -> None:
    """Raise RefusedError for an expense without a purpose or an amount, or of a day to come."""
    if purpose not in Expense.Purpose.values:
        raise RefusedError("Choose what the expense was for.")
    if amount_pence < 1:
        raise RefusedError("Enter an amount of at least one penny.")
    if spent_on > timezone.localdate():
        raise RefusedError("That day is in the future. Add the expense once the money is spent.")


@transaction.atomic
def add_expense(
    site: Site, *, purpose: str, amount_pence: int, spent_on: date, note: str = "", by
) -> Expense:
    """Add an expense to the budget of `site`, in pence, and return it. It may exceed the budget; the page says so.

    Repeating with the same day, purpose, amount and note returns the first one.
    """
    lock_row(site)
    refuse_expense(purpose=purpose, amount_pence=amount_pence, spent_on=spent_on)
    expense, is_new = Expense.objects.get_or_create(
        site=site,
        purpose=purpose,
        amount_pence=amount_pence,
        spent_on=spent_on,
        note=note.strip(),
        defaults={"added_by": by},
    )
    if is_new:
        record(SiteVerb.ADD_EXPENSE, site, by=by, note=f"{amount_pence}p")
    return expense


@transaction.atomic
def publish_figures(
    model: type[PublishedFigures],
    programme: Programme,
    *,
    begun: date,
    count: Callable[[date, date], dict | None],
) -> int:
    """Publish the figures of `programme` for the quarters that are over and not published yet, as rows of `model`.
    Return how many rows were made.

    `begun` is the first day that has anything to count. `count` gets the first day of a period and the day after it, and
    returns its figures; {} where there is nothing to count: then the next period begins after it; or None where nothing of
    them can be shown: then the period grows by the next quarter.
    Repeating publishes nothing again, and never changes what is published.
    """
    Programme.objects.select_for_update().get(
        pk=programme.pk
    )  # two workers at once publish one after the other
    published = model._default_manager.filter(programme=programme).order_by("-until").first()
    first = published.until if published else quarter_of(begun)
    made = 0
    for until in ends_from(first, to=_last_end(programme)):
        figures = count(first, until)
        if figures is None:
            continue
        if figures:
            model._default_manager.create(programme=programme, first_on=first, until=until, figures=figures)
            made += 1
        first = until
    return made


def _last_end(programme: Programme) -> date:
    """Return the day after the last quarter to count: of those that are over, none after the programme's own."""
    closed = last_closed(timezone.localdate())
    if programme.ended_on is None:
        return closed
    return min(closed, months_after(quarter_of(programme.ended_on), MONTHS_IN_A_QUARTER))
