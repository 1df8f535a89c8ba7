"""The actions of importing a member list: upload it, choose the columns, choose roles, import it."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from kit.audit import record
from kit.errors import RefusedError
from kit.locking import lock_row
from members.actions.members import add_member
from members.actions.standards import add_discipline
from members.audit_verbs import MemberVerb
from members.importing import Plan
from members.member_file import FIELDS, Person, guess_columns, guess_heading_row, plain
from members.models import Discipline, MemberUpload, User
from sites_app.actions import add_organisation
from sites_app.models import Site

KEPT_UNCONFIRMED = timedelta(hours=23)  # the task that deletes them comes by once an hour


@transaction.atomic
def upload_members(
    site: Site, *, rows: list[list[str]], file_name: str, joined_on: date, by: User
) -> MemberUpload:
    """Store an uploaded list until it is confirmed, with a guess at what each column is. Nobody is added.

    Lists that `by` uploaded for this site before and did not confirm are deleted.
    """
    MemberUpload.objects.filter(imported_at=None, site=site, by=by).delete()
    heading_row = guess_heading_row(rows)
    return MemberUpload.objects.create(
        site=site,
        by=by,
        file_name=file_name[-160:],
        rows=rows,
        heading_row=heading_row,
        columns=guess_columns(rows[heading_row]),
        joined_on=joined_on,
    )


def forget_unconfirmed_uploads() -> int:
    """Delete the lists that nobody confirmed within a day, and return how many. They hold more than we ask for."""
    old = MemberUpload.objects.filter(imported_at=None, uploaded_at__lt=timezone.now() - KEPT_UNCONFIRMED)
    return old.delete()[0]


@transaction.atomic
def choose_headings(upload: MemberUpload, *, heading_row: int) -> MemberUpload:
    """Set the row that has the headings, and guess again what each column is."""
    lock_row(upload)
    _refuse_imported(upload)
    if not 0 <= heading_row < len(upload.rows):
        raise RefusedError("Choose a row in the list.")
    upload.heading_row = heading_row
    upload.columns = guess_columns(upload.rows[heading_row])
    upload.save(update_fields=["heading_row", "columns"])
    return upload


@transaction.atomic
def choose_columns(upload: MemberUpload, *, columns: dict[str, int]) -> MemberUpload:
    """Set what each column is. A name and a role are needed, and one column cannot be two things."""
    lock_row(upload)
    _refuse_imported(upload)
    if "name" not in columns and "last_name" not in columns and "first_name" not in columns:
        raise RefusedError("Choose the column that has the names.")
    if "discipline" not in columns:
        raise RefusedError("Choose the column that has the roles.")
    if len(set(columns.values())) < len(columns):
        raise RefusedError("The same column is chosen twice. Choose a different column for one of them.")
    upload.columns = {key: index for key, index in columns.items() if key in FIELDS}
    upload.save(update_fields=["columns"])
    return upload


@transaction.atomic
def choose_disciplines(upload: MemberUpload, *, disciplines: dict[str, str]) -> MemberUpload:
    """Set what roles that are not on the programme's list mean here: "role:12", "new:3" (a sector) or ""."""
    lock_row(upload)
    _refuse_imported(upload)
    upload.disciplines = disciplines
    upload.save(update_fields=["disciplines"])
    return upload


def _refuse_imported(upload: MemberUpload) -> None:
    if upload.imported_at is not None:
        raise RefusedError("This list has already been imported. Upload it again to make changes.")


@transaction.atomic
def import_members(upload: MemberUpload, *, by: User) -> MemberUpload:
    """Add the people of a list, all at once, and store the report instead of the list.

    Repeating adds nobody: a second confirmation changes nothing, and in the same file everybody is a member already.
    """
    upload = (
        MemberUpload.objects.select_for_update(of=("self",))
        .select_related("site__programme")
        .get(pk=upload.pk)
    )
    if upload.imported_at is not None:
        return upload
    report: list[dict] = []
    made: dict[str, Discipline] = {}
    for row in Plan(upload).rows:
        person = row.person
        if row.outcome == "added":
            discipline = row.discipline or made.get(plain(person.discipline))
            if discipline is None:
                discipline = add_discipline(
                    upload.site.programme,
                    sector=row.new_in,  # type: ignore[arg-type]  # a role without one is refused
                    name=person.discipline,
                    by=by,
                )
                made[plain(person.discipline)] = discipline
            _add_person(upload.site, person, discipline=discipline, by=by)
        report.append({"row": person.row, "name": person.name, "outcome": row.outcome, "why": row.why})
    upload.imported_at, upload.report, upload.rows = timezone.now(), report, []
    upload.save()
    added = sum(row["outcome"] == "added" for row in report)
    record(MemberVerb.IMPORT_MEMBERS, upload.site, by=by, note=f"{added} added of {len(report)}")
    return upload


def _add_person(site: Site, person: Person, *, discipline: Discipline, by: User) -> None:
    add_member(
        site,
        name=person.name,
        email=person.email,
        discipline=discipline,
        organisation=add_organisation(name=person.organisation, by=by) if person.organisation else None,
        joined_on=person.joined_on,  # type: ignore[arg-type]  # a row without it is refused
        is_expert_by_experience=person.is_expert_by_experience,
        is_professionally_qualified=person.is_professionally_qualified,
        agrees_to_contact=person.agrees_to_contact,
        by=by,
    )
